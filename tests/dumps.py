"""Everything that is kept, as bytes: for searching it for what must not be there.

Belongs here: reading every table, and on SQLite the files themselves. Does not belong here: what is searched for.
"""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection

from alongside.tenancy import transactions


def everything() -> bytes:
    """Return every value of every table, the bytes of the database's files after a checkpoint, and the list apart."""
    transactions.leave_no_trace()
    parts = [tables(), *(path.read_bytes() for path in _files() if path.exists())]
    return b"\n".join(parts)


def tables() -> bytes:
    """Return every value of every table; binary ones as they are, the rest as text."""
    found: list[bytes] = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608  # Our own tables' names.
            found += [_bytes(value) for row in cursor.fetchall() for value in row]
    return b"\n".join(found)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def _files() -> list[Path]:
    listed = Path(settings.ERASURE_LIST)
    apart = [listed, listed.with_suffix(".open")]
    if connection.vendor != "sqlite":
        return apart
    name = str(connection.settings_dict["NAME"])
    return [*apart, Path(name), Path(f"{name}-wal")]
