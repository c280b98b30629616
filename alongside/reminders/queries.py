"""Reading days that somebody chose: where a word goes, and how one stands for whoever holds its code.

Belongs here: reads. Does not belong here: a list: nobody, in no role, sees which days were chosen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.reminders import operations
from alongside.reminders.models import Reminder
from alongside.vault import sealing
from alongside.vault.errors import CannotOpen


@dataclass(frozen=True)
class Addressed:
    """Where a word goes, and the code that its link holds. Its repr hides both."""

    email: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Shown:
    """A chosen day as whoever holds its code sees it."""

    day: date
    yearly: bool
    asked: bool
    last: bool


def whom_to_tell(*, organization: UUID, reminder: UUID) -> Addressed | None:
    """Open where a word goes; None when it was ended meanwhile, or its key is gone."""
    row = Reminder.objects.of(organization).filter(pk=reminder).only("id", "sealed").first()
    if row is None:
        return None
    try:
        box = sealing.open_box(organization=organization, case=row.pk)
        plain = box.open(table="reminders_reminder", column="sealed", row=row.pk, sealed=bytes(row.sealed))
    except CannotOpen:
        return None
    held = json.loads(plain)
    return Addressed(held["email"], held["secret"])


def by_code(*, organization: UUID, typed: str) -> Shown | None:
    """Return the day that a code stands for; None for an unknown one and for one that was ended."""
    hashed = operations.hash_of(organization=organization, typed=typed)
    row = Reminder.objects.of(organization).filter(secret_hash=hashed).first()
    if row is None:
        return None
    return Shown(row.day, row.yearly, row.state == Reminder.State.ASKED, row.state == Reminder.State.TOLD)
