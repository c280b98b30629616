"""Designations that ran out: whoever still carries somebody by one hands over. Looked after once a minute."""

from datetime import datetime, timedelta

from alongside.journeys import letting_go

EVERY = timedelta(minutes=1)


class Lapse:
    """Remembers when it last looked; a clock that was moved back looks again."""

    def __init__(self) -> None:
        self._looked_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Look when a minute has passed. Always False: once is enough until the next minute."""
        if self._looked_at is None or not timedelta() <= now - self._looked_at < EVERY:
            letting_go.let_lapsed_go(now=now)
            self._looked_at = now
        return False
