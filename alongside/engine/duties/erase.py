"""Forgetting: one ended case whose time has come is erased, its key first."""

from datetime import datetime

from alongside.journeys import forgetting, keeping_watch


def erase(now: datetime) -> bool:
    """Erase one case; say whether to look again at once."""
    return keeping_watch.something_is_to_be_forgotten(now=now) and forgetting.erase_next(now=now)
