"""Writing who works here: people, roles, supervisors, leaving, invitations.

Belongs here: one write each, inside the journey's transaction. Does not belong here: proving who somebody is
(`keys.py`), whether the actor may (`access.py`), telling anybody.
"""

from __future__ import annotations

import secrets
import uuid
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.crypto import salted_hmac

from alongside.people.errors import (
    AlreadyHere,
    AlreadyLeft,
    GrantedByOneself,
    InvitationOver,
    NoSuchProposal,
    RoleNotForStaff,
    SignsInElsewhere,
    UnknownPerson,
    UnknownUnit,
)
from alongside.people.models import Account, Invitation, Person, RoleGrant, RoleProposal, Supervision, fresh_seed
from alongside.people.rules import CODE_LENGTH, Details, expires_at, heard, new_telephone_code
from alongside.tenancy.models import Site, Unit, UnitGroup
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

NO_MAIL = "no-mail.invalid"
"""The domain of the made-up address of an account whose owner has no email; nothing is ever sent there."""


@dataclass(frozen=True)
class Invited:
    """A made invitation. `secret` is shown or sent once; the row keeps only its hash."""

    invitation: UUID
    person: UUID
    secret: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"Invited({self.invitation})"


def add_person(*, organization: UUID, details: Details) -> UUID:
    """Add somebody who works here; raise AlreadyHere if the email address is taken, UnknownUnit for a foreign unit."""
    require_transaction()
    _require_free(organization, details.email)
    person = Person(organization_id=organization, pk=uuid.uuid4())
    _fill(person, details)
    person.save(force_insert=True)
    return person.pk


def change_person(*, organization: UUID, person: UUID, details: Details) -> None:
    """Replace what is known of a person."""
    require_transaction()
    found = _present(organization, person)
    _require_free(organization, details.email, other_than=person)
    _fill(found, details)
    found.save()


def grant_role(*, organization: UUID, person: UUID, role: Role, now: datetime) -> bool:
    """Give a role from `now` on; return False if it was held already."""
    require_transaction()
    if role not in Role.of_staff():
        raise RoleNotForStaff
    found = _present(organization, person)
    if RoleGrant.objects.of(organization).filter(person=found, role=role.value, until__isnull=True).exists():
        return False
    RoleGrant.objects.create(organization_id=organization, person=found, role=role.value, since=now)
    return True


def propose_role(*, organization: UUID, person: UUID, role: Role, by: UUID, now: datetime) -> bool:
    """Note that a role is proposed, to be confirmed by somebody else; return False if it is held or proposed already.

    Raises GrantedByOneself.
    """
    require_transaction()
    if by == person:
        raise GrantedByOneself
    found = _present(organization, person)
    if RoleGrant.objects.of(organization).filter(person=found, role=role.value, until__isnull=True).exists():
        return False
    _, fresh = RoleProposal.objects.get_or_create(
        organization_id=organization,
        person=found,
        role=role.value,
        defaults={"proposed_by_id": by, "proposed_at": now},
    )
    return fresh


def take_proposal(*, organization: UUID, proposal: UUID) -> RoleProposal:
    """Take a proposal off the list, to be confirmed or dropped; of two people at once one gets it.

    Raises NoSuchProposal.
    """
    require_transaction()
    found = RoleProposal.objects.of(organization).filter(pk=proposal).first()
    if found is None or not RoleProposal.objects.filter(pk=proposal).delete()[0]:
        raise NoSuchProposal
    return found


def end_role(*, organization: UUID, person: UUID, role: Role, now: datetime) -> bool:
    """End a role at `now`; return False if it was not held."""
    require_transaction()
    grants = RoleGrant.objects.of(organization).filter(person=person, role=role.value)
    return bool(grants.filter(_not_ended(now)).update(until=now))


def set_supervision(
    *, organization: UUID, supervisor: UUID, group: UUID, site: UUID, starts_on: date, ends_on: date | None = None
) -> UUID:
    """Say who supervises in a unit group at a site, between which days (both inclusive)."""
    require_transaction()
    found = _present(organization, supervisor)
    if not UnitGroup.objects.of(organization).filter(pk=group).exists():
        raise UnknownUnit
    if not Site.objects.of(organization).filter(pk=site).exists():
        raise UnknownUnit
    row = Supervision.objects.create(
        organization_id=organization,
        supervisor=found,
        group_id=group,
        site_id=site,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return row.pk


def end_supervision(*, organization: UUID, supervision: UUID, on: date) -> None:
    """End a supervision with this day; one that had not begun is taken back."""
    require_transaction()
    rows = Supervision.objects.of(organization).filter(pk=supervision)
    rows.filter(starts_on__gt=on).delete()
    rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on)).update(ends_on=on)


