"""Supporters' care, once a minute: mentors are asked again, and what is old is let go."""

from datetime import datetime, timedelta

from alongside.journeys import looking_after_supporters

EVERY = timedelta(minutes=1)


def look_after(now: datetime) -> bool:
    """See to one thing; say whether more may be left."""
    return looking_after_supporters.see_to_next(now=now)
