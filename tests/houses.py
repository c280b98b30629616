"""A house of real processes: its own database, sockets, clock and letters; the test reads and writes the same rows.

Belongs here: copying the migrated database, starting and killing `alongside web`, `engine` or `serve`, moving time.
Does not belong here: what is expected of them.

    house.serve()                      # web and engine together, as `make run` does
    web = house.start("web"); web.kill()
    house.minutes_pass(5)              # for every process of the house and for this test
"""

import contextlib
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp
from urllib.parse import quote

from django.conf import settings
from django.db import connection

from alongside import clock, doorbell
from alongside.config.house import runtime_dir
from tests import sink
from tests.house_clock import HouseClock

ALONGSIDE = Path(sys.executable).parent / "alongside"


@dataclass(frozen=True)
class Template:
    """The migrated database of this test process: a file (SQLite) or a name (PostgreSQL)."""

    name: str

    @classmethod
    def of_this_process(cls) -> "Template":
        """Return the database that pytest-django has migrated."""
        return cls(str(connection.settings_dict["NAME"]))

    def copy(self, folder: Path) -> str:
        """Make an own database with the same content; return its file or name."""
        connection.close()
        if connection.vendor == "sqlite":
            return _copied_file(self.name, folder / "house.sqlite3")
        name = f"house_{uuid.uuid4().hex[:12]}"
        with connection._nodb_cursor() as cursor:  # noqa: SLF001  # Django offers no other way in beside a database.
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{self.name}"')
        return name


def _copied_file(source: str, target: Path) -> str:
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(target)) as new:
        old.backup(new)
    return str(target)


@dataclass
class House:
    """A running house, and the way to all that it does."""

    folder: Path
    runtime: Path
    database: str
    letters: sink.Sink
    port: int
    environment: dict[str, str] = field(default_factory=dict)
    processes: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address people type."""
        return f"http://localhost:{self.port}"

    @property
    def clock(self) -> HouseClock:
        """Return the clock of all its processes and of the test inside it."""
        return HouseClock(self.folder / "clock")

    @property
    def erasure_list(self) -> Path:
        """Return the list of destroyed keys."""
        return self.folder / "erasures" / "erasures.list"

    @property
    def output(self) -> bytes:
        """Return everything every process has said so far."""
        return b"".join(path.read_bytes() for path in sorted(self.folder.glob("*.log")))

    def start(self, *command: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start `alongside COMMAND` as its own process group."""
        log = (self.folder / f"{len(self.processes)}-{command[0]}.log").open("wb")
        process = subprocess.Popen(
            [str(ALONGSIDE), *command],
            env={**os.environ, **self.environment, **environment},
            cwd=self.folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)
        return process

    def serve(self, **environment: str) -> "subprocess.Popen[bytes]":
        """Start web and engine together and wait until people are answered."""
        process = self.start("serve", **environment)
        self.wait_until_answering()
        return process

    def wait_until_answering(self, seconds: float = 90) -> None:
        """Wait for the first page; fail with what the processes said."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(f"{self.url}/health/live", timeout=2).close()  # noqa: S310  # Our own address.
                return
            time.sleep(0.05)
        raise AssertionError(self.output.decode(errors="replace")[-4000:])

    def minutes_pass(self, minutes: float) -> datetime:
        """Move time for every process of this house; return what the clock now shows."""
        self.clock.stands(self.clock.moved + minutes * 60)
        doorbell.ring()
        return clock.now()

    def stop(self) -> None:
        """End every process of the house, gently and then not."""
        for process in self.processes:
            kill(process, signal.SIGTERM)
        for process in self.processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
            kill(process, signal.SIGKILL)
            process.wait()


def kill(process: "subprocess.Popen[bytes]", number: int) -> None:
    """Send a signal to a process and all that it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


@contextlib.contextmanager
def opened(template: Template, folder: Path) -> Iterator[House]:
    """Open a house on a copy of the database; nothing is started yet, and this process stays where it is."""
    runtime = Path(mkdtemp(prefix="al-"))  # Short: a socket's path is limited to about 100 bytes.
    try:
        with sink.opened() as letters:
            house = _house(template, folder, runtime, letters)
            try:
                yield house
            finally:
                house.stop()
                _dropped(house.database)
    finally:
        shutil.rmtree(runtime, ignore_errors=True)


def _house(template: Template, folder: Path, runtime: Path, letters: sink.Sink) -> House:
    house = House(folder, runtime, template.copy(folder), letters, free_port())
    house.clock.begins()
    house.environment.update(
        {
            "ALONGSIDE_ORIGIN": house.url,
            "ALONGSIDE_LISTEN": f"127.0.0.1:{house.port}",
            "ALONGSIDE_DATABASE_URL": _address(house.database),
            "ALONGSIDE_EMAIL_URL": f"smtp://127.0.0.1:{letters.port}",
            "ALONGSIDE_RUNTIME_DIR": str(runtime),
            "ALONGSIDE_CLOCK_FILE": str(house.clock.file),
            "ALONGSIDE_ERASURE_LIST": str(house.erasure_list),
        }
    )
    return house


def _address(database: str) -> str:
    if connection.vendor == "sqlite":
        return f"sqlite:///{database}"
    given = connection.settings_dict
    host, port = quote(given["HOST"], safe=""), f":{given['PORT']}" if given["PORT"] else ""
    password = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    return f"postgres://{given['USER']}{password}@{host}{port}/{database}"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def bring_erasure_list(house: House) -> None:
    """Let the house have the list of the database it is a copy of; without it, it would stand still."""
    house.erasure_list.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(settings.ERASURE_LIST, house.erasure_list)


@contextlib.contextmanager
def inside(house: House) -> Iterator[None]:
    """Move this process into the house: its rows, its clock, its doorbell."""
    old, listed = connection.settings_dict["NAME"], settings.ERASURE_LIST
    connection.close()
    settings.ERASURE_LIST = house.erasure_list
    connection.settings_dict["NAME"] = house.database
    clock.use_file(house.clock.file)
    doorbell.use_folder(house.runtime)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = old
        settings.ERASURE_LIST = listed
        clock.use_file(settings.HOUSE.clock_file)
        doorbell.use_folder(runtime_dir(settings.HOUSE))


def _dropped(database: str) -> None:
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:  # noqa: SLF001  # As above.
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
