"""SQLite's file, written anew once a week: looked at once an hour, which is often enough for that."""

from datetime import datetime, timedelta

from django.db import OperationalError

from alongside.journeys import forgetting

EVERY = timedelta(hours=1)


def write_anew(now: datetime) -> bool:
    """Do it when a week began; a reader who stays too long puts it off by an hour."""
    try:
        return forgetting.write_file_anew(now=now)
    except OperationalError as busy:
        if "locked" not in str(busy):
            raise
        return False
