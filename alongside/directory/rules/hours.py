"""When a line answers: its week, its days off, and whether it is open at a moment.

Belongs here: reading and writing the code of a week, and deciding open or closed, right across midnight and on the
nights when clocks change. Does not belong here: words (`directory/words.py`), public holidays (`holidays.py`).

The code is the usual one of open maps, kept small: "Mo-Fr 08:00-12:00,13:00-17:00; Sa 20:00-02:00; PH off; 2026-12-24
off". A span that ends at or before its beginning runs into the next day. Hours are wall time in the line's own zone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from itertools import groupby

from alongside.directory.errors import HoursUnreadable
from alongside.directory.rules.holidays import is_holiday

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
LOOK_AHEAD = 21
"""Days. A line that does not open for three weeks says no day."""

MOST_SPANS = 42
"""Six stretches a day are enough for anybody."""

MOST_DAYS_OFF = 40
LONGEST_CODE = 600

_MIDNIGHT = time(0)
_WEEKLY = re.compile(r"(?P<days>[A-Za-z ,-]+?) +(?P<hours>[0-9:, -]+)")
_SPAN = re.compile(r"(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})")
_DAY_OFF = re.compile(r"(\d{4}-\d{2}-\d{2}) +off", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Span:
    """One stretch, beginning on a weekday (0 is Monday). `ends` at or before `starts` lies on the next day."""

    day: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Week:
    """Every stretch of a week in order, and when it does not hold."""

    spans: tuple[Span, ...]
    holidays_off: bool = False
    days_off: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Opening:
    """Open, closed, or None where nobody knows; `until` (aware, UTC) is when that changes, None if not soon."""

    open: bool | None
    until: datetime | None = None


@lru_cache(maxsize=1024)
def parse(code: str) -> Week:
    """Read a code. Raises HoursUnreadable, naming the part that cannot be read."""
    spans: set[Span] = set()
    days_off: set[date] = set()
    holidays_off = False
    if len(code) > LONGEST_CODE:
        raise HoursUnreadable(code[:60])
    for part in filter(None, (part.strip() for part in code.split(";"))):
        if re.fullmatch(r"PH +off", part, re.IGNORECASE):
            holidays_off = True
        elif off := _DAY_OFF.fullmatch(part):
            days_off.add(_date(off[1]))
        else:
            spans.update(_spans(part))
    if not spans or len(spans) > MOST_SPANS or len(days_off) > MOST_DAYS_OFF:
        raise HoursUnreadable(code[:60])
    return Week(tuple(sorted(spans)), holidays_off, frozenset(days_off))


def write(week: Week) -> str:
    """Return the one code of a week: days with the same hours together, days off last."""
    hours = {day: _hours(spans) for day, spans in groupby(week.spans, key=lambda span: span.day)}
    parts = [f"{_days(days)} {text}" for days, text in alike(hours)]
    parts += ["PH off"] if week.holidays_off else []
    return "; ".join([*parts, *(f"{day.isoformat()} off" for day in sorted(week.days_off))])


def alike(hours: dict[int, str]) -> list[tuple[list[int], str]]:
    """Return neighboring days with the same hours together, Monday first."""
    runs: list[tuple[list[int], str]] = []
    for day, text in sorted(hours.items()):
        if runs and runs[-1][1] == text and runs[-1][0][-1] == day - 1:
            runs[-1][0].append(day)
        else:
            runs.append(([day], text))
    return runs


def opening(week: Week, zone: tzinfo, *, country: str, now: datetime) -> Opening:
    """Say whether a line is open at `now` (aware), and until when that holds."""
    today = now.astimezone(zone).date()
    last = today + timedelta(days=LOOK_AHEAD)
    stretches = _together(_stretches(week, zone, country=country, first=today - timedelta(days=1), last=last))
    for starts, ends in stretches:
        if ends > now:
            found = ends if starts <= now else starts
            told = found if found < _moment(last, _MIDNIGHT, zone) else None
            return Opening(starts <= now, told)
    return Opening(open=False)


def _stretches(
    week: Week, zone: tzinfo, *, country: str, first: date, last: date
) -> Iterator[tuple[datetime, datetime]]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        if day in week.days_off or (week.holidays_off and is_holiday(day, country=country)):
            continue
        for span in week.spans:
            if span.day == day.weekday():
                end_day = day if span.ends > span.starts else day + timedelta(days=1)
                yield _moment(day, span.starts, zone), _moment(end_day, span.ends, zone)


def _together(stretches: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Return stretches in order, those that touch or overlap as one; one that a change of clocks swallowed is gone."""
    joined: list[tuple[datetime, datetime]] = []
    for starts, ends in sorted(stretches):
        if ends <= starts:
            continue
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined


def _moment(day: date, at: time, zone: tzinfo) -> datetime:
    """Return when the clock on the wall first shows this hour or a later one.

    An hour that happens twice is its first time; an hour that is skipped is the moment of the jump.
    """
    wall = datetime.combine(day, at, zone)
    moment = wall.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return moment
    after = moment.astimezone(zone).utcoffset()
    while (moment - timedelta(minutes=1)).astimezone(zone).utcoffset() == after:
        moment -= timedelta(minutes=1)
    return moment


def _spans(part: str) -> Iterator[Span]:
    found = _WEEKLY.fullmatch(part)
    if not found:
        raise HoursUnreadable(part[:60])
    hours = [_SPAN.fullmatch(text.strip()) for text in found["hours"].split(",")]
    for day in _weekdays(found["days"], part):
        for one in hours:
            if one is None:
                raise HoursUnreadable(part[:60])
            yield Span(day, _time(one[1], one[2], part), _time(one[3], one[4], part))


def _weekdays(text: str, part: str) -> Iterator[int]:
    for piece in text.split(","):
        first, _, last = (word.strip().title() for word in piece.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise HoursUnreadable(part[:60])
        start, end = DAYS.index(first), DAYS.index(last or first)
        yield from ((start + number) % 7 for number in range((end - start) % 7 + 1))


def _time(hour: str, minute: str, part: str) -> time:
    if (hour, minute) == ("24", "00"):
        return _MIDNIGHT
    try:
        return time(int(hour), int(minute))
    except ValueError as odd:
        raise HoursUnreadable(part[:60]) from odd


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as odd:
        raise HoursUnreadable(text) from odd


def _hours(spans: Iterable[Span]) -> str:
    return ",".join(f"{span.starts:%H:%M}-{_end(span.ends)}" for span in spans)


def _end(at: time) -> str:
    return "24:00" if at == _MIDNIGHT else f"{at:%H:%M}"


def _days(days: list[int]) -> str:
    return DAYS[days[0]] if len(days) == 1 else f"{DAYS[days[0]]}-{DAYS[days[-1]]}"
