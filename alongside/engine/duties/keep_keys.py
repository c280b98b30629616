"""The keys: looked after once an hour, which is often enough for what changes once a week."""

from datetime import datetime, timedelta

from alongside.journeys import keeping_keys

EVERY = timedelta(hours=1)


class KeepKeys:
    """Remembers when all was last well; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._well_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Do the next piece when an hour has passed; say whether more is left."""
        if self._well_at and timedelta() <= now - self._well_at < EVERY:
            return False
        more = keeping_keys.keep_keys(now=now)
        self._well_at = None if more else now
        return more
