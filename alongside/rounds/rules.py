"""Decisions about carried offers and team sessions, on plain data.

Belongs here: how many a supporter carries, who of those who may carries for whom, when to try again, what is shown as a
number. Does not belong here: who may carry at all (`paging.uninvolved`), rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

PEOPLE_A_CARRIER = 6
"""Nobody carries more names at a time."""

LAPSES_AFTER = timedelta(days=14)
UNDO_FOR = timedelta(minutes=10)
"""What was noted can be taken back for this long; until then nothing has moved and nothing is erased."""

REMIND_AFTER = timedelta(days=2)
ALARM_AFTER = timedelta(days=4)
"""A round whose names nobody has opened: its carrier is reminded once, then the coordinator is told."""

NUMBERS_KEPT_FOR = timedelta(days=90)
"""How long the numbers of a round that is over are kept."""

OWN_GUIDES = {"colleague_suicide": "after-a-colleague-dies-by-suicide"}
"""Kinds of events with a guide of their own, for those who carry. Of the kind nothing else is kept."""

FEWEST_SHOWN = 5
"""Smaller numbers are shown as "fewer than five" (disclosure control)."""

SAME_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


class Said(StrEnum):
    """What came of reaching somebody. A yes is none of these: it opens a request and leaves no row here."""

    THINKING = "thinking"
    NO_THANKS = "no_thanks"
    NO_MORE = "no_more"
    WRONG_PERSON = "wrong_person"


class Again(StrEnum):
    """Whether to try once more now."""

    YES = "yes"
    ANOTHER_DAY = "another_day"
    ANOTHER_HOUR = "another_hour"
    ENOUGH = "enough"


class Reason(StrEnum):
    """Why a team session is proposed: coded, never told."""

    MANY_PEOPLE = "many_people"
    SEVERAL_UNITS = "several_units"
    COLLEAGUE_SUICIDE = "colleague_suicide"
    HARD_TIME = "hard_time"
    BUILT_UP = "built_up"
    TEAM_ASKED = "team_asked"


class State(StrEnum):
    """Where a team session stands."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    HELD = "held"
    DROPPED = "dropped"


REACHED: frozenset[Said] = frozenset({Said.THINKING, Said.NO_THANKS, Said.NO_MORE})
"""The offer was delivered. What they answered shows in no number."""


def share_out(
    able: Sequence[Sequence[UUID]], *, carrying: Mapping[UUID, int], most: int = PEOPLE_A_CARRIER
) -> list[UUID | None]:
    """Return for each person who carries the offer to them; None where nobody who may has room.

    `able` holds for each person who may carry to them, the least loaded first. A supporter takes as many as there is
    room for before the next is asked: the fewer know, the better.
    """
    room = {carrier: most - carrying.get(carrier, 0) for row in able for carrier in row}
    chosen: list[UUID | None] = []
    taking: list[UUID] = []
    for row in able:
        carrier = next((one for one in taking if one in row and room[one] > 0), None)
        carrier = carrier or next((one for one in row if room[one] > 0), None)
        if carrier is not None:
            room[carrier] -= 1
            if carrier not in taking:
                taking.append(carrier)
        chosen.append(carrier)
    return chosen


def try_again(*, first: datetime | None, second: datetime | None, now: datetime, zone: ZoneInfo) -> Again:
    """Say whether a try made now is the one attempt or the one follow-up: on another day, at another hour."""
    if first is None:
        return Again.YES
    if second is not None:
        return Again.ENOUGH
    before, here = first.astimezone(zone), now.astimezone(zone)
    if before.date() >= here.date():
        return Again.ANOTHER_DAY
    apart = abs(_time_of_day(before) - _time_of_day(here))
    return Again.ANOTHER_HOUR if min(apart, _DAY - apart) < SAME_HOUR else Again.YES


def _time_of_day(at: datetime) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def shown(number: int) -> int | None:
    """Return a number as others may see it; None stands for "fewer than five"."""
    return number if number >= FEWEST_SHOWN else None
