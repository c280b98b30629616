"""The one transaction of a journey.

Belongs here: opening it, taking SQLite's single writer's turn, ringing the engine after commit.
Does not belong here: what is written. Only journeys open a transaction; operations assert that one is open.

On SQLite write transactions take one lock shared by all processes: writers that queue politely are forty times
faster at the 99th percentile than writers that meet inside the database.
"""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction

from alongside import doorbell
from alongside.tenancy.errors import NotInTransaction

_turn = threading.RLock()

_WAIT_FOR_READERS_MS = 500
"""Nobody who asks for help waits longer than this for the log to be emptied; it is tried again a minute later."""


def require_transaction() -> None:
    """Raise NotInTransaction unless a journey has opened one."""
    if not connection.in_atomic_block:
        raise NotInTransaction


@contextmanager
def one_transaction(*, ring: bool = True) -> Iterator[None]:
    """Open the journey's one durable transaction; ring the engine's doorbell after commit when `ring`."""
    with _writers_turn(), transaction.atomic():
        yield
        if ring:
            transaction.on_commit(doorbell.ring)


@contextmanager
def _writers_turn() -> Iterator[None]:
    path = _lock_path()
    if path is None or connection.in_atomic_block:
        yield
        return
    with _turn, path.open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def leave_no_trace() -> bool:
    """Write SQLite's log of recent changes back into its file and empty it; return False when a reader was in the way.

    Deleted bytes are overwritten in the file itself (`secure_delete`), but stay in the log until it is emptied: who
    steals both would read what was erased (threat model, 5.5). Does nothing elsewhere, or inside a transaction.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return True
    with _writers_turn(), connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {_WAIT_FOR_READERS_MS}")
        try:
            (in_the_way, *_) = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {patience}")
    return not in_the_way


def write_file_anew(*, week: int) -> bool:
    """Write SQLite's file anew once a week, so that no page that was freed keeps its old place; True when it was done.

    The week is kept in the file's own header. Writers wait for their turn meanwhile, readers go on. What SQLite needs
    beside the file is held in memory: no copy is ever written elsewhere. Does nothing elsewhere.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    with _writers_turn(), connection.cursor() as cursor:
        if cursor.execute("PRAGMA user_version").fetchone()[0] == week:
            return False
        before = cursor.execute("PRAGMA temp_store").fetchone()[0]
        cursor.execute("PRAGMA temp_store = MEMORY")
        try:
            cursor.execute("VACUUM")
            cursor.execute(f"PRAGMA user_version = {week:d}")
        finally:
            cursor.execute(f"PRAGMA temp_store = {before:d}")
    leave_no_trace()
    return True


def _lock_path() -> Path | None:
    if connection.vendor != "sqlite":
        return None
    name = str(connection.settings_dict["NAME"])
    in_memory = ":memory:" in name or "mode=memory" in name
    return None if in_memory else Path(f"{name}.turn")
