"""What was said afterwards, once an hour: move whole batches, hand on thanks, make tickets ahead of time."""

from datetime import datetime, timedelta

from alongside.journeys import asking_how_it_was

EVERY = timedelta(hours=1)


class Afterwards:
    """Remembers when nothing was left to do; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._done_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """See to one thing when an hour has passed; say whether more may be left."""
        if self._done_at and timedelta() <= now - self._done_at < EVERY:
            return False
        more = asking_how_it_was.see_to_next(now=now)
        self._done_at = None if more else now
        return more
