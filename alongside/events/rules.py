"""Decisions about a reported event, on plain data.

Belongs here: which times are taken, when a team session is proposed, when too many people come at once.
Does not belong here: who carries an offer (`rounds`), whether somebody was offered already (`offers`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from alongside.vocabulary.happening import OWN_GUIDE, EventKind

OLDEST = timedelta(days=30)
"""Further back an event is not taken: support after that is asked for, not sent."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""How far another system's clock may run ahead of ours."""

KEPT = timedelta(days=7)
"""The list of those involved lives no longer than this, nor does the memory of an idempotency key."""

CLOSED_LOOK_AGAIN = timedelta(hours=1)
"""While asking is closed no offer is carried: a yes would lead nowhere."""

KEY_LOOK_AGAIN = timedelta(hours=1)
"""While the keyring lacks the generation that a list was sealed by, the list waits for it."""

PEOPLE_AN_HOUR = 60
"""More people than this within an hour, and a human looks first."""

AN_HOUR = timedelta(hours=1)

_A_TEAM = 5


def possible_time(occurred: datetime, *, now: datetime) -> bool:
    """Say whether an event at this moment (aware) is taken: not in the future, not over thirty days ago."""
    return now - OLDEST <= occurred <= now + CLOCKS_DIFFER


def proposes_team_session(*, kind: EventKind, people: int, units: Collection[object]) -> bool:
    """Say whether a team session is proposed: above five people, over several units, or for a kind of its own."""
    return people > _A_TEAM or len(set(units)) > 1 or kind in OWN_GUIDE


def too_many(*, this_hour: int, most: int) -> bool:
    """Say whether people are held for the coordinator; `this_hour` counts them already."""
    return this_hour > most


def over(received: datetime, *, now: datetime) -> bool:
    """Say whether a list has lived as long as it may."""
    return now - received >= KEPT
