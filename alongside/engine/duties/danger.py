"""Danger: somebody is asked to take it on until somebody has; it is reviewed, and looked at again before it falls."""

from datetime import datetime

from alongside.journeys import danger as journey
from alongside.journeys import keeping_watch


def danger(now: datetime) -> bool:
    """Go on with one danger whose time has come; say whether to look again at once."""
    return keeping_watch.a_danger_is_due(now=now) and journey.go_on_next(now=now)
