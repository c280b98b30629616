"""Reading pages: prepared ones for whoever releases them, released ones for leaders.

Belongs here: rows ready for a template. Does not belong here: counting anything anew: a page is read as it was kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.reports import page as pages
from alongside.reports import rules
from alongside.reports.errors import NoSuchReport
from alongside.reports.models import Counting, Report
from alongside.reports.page import Page
from alongside.reports.rules import Figure, Period, Shown, Span


@dataclass(frozen=True)
class ReportRow:
    """One page, its time, and the figure of the year before where one was released."""

    report: UUID
    period: Period
    page: Page
    released_on: date | None
    digest: str


@dataclass(frozen=True)
class Choices:
    """How many work here (0: nobody has said), and the smallest count shown, before what one may know is added."""

    staff: int
    smallest: int


def choices(*, organization: UUID) -> Choices:
    """Return an organization's choices, or ours."""
    row = Counting.objects.of(organization).first()
    return Choices(row.staff, row.smallest) if row else Choices(0, rules.SMALLEST)


def prepared(*, organization: UUID, period: Period) -> bool:
    """Say whether there is a page of this time already."""
    return Report.objects.of(organization).filter(span=period.span, starts_on=period.starts_on).exists()


def quarters_of(*, organization: UUID, year: int) -> list[Figure]:
    """Return what the four quarters of a year say of people supported; a quarter without a page says nothing."""
    rows = Report.objects.of(organization).filter(span=Span.QUARTER, starts_on__year=year).order_by("starts_on")
    found: dict[int, Figure] = {row.starts_on.month: pages.from_stored(row.figures).supported for row in rows}
    return [found.get(month, rules.Withheld()) for month in (1, 4, 7, 10)]


def released(*, organization: UUID) -> list[ReportRow]:
    """Return every released page, the latest first; of one day, the year before its last quarter."""
    rows = Report.objects.of(organization).exclude(released_on=None).order_by("-starts_on")
    return sorted((_row(row) for row in rows), key=lambda row: row.period.ends_before, reverse=True)


def waiting(*, organization: UUID) -> list[ReportRow]:
    """Return the pages that nobody has released yet, the oldest first."""
    rows = Report.objects.of(organization).filter(released_on=None).order_by("starts_on", "span")
    return [_row(row) for row in rows]


def report(*, organization: UUID, key: UUID, released_only: bool) -> ReportRow:
    """Return one page. Raises NoSuchReport, also for one that is not released where only such may be read."""
    rows = Report.objects.of(organization).filter(pk=key)
    row = (rows.exclude(released_on=None) if released_only else rows).first()
    if row is None:
        raise NoSuchReport
    return _row(row)


def supported_before(*, organization: UUID, period: Period) -> int | None:
    """Return the released count of the same time a year earlier, where one was shown."""
    earlier = period.starts_on.replace(year=period.year - 1)
    row = Report.objects.of(organization).filter(span=period.span, starts_on=earlier).exclude(released_on=None).first()
    figure = pages.from_stored(row.figures).supported if row else None
    return figure.value if isinstance(figure, Shown) and isinstance(figure.value, int) else None


def _row(row: Report) -> ReportRow:
    period = rules.quarter_of(row.starts_on) if row.span == Span.QUARTER else rules.year_of(row.starts_on)
    return ReportRow(row.pk, period, pages.from_stored(row.figures), row.released_on, pages.digest(row.figures))
