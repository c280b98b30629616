"""Notes to oneself: told on their morning, looked at once a minute, which is often enough for a day."""

from datetime import datetime, timedelta

from alongside.journeys import notes_to_oneself

EVERY = timedelta(minutes=1)


class TellOwnNotes:
    """Remembers when there was last nothing to tell; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Tell one; say whether to look again at once."""
        if self._looked_at and timedelta() <= now - self._looked_at < EVERY:
            return False
        more = notes_to_oneself.tell_next(now=now)
        self._looked_at = None if more else now
        return more
