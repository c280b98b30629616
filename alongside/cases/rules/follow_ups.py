"""Decisions about getting in touch again: when it is proposed, which days, how often to try, when to stop.

Belongs here: windows and counts on plain data. Does not belong here: rows (`cases.follow_ups`), who is told (journeys).

Proposed one to three days, two to three weeks and three months after the first talk, each with the person's own yes
(R30). Three to five tries to reach somebody, spread over days, then stop kindly with the door open (R31).
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


_COURSE: tuple[tuple[Kind, timedelta, timedelta], ...] = (
    (Kind.DAYS_1_3, _A_DAY, 3 * _A_DAY),
    (Kind.WEEKS_2_3, 14 * _A_DAY, 21 * _A_DAY),
    (Kind.MONTHS_3, 84 * _A_DAY, 98 * _A_DAY),
)
LAST_STEP = len(_COURSE)

_UNTIL_THE_END = (2 * _A_DAY, 7 * _A_DAY)
"""When nothing is planned any more, this long until the supporter is reminded to end it together."""


@dataclass(frozen=True)
class Plan:
    """When to get in touch: from `starts_at` on, at the latest by `ends_at`. `step` is the place in the course."""

    kind: Kind
    step: int
    starts_at: datetime
    ends_at: datetime


def planned(*, step: int, met: datetime, now: datetime, zone: ZoneInfo) -> Plan:
    """Return the step of the course that comes next, counted from the first talk; never sooner than tomorrow.

    After the last step nothing is planned: `ending`.
    """
    if step > LAST_STEP:
        return ending(step=step, now=now, zone=zone)
    kind, first, last = _COURSE[step - 1]
    starts = max(met + first, now + _A_DAY)
    ends = max(met + last, starts + _A_DAY)
    return Plan(kind, step, _on(starts, MORNING, zone), _on(ends, EVENING, zone))


def chosen(*, day: date, step: int, zone: ZoneInfo) -> Plan:
    """Return the plan for a day that the person chose."""
    starts = datetime.combine(day, MORNING, zone)
    return Plan(Kind.CHOSEN_DATE, step, _utc(starts), _utc(datetime.combine(day, EVENING, zone)))


def ending(*, step: int, now: datetime, zone: ZoneInfo) -> Plan:
    """Return the plan when no further talk is: some days, and then the end is to be agreed on."""
    soon, late = _UNTIL_THE_END
    return Plan(Kind.NONE, step, _on(now + soon, MORNING, zone), _on(now + late, EVENING, zone))


def may_be_chosen(day: date, *, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a day may be chosen: from tomorrow on, not further away than about four months."""
    today = now.astimezone(zone).date()
    return today < day <= today + FURTHEST


def counts(*, starts_at: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Say whether a talk today is the one that was planned, and not one more before it."""
    return now.astimezone(zone).date() >= starts_at.astimezone(zone).date()


def try_again_at(*, tries: int, now: datetime, zone: ZoneInfo) -> datetime:
    """Return when to look again after a try that reached nobody; `tries` counts it."""
    return by_day(now + (LAST_WORD if tries >= ENOUGH else SPREAD), zone)


def enough(*, tries: Sequence[datetime], danger: bool) -> bool:
    """Say whether to stop: five tries on at least two days; never under danger."""
    return not danger and len(tries) >= ENOUGH and len({moment.date() for moment in tries}) > 1


def by_day(moment: datetime, zone: ZoneInfo) -> datetime:
    """Return the moment, or the next morning when it falls into the night of the site."""
    local = moment.astimezone(zone)
    if local.time() < MORNING:
        return _on(moment, MORNING, zone)
    return _on(moment + _A_DAY, MORNING, zone) if local.time() > EVENING else moment


def tell_coordinators(reminded: int) -> bool:
    """Say whether the coordinators are told, at this reminder (from 1) after the window has ended."""
    return reminded >= TELL_COORDINATORS_AFTER


def _on(moment: datetime, clock: time, zone: ZoneInfo) -> datetime:
    """Return the day of a moment at an hour of the site."""
    return _utc(datetime.combine(moment.astimezone(zone).date(), clock, zone))


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)
