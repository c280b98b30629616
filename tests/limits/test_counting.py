"""Counting per network: it slows, it never refuses, it forgets, and it holds across real processes."""

import stat
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection

from alongside import doorbell
from alongside.limits import daykey, operations
from alongside.limits.models import Bucket, DayKey
from alongside.tenancy import transactions
from alongside.tenancy.errors import NotInTransaction
from tests import children, worlds
from tests.houses import House
from tests.worlds import World

HERE, ELSEWHERE = "192.0.2.17", "198.51.100.4"


@pytest.fixture(autouse=True)
def own_runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(doorbell, "_folder", tmp_path / "run")
    return tmp_path / "run"


def _count(world: World, now: datetime, kind: operations.Kind = "codes", address: str = HERE) -> bool:
    return operations.count(organization=world.organization.id, kind=kind, address=address, now=now)


@pytest.mark.parametrize(("kind", "most"), [("codes", 60), ("requests", 6), ("sign_in", 10)])
def test_beyond_the_usual_we_ask_for_patience(world: World, now: datetime, kind: operations.Kind, most: int) -> None:
    assert [_count(world, now, kind) for _ in range(most + 2)] == [False] * most + [True, True]


def test_a_machine_has_its_own_count_whatever_network_it_calls_from(world: World, now: datetime) -> None:
    def count(machine: UUID) -> bool:
        return operations.count_machine(organization=world.organization.id, kind="events", machine=machine, now=now)

    one, other = UUID(int=1), UUID(int=2)
    assert [count(one) for _ in range(302)] == [False] * 300 + [True, True]
    assert not count(other)


def test_neighbors_share_a_count_and_others_do_not(world: World, noise: World, now: datetime) -> None:
    for _ in range(7):
        _count(world, now, "requests")
    assert _count(world, now, "requests", "192.0.2.250")
    assert not _count(world, now, "requests", ELSEWHERE)
    assert not _count(world, now, "sign_in")
    assert not _count(noise, now, "requests")


def test_the_next_window_starts_afresh(world: World, now: datetime) -> None:
    for _ in range(7):
        _count(world, now, "requests")
    assert _count(world, now + timedelta(minutes=9), "requests")
    assert not _count(world, now + timedelta(minutes=10), "requests")


def test_no_address_is_kept(world: World, now: datetime, own_runtime_folder: Path) -> None:
    _count(world, now)
    bucket = Bucket.objects.get()
    assert len(bytes(bucket.network)) == 32
    kept = repr(list(Bucket.objects.values())).encode() + bytes(bucket.network)
    assert not any(spelled in kept for spelled in (b"192.0.2", bytes([192, 0, 2]), b"c00002"))


def test_yesterdays_hash_cannot_be_told_today(world: World, now: datetime) -> None:
    _count(world, now)
    _count(world, now + timedelta(days=1))
    one, other = Bucket.objects.order_by("window_start").values_list("network", flat=True)
    assert bytes(one) != bytes(other)


@pytest.mark.skipif(connection.vendor == "postgresql", reason="With PostgreSQL the key is a row.")
def test_the_key_of_a_day_is_a_file_that_only_we_read(world: World, now: datetime, own_runtime_folder: Path) -> None:
    _count(world, now)
    (path,) = own_runtime_folder.glob("limits-*")
    assert path.name == "limits-2026-03-04.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert [each.name for each in own_runtime_folder.iterdir()] == [path.name]
    assert not DayKey.objects.exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="With SQLite the key is a file.")
def test_the_key_of_a_day_is_a_row_that_all_hosts_share(world: World, now: datetime, own_runtime_folder: Path) -> None:
    _count(world, now)
    assert DayKey.objects.get().day == now.date()
    assert not own_runtime_folder.exists()


def test_whoever_asks_first_makes_the_key(db: None, now: datetime) -> None:
    assert daykey.key_of(now) == daykey.key_of(now)
    assert len(daykey.key_of(now)) == 32
    assert daykey.key_of(now) != daykey.key_of(now + timedelta(days=1))


def test_sweeping_forgets_counts_and_keys(world: World, now: datetime) -> None:
    tomorrow = now + timedelta(days=1)
    _count(world, now)
    key = daykey.key_of(now)
    _count(world, tomorrow)
    assert operations.sweep(now=now + timedelta(hours=8)) == 0
    assert operations.sweep(now=tomorrow) == 2
    assert Bucket.objects.get().window_start.date() == tomorrow.date()
    assert daykey.key_of(now) != key
    assert operations.sweep(now=now) == 0


def test_sweeping_only_within_a_transaction(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(transactions, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        operations.sweep(now=now)


def count_many(organization: str, times: str) -> None:
    """In a child process: count, and print how often it was asked for patience."""
    given = {"organization": UUID(organization), "kind": "codes", "address": HERE, "now": worlds.NOW}
    slowed = sum(operations.count(**given) for _ in range(int(times)))
    print(slowed)  # noqa: T201  # The parent reads it.


@pytest.mark.processes
def test_limits_hold_across_processes(new_house: House) -> None:
    """Three processes count 120 codes from one network at once: 60 pass, 60 are slowed, none is lost."""
    organization = str(worlds.make().organization.id)
    name = "tests.limits.test_counting:count_many"
    said = children.finish([children.start(new_house, name, organization, "40") for _ in range(3)])
    assert sum(int(each) for each in said) == 60
    assert Bucket.objects.get().count == 120
