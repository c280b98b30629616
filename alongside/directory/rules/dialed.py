"""How far a number can be relied on, and when it is time to dial it again.

Belongs here: how long a dialing holds. Does not belong here: who dialed, who is reminded.
"""

from datetime import date, datetime, timedelta
from enum import StrEnum

AGEING_AFTER = timedelta(days=180)
HIDDEN_AFTER = timedelta(days=365)
"""Hazard H23: a number nobody has dialed for half a year carries a warning, after a year it is hidden."""

DIAL_AGAIN_AFTER = timedelta(days=150)
"""A month before the warning: whoever dials at the first reminder never lets a reader see one."""

REMIND_EVERY = timedelta(days=7)
"""Nobody is reminded more often than this, however many numbers wait."""

_SATURDAY, _DAY_STARTS, _DAY_ENDS = 5, 8, 18


class Standing(StrEnum):
    """How far a number can be relied on."""

    NOT_DIALED = "not_dialed"
    GOOD = "good"
    AGEING = "ageing"
    TOO_OLD = "too_old"

    @property
    def shown(self) -> bool:
        """Whether a live organization may show it."""
        return self in {Standing.GOOD, Standing.AGEING}


def standing(answered_on: date | None, *, today: date) -> Standing:
    """Say how a line stands whose last dialing was answered on this day; None when it was not, or never dialed."""
    if answered_on is None:
        return Standing.NOT_DIALED
    age = today - answered_on
    if age > HIDDEN_AFTER:
        return Standing.TOO_OLD
    return Standing.AGEING if age > AGEING_AFTER else Standing.GOOD


def to_dial_again(answered_on: date | None, *, today: date) -> bool:
    """Say whether a line should be dialed again now; one that never answered is on the list from the first day."""
    return answered_on is None or today - answered_on > DIAL_AGAIN_AFTER


def may_remind(reminded_at: datetime | None, *, now: datetime) -> bool:
    """Say whether a week has passed since the last reminder; a clock that was moved back does not remind twice."""
    return reminded_at is None or now - reminded_at >= REMIND_EVERY


def is_daytime(here: datetime) -> bool:
    """Say whether a wall time lies in the hours in which nobody is disturbed by a reminder: a working day, 8 to 18."""
    return here.weekday() < _SATURDAY and _DAY_STARTS <= here.hour < _DAY_ENDS
