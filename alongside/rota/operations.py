"""Writing the rota.

Belongs here: shifts, leave, "not now", rest. Does not belong here: who may keep it (`people.access`), who is paged
(`paging`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.people.models import Person
from alongside.rota.errors import AlreadyOnCall, EndsBeforeItStarts, NoSuchShift, NotWorkingHere
from alongside.rota.models import Leave, Shift
from alongside.tenancy.transactions import require_transaction

REST_HOURS = 48
"""Rest after a hard case, until an organization chooses otherwise."""


def add_shift(*, organization: UUID, person: UUID, duty: str, starts_at: datetime, ends_at: datetime) -> Shift:
    """Put somebody on call.

    Raises:
        EndsBeforeItStarts: the times are the wrong way round.
        AlreadyOnCall: the same person has this duty in part of this time.
        NotWorkingHere: not of this organization, or gone.
    """
    require_transaction()
    if starts_at >= ends_at:
        raise EndsBeforeItStarts
    _must_work_here(organization, person)
    own = Shift.objects.of(organization).filter(person=person, duty=duty)
    if own.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise AlreadyOnCall
    return Shift.objects.create(
        organization_id=organization, person_id=person, duty=duty, starts_at=starts_at, ends_at=ends_at
    )


def remove_shift(*, organization: UUID, shift: UUID) -> None:
    """Take a shift off the rota. Raises NoSuchShift."""
    require_transaction()
    deleted, _ = Shift.objects.of(organization).filter(pk=shift).delete()
    if not deleted:
        raise NoSuchShift


def start_leave(
    *, organization: UUID, person: UUID, starts_at: datetime, ends_at: datetime | None, kind: str = Leave.Kind.LEAVE
) -> Leave:
    """Note a time in which somebody is not paged; nobody is asked for a reason.

    Raises:
        EndsBeforeItStarts: the times are the wrong way round.
        NotWorkingHere: not of this organization, or gone.
    """
    require_transaction()
    if ends_at is not None and starts_at >= ends_at:
        raise EndsBeforeItStarts
    _must_work_here(organization, person)
    return Leave.objects.create(
        organization_id=organization, person_id=person, kind=kind, starts_at=starts_at, ends_at=ends_at
    )


def end_leave(*, organization: UUID, leave: UUID, now: datetime) -> bool:
    """Come back early; a leave that has not begun is taken back whole. False when it is over."""
    require_transaction()
    return _cut(Leave.objects.of(organization).filter(pk=leave), now)


def pause(*, organization: UUID, person: UUID, now: datetime, until: datetime | None = None) -> Leave:
    """Say "not now", for any length, at once; without an end until `resume`."""
    resume(organization=organization, person=person, now=now)
    return start_leave(organization=organization, person=person, starts_at=now, ends_at=until, kind=Leave.Kind.PAUSE)


def resume(*, organization: UUID, person: UUID, now: datetime) -> bool:
    """Say "I can again"; False when no pause ran. Leave and rest stay as they are."""
    require_transaction()
    return _cut(Leave.objects.of(organization).filter(person=person, kind=Leave.Kind.PAUSE), now)


def rest_after_hard_case(*, organization: UUID, person: UUID, now: datetime, hours: int = REST_HOURS) -> Leave:
    """Give somebody rest after a hard case; nothing pages them meanwhile."""
    until = now + timedelta(hours=hours)
    return start_leave(organization=organization, person=person, starts_at=now, ends_at=until, kind=Leave.Kind.REST)


def remove_everywhere(*, organization: UUID, person: UUID, now: datetime) -> None:
    """Take somebody who leaves off every shift still to come, and out of the one that runs."""
    require_transaction()
    own = Shift.objects.of(organization).filter(person=person, ends_at__gt=now)
    own.filter(starts_at__gte=now).delete()
    own.update(ends_at=now)


def _cut(rows: QuerySet[Leave], now: datetime) -> bool:
    running = rows.filter(Q(ends_at=None) | Q(ends_at__gt=now))
    taken_back, _by_table = running.filter(starts_at__gte=now).delete()
    return bool(taken_back + running.update(ends_at=now))


def _must_work_here(organization: UUID, person: UUID) -> None:
    if not Person.objects.of(organization).filter(pk=person, left_at=None).exists():
        raise NotWorkingHere
