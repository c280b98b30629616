"""The keys: looked after once an hour, which is often enough for what changes once a week."""

from datetime import datetime, timedelta

from alongside.journeys import keeping_keys

EVERY = timedelta(hours=1)


def keep_keys(now: datetime) -> bool:
    """Do the next piece; say whether more is left."""
    return keeping_keys.keep_keys(now=now)
