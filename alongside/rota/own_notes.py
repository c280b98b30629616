"""A supporter's notes to themselves: "second contact, Tuesday", instead of a case.

Belongs here: writing, reading, telling and forgetting them. Does not belong here: with whom: no column could say it.
A note is its owner's alone; it goes when they are done, when they leave, or two weeks after its day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from alongside.rota.errors import NotAheadEnough, TooManyNotes
from alongside.rota.models import OwnNote
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import require_transaction

AT = time(9)
"""When somebody is reminded, on the day, in the organization's zone."""

FURTHEST = timedelta(days=120)
KEPT_AFTER = timedelta(days=14)
MOST = 20


@dataclass(frozen=True)
class Note:
    """One note. `which` is a code of `encounter.interactions_bands`."""

    note: UUID
    which: str
    day: date
    is_due: bool


def remind_me(*, organization: UUID, person: UUID, which: str, day: date, now: datetime) -> None:
    """Keep a note; the same twice is one.

    Raises:
        NotAheadEnough: the day is past, or too far off.
        TooManyNotes: somebody keeps as many as can be kept without names.
    """
    require_transaction()
    zone = house_of(organization).zone
    today = now.astimezone(zone).date()
    if not today <= day <= today + FURTHEST:
        raise NotAheadEnough
    own = OwnNote.objects.of(organization).filter(person=person)
    if own.count() >= MOST:
        raise TooManyNotes
    due_at = datetime.combine(day, AT, zone)
    own.get_or_create(organization_id=organization, person_id=person, which=which, day=day, defaults={"due_at": due_at})


def notes_of(*, organization: UUID, person: UUID, now: datetime) -> list[Note]:
    """Return somebody's own notes, the next first; one query."""
    rows = OwnNote.objects.of(organization).filter(person=person).order_by("day", "which", "id")
    return [Note(row.pk, row.which, row.day, row.due_at <= now) for row in rows]


def done(*, organization: UUID, person: UUID, note: UUID) -> None:
    """Forget one of somebody's own notes; a second tap changes nothing."""
    require_transaction()
    OwnNote.objects.of(organization).filter(person=person, pk=note).delete()


def forget_all(*, organization: UUID, person: UUID) -> None:
    """Forget every note of somebody who leaves."""
    require_transaction()
    OwnNote.objects.of(organization).filter(person=person).delete()


def claim_due(*, now: datetime) -> OwnNote | None:
    """Return one note whose hour has come, marked as told; None when there is none."""
    require_transaction()
    rows = OwnNote.objects.select_for_update(skip_locked=True, of=("self",))
    note = rows.filter(told_at=None, due_at__lte=now).order_by("due_at", "pk").first()
    if note is not None:
        OwnNote.objects.filter(pk=note.pk).update(told_at=now)
    return note


def forget_past(*, now: datetime) -> int:
    """Forget the notes whose day is long over; return how many."""
    require_transaction()
    return OwnNote.objects.filter(due_at__lt=now - KEPT_AFTER).delete()[0]
