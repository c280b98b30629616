"""Dialing again: once an hour, whoever keeps the numbers is reminded of those that nobody dialed for long."""

from datetime import datetime, timedelta

from alongside.journeys import keeping_the_directory

EVERY = timedelta(hours=1)


def dial_again(now: datetime) -> bool:
    """Remind one organization; say whether more may be left."""
    return keeping_the_directory.remind_next(now=now)
