"""The key of today's network hashes: once it is gone, nobody can tell whose a count was.

Belongs here: making, finding and dropping the key of a day. Does not belong here: counting.
With SQLite it is a file of mode 0400 in the runtime folder, which belongs on memory-backed storage and is shared
by the workers of the host; with PostgreSQL, where several hosts may share a database, a row.
"""

import contextlib
import os
import secrets
from datetime import UTC, date, datetime
from pathlib import Path

from django.db import connection

from alongside import doorbell
from alongside.limits.models import DayKey

_BYTES = 32


def key_of(now: datetime) -> bytes:
    """Return the 32 bytes of the day of `now` (UTC), made by whoever asks first."""
    day = now.astimezone(UTC).date()
    return _row_key(day) if connection.vendor == "postgresql" else _file_key(day)


def drop_before(now: datetime) -> int:
    """Remove the keys of earlier days and return how many there were."""
    today = now.astimezone(UTC).date()
    old = [path for path in doorbell.folder().glob("limits-*.key") if path.name < _path(today).name]
    for path in old:
        path.unlink(missing_ok=True)
    return len(old) + DayKey.objects.filter(day__lt=today).delete()[0]


def _row_key(day: date) -> bytes:
    DayKey.objects.bulk_create([DayKey(day=day, key=secrets.token_bytes(_BYTES))], ignore_conflicts=True)
    return bytes(DayKey.objects.values_list("key", flat=True).get(day=day))


def _file_key(day: date) -> bytes:
    path = _path(day)
    with contextlib.suppress(FileNotFoundError):
        return path.read_bytes()
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "wb") as file:
        file.write(secrets.token_bytes(_BYTES))
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(fresh)  # One wins; whole at once, so that nobody reads half a key.
    fresh.unlink()
    return path.read_bytes()


def _path(day: date) -> Path:
    return doorbell.folder() / f"limits-{day.isoformat()}.key"
