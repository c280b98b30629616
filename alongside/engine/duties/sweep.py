"""Tidying: what has expired and is of use to nobody goes, once a minute.

Belongs here: when to sweep. Does not belong here: what is swept (journeys).
"""

from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings

from alongside.journeys import delivering, forgetting

EVERY = timedelta(minutes=1)


def sweep(now: datetime) -> bool:
    """Sweep once; say whether more is left."""
    more = forgetting.sweep_next(now=now)
    more = delivering.forget_delivered(now=now) or more
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    forgetting.leave_no_trace()
    return more
