"""When a word on a chosen day goes out, when somebody is asked whether it should, and when it ends: plain data.

Belongs here: dates. Does not belong here: sending, sealing, words. Nothing is told late: a word that missed its day by
more than a day would come on a day that nobody chose.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

AT = time(10, 0)
"""In the morning, at the site: not at night, not before a shift begins."""

FARTHEST = timedelta(days=5 * 366)
"""A hearing may be years away; farther than this nobody plans."""

SOONEST = timedelta(days=1)
ASK_AHEAD = timedelta(days=30)
"""How long a question whether it should still come waits for an answer. Without one it ends."""

LATE = timedelta(hours=26)
KEPT_AFTER_LAST = timedelta(days=4)
"""How long the last word can still be on its way; then the row and its key go."""


class Act(StrEnum):
    """What is due of one reminder."""

    NOTHING = "nothing"
    TELL = "tell"
    ASK = "ask"
    SKIP = "skip"
    FORGET = "forget"


@dataclass(frozen=True)
class Standing:
    """One reminder: its day, whether it comes each year, whether an answer is awaited, until when a yes holds."""

    day: date
    yearly: bool
    state: str
    confirm_by: date
    due_at: datetime


@dataclass(frozen=True)
class Next:
    """How it stands afterwards."""

    day: date
    state: str
    due_at: datetime


def possible(day: date, *, today: date) -> bool:
    """Say whether a day may be chosen: from tomorrow, within five years."""
    return today + SOONEST <= day <= today + FARTHEST


def moment(day: date, zone: ZoneInfo) -> datetime:
    """Return when the engine acts on a day."""
    return datetime.combine(day, AT, tzinfo=zone)


def confirmed_until(today: date) -> date:
    """Return until when a yes of today holds: about a year, to the first of a month, so that it dates nothing."""
    return date(today.year + 1, today.month, 1)


def planned(day: date, *, confirm_by: date, zone: ZoneInfo) -> Next:
    """Return what comes first for a day: the word itself, or, if that is over a year away, the question before."""
    ask = _asks_first(day, confirm_by)
    return Next(day, "waits", moment(confirm_by if ask else day, zone))


def act(one: Standing, *, now: datetime) -> Act:
    """Return what is due now."""
    if now < one.due_at:
        return Act.NOTHING
    if one.state in {"asked", "told"}:
        return Act.FORGET
    if _asks_first(one.day, one.confirm_by) and now.date() < one.day:
        return Act.ASK
    if now - one.due_at <= LATE:
        return Act.TELL
    return Act.SKIP if one.yearly else Act.FORGET


def after(one: Standing, what: Act, *, now: datetime, zone: ZoneInfo) -> Next | None:
    """Return how it stands after an act; None when it is to be forgotten."""
    if what is Act.FORGET:
        return None
    if what is Act.ASK or (what is Act.TELL and one.yearly):
        answer_by = min(now + ASK_AHEAD, moment(one.day, zone)) if what is Act.ASK else now + ASK_AHEAD
        return Next(one.day, "asked", max(answer_by, now + timedelta(days=1)))
    if what is Act.TELL:
        return Next(one.day, "told", now + KEPT_AFTER_LAST)
    if what is Act.SKIP:
        day = next_year(one.day, after_day=now.astimezone(zone).date())
        return planned(day, confirm_by=one.confirm_by, zone=zone)
    return Next(one.day, one.state, one.due_at)


def passed_over(one: Standing, *, now: datetime, zone: ZoneInfo) -> Next | None:
    """Return how one stands that was due before a backup was put back: as if it were done; None where nothing is.

    Most likely it was, and a word that comes twice hurts more than one that does not come. A yearly word waits for its
    next year, a question counts as asked.
    """
    what = act(one, now=now)
    if what in {Act.NOTHING, Act.FORGET}:
        return None
    return after(one, Act.SKIP if what is Act.TELL and one.yearly else what, now=now, zone=zone)


def kept(one: Standing, *, today: date, zone: ZoneInfo) -> Next:
    """Return how it stands once somebody said that it should come (again)."""
    day = next_year(one.day, after_day=today) if one.yearly and one.day <= today else one.day
    return planned(day, confirm_by=confirmed_until(today), zone=zone)


def next_year(day: date, *, after_day: date) -> date:
    """Return the first return of a day after another; the 29th of February comes on the 28th from then on."""
    year = after_day.year
    while (found := _in_year(day, year)) <= after_day:
        year += 1
    return found


def _in_year(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _asks_first(day: date, confirm_by: date) -> bool:
    """A yes holds about a year, and two months more, so that a yearly word itself can carry the question."""
    return day > confirm_by + timedelta(days=62)
