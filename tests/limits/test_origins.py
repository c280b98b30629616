"""Which network a request came from: remembered for a day, and only by whoever has the day's key."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from alongside import doorbell
from alongside.limits import daykey, operations, tickets
from alongside.limits.models import Bucket, Origin
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from tests.worlds import World

HERE, NEXT_DOOR, ELSEWHERE = "192.0.2.17", "192.0.2.250", "198.51.100.4"


@pytest.fixture(autouse=True)
def own_runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "_folder", tmp_path / "run")


def note(world: World, now: datetime, address: str = HERE) -> uuid.UUID:
    act = uuid.uuid4()
    with one_transaction():
        operations.note_origin(organization=world.organization.pk, act=act, address=address, now=now)
    return act


def count(world: World, acts: list[uuid.UUID], now: datetime, address: str = HERE) -> int:
    marks = operations.came_from(organization=world.organization.pk, address=address, now=now)
    return operations.count_among(marks, acts=acts, now=now)


def test_only_what_came_from_here_counts(world: World, noise: World, now: datetime) -> None:
    acts = [note(world, now), note(world, now, NEXT_DOOR), note(world, now, ELSEWHERE), note(noise, now)]
    assert count(world, acts, now) == 2
    assert count(world, acts, now, ELSEWHERE) == 1
    assert count(world, acts[:1], now, NEXT_DOOR) == 1
    assert count(world, [uuid.uuid4()], now) == 0


def test_neither_the_network_nor_the_request_can_be_read(world: World, now: datetime) -> None:
    act = note(world, now)
    kept = Origin.objects.get()
    assert act.bytes not in bytes(kept.act) + bytes(kept.network)
    assert act.hex not in repr(Origin.objects.values().get())
    daykey.drop_before(now + timedelta(days=1))
    assert count(world, [act], now) == 0, "without the key of the day nobody can tell"


def test_it_is_forgotten_with_the_day(world: World, now: datetime) -> None:
    act = note(world, now)
    assert count(world, [act], now + timedelta(days=1)) == 0
    with one_transaction():
        operations.sweep(now=now + timedelta(hours=23))
    assert Origin.objects.exists()
    with one_transaction():
        operations.sweep(now=now + timedelta(hours=24))
    assert not Origin.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_noting_is_part_of_what_it_notes(now: datetime) -> None:
    with pytest.raises(NotInTransaction):
        operations.note_origin(organization=uuid.uuid4(), act=uuid.uuid4(), address=HERE, now=now)


def test_a_ready_ticket_opens_the_way_once(world: World, now: datetime) -> None:
    house = world.organization.pk
    ticket = tickets.issue(organization=house, kind="codes", now=now)
    assert tickets.use(ticket, organization=house, kind="codes", now=now).state == "wait"
    later = now + timedelta(seconds=21)
    states = [tickets.use(ticket, organization=house, kind="codes", now=later).state for _ in range(3)]
    assert states == ["ready", "invalid", "invalid"]
    other = tickets.issue(organization=house, kind="codes", now=now - timedelta(seconds=1))
    assert tickets.use(other, organization=house, kind="codes", now=later).state == "ready"
    assert ticket.encode() not in b"".join(bytes(row.network) for row in Bucket.objects.all())
