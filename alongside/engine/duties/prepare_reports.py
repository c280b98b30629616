"""Leadership pages: once an hour, the page of a quarter or year that is over is prepared."""

from datetime import datetime, timedelta

from alongside.journeys import publishing_reports

EVERY = timedelta(hours=1)


def prepare_reports(now: datetime) -> bool:
    """Prepare one page; say whether more may be left."""
    return publishing_reports.prepare_next(now=now)
