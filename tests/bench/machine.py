"""The limits of this machine, measured in the same run: what no program here could pass.

Belongs here: the bare costs. Does not belong here: anything of the house.
"""

import contextlib
import os
import smtplib
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL, Popen

from argon2.low_level import Type, hash_secret_raw

from tests import sink
from tests.bench import load
from tests.houses import free_port

EMPTY = """
def application(environ, start):
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


def commits_per_second(folder: Path, *, seconds: float = 1.0) -> float:
    """SQLite, WAL, synchronous FULL, one writer, one small row a commit."""
    with contextlib.closing(sqlite3.connect(folder / "limit.sqlite3", isolation_level=None)) as database:
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            database.execute(f"PRAGMA {pragma}")
        database.execute("CREATE TABLE IF NOT EXISTS t (a BLOB)")
        return _per_second(lambda: database.execute("INSERT INTO t VALUES (randomblob(200))"), seconds)


def hashes_per_second(threads: int, *, memory: int = 19456, passes: int = 2) -> float:
    """Argon2id as the return code uses it, on so many threads."""

    def one(_number: int) -> bytes:
        return hash_secret_raw(b"x" * 32, b"y" * 16, passes, memory, 1, 32, Type.ID)

    count = 24 * threads
    with ThreadPoolExecutor(threads) as pool:
        began = time.perf_counter()
        list(pool.map(one, range(count)))
    return count / (time.perf_counter() - began)


def smtp_handover_ms(port: int, *, count: int = 30) -> float:
    """Open a connection to the sink, hand one message over, close: the median."""

    def one() -> None:
        with smtplib.SMTP("127.0.0.1", port) as client:
            client.sendmail("a@example.org", ["limit@example.org"], "Subject: x\r\n\r\nx")

    return statistics.median(_milliseconds(one) for _ in range(count))


@contextlib.contextmanager
def empty_server(folder: Path, threads: int) -> Iterator[int]:
    """The same web server with an application that answers two bytes; yields its port."""
    (folder / "empty_answer.py").write_text(EMPTY)
    port = free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--no-ws", "--log-level"]
    command += ["error", "--blocking-threads", str(threads), "--backpressure", "1024", "empty_answer:application"]
    server = Popen(command, cwd=folder, stdout=DEVNULL, stderr=DEVNULL, env={**os.environ, "PYTHONPATH": str(folder)})
    try:
        _wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def empty_answers_per_second(folder: Path, connections: int) -> float:
    """What this client and this web server reach together when nothing is computed."""
    with empty_server(folder, threads=8) as port:
        return load.play(port, [load.Request.get("/")] * 4000, connections).per_second


@dataclass(frozen=True)
class Limits:
    """What this machine can do at most, a second; `handover` in milliseconds."""

    commits: float
    hashes_alone: float
    hashes: float
    empty: float
    handover: float

    def lines(self) -> dict[str, str]:
        """Return each in words and figures."""
        return {
            "SQLite commits/s (WAL, FULL, one writer)": f"{self.commits:,.0f}",
            "Argon2id (19 MiB, t=2) hashes/s, 1 thread / all cores": f"{self.hashes_alone:.0f} / {self.hashes:.0f}",
            "an empty answer/s, 32 connections (this client's ceiling)": f"{self.empty:,.0f}",
            "one SMTP message handed over, fresh connection": f"{self.handover:.1f} ms",
        }


def measure(folder: Path) -> Limits:
    """Measure every limit, one after the other."""
    with sink.opened() as letters:
        handover = smtp_handover_ms(letters.port)
    return Limits(
        commits=commits_per_second(folder),
        hashes_alone=hashes_per_second(1),
        hashes=hashes_per_second(os.cpu_count() or 1),
        empty=empty_answers_per_second(folder, 32),
        handover=handover,
    )


def _per_second(act: Callable[[], object], seconds: float) -> float:
    ends, count, began = time.perf_counter() + seconds, 0, time.perf_counter()
    while time.perf_counter() < ends:
        act()
        count += 1
    return count / (time.perf_counter() - began)


def _milliseconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _wait_for(port: int) -> None:
    import socket  # noqa: PLC0415  # Only here.

    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise TimeoutError(port)
