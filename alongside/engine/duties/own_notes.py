"""Notes to oneself: told on their morning, looked at once a minute, which is often enough for a day."""

from datetime import datetime, timedelta

from alongside.journeys import notes_to_oneself

EVERY = timedelta(minutes=1)


def own_notes(now: datetime) -> bool:
    """Tell one; say whether to look again at once."""
    return notes_to_oneself.tell_next(now=now)
