"""The next two weeks of the rota, day by day, with every gap in words.

Belongs here: cutting shifts and gaps at midnight, ready for a template. Does not belong here: who is on call
(`rota.queries`), keeping it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.rota import queries as rota
from alongside.rota.queries import Coverage
from alongside.rota.rules import Span
from alongside.vocabulary import labels

DAYS = 14


@dataclass(frozen=True)
class Part:
    """A stretch within one day. `shift` and `name` are empty for a gap.

    `runs_in` and `runs_on`: it began before this day, it goes on after it.
    """

    starts: datetime
    ends: datetime
    runs_in: bool
    runs_on: bool
    name: str = ""
    shift: UUID | None = None

    @property
    def whole(self) -> bool:
        """Whether it fills the day."""
        return self.runs_in and self.runs_on


@dataclass(frozen=True)
class Duty:
    """One duty on one day: who stands, and when nobody does."""

    code: str
    standing: tuple[Part, ...]
    gaps: tuple[Part, ...]


@dataclass(frozen=True)
class Day:
    """One day of the list. `odd` is True when the clocks change on it."""

    date: date
    noon: datetime
    today: bool
    odd: bool
    duties: tuple[Duty, ...]


def of(*, organization: UUID, zone: ZoneInfo, now: datetime) -> tuple[list[Day], int]:
    """Return the next days, and how many gaps they hold; a constant number of queries."""
    today = now.astimezone(zone).date()
    starts, ends = _midnight(today, zone), _midnight(today + timedelta(days=DAYS), zone)
    covers = {
        code: rota.coverage(organization=organization, duty=code, starts=max(starts, now), ends=ends)
        for code in labels.rows("duties")
    }
    days = [_day(today + timedelta(days=step), today, covers, zone) for step in range(DAYS)]
    return days, sum(len(cover.gaps) for cover in covers.values())


def _day(day: date, today: date, covers: dict[str, Coverage], zone: ZoneInfo) -> Day:
    starts, ends = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
    duties = tuple(_duty(code, cover, starts, ends) for code, cover in covers.items())
    noon = datetime.combine(day, time(12), zone)
    return Day(day, noon, day == today, ends - starts != timedelta(days=1), duties)


def _duty(code: str, cover: Coverage, starts: datetime, ends: datetime) -> Duty:
    day = Span(starts, ends)
    standing = (_part(Span(row.starts_at, row.ends_at), day, name=row.name, shift=row.id) for row in cover.shifts)
    gaps = (_part(gap, day) for gap in cover.gaps)
    return Duty(code, tuple(filter(None, standing)), tuple(filter(None, gaps)))


def _part(span: Span, day: Span, *, name: str = "", shift: UUID | None = None) -> Part | None:
    """Return what of a stretch lies within a day, if anything."""
    first, last = max(span.starts, day.starts), min(span.ends, day.ends)
    if first >= last:
        return None
    return Part(first, last, first == day.starts, last == day.ends, name=name, shift=shift)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment in UTC, so that two midnights are as far apart as they really are."""
    return datetime.combine(day, time(), zone).astimezone(UTC)
