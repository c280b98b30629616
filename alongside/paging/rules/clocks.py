"""By when somebody must be reached, and at which hours colleagues may be rung.

Belongs here: the presets of product.md, the promise, hours of the day in the site's own zone. Does not belong here:
whom to page (`ladder`). Durations are elapsed time; hours of the day are wall-clock time, so that a night in which
the clocks change is counted as it is lived.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alongside.vocabulary.asking import Urgency

AT_ONCE: frozenset[Urgency] = frozenset({Urgency.DANGER, Urgency.NOW})
"""Urgencies that ring at any hour."""

AFTER_ACCEPTING_AT_ONCE = timedelta(minutes=15)
AFTER_ACCEPTING = timedelta(hours=2)
"""Whoever accepts late is still given this long to make contact; the promise moves with it."""

_FRIDAY, _SATURDAY = 4, 5
_WEEKEND_STARTS, _WEEKEND_ENDS = time(18), time(8)
_LOOK_AHEAD_DAYS = 10
"""Longer than any stretch without a working day."""


@dataclass(frozen=True)
class Hours:
    """When supporters may be rung: wall-clock time at the site. Without a start, at any hour."""

    starts: time | None = None
    ends: time | None = None
    working_days_only: bool = False


ANY_HOUR = Hours()


@dataclass(frozen=True)
class ClockPreset:
    """One urgency's clock. Minutes are elapsed minutes from the moment of asking."""

    urgency: Urgency
    minutes: int
    weekend_minutes: int
    rung_minutes: int
    hours: Hours = ANY_HOUR


PRESETS: dict[Urgency, ClockPreset] = {
    Urgency.DANGER: ClockPreset(Urgency.DANGER, 30, 30, 5),
    Urgency.NOW: ClockPreset(Urgency.NOW, 30, 30, 5),
    Urgency.TODAY: ClockPreset(Urgency.TODAY, 12 * 60, 12 * 60, 45, Hours(time(7), time(22))),
    Urgency.THIS_WEEK: ClockPreset(
        Urgency.THIS_WEEK, 24 * 60, 48 * 60, 4 * 60, Hours(time(8), time(18), working_days_only=True)
    ),
}
"""Sources of the aims: RISE and Code Lavender for now, RISE for today, UW and Spectrum for this week."""


def preset(urgency: Urgency) -> ClockPreset:
    """Return the clock of an urgency as it is until an organization edits it."""
    return PRESETS[urgency]


def within(*, asked: datetime, clock: ClockPreset, zone: ZoneInfo) -> timedelta:
    """Return how long the clock runs.

    It is stretched when it would run into a weekend: Friday 18:00 to Monday 08:00 at the site.
    """
    plain = timedelta(minutes=clock.minutes)
    meets = any(start < asked + plain and asked < end for start, end in _weekends(asked, asked + plain, zone))
    return timedelta(minutes=clock.weekend_minutes) if meets else plain


def contact_due(*, asked: datetime, accepted: datetime | None, clock: ClockPreset, zone: ZoneInfo) -> datetime:
    """Return the promise: by when somebody will have been in touch. UTC; shown in the site's zone."""
    promised = asked + within(asked=asked, clock=clock, zone=zone)
    if accepted is None:
        return promised
    grace = AFTER_ACCEPTING_AT_ONCE if clock.urgency in AT_ONCE else AFTER_ACCEPTING
    return max(promised, accepted + grace)


def is_open(*, hours: Hours, zone: ZoneInfo, at: datetime) -> bool:
    """Say whether supporters may be rung at this moment."""
    return next_open(hours=hours, zone=zone, at=at) == at


def next_open(*, hours: Hours, zone: ZoneInfo, at: datetime) -> datetime:
    """Return the first moment from `at` on at which supporters may be rung."""
    if hours.starts is None or hours.ends is None:
        return at
    first = next(end for end in _windows(hours, zone, at) if at < end[1])
    return max(at, first[0])


def last_open(*, hours: Hours, zone: ZoneInfo, since: datetime, at: datetime) -> datetime:
    """Return the last moment up to `at` at which people are awake; `at` itself if there was none after `since`."""
    if hours.starts is None or hours.ends is None:
        return at
    before = [window for window in _windows(hours, zone, at - timedelta(days=_LOOK_AHEAD_DAYS - 2)) if window[0] <= at]
    latest = min(at, before[-1][1]) if before else at
    return latest if latest > since else at


def service_open(*, opens: time | None, closes: time | None, zone: ZoneInfo, at: datetime) -> bool:
    """Say whether "now" is offered at this hour; a night service may close after midnight. Without hours, always."""
    if opens is None or closes is None:
        return True
    wall = at.astimezone(zone).time()
    return opens <= wall < closes if opens < closes else wall >= opens or wall < closes


def _windows(hours: Hours, zone: ZoneInfo, at: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Yield the open stretches around `at`, in order, from the day before on."""
    today = at.astimezone(zone).date()
    for ahead in range(-1, _LOOK_AHEAD_DAYS):
        day = today + timedelta(days=ahead)
        if not hours.working_days_only or day.weekday() < _SATURDAY:
            start, end = _moment(day, hours.starts, zone), _moment(day, hours.ends, zone)
            if start < end:  # A night without an hour may swallow a very short stretch.
                yield start, end


def _weekends(start: datetime, end: datetime, zone: ZoneInfo) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(zone).date() - timedelta(days=3)
    while day <= end.astimezone(zone).date():
        if day.weekday() == _FRIDAY:
            yield _moment(day, _WEEKEND_STARTS, zone), _moment(day + timedelta(days=3), _WEEKEND_ENDS, zone)
        day += timedelta(days=1)


def _moment(day: date, wall: time | None, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall or time(), zone).astimezone(UTC)
