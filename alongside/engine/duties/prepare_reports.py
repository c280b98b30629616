"""Leadership pages: once an hour, the page of a quarter or year that is over is prepared."""

from datetime import datetime, timedelta

from alongside.journeys import publishing_reports

EVERY = timedelta(hours=1)


class PrepareReports:
    """Remembers when nothing was left to prepare; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._done_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Prepare one page when an hour has passed; say whether more may be left."""
        if self._done_at and timedelta() <= now - self._done_at < EVERY:
            return False
        more = publishing_reports.prepare_next(now=now)
        self._done_at = None if more else now
        return more
