"""Designations that ran out: whoever still carries somebody by one hands over. Looked after once a minute."""

from datetime import datetime, timedelta

from alongside.journeys import letting_go

EVERY = timedelta(minutes=1)


def lapse(now: datetime) -> bool:
    """Let everything go that ran out. Always False: once is enough until the next minute."""
    letting_go.let_lapsed_go(now=now)
    return False
