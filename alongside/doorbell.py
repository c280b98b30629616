"""Waking another process: a ring after commit lets an engine look at once instead of at its next poll.

Belongs here: ringing and listening, on a Unix datagram socket (SQLite) or LISTEN/NOTIFY (PostgreSQL). Never blocks,
never fails the caller: a lost ring costs at most one poll. Does not belong here: what there is to do.
"""

import contextlib
import os
import select
import socket
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from django.db import connection

if TYPE_CHECKING:
    import psycopg

CHANNEL = "alongside_doorbell"
_folder: Path | None = None


class Listener(Protocol):
    """Something an engine waits on between two looks at the due rows."""

    def wait(self, seconds: float) -> bool:
        """Return True when somebody rang within `seconds`."""
        ...


def use_folder(path: Path | None) -> None:
    """Choose where the sockets of this house live; short, since a socket's path is limited to about 100 bytes."""
    global _folder  # noqa: PLW0603  # One process, one house.
    _folder = path


def folder() -> Path:
    """Return the folder of sockets, made when first asked for."""
    place = _folder or Path(tempfile.gettempdir()) / f"alongside-{os.getuid()}"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def ring() -> None:
    """Wake every engine that listens. Called after commit."""
    with contextlib.suppress(Exception):  # The caller's work is saved; engines look by themselves every second.
        if connection.vendor == "postgresql":
            _ring_postgres()
            return
        for bell in folder().glob("*.bell"):
            _ring_one(bell)


def _ring_postgres() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def _ring_one(bell: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as caller:
        caller.setblocking(False)  # noqa: FBT003  # The standard library takes it by place.
        try:
            caller.sendto(b"!", str(bell))
        except (ConnectionRefusedError, FileNotFoundError):
            bell.unlink(missing_ok=True)  # Left behind by an engine that was killed.
        except OSError:
            return  # Full: that engine has rings enough to wake it.


@contextlib.contextmanager
def listening(*, also: int | None = None) -> Iterator[Listener]:
    """Listen until the block ends; `also` is a file descriptor whose becoming readable ends a wait too."""
    if connection.vendor == "postgresql":
        yield _PostgresListener(also)
        return
    path = folder() / f"{uuid.uuid4().hex[:12]}.bell"
    bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    bell.bind(str(path))
    try:
        yield _SocketListener(bell, also)
    finally:
        bell.close()
        path.unlink(missing_ok=True)


class _SocketListener:
    def __init__(self, bell: socket.socket, also: int | None) -> None:
        self._bell = bell
        self._watched: list[socket.socket | int] = [bell] if also is None else [bell, also]
        bell.setblocking(False)  # noqa: FBT003  # As above.

    def wait(self, seconds: float) -> bool:
        if self._bell not in select.select(self._watched, [], [], seconds)[0]:
            return False
        with contextlib.suppress(BlockingIOError):
            while self._bell.recv(16):
                pass
        return True


class _PostgresListener:
    """LISTEN belongs to a session, so it is said again whenever the connection is a new one."""

    def __init__(self, also: int | None) -> None:
        self._also = [] if also is None else [also]
        self._heard_on: object = None
        self._listen()

    def wait(self, seconds: float) -> bool:
        raw = self._listen()
        if self._rang(raw):
            return True
        select.select([raw.fileno(), *self._also], [], [], seconds)
        return self._rang(raw)

    def _listen(self) -> "psycopg.Connection[object]":
        connection.ensure_connection()
        if connection.connection is not self._heard_on:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._heard_on = connection.connection
        return connection.connection  # type: ignore[no-any-return]

    @staticmethod
    def _rang(raw: "psycopg.Connection[object]") -> bool:
        with connection.wrap_database_errors:
            return bool(list(raw.notifies(timeout=0)))
