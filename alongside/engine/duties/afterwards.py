"""What was said afterwards, once an hour: move whole batches, hand on thanks, make tickets ahead of time."""

from datetime import datetime, timedelta

from alongside.journeys import asking_how_it_was

EVERY = timedelta(hours=1)


def afterwards(now: datetime) -> bool:
    """See to one thing; say whether more may be left."""
    return asking_how_it_was.see_to_next(now=now)
