"""What may be shown of a count, and what must be withheld (docs/disclosure-control.md).

Belongs here: thresholds, bands, periods, the one figure that may undo another. Does not belong here: where a number
comes from (a journey hands it over), how it is drawn. A figure that is withheld leaves this page as `Withheld`, which
carries nothing: whatever draws a page never holds the number.

The secret is not only how many but whether anybody: a zero is withheld like a one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SMALLEST = 5
"""t: the smallest count that may be shown; an organization may only raise it."""

KNOWN_TO_ONE = 3
"""So many of a count one supporter may know as their own; what is shown stays at the threshold without them."""

SMALLEST_STAFF = 20
"""The smallest group of staff of whom anything is said."""

NOT_COUNTED = 5
"""So many of the staff must be left who are not in the count, or it points at everybody."""

MEDIAN_FROM, NINE_IN_TEN_FROM = 10, 20
"""The smallest number of contacts of which a median, or a 90th percentile, is said; always as a band."""

QUARTERS_FROM, YEARS_FROM = 60, 20
"""Contacts in the year before from which quarters, or years, are published. What is published is decided by the year
before, since a choice that depends on the figures is itself a message about them."""

QUARTERS = 4


class Span(StrEnum):
    """How long the time is that a page counts."""

    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """A calendar quarter or year; they nest, and never overlap otherwise."""

    span: Span
    starts_on: date
    ends_before: date

    @property
    def year(self) -> int:
        """The calendar year."""
        return self.starts_on.year

    @property
    def quarter(self) -> int:
        """1 to 4; of a year, 0."""
        return (self.starts_on.month - 1) // 3 + 1 if self.span is Span.QUARTER else 0


@dataclass(frozen=True)
class Shown:
    """A figure that may be read by everybody: a number, or the code of a band."""

    value: int | str


@dataclass(frozen=True)
class Withheld:
    """Too few to show without pointing at someone, or another figure could be found out by it; never said which."""


Figure = Shown | Withheld


@dataclass(frozen=True)
class Told:
    """What a journey counted in a period: totals only, no dimension."""

    supported: int
    bands: Mapping[str, int]
    staff: int
    year_before: int | None


def quarter_of(day: date) -> Period:
    """Return the quarter in which a day lies."""
    first = (day.month - 1) // 3 * 3 + 1
    ends = date(day.year + 1, 1, 1) if first == 10 else date(day.year, first + 3, 1)  # noqa: PLR2004  # October.
    return Period(Span.QUARTER, date(day.year, first, 1), ends)


def year_of(day: date) -> Period:
    """Return the year in which a day lies."""
    return Period(Span.YEAR, date(day.year, 1, 1), date(day.year + 1, 1, 1))


def may_count(span: Span, *, year_before: int | None) -> bool:
    """Say whether people are counted on the pages of this length at all.

    Without a year before, as in a program's first, only the whole year is counted.
    """
    if span is Span.QUARTER:
        return year_before is not None and year_before >= QUARTERS_FROM
    return year_before is None or year_before >= YEARS_FROM


def threshold(chosen: int) -> int:
    """Return the smallest count that is shown: what the organization chose, never under ours, and what one may know."""
    return max(chosen, SMALLEST) + KNOWN_TO_ONE


def count(told: Told, *, smallest: int) -> Figure:
    """Return how many were supported, where that points at nobody."""
    enough_staff = told.staff >= SMALLEST_STAFF and told.staff - told.supported >= NOT_COUNTED
    return Shown(told.supported) if told.supported >= smallest and enough_staff else Withheld()


def band(told: Told, order: Sequence[str], *, of_ten: int, counted: Figure) -> Figure:
    """Return the band in which the fifth (median) or the ninth of ten heard from a person; bands before numbers.

    Only where their count is shown too, and only of enough of them.
    """
    total = sum(told.bands.values())
    needed = MEDIAN_FROM if of_ten == 5 else NINE_IN_TEN_FROM  # noqa: PLR2004  # The median is the fifth of ten.
    if isinstance(counted, Withheld) or total < needed:
        return Withheld()
    reached = 0
    for code in order:
        reached += told.bands.get(code, 0)
        if reached * 10 >= total * of_ten:
            return Shown(code)
    return Withheld()


def year_beside(quarters: Sequence[Figure], *, year: Figure, smallest: int) -> Figure:
    """Return the year's count beside its counted quarters, withheld where it would undo one that was withheld.

    What is left of the year after the quarters that were shown is in effect a figure of its own, so it must be as large
    as whatever else may be shown. And everybody knows the rule: a withheld quarter is one of few. Where more is left
    than the other withheld quarters can hold together, somebody was in each of them; so each must still be able to be
    nothing, and as many as the threshold (disclosure control, 4.3). Beside one or two it never is.
    """
    hidden = [quarter for quarter in quarters if isinstance(quarter, Withheld)]
    if isinstance(year, Withheld) or not isinstance(year.value, int) or not hidden:
        return year
    left = year.value - sum(int(quarter.value) for quarter in quarters if isinstance(quarter, Shown))
    others_hold = (len(hidden) - 1) * (threshold(SMALLEST) - 1)
    return year if smallest <= left <= others_hold else Withheld()
