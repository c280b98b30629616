"""Tidying: what has expired and is of use to nobody goes, once a minute.

Belongs here: when to sweep. Does not belong here: what is swept (journeys).
"""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from alongside.journeys import delivering, forgetting

EVERY = timedelta(minutes=1)


class Sweep:
    """Remembers when it last swept; a clock that was moved back sweeps again."""

    def __init__(self) -> None:
        self._swept_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Sweep when a minute has passed; say whether more is left."""
        if self._swept_at and timedelta() <= now - self._swept_at < EVERY:
            return False
        more = forgetting.sweep_next(now=now)
        more = delivering.forget_delivered(now=now) or more
        import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
        forgetting.leave_no_trace()
        self._swept_at = None if more else now
        return more
