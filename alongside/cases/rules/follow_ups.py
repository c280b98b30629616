"""Decisions about getting in touch again: when it is proposed, which days, how often to try, when to stop.

Belongs here: windows and counts on plain data. Does not belong here: rows (`cases.follow_ups`), who is told (journeys).

Proposed one to three days, two to three weeks and three months after the first talk, or when the organization chose
within bounds, each with the person's own yes (R30). Three to five tries to reach somebody, spread over days, then stop
kindly with the door open (R31).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

MORNING, EVENING = time(9), time(18)
"""Nobody is reminded at night that they might get in touch."""

_A_DAY = timedelta(days=1)
REMIND_EVERY = _A_DAY
TELL_COORDINATORS_AFTER = 2
"""A supporter is reminded at the end of the window and a day later; then the coordinators know too."""

SPREAD = timedelta(hours=28)
"""From one try to the next: another day, another hour."""

ENOUGH = 5
LAST_WORD = _A_DAY
"""After the fifth try the supporter has a day to say otherwise; then it ends kindly by itself."""

FURTHEST = timedelta(days=120)
"""How far ahead a day may be chosen: a little beyond the last one that is proposed."""


class Kind(StrEnum):
    """What is planned; labels are in the vocabulary's follow_ups."""

    DAYS_1_3 = "days_1_3"
    WEEKS_2_3 = "weeks_2_3"
    MONTHS_3 = "months_3"
    CHOSEN_DATE = "chosen_date"
    NONE = "none"


class Answer(StrEnum):
    """What somebody may say when asked whether they would like to be called again."""

    YES = "yes"
    ANOTHER_DAY = "another_day"
    NO_MORE = "no_more"


KINDS = (Kind.DAYS_1_3, Kind.WEEKS_2_3, Kind.MONTHS_3)
"""The course of three. An organization may choose its days; what is written down afterwards keeps these codes."""

LAST_STEP = len(KINDS)


@dataclass(frozen=True)
class Window:
    """From which day to which, counted from the first talk."""

    first: int
    last: int


Course = tuple[Window, Window, Window]
"""When the three talks are proposed."""

USUAL: Course = (Window(1, 3), Window(14, 21), Window(84, 98))
BOUNDS: Course = (Window(1, 7), Window(8, 42), Window(43, 120))
"""How far an organization may move each: soon, after weeks, after months, and none on top of another."""

_UNTIL_THE_END = Window(2, 7)
"""When nothing is planned any more, this long until the supporter is reminded to end it together."""


@dataclass(frozen=True)
class Plan:
    """When to get in touch: from `starts_at` on, at the latest by `ends_at`. `step` is the place in the course."""

    kind: Kind
    step: int
    starts_at: datetime
    ends_at: datetime


def planned(*, step: int, course: Course, met: datetime, now: datetime, zone: ZoneInfo) -> Plan:
    """Return the step of the course that comes next, counted from the first talk; never sooner than tomorrow.

    After the last step nothing is planned: `ending`.
    """
    if step > LAST_STEP:
        return ending(step=step, now=now, zone=zone)
    window, spoke = course[step - 1], _day(met, zone)
    starts = max(spoke + window.first * _A_DAY, _day(now, zone) + _A_DAY)
    ends = max(spoke + window.last * _A_DAY, starts + _A_DAY)
    return Plan(KINDS[step - 1], step, _at(starts, MORNING, zone), _at(ends, EVENING, zone))


def chosen(*, day: date, step: int, zone: ZoneInfo) -> Plan:
    """Return the plan for a day that the person chose."""
    return Plan(Kind.CHOSEN_DATE, step, _at(day, MORNING, zone), _at(day, EVENING, zone))


def ending(*, step: int, now: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan when no further talk is: some days, and then the end is to be agreed on."""
    today = _day(now, zone)
    starts, ends = today + _UNTIL_THE_END.first * _A_DAY, today + _UNTIL_THE_END.last * _A_DAY
    return Plan(Kind.NONE, step, _at(starts, MORNING, zone), _at(ends, EVENING, zone))


def may_be_chosen(day: date, *, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a day may be chosen: from tomorrow on, not further away than about four months."""
    today = _day(now, zone)
    return today < day <= today + FURTHEST


def counts(*, starts_at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a talk today is the one that was planned, and not one more before it."""
    return _day(now, zone) >= _day(starts_at, zone)


def try_again_at(*, tries: int, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when to look again after a try that reached nobody; `tries` counts it."""
    return by_day(now + (LAST_WORD if tries >= ENOUGH else SPREAD), zone)


def enough(*, tries: Sequence[datetime], danger: bool) -> bool:
    """Say whether to stop: five tries, in the site's time, on at least two days; never under danger."""
    return not danger and len(tries) >= ENOUGH and len({moment.date() for moment in tries}) > 1


def by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, or the next morning when it falls into the night of the site."""
    local = moment.astimezone(zone)
    if local.time() < MORNING:
        return _at(local.date(), MORNING, zone)
    return _at(local.date() + _A_DAY, MORNING, zone) if local.time() > EVENING else moment


def tell_coordinators(reminded: int) -> bool:
    """Say whether the coordinators are told, at this reminder (from 1) after the window has ended."""
    return reminded >= TELL_COORDINATORS_AFTER


def _day(moment: datetime, zone: ZoneInfo) -> date:
    """Return the site's day of a moment."""
    return moment.astimezone(zone).date()


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """Return an hour of the site on a day, in UTC. Days are the calendar's: when clocks change, one has 23 hours."""
    return datetime.combine(day, clock, zone).astimezone(UTC)
