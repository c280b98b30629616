"""Keeping danger: raised, taken on by somebody with a name, reviewed, lowered by two, looked at again.

Belongs here: verbs on these rows and what may be read of them, inside a journey's transaction. Does not belong here:
whom to ask (`paging.danger`), notices, the ledger, who may (`people.access`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.cases.errors import MayNotLower, NoSuchDanger
from alongside.cases.models import Case, Danger, DangerAsked
from alongside.cases.rules import danger as rules
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.rows import change
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.passing_on import Lowered
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


@dataclass(frozen=True)
class DangerRow:
    """One danger as whoever was asked, or coordinates, sees it: two made-up words and who answers for what."""

    danger: UUID
    case: UUID
    organization_id: UUID
    designation: str
    stage: Stage
    raised_at: datetime
    carrier: UUID | None
    carrier_name: str
    carrier_phone: str
    taken_by: UUID | None
    taken_name: str
    asked: int
    fallback: bool
    review_due: datetime
    reason: str
    said_by: UUID | None
    said_role: str
    said_at: datetime | None
    agreed_at: datetime | None
    look_at: datetime | None
    nobody_spoke: bool

    @property
    def nobody_yet(self) -> bool:
        """Whether everybody is still being asked to take it on."""
        return self.taken_by is None and self.agreed_at is None


def begin(*, case: Case, now: datetime) -> Danger:
    """Begin to keep a danger that was raised just now. Where one stands already it is raised again.

    Then whatever was said about lowering it no longer holds, and everybody is asked at once, whoever had taken it on.
    """
    require_transaction()
    row = of_case(case=case)
    if row is not None:
        doubt(row=row, now=now)
        give_back(row=row, now=now)
        return row
    review_due = now + rules.REVIEW_EVERY
    return Danger.objects.create(
        organization_id=case.organization_id, case=case, raised_at=now, due_at=now, review_due=review_due
    )


def keep(*, case: Case, now: datetime) -> None:
    """Begin to keep the danger of a case in which it was raised from the start, unless that is done already."""
    if of_case(case=case) is None:
        begin(case=case, now=now)


def of_case(*, case: Case) -> Danger | None:
    """Return the danger that stands for a case."""
    return Danger.objects.filter(case=case, ended_at=None).first()


def held(danger: UUID) -> Danger:
    """Return a danger as it is now and hold it. Its case is held before, always. Raises NoSuchDanger."""
    require_transaction()
    row = Danger.objects.select_for_update(of=("self",)).filter(pk=danger, ended_at=None).first()
    if row is None:
        raise NoSuchDanger
    return row


def is_taken(*, case: Case) -> bool:
    """Say whether somebody with a name has taken on the danger that stands for a case."""
    return Danger.objects.filter(case=case, ended_at=None, taken_by__isnull=False).exists()


def whose(danger: UUID) -> UUID:
    """Return the case of a danger that stands, whichever organization's. Raises NoSuchDanger."""
    key = Danger.objects.filter(pk=danger, ended_at=None).values_list("case_id", flat=True).first()
    if key is None:
        raise NoSuchDanger
    return key


def case_of(*, organization: UUID, danger: UUID) -> UUID:
    """Return whose danger it is, so that the case can be held first. Raises NoSuchDanger."""
    key = Danger.objects.of(organization).filter(pk=danger, ended_at=None).values_list("case_id", flat=True).first()
    if key is None:
        raise NoSuchDanger
    return key


def take(*, row: Danger, person: UUID, role: str, now: datetime) -> None:
    """Somebody with a name has taken it on: nobody else is asked, and it is reviewed every three days."""
    _set(row, taken_by_id=person, taken_role=role, taken_at=now, fallback_at=None, due_at=_next(row))


def give_back(*, row: Danger, now: datetime) -> None:
    """Nobody has it any more: everybody is asked at once, and again every quarter of an hour."""
    _set(row, taken_by_id=None, taken_role="", taken_at=None, fallback_at=now, due_at=now)


def review(*, row: Danger, now: datetime) -> None:
    """Somebody looked, and danger still stands: it is looked at again after three days."""
    row.review_due = now + rules.REVIEW_EVERY
    _set(row, review_due=row.review_due, due_at=_next(row) if row.taken_by_id else row.due_at)


def say_it_passed(*, row: Danger, person: UUID, role: str, reason: Lowered, now: datetime) -> None:
    """Note the word of the first of two, with its coded reason; a later word takes the place of an earlier one."""
    if row.agreed_at is None:
        _set(row, said_by_id=person, said_role=role, said_at=now, reason=reason)


def agree(*, row: Danger, person: UUID, role: str, now: datetime) -> None:
    """Note the second of two. Nobody is paged for it any more; the flag stays until the second look.

    Raises MayNotLower: nobody said so yet, it is the same person, or both are peers.
    """
    refused = rules.why_not_agree(said_by=row.said_by_id, said_role=row.said_role, by=person, role=role)
    if refused is not None:
        raise MayNotLower(refused)
    row.agreed_at = row.agreed_at or now
    _set(row, agreed_by_id=person, agreed_role=role, agreed_at=row.agreed_at, due_at=_next(row))


def end(*, row: Danger, person: UUID, now: datetime) -> None:
    """Somebody looked a second time, a day later: it has passed. Raises MayNotLower before that."""
    refused = rules.why_not_look(agreed_at=row.agreed_at, now=now)
    if refused is not None:
        raise MayNotLower(refused)
    _set(row, looked_by_id=person, ended_at=now)
    require_transaction()
    Case.objects.filter(pk=row.case_id).update(danger=False)


