"""Breaking the glass, on plain data: how long it stays open, and when a second person is told again.

Belongs here: the times. Does not belong here: who is told (`journeys/breaking_the_glass.py`).
"""

from __future__ import annotations

from datetime import datetime, timedelta

OPEN_FOR = timedelta(minutes=15)
"""One case, this long; then a reason is asked for again."""

FIRST_TOLD_AGAIN = timedelta(hours=1)
TOLD_AGAIN = timedelta(days=1)
"""The second person is told at once. After an hour without a look everybody who could be it is; then daily."""

KEPT_MONTHS = 24
"""As long as the ledger keeps the same in clear (threat model, 5.8)."""


def is_open(*, closes_at: datetime, now: datetime) -> bool:
    """Say whether the quarter of an hour lasts; a clock that was moved far back does not prolong it."""
    return closes_at - OPEN_FOR <= now < closes_at


def tell_again_at(*, tellings: int, now: datetime) -> datetime:
    """Return when to tell again if nobody has looked; `tellings` counts the one that goes out now."""
    return now + (FIRST_TOLD_AGAIN if tellings <= 1 else TOLD_AGAIN)


def forgotten_before(now: datetime) -> datetime:
    """Return the moment before which nothing is kept."""
    return now - timedelta(days=KEPT_MONTHS * 366 // 12)
