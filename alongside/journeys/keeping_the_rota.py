"""Keeping the rota: who is on call from when to when, who is away, who is qualified.

Each change is one transaction and one ledger entry. What it does to paging shows at the next rung: who is on call is
looked up anew each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from alongside.cases.operations import Actor
from alongside.journeys import letting_go
from alongside.ledger import operations as ledger
from alongside.people.queries import Member
from alongside.rota import operations as rota
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import one_transaction
from alongside.training import operations as training
from alongside.vocabulary.roles import Role


def add_shift(
    *, member: Member, person: UUID, duty: str, starts_at: datetime, ends_at: datetime, now: datetime
) -> None:
    """Put somebody on call. Raises EndsBeforeItStarts, AlreadyOnCall, NotWorkingHere."""
    with one_transaction():
        rota.add_shift(organization=member.organization, person=person, duty=duty, starts_at=starts_at, ends_at=ends_at)
        _write(member=member, verb="shift.added", person=person, now=now)


def add_shifts(
    *, member: Member, person: UUID, duty: str, spans: Sequence[tuple[datetime, datetime]], now: datetime
) -> None:
    """Put somebody on call several times, all of them or none. Raises as `add_shift`."""
    with one_transaction():
        for starts, ends in spans:
            rota.add_shift(organization=member.organization, person=person, duty=duty, starts_at=starts, ends_at=ends)
        _write(member=member, verb="shift.added", person=person, now=now)


def remove_shift(*, member: Member, shift: UUID, now: datetime) -> None:
    """Take a shift off the rota. Raises NoSuchShift."""
    with one_transaction():
        rota.remove_shift(organization=member.organization, shift=shift)
        _write(member=member, verb="shift.removed", person=None, now=now)


def note_leave(*, member: Member, person: UUID, starts_at: datetime, ends_at: datetime | None, now: datetime) -> None:
    """Note that somebody is away; no reason is asked."""
    with one_transaction():
        rota.start_leave(organization=member.organization, person=person, starts_at=starts_at, ends_at=ends_at)
        _write(member=member, verb="leave.noted", person=person, now=now)


def end_leave(*, member: Member, leave: UUID, now: datetime) -> None:
    """Note that somebody is back, or was never away."""
    with one_transaction():
        if rota.end_leave(organization=member.organization, leave=leave, now=now):
            _write(member=member, verb="leave.ended", person=None, now=now)


def designate(
    *, member: Member, person: UUID, kind: str, designated_on: date, valid_until: date, agreement_signed_on: date,
    now: datetime,
) -> None:  # fmt: skip
    """Name somebody a peer supporter or professional, after training and a signed agreement."""
    with one_transaction():
        training.designate(
            organization=member.organization,
            person=person,
            kind=kind,
            designated_on=designated_on,
            valid_until=valid_until,
            agreement_signed_on=agreement_signed_on,
        )
        _write(member=member, verb=f"designation.{kind}", person=person, now=now)


def end_designation(*, member: Member, person: UUID, kind: str, on: date, now: datetime) -> None:
    """End a designation from a day on; from then on whoever held it is not paged, and carries nobody by it.

    What ends on a later day is looked after by the engine when that day comes.
    """
    with one_transaction():
        training.end(organization=member.organization, person=person, kind=kind, on=on)
        if on <= now.astimezone(house_of(member.organization).zone).date():
            by = Actor(_role(member), member.person)
            letting_go.let_go(
                organization=member.organization, person=person, by=by, now=now, only=frozenset({Role(kind)})
            )
        _write(member=member, verb="designation.ended", person=person, now=now)


def _write(*, member: Member, verb: str, person: UUID | None, now: datetime) -> None:
    ledger.write(
        organization=member.organization,
        actor_role=_role(member),
        verb=verb,
        now=now,
        payload={"person": str(person or "")},
        actor=member.person,
    )


def _role(member: Member) -> Role:
    return Role.COORDINATOR if Role.COORDINATOR in member.roles else Role.ADMINISTRATOR