def doubt(*, row: Danger, now: datetime) -> None:
    """Somebody doubts that it has passed: whatever was said about lowering it no longer holds."""
    _set(row, said_by_id=None, said_role="", said_at=None, reason="", agreed_by_id=None, agreed_role="", agreed_at=None)
    _set(row, due_at=_next(row) if row.taken_by_id else now)


def asked(*, row: Danger, people: dict[UUID, str], now: datetime, again_in: timedelta, fallback: bool) -> None:
    """Note who was asked at this rung, and when the next one is due."""
    rows = (
        DangerAsked(
            organization_id=row.organization_id, danger=row, person_id=who, role=role, rung=row.rung, asked_at=now
        )
        for who, role in people.items()
    )
    DangerAsked.objects.bulk_create(rows, ignore_conflicts=True)
    later = {"fallback_at": row.fallback_at or (now if fallback else None)}
    _set(row, rung=row.rung + 1, due_at=now + again_in, **later)


def look_later(*, row: Danger, at: datetime, told_at: datetime | None = None) -> None:
    """Put the next look off; `told_at` where those who answer for it were just told."""
    _set(row, due_at=at, **({"told_at": told_at} if told_at else {}))


def claim_due(*, now: datetime) -> UUID | None:
    """Lease the danger whose time came first; None when none has."""
    return lease_first_key(due(now=now), now=now)


def due(*, now: datetime) -> QuerySet[Danger, Danger]:
    """Return the dangers whose time has come."""
    return Danger.objects.filter(ended_at=None, due_at__lte=now)


def taken_by(*, organization: UUID, person: UUID, roles: Collection[Role] | None = None) -> list[UUID]:
    """Return the dangers that this person has taken on; in these roles only, if given. Always in one order."""
    rows = Danger.objects.of(organization).filter(taken_by=person, ended_at=None)
    if roles is not None:
        rows = rows.filter(taken_role__in=roles)
    return list(rows.order_by("case_id").values_list("pk", flat=True))


def said_passed_by(*, organization: UUID, person: UUID, roles: Collection[Role] | None = None) -> list[UUID]:
    """Return the dangers that this person said have passed, and nobody agreed yet; in these roles only, if given."""
    rows = Danger.objects.of(organization).filter(said_by=person, agreed_at=None, ended_at=None)
    if roles is not None:
        rows = rows.filter(said_role__in=roles)
    return list(rows.order_by("case_id").values_list("pk", flat=True))


def was_asked(*, danger: UUID, person: UUID) -> bool:
    """Say whether this person was asked to see to it, or has it: taken on with a case that went to others since."""
    asked = Q(asked__person=person) | Q(taken_by=person)
    return Danger.objects.filter(asked, pk=danger).exists()


def those_asked(row: Danger) -> frozenset[UUID]:
    """Return who was asked so far."""
    return frozenset(row.asked.values_list("person_id", flat=True))


def forget_asked(*, row: Danger, people: Collection[UUID]) -> None:
    """These people were never asked: the person would rather not have them near."""
    require_transaction()
    DangerAsked.objects.filter(danger=row, person__in=people).delete()


def rows(*, organization: UUID, person: UUID | None = None) -> list[DangerRow]:
    """Return the dangers that stand: all, or those this person was asked for, took or carries.

    Those that nobody has taken on come first, then the oldest.
    """
    found = _seen(organization).filter(ended_at=None).order_by("raised_at")
    if person is not None:
        found = found.filter(Q(asked__person=person) | Q(taken_by=person) | Q(case__owner=person)).distinct()
    return sorted((_row(one) for one in found), key=lambda row: (not row.nobody_yet, row.raised_at))


def row_of(*, organization: UUID, danger: UUID) -> DangerRow | None:
    """Return one danger that stands; None when it has passed, or is another organization's."""
    found = _seen(organization).filter(pk=danger, ended_at=None).first()
    return _row(found) if found else None


def row_of_case(*, organization: UUID, case: UUID) -> DangerRow | None:
    """Return the danger that stands for a case, for whoever carries it."""
    found = _seen(organization).filter(case=case, ended_at=None).first()
    return _row(found) if found else None


def _seen(organization: UUID) -> QuerySet[Danger, Danger]:
    return Danger.objects.of(organization).select_related("case__owner", "taken_by").prefetch_related("asked")


def _row(row: Danger) -> DangerRow:
    case, owner = row.case, row.case.owner
    return DangerRow(
        danger=row.pk,
        case=case.pk,
        organization_id=row.organization_id,
        designation=case.designation,
        stage=Stage(case.stage),
        raised_at=row.raised_at,
        carrier=case.owner_id,
        carrier_name=owner.name if owner else "",
        carrier_phone=owner.phone if owner else "",
        taken_by=row.taken_by_id,
        taken_name=row.taken_by.name if row.taken_by else "",
        asked=len({one.person_id for one in row.asked.all()}),
        fallback=row.fallback_at is not None,
        review_due=row.review_due,
        reason=row.reason,
        said_by=row.said_by_id,
        said_role=row.said_role,
        said_at=row.said_at,
        agreed_at=row.agreed_at,
        look_at=rules.look_again_at(row.agreed_at) if row.agreed_at else None,
        nobody_spoke=case.first_contact_at is None,
    )


def _next(row: Danger) -> datetime:
    """Return when a danger that somebody answers for is looked at next."""
    return rules.look_again_at(row.agreed_at) if row.agreed_at else row.review_due


def _set(row: Danger, **changes: object) -> None:
    change(row, **changes, lease_until=None)
