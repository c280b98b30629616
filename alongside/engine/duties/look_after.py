"""Supporters' care, once a minute: mentors are asked again, and what is old is let go."""

from datetime import datetime, timedelta

from alongside.journeys import looking_after_supporters

EVERY = timedelta(minutes=1)


class LookAfter:
    """Remembers when nothing was left to do; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._done_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """See to one thing when a minute has passed; say whether more may be left."""
        if self._done_at and timedelta() <= now - self._done_at < EVERY:
            return False
        more = looking_after_supporters.see_to_next(now=now)
        self._done_at = None if more else now
        return more
