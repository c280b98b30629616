"""Public holidays of the countries whose calendar is known here: the whole country's days only, no region's.

Belongs here: the days. Does not belong here: who is closed on them (`hours.py`).
Sources: the federal holidays of 5 U.S.C. 6103, with the day on which each is observed; the list in article L3133-1 of
the French labor code.
"""

from collections.abc import Iterator
from datetime import date, timedelta

KNOWN = frozenset({"US", "FR"})
"""For any other country a line that closes on public holidays says so in words, and nothing is computed."""

MONDAY, THURSDAY, SATURDAY, SUNDAY = 0, 3, 5, 6


def is_holiday(day: date, *, country: str) -> bool:
    """Say whether this is a public holiday; False for a country whose calendar is not known."""
    if country == "US":
        return day in _american(day.year) or day in _observed(day.year)
    return country == "FR" and day in _french(day.year)


def _american(year: int) -> frozenset[date]:
    fixed = {date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11), date(year, 12, 25)}
    moving = {
        _nth(year, 1, MONDAY, 3),
        _nth(year, 2, MONDAY, 3),
        _nth(year, 6, MONDAY, 1) - timedelta(weeks=1),  # The last Monday of May.
        _nth(year, 9, MONDAY, 1),
        _nth(year, 10, MONDAY, 2),
        _nth(year, 11, THURSDAY, 4),
    }
    return frozenset(fixed | moving)


def _observed(year: int) -> frozenset[date]:
    """Return Fridays before and Mondays after a holiday at a weekend; next year's first day may be kept in this one."""
    days = _american(year) | {date(year + 1, 1, 1)}
    return frozenset(moved for day in days for moved in _moved(day))


def _moved(day: date) -> Iterator[date]:
    if day.weekday() == SATURDAY:
        yield day - timedelta(days=1)
    if day.weekday() == SUNDAY:
        yield day + timedelta(days=1)


def _french(year: int) -> frozenset[date]:
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11))}
    after_easter = {easter(year) + timedelta(days=days) for days in (1, 39, 50)}
    return frozenset(fixed | after_easter | {date(year, 12, 25)})


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    golden, century, rest = year % 19, year // 100, year % 100
    leap, shift = century // 4, century % 4
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * shift + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=number - 1)
