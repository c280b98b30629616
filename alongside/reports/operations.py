"""Writing pages: keeping one that was prepared, releasing it, and an organization's own choices.

Belongs here: these verbs, inside a journey's transaction. Does not belong here: what a figure is (`rules.py`), the
ledger (the journey).
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from alongside.reports import page as pages
from alongside.reports.errors import NoSuchReport, ReleasedAlready
from alongside.reports.models import Counting, Report
from alongside.reports.page import Page
from alongside.reports.rules import Period
from alongside.tenancy.transactions import require_transaction


def choose(*, organization: UUID, staff: int, smallest: int, now: datetime) -> None:  # noqa: ARG001  # Every operation is told the time.
    """Keep how many work here and the smallest count shown; pages that stand are not changed by it."""
    require_transaction()
    Counting.objects.update_or_create(organization_id=organization, defaults={"staff": staff, "smallest": smallest})


def keep(*, organization: UUID, period: Period, page: Page, today: date) -> None:
    """Keep a page that was prepared; a second one of the same time changes nothing."""
    require_transaction()
    Report.objects.get_or_create(
        organization_id=organization,
        span=period.span,
        starts_on=period.starts_on,
        defaults={"figures": pages.to_stored(page), "prepared_on": today},
    )


def release(*, organization: UUID, key: UUID, today: date) -> str:
    """Let leaders read a page from now on, for ever; return its digest.

    Raises NoSuchReport, ReleasedAlready.
    """
    require_transaction()
    row = Report.objects.of(organization).select_for_update().filter(pk=key).first()
    if row is None:
        raise NoSuchReport
    if not Report.objects.filter(pk=key, released_on=None).update(released_on=today):
        raise ReleasedAlready
    return pages.digest(row.figures)
