"""Calling back: one call-back whose time has come goes on to the next professional, is reminded of, or ends."""

from datetime import datetime

from alongside.journeys import keeping_watch, raising_the_level


def call_back(now: datetime) -> bool:
    """Go on with one call-back; say whether to look again at once."""
    return keeping_watch.a_call_back_is_due(now=now) and raising_the_level.go_on_next(now=now)
