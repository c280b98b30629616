"""Pages for tests. Belongs here: one maker. Does not belong here: a test."""

from datetime import date
from uuid import UUID

from alongside.reports import page as pages
from alongside.reports.models import Report
from alongside.reports.page import Month, Page
from alongside.reports.rules import Figure, Shown, Span, Withheld

DIGITS = 143


def page(supported: Figure | None = None, **changes: object) -> Page:
    """Return a page of a full year; every figure may be shown unless said otherwise."""
    columns: dict[str, object] = {
        "supported": supported or Shown(DIGITS),
        "half_within": Shown("up_to_30m"),
        "nine_in_ten_within": Shown("up_to_12h"),
        "staff": 4180,
        "trained": 22,
        "first": 98,
        "second": 91,
        "months": (Month(1, 100, 97), Month(2, 96, 88), Month(3, 98, 88)),
    }
    return Page(**{**columns, **changes})  # type: ignore[arg-type]


def withheld_page() -> Page:
    """Return a page on which nobody may be counted."""
    return page(Withheld(), half_within=Withheld(), nine_in_ten_within=Withheld())


def make_report(
    organization: UUID,
    *,
    starts_on: date,
    span: Span = Span.QUARTER,
    released_on: date | None = None,
    told: Page | None = None,
) -> UUID:
    """Keep a page as the engine does, and release it where a day is given."""
    return Report.objects.create(
        organization_id=organization,
        span=span,
        starts_on=starts_on,
        figures=pages.to_stored(told or page()),
        prepared_on=starts_on,
        released_on=released_on,
    ).pk
