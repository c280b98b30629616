"""Rotation while cases are written and the worker that wraps them anew is killed, again and again."""

import contextlib
import random
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from alongside.ledger import operations as ledger
from alongside.ledger import queries as proofs
from alongside.ledger.models import Proof
from alongside.tenancy.transactions import one_transaction
from alongside.vault import keyring, operations, queries, sealing
from alongside.vault.errors import UnknownGeneration
from alongside.vault.models import WrappedKey
from tests import children, worlds
from tests.houses import House

MODULE = "tests.vault.test_rotation_under_fire"


def seal_many(organization: str, times: str) -> None:
    """In a child process: make cases, each with one sealed cell (its ledger proof)."""
    own = UUID(organization)
    for number in range(int(times)):
        case = uuid4()
        with one_transaction():
            box = sealing.make_box(organization=own, case=case)
            ledger.write(
                organization=own,
                actor_role="a",
                verb="v",
                now=worlds.NOW,
                payload={"number": number},
                case=case,
                box=box,
            )
        time.sleep(0.01)


def rewrap_until_killed() -> None:
    """In a child process: wrap keys anew, a few at a time, for ever."""
    print("wrapping")  # noqa: T201  # The parent waits for it.
    sys.stdout.flush()
    while True:
        with one_transaction():
            done = operations.rewrap_some(limit=3, now=worlds.NOW)
        time.sleep(0 if done else 0.01)


@pytest.fixture
def own_keyring(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYRING_FILE = path = tmp_path / "keys" / "keyring.json"
    keyring.create(path, made=worlds.NOW.date())
    return path


def _kill_one_worker(house: House, path: Path, after: float) -> None:
    worker = children.start(house, f"{MODULE}:rewrap_until_killed", ALONGSIDE_KEYRING_FILE=str(path))
    assert worker.stdout
    assert worker.stdout.readline() == "wrapping\n"
    time.sleep(after)
    worker.kill()
    worker.communicate()


def _read(organization: UUID) -> int:
    """Open everything ever sealed; return how many there were."""
    cases = Proof.objects.of(organization).values_list("case", flat=True)
    for case in cases:
        box = sealing.open_box(organization=organization, case=case)
        assert [entry.true for entry in proofs.opened(organization=organization, case=case, box=box)] == [True]
    return len(cases)


def _wrapped_some() -> int:
    with one_transaction():
        return operations.rewrap_some(limit=50, now=worlds.NOW)


def _still_opening(dump: list[dict[str, Any]], gone: list[str]) -> int:
    """Put an old dump's keys back; return how many of the destroyed generations still open."""
    opened = 0
    for row in (row for row in dump if row["generation"] in gone):
        WrappedKey.objects.filter(pk=row["pk"]).update(generation=row["generation"], blob=row["blob"])
        with contextlib.suppress(UnknownGeneration):
            sealing.unwrap(WrappedKey.objects.get(pk=row["pk"]))
            opened += 1
    return opened


@pytest.mark.processes
def test_rotation_under_fire(new_house: House, own_keyring: Path) -> None:
    organization = worlds.make().organization.id
    writers = [
        children.start(
            new_house, f"{MODULE}:seal_many", str(organization), "30", ALONGSIDE_KEYRING_FILE=str(own_keyring)
        )
        for _ in range(2)
    ]
    chance = random.Random(1)  # noqa: S311  # When to kill, not a secret.
    for _ in range(4):
        operations.rotate_keyring(now=worlds.NOW)
        _kill_one_worker(new_house, own_keyring, chance.random() * 0.1)
    children.finish(writers)
    assert _read(organization) == 60
    dump = list(WrappedKey.objects.values("pk", "generation", "blob"))
    operations.rotate_keyring(now=worlds.NOW)
    while _wrapped_some():
        pass
    gone = operations.destroy_old_generations(now=worlds.NOW + timedelta(weeks=6))
    assert len(gone) == 5
    assert _read(organization) == 60
    assert queries.unknown_generations() == []
    assert _still_opening(dump, gone) == 0
