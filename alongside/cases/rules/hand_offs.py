"""A hand-off to a professional: by when it is confirmed, and what may be said on what ground.

Belongs here: durations and what follows from an answer, on plain data. Does not belong here: who is asked next
(`paging.professionals`), moving the case (`journeys/handing_to_a_professional.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alongside.vocabulary.passing_on import Consent

WORKING_DAYS = 2
UNDER_DANGER = timedelta(hours=1)
LOOK_IN_AGAIN = timedelta(days=30)
"""While a professional goes on with somebody, they are asked so often whether they still do."""

BACK_WITHIN = timedelta(hours=24)
"""When a person comes back to their supporter, contact is due within this time; under danger at once."""

_SATURDAY = 5
_ENDS = time(18)


def confirm_by(*, now: datetime, zone: ZoneInfo, danger: bool, holiday: Callable[[date], bool]) -> datetime:
    """Return by when a professional confirms: two working days of the site, until its evening; in danger an hour."""
    if danger:
        return now + UNDER_DANGER
    day, left = now.astimezone(zone).date(), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and not holiday(day)
    return datetime.combine(day, _ENDS, zone).astimezone(UTC)


def may_bring_in(consent: Consent, *, danger: bool) -> bool:
    """Say whether a professional may be brought in on this ground: without a yes only to save a life."""
    return danger or consent is not Consent.TOLD_IN_DANGER


def asks_the_next(*, anyone: bool, consent: Consent) -> bool:
    """Say whether the next professional is asked when one cannot: the person said "whoever can", or is in danger."""
    return anyone or consent is Consent.TOLD_IN_DANGER
