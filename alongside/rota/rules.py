"""Decisions about shifts on plain data.

Belongs here: wall-clock shifts in a zone, overlaps, gaps. Does not belong here: who is qualified, who is paged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, order=True)
class Span:
    """From one moment until another, the end not included."""

    starts: datetime
    ends: datetime

    def meets(self, other: Span) -> bool:
        """Say whether both share a moment."""
        return self.starts < other.ends and other.starts < self.ends


def shift_on(*, day: date, starts: time, ends: time, zone: ZoneInfo) -> Span:
    """Return the moments of a shift given in wall-clock time; one that ends at or before its start ends the next day.

    On the night the clocks go back the shift is an hour longer, on the other an hour shorter, as those who stand it
    know. The doubled hour is read as the first for a start and for an end alike, so that back-to-back shifts leave no
    hole.
    """
    last_day = day if ends > starts else day + timedelta(days=1)
    return Span(_moment(day, starts, zone), _moment(last_day, ends, zone))


def gaps(*, within: Span, covered: Iterable[Span]) -> list[Span]:
    """Return the stretches of `within` that nobody covers, in order."""
    holes: list[Span] = []
    reached = within.starts
    for span in sorted(covered):
        if span.starts > reached:
            holes.append(Span(reached, min(span.starts, within.ends)))
        reached = max(reached, span.ends)
        if reached >= within.ends:
            break
    if reached < within.ends:
        holes.append(Span(reached, within.ends))
    return [hole for hole in holes if hole.starts < hole.ends]


def without(*, span: Span, away: Iterable[Span]) -> list[Span]:
    """Return what is left of a shift once leave is taken out of it."""
    return gaps(within=span, covered=[leave for leave in away if leave.meets(span)])


def _moment(day: date, wall: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, wall, zone).astimezone(UTC)


def covered_by(*, within: Span, stood: Iterable[Span], at_least: int) -> timedelta:
    """Return for how long at least so many stood at the same time; spans of one person must not overlap."""
    steps = sorted(
        step
        for span in stood
        if span.meets(within)
        for step in ((max(span.starts, within.starts), 1), (min(span.ends, within.ends), -1))
    )
    there, since, total = 0, within.starts, timedelta()
    for moment, change in steps:
        if there >= at_least:
            total += moment - since
        there, since = there + change, moment
    return total
