"""Pages of totals for each invented organization, so that leaders find one to read and the coordinator one to release.

Belongs here: made-up figures, already protected. Does not belong here: preparing and releasing (the same operations as
in any house).
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.demo.towns import Town
from alongside.reports import operations as reports
from alongside.reports import queries, rules
from alongside.reports.page import Month, Page
from alongside.reports.rules import Figure, Period, Shown, Withheld
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction

STAFF = {"northfield": 4180, "valbrune": 62}
SMALL_AGENCY = 100
COVERED = ((100, 97), (98, 91), (96, 88), (100, 93), (99, 90), (100, 95), (98, 92), (94, 83), (100, 96), (99, 91))
"""Percent of a month in which one, and two, were on call; taken in turn."""


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Keep last year's page, released, and last quarter's, which waits; a small agency may show no count of people."""
    today = now.astimezone(tenancy.house_of(organization).zone).date()
    this_quarter = rules.quarter_of(today)
    quarter = rules.quarter_of(this_quarter.starts_on - timedelta(days=1))
    year = rules.year_of(date(today.year - 1, 1, 1))
    large = STAFF[town.slug] > SMALL_AGENCY
    with one_transaction(ring=False):
        reports.choose(organization=organization, staff=STAFF[town.slug], smallest=rules.SMALLEST, now=now)
        reports.keep(organization=organization, period=year, page=_page(town, year, large, 143), today=today)
        reports.keep(organization=organization, period=quarter, page=_page(town, quarter, large, 38), today=today)
        for row in queries.waiting(organization=organization):
            if row.period == year:
                reports.release(organization=organization, key=row.report, today=today)


def _page(town: Town, period: Period, large: bool, supported: int) -> Page:  # noqa: FBT001  # One of two kinds of town.
    months = _months(period)
    return Page(
        supported=_figure(supported, large),
        half_within=_figure("up_to_30m", large),
        nine_in_ten_within=_figure("up_to_12h", large),
        staff=STAFF[town.slug],
        trained=22 if large else 5,
        first=sum(month.first for month in months) // len(months),
        second=sum(month.second for month in months) // len(months),
        months=months,
    )


def _figure(value: int | str, large: bool) -> Figure:  # noqa: FBT001  # As above.
    return Shown(value) if large else Withheld()


def _months(period: Period) -> tuple[Month, ...]:
    first = period.starts_on.month
    count = 3 if period.quarter else 12
    return tuple(Month(number, *COVERED[number % len(COVERED)]) for number in range(first, first + count))
