"""A ring wakes a waiting engine at once, never blocks, never fails the caller; on both databases."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from alongside import doorbell
from alongside.tenancy.transactions import one_transaction
from tests.houses import Template

on_sqlite = pytest.mark.skipif("postgres" in os.environ["ALONGSIDE_DATABASE_URL"], reason="Sockets serve SQLite.")


@pytest.fixture(autouse=True)
def database(template_database: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The real database, without a transaction around: nothing here writes a row."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def _ring_soon(after: float = 0.1) -> threading.Thread:
    def ring() -> None:
        time.sleep(after)
        doorbell.ring()
        connection.close()

    thread = threading.Thread(target=ring)
    thread.start()
    return thread


def test_a_ring_ends_the_wait() -> None:
    with doorbell.listening() as bell:
        bell.wait(0)
        ringer, began = _ring_soon(), time.perf_counter()
        assert bell.wait(10)
        assert time.perf_counter() - began < 2
        ringer.join()


def test_a_ring_before_the_wait_is_not_lost() -> None:
    with doorbell.listening() as bell:
        bell.wait(0)
        _ring_soon(0).join()
        assert bell.wait(5)


def test_many_rings_are_one() -> None:
    with doorbell.listening() as bell:
        bell.wait(0)
        for _ in range(5):
            _ring_soon(0).join()
        assert bell.wait(5)
        time.sleep(0.05)
        bell.wait(0)
        assert not bell.wait(0.05)


def test_silence_ends_with_the_time_given() -> None:
    with doorbell.listening() as bell:
        began = time.perf_counter()
        assert not bell.wait(0.15)
        assert 0.1 < time.perf_counter() - began < 2


def test_something_else_may_end_the_wait() -> None:
    read, write = os.pipe()
    try:
        with doorbell.listening(also=read) as bell:
            os.write(write, b"!")
            began = time.perf_counter()
            assert not bell.wait(10)
            assert time.perf_counter() - began < 2
    finally:
        os.close(read)
        os.close(write)


def test_a_journey_rings_after_its_commit_and_not_before() -> None:
    with doorbell.listening() as bell:
        bell.wait(0)
        with one_transaction():
            assert not bell.wait(0.05)
        assert bell.wait(5)


def test_a_journey_that_fails_does_not_ring() -> None:
    with doorbell.listening() as bell:
        bell.wait(0)
        with pytest.raises(ZeroDivisionError), one_transaction():
            1 / 0  # noqa: B018  # Whatever fails.
        assert not bell.wait(0.1)


def test_nobody_listening_is_no_failure() -> None:
    doorbell.ring()
    with transaction.atomic():
        doorbell.ring()


@on_sqlite
def test_a_bell_left_by_a_killed_engine_is_cleared_away() -> None:
    with doorbell.listening():
        pass
    stale = doorbell.folder() / "dead.bell"
    bell = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    bell.bind(str(stale))
    bell.close()
    doorbell.ring()
    assert not stale.exists()


@on_sqlite
def test_a_full_bell_never_blocks_the_caller() -> None:
    with doorbell.listening():
        began = time.perf_counter()
        for _ in range(2000):
            doorbell.ring()
        assert time.perf_counter() - began < 5


@on_sqlite
def test_every_engine_is_woken() -> None:
    with doorbell.listening() as one, doorbell.listening() as other:
        doorbell.ring()
        assert one.wait(1)
        assert other.wait(1)


@on_sqlite
def test_a_folder_that_cannot_be_made_fails_no_caller(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    before = doorbell.folder()
    doorbell.use_folder(tmp_path / "file" / "run")
    try:
        doorbell.ring()
    finally:
        doorbell.use_folder(before)
