"""A duty that need not be looked at in every turn of the loop.

Belongs here: remembering when nothing was left of it. Does not belong here: what it does (`duties/`), how often (each
duty says so, `beat.py` wires it).
"""

from datetime import datetime, timedelta

from alongside.engine.loop import Duty


class Seldom:
    """Calls its duty until nothing is left of it, and then only after some time; a clock moved back looks again."""

    def __init__(self, duty: Duty, *, every: timedelta) -> None:
        self.duty = duty
        self._every = every
        self._done_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Do the next piece when it is time; say whether more may be left."""
        if self._done_at is not None and timedelta() <= now - self._done_at < self._every:
            return False
        more = self.duty(now)
        self._done_at = None if more else now
        return more
