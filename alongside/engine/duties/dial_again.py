"""Dialing again: once an hour, whoever keeps the numbers is reminded of those that nobody dialed for long."""

from datetime import datetime, timedelta

from alongside.journeys import keeping_the_directory

EVERY = timedelta(hours=1)


class DialAgain:
    """Remembers when nobody was left to remind; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._done_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Remind one organization when an hour has passed; say whether more may be left."""
        if self._done_at and timedelta() <= now - self._done_at < EVERY:
            return False
        more = keeping_the_directory.remind_next(now=now)
        self._done_at = None if more else now
        return more