def leave(*, organization: UUID, person: UUID, now: datetime) -> None:
    """Make somebody an ex-person at once: no role, no supervision, no invitation, no session, no address kept.

    Name and training stay for the proof that they were trained. The account stays only where it works elsewhere too.
    """
    require_transaction()
    found = _present(organization, person)
    RoleGrant.objects.of(organization).filter(_not_ended(now), person=found).update(until=now)
    for supervision in Supervision.objects.of(organization).filter(supervisor=found):
        end_supervision(organization=organization, supervision=supervision.pk, on=now.date())
    Invitation.objects.of(organization).filter(person=found).delete()
    RoleProposal.objects.of(organization).filter(person=found).delete()
    account = found.account
    found.account, found.email, found.phone, found.left_at = None, "", "", now
    found.save()
    if account is None:
        return
    if account.people.exists():
        Account.objects.filter(pk=account.pk).update(session_seed=fresh_seed())
    else:
        account.delete()


def make_invitation(*, organization: UUID, person: UUID, by_telephone: bool, now: datetime) -> Invited:
    """Invite a person, for the first time or to make new keys; earlier invitations end."""
    require_transaction()
    found = _present(organization, person)
    Invitation.objects.of(organization).filter(person=found, used_at__isnull=True).delete()
    secret = new_telephone_code() if by_telephone else secrets.token_urlsafe(32)
    row = Invitation.objects.create(
        organization_id=organization,
        person=found,
        secret_hash=_hashed(secret),
        by_telephone=by_telephone,
        made_at=now,
        expires_at=expires_at(by_telephone=by_telephone, now=now),
    )
    return Invited(row.pk, found.pk, secret, row.expires_at)


def open_invitation(*, organization: UUID, secret: str, signed_in: UUID | None, now: datetime) -> UUID:
    """Return the account that this invitation opens, made now if there was none. Raise InvitationOver.

    The invitation is used up only when a key was made (`use_invitation`), so a browser that failed may try again.
    `signed_in` is the account of the session, if any. Raise SignsInElsewhere when the address belongs to an account of
    another organization whose owner is not signed in: an administrator here must not open what is kept there.
    """
    require_transaction()
    invitation = _live_invitation(organization, secret, now)
    person = invitation.person
    if person.account_id is None:
        person.account = _account_for(person, signed_in)
        person.save(update_fields=["account"])
    elif not _may_open_anew(invitation, person):
        raise SignsInElsewhere
    return uuid.UUID(str(person.account_id))


def invitation_stands(*, organization: UUID, secret: str, now: datetime) -> bool:
    """Say whether an invitation can still be opened. Reads only."""
    try:
        _live_invitation(organization, secret, now)
    except InvitationOver:
        return False
    return True


def use_invitation(*, account: UUID, now: datetime) -> None:
    """Mark every open invitation of this account's people as used: a key was made."""
    require_transaction()
    Invitation.objects.filter(person__account=account, used_at__isnull=True).update(used_at=now)


def _live_invitation(organization: UUID, secret: str, now: datetime) -> Invitation:
    code = heard(secret)
    hashes = [_hashed(secret), *([_hashed(code)] if len(code) == CODE_LENGTH else [])]
    rows = Invitation.objects.of(organization).filter(secret_hash__in=hashes, used_at__isnull=True, expires_at__gt=now)
    found = rows.filter(person__left_at__isnull=True).select_related("person__account").first()
    if found is None:
        raise InvitationOver
    return found


def _may_open_anew(invitation: Invitation, person: Person) -> bool:
    """Say whether an account may get new keys: one that works elsewhere too only through its own mailbox."""
    account = person.account
    if account is None or not account.people.exclude(pk=person.pk).exists():
        return True
    return not invitation.by_telephone and person.email == account.email


def _account_for(person: Person, signed_in: UUID | None) -> Account:
    email = person.email.lower() or f"{person.pk.hex}@{NO_MAIL}"
    there = Account.objects.filter(email=email).first()
    if there is None:
        account = Account(email=email)
        account.set_unusable_password()
        account.save(force_insert=True)
        return account
    if there.pk != signed_in:
        raise SignsInElsewhere
    return there


def _present(organization: UUID, person: UUID) -> Person:
    found = Person.objects.of(organization).filter(pk=person).select_related("account").first()
    if found is None:
        raise UnknownPerson
    if found.left_at is not None:
        raise AlreadyLeft
    return found


def _fill(person: Person, details: Details) -> None:
    if details.unit and not Unit.objects.of(person.organization_id).filter(pk=details.unit).exists():
        raise UnknownUnit
    values: dict[str, Any] = asdict(details)
    person.unit_id = values.pop("unit")
    for name, value in values.items():
        setattr(person, name, list(value) if isinstance(value, tuple) else value)
    person.email = details.email.lower()


def _require_free(organization: UUID, email: str, other_than: UUID | None = None) -> None:
    taken = Person.objects.of(organization).filter(email=email.lower()).values_list("pk", flat=True)
    if email and any(person != other_than for person in taken):
        raise AlreadyHere


def _not_ended(now: datetime) -> Q:
    return Q(until__isnull=True) | Q(until__gt=now)


def _hashed(secret: str) -> str:
    """Return what is kept of a secret: keyed, because eight characters could be guessed from a plain hash."""
    return salted_hmac("alongside.people.invitation", secret, algorithm="sha256").hexdigest()
