"""A word on a day that somebody chose, and the question whether it should still come."""

from datetime import datetime

from alongside.journeys import remembering_a_day


def remember(now: datetime) -> bool:
    """Do what is due of one chosen day; say whether to look again at once."""
    return remembering_a_day.tell_next(now=now)
