"""Reading who works here.

Belongs here: members with their roles, lists of people, supervisors, open invitations; as frozen rows.
Does not belong here: who is on call (`rota`), who is qualified (`training`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch, Q, QuerySet

from alongside.people.import_rules import fold
from alongside.people.models import Account, Person, RoleGrant, RoleProposal, Supervision
from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from uuid import UUID


@dataclass(frozen=True)
class Member:
    """Somebody signed in, as this organization knows them."""

    person: UUID
    account: UUID
    organization: UUID
    name: str
    roles: frozenset[Role]
    reads: str


@dataclass(frozen=True)
class PersonRow:
    """A person with their place and the roles held now."""

    id: UUID
    name: str
    email: str
    phone: str
    profession: str
    gender: str
    languages: tuple[str, ...]
    ways_to_talk: tuple[str, ...]
    reads: str
    unit: UUID | None
    unit_name: str
    group: UUID | None
    group_code: str
    site: UUID | None
    site_name: str
    roles: frozenset[Role]
    signs_in: bool
    left_at: datetime | None


@dataclass(frozen=True)
class ProposalRow:
    """A role that waits for a second person."""

    id: UUID
    organization: UUID
    person: UUID
    name: str
    role: Role
    proposed_by: UUID
    proposer: str
    proposed_at: datetime


@dataclass(frozen=True)
class Supervised:
    """A unit group at a site."""

    group: UUID
    site: UUID


@dataclass(frozen=True)
class SupervisionRow:
    """One person supervising in one unit group at one site, between two days."""

    id: UUID
    supervisor: UUID
    name: str
    group: UUID
    group_code: str
    site: UUID
    site_name: str
    starts_on: date
    ends_on: date | None


def member(*, account: UUID, organization: UUID, now: datetime) -> Member | None:
    """Return the member that this account is here, or None if they do not work here (any more)."""
    found = (
        Person.objects.of(organization)
        .filter(account=account, account__is_active=True, left_at__isnull=True)
        .prefetch_related(_grants_now(now))
        .first()
    )
    if found is None:
        return None
    return Member(found.pk, account, organization, found.name, _roles(found), found.reads)


def people_of(*, organization: UUID, now: datetime, with_left: bool = False) -> list[PersonRow]:
    """Return everybody who works here, by name; `with_left` adds those who left."""
    rows = _people(organization, now)
    if not with_left:
        rows = rows.filter(left_at__isnull=True)
    return [_row(person) for person in rows.order_by("name", "pk")]


def rows_for(*, organization: UUID, people: Iterable[UUID], now: datetime) -> dict[UUID, PersonRow]:
    """Return the rows of these people, by key; whoever is not of this organization is left out."""
    return {person.pk: _row(person) for person in _people(organization, now).filter(pk__in=list(people))}


def rows_like(
    *, organization: UUID, people: Iterable[UUID], emails: Iterable[str], phones: Iterable[str], now: datetime
) -> list[PersonRow]:
    """Return whoever works here and has one of these keys, addresses (in lower case) or numbers."""
    asked = Q(pk__in=list(people)) | Q(email__in=[email for email in emails if email])
    asked |= Q(phone__in=[phone for phone in phones if phone])
    return [_row(person) for person in _people(organization, now).filter(asked, left_at__isnull=True)]


def person(*, organization: UUID, person: UUID, now: datetime) -> PersonRow | None:
    """Return one person of this organization, or None."""
    return rows_for(organization=organization, people=[person], now=now).get(person)


def holders(*, organization: UUID, role: Role, now: datetime) -> list[UUID]:
    """Return who holds a role now, by name."""
    grants = RoleGrant.objects.of(organization).filter(_held(now), role=role, person__left_at__isnull=True)
    return list(grants.order_by("person__name", "person_id").values_list("person_id", flat=True))


def holders_anywhere(*, role: Role, now: datetime) -> list[tuple[UUID, UUID]]:
    """Return (organization, person) of everybody who holds a role now, for what the engine sees to in every house."""
    grants = RoleGrant.objects.filter(_held(now), role=role, person__left_at__isnull=True)
    return list(grants.order_by("organization_id", "person_id").values_list("organization_id", "person_id"))


def proposals(*, organization: UUID, person: UUID | None = None) -> list[ProposalRow]:
    """Return the roles that wait for a second person, the oldest first; of one person only, if given."""
    rows = RoleProposal.objects.of(organization).select_related("person", "proposed_by")
    if person is not None:
        rows = rows.filter(person=person)
    return [_proposal(row) for row in rows.order_by("proposed_at", "pk")]


def proposals_waiting(*, organization: UUID) -> int:
    """Return how many roles wait for a second person."""
    return RoleProposal.objects.of(organization).count()


def _proposal(row: RoleProposal) -> ProposalRow:
    return ProposalRow(
        id=row.pk,
        organization=row.organization_id,
        person=row.person_id,
        name=row.person.name,
        role=Role(row.role),
        proposed_by=row.proposed_by_id,
        proposer=row.proposed_by.name,
        proposed_at=row.proposed_at,
    )


def supervised(*, organization: UUID, on: date) -> dict[UUID, frozenset[Supervised]]:
    """Return for each supervisor the unit groups, by site, in which they supervise on this day."""
    found: defaultdict[UUID, set[Supervised]] = defaultdict(set)
    for row in _supervisions(organization, on):
        found[row.supervisor_id].add(Supervised(row.group_id, row.site_id))
    return {supervisor: frozenset(where) for supervisor, where in found.items()}


def supervisors(*, organization: UUID, group: UUID, site: UUID, on: date) -> frozenset[UUID]:
    """Return who supervises in a unit group at a site on this day."""
    rows = _supervisions(organization, on).filter(group=group, site=site)
    return frozenset(rows.values_list("supervisor_id", flat=True))


def supervisions(*, organization: UUID) -> list[SupervisionRow]:
    """Return every supervision on record, the newest first."""
    rows = Supervision.objects.of(organization).select_related("supervisor", "group", "site")
    return [
        SupervisionRow(
            row.pk,
            row.supervisor_id,
            row.supervisor.name,
            row.group_id,
            row.group.code,
            row.site_id,
            row.site.name,
            row.starts_on,
            row.ends_on,
        )
        for row in rows.order_by("-starts_on", "supervisor__name", "pk")
    ]


def account_of(*, organization: UUID, person: UUID) -> UUID | None:
    """Return the account a person signs in with, if any."""
    return Person.objects.of(organization).filter(pk=person).values_list("account_id", flat=True).first()


def person_with_email(*, organization: UUID, email: str) -> UUID | None:
    """Return who has this address here and has not left, or None."""
    wanted = email.strip().lower()
    rows = Person.objects.of(organization).filter(email=wanted, left_at__isnull=True).exclude(email="")
    return rows.values_list("pk", flat=True).first()


def people_called(*, organization: UUID, said: str, now: datetime) -> list[PersonRow]:
    """Return who goes by exactly this name or email address and has not left, by unit; capitals and accents aside.

    Never part of a name: nobody leafs through the people of a house by it.
    """
    wanted = fold(said)
    rows = Person.objects.of(organization).filter(left_at__isnull=True).values_list("pk", "name", "email")
    found = [key for key, name, email in rows if wanted and wanted in {fold(name), fold(email)}]
    named = rows_for(organization=organization, people=found, now=now).values()
    return sorted(named, key=lambda row: (row.unit_name, row.site_name, str(row.id)))


def organizations_of(account: UUID) -> frozenset[UUID]:
    """Return every organization an account works in."""
    rows = Person.objects.filter(account=account, left_at__isnull=True)
    return frozenset(rows.values_list("organization_id", flat=True))


def people_of_account(account: UUID) -> list[tuple[UUID, UUID]]:
    """Return (organization, person) for everywhere an account works, always in the same order."""
    rows = Person.objects.filter(account=account, left_at__isnull=True).order_by("organization_id")
    return list(rows.values_list("organization_id", "pk"))


def account(key: UUID) -> Account | None:
    """Return an active account, for the sign-in machinery only."""
    return Account.objects.filter(pk=key, is_active=True).first()


def _held(now: datetime) -> Q:
    return Q(since__lte=now) & (Q(until__isnull=True) | Q(until__gt=now))


def _grants_now(now: datetime) -> Prefetch[Any]:
    return Prefetch("grants", queryset=RoleGrant.objects.filter(_held(now)), to_attr="held")


def _roles(person: Person) -> frozenset[Role]:
    held: list[RoleGrant] = getattr(person, "held", [])
    return frozenset(Role(grant.role) for grant in held)


def _people(organization: UUID, now: datetime) -> QuerySet[Person]:
    rows = Person.objects.of(organization).select_related("unit__site", "unit__group")
    return rows.prefetch_related(_grants_now(now))


def _supervisions(organization: UUID, on: date) -> QuerySet[Supervision]:
    rows = Supervision.objects.of(organization).filter(starts_on__lte=on, supervisor__left_at__isnull=True)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def _row(person: Person) -> PersonRow:
    unit = person.unit
    return PersonRow(
        id=person.pk,
        name=person.name,
        email=person.email,
        phone=person.phone,
        profession=person.profession,
        gender=person.gender,
        languages=tuple(person.languages),
        ways_to_talk=tuple(person.ways_to_talk),
        reads=person.reads,
        unit=unit.pk if unit else None,
        unit_name=unit.name if unit else "",
        group=unit.group_id if unit else None,
        group_code=unit.group.code if unit else "",
        site=unit.site_id if unit else None,
        site_name=unit.site.name if unit else "",
        roles=_roles(person),
        signs_in=person.account_id is not None,
        left_at=person.left_at,
    )
