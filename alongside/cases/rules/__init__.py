"""Decisions about a case on plain data.

Belongs here: durations and what follows from an outcome. Does not belong here: the ladder (`paging.rules`), moves
(`vocabulary.stages`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from alongside.vocabulary.asking import Urgency

UNDO_FOR = timedelta(minutes=10)
"""An outcome can be taken back for this long; until then nothing has moved."""

ONE_TAP = timedelta(minutes=1)
"""The same outcome written down twice within this time is one outcome tapped twice."""

DRAFT_LIVES = timedelta(hours=1)
VISIT_IDLE = timedelta(minutes=15)
VISIT_LONGEST = timedelta(minutes=60)
VISIT_SEEN_EVERY = timedelta(minutes=1)

ATTEMPTS_BEFORE_LAPSE = 3
"""Three to five attempts, spread over days, then stop kindly (R31)."""

_NEXT_TRY: dict[Urgency, timedelta] = {
    Urgency.DANGER: timedelta(minutes=15),
    Urgency.NOW: timedelta(hours=2),
    Urgency.TODAY: timedelta(hours=12),
    Urgency.THIS_WEEK: timedelta(hours=24),
}


def half_time(*, accepted: datetime, contact_due: datetime) -> datetime:
    """Return when the supporter is reminded: half way to the promised contact."""
    return accepted + (contact_due - accepted) / 2


def pause(urgency: Urgency) -> timedelta:
    """Return how long to wait after an attempt that did not reach the person."""
    return _NEXT_TRY[urgency]


def due_after_a_try(*, urgency: Urgency, now: datetime, contact_due: datetime) -> datetime:
    """Return when a case is looked at again after a try that reached nobody: at the promise, or when the next is due.

    The clock stops on contact, not on a try: at the promised time coordinators and caregiver are told that it is late.
    """
    return contact_due if now < contact_due else now + pause(urgency)


def may_lapse(*, attempts: Sequence[datetime], danger: bool) -> bool:
    """Say whether enough was tried, on at least two of the site's days, to stop kindly; never under danger."""
    days = {attempt.date() for attempt in attempts}
    return not danger and len(attempts) >= ATTEMPTS_BEFORE_LAPSE and len(days) > 1


def visit_is_over(*, began: datetime, seen: datetime, now: datetime) -> bool:
    """Say whether a returning caregiver must type the code again (threat model, 5.4)."""
    return now - began >= VISIT_LONGEST or now - seen >= VISIT_IDLE
