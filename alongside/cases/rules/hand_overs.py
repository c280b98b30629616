"""Decisions about handing somebody over: how long a colleague has to answer, and when nobody hurries any more.

Belongs here: durations on plain data. Does not belong here: who can (`paging.queries`), asking (journeys).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from alongside.cases.rules.follow_ups import by_day

CAREGIVER_ANSWERS_WITHIN = timedelta(days=14)
"""How long a hand-over waits for the caregiver's yes; unanswered, everything stays as it is."""

LEAVES_TODAY = timedelta(days=1)
"""How long where whoever hands over is away already."""

_THE_FIRST_DAY = timedelta(days=1)
_CHOSEN_BY_NAME = timedelta(hours=24)
_IN_TURN = timedelta(hours=8)
_IN_DANGER = timedelta(minutes=15)


def answer_by(*, by_name: bool, danger: bool, leaves_at: datetime | None, now: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a colleague is waited for: by day, and not beyond the day on which the supporter leaves."""
    if danger:
        return now + _IN_DANGER
    until = by_day(now + (_CHOSEN_BY_NAME if by_name else _IN_TURN), zone)
    return until if leaves_at is None else min(until, max(leaves_at, now + _IN_DANGER))


def hurry_is_past(*, first_contact_at: datetime | None, now: datetime) -> bool:
    """Say whether the hurry in which somebody asked is over: a day after they first spoke with a colleague."""
    return first_contact_at is not None and now - first_contact_at > _THE_FIRST_DAY
