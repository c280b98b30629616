"""The keyring file: made once with safe permissions, refused by name, replaced whole, rotated, read when changed."""

import base64
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from pytest_django import Settings

from alongside.tenancy import transactions
from alongside.tenancy.errors import NotInTransaction
from alongside.vault import errors, keyring, operations, queries, sealing
from alongside.vault.errors import CannotOpen, KeyringMissing, UnknownGeneration
from alongside.vault.models import WrappedKey
from tests.worlds import World

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
Change = Callable[[list[dict[str, Any]]], object]


@pytest.fixture
def ring_file(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYRING_FILE = path = tmp_path / "keys" / "keyring.json"
    keyring.create(path, made=NOW.date())
    return path


def _rewrite(path: Path, change: Change, **whole: object) -> None:
    content = json.loads(path.read_text())
    change(content["generations"])
    path.chmod(0o600)
    path.write_text(json.dumps(content | whole))
    path.chmod(0o400)


def test_first_start_makes_a_safe_file(ring_file: Path) -> None:
    assert ring_file.stat().st_mode & 0o777 == 0o400
    assert ring_file.parent.stat().st_mode & 0o777 == 0o700
    entries = json.loads(ring_file.read_text())["generations"]
    assert [(each["id"], each["kind"], each["use"]) for each in entries] == [
        ("kw-2026-47", "wrap", "active"),
        ("p-1", "pepper", "active"),
        ("e-1", "erasure", "active"),
    ]
    assert entries[0]["made"] == "2026-11-16"
    assert keyring.ready()


def test_a_second_start_changes_nothing(ring_file: Path) -> None:
    before = ring_file.read_bytes()
    keyring.create(ring_file, made=NOW.date())
    assert ring_file.read_bytes() == before


def _create(path: str) -> None:
    keyring.create(Path(path), made=NOW.date())


def test_two_processes_starting_at_once_make_one_keyring(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keyring.json"
    starters = [get_context("fork").Process(target=_create, args=(str(path),)) for _ in range(4)]
    for each in starters:
        each.start()
    for each in starters:
        each.join(20)
    assert [each.exitcode for each in starters] == [0, 0, 0, 0]
    assert len(keyring.load(path).generations) == 3


def _b64(key: bytes) -> str:
    return base64.b64encode(key).decode()


@pytest.mark.parametrize(
    ("refusal", "change"),
    [
        (errors.NoActiveGeneration, lambda all_: all_[0].update(use="open-only")),
        (errors.NoActiveGeneration, lambda all_: all_.pop(1)),
        (errors.NoActiveGeneration, lambda all_: all_.append(all_[0] | {"id": "kw-x", "key": _b64(b"0123" * 8)})),
        (errors.DuplicateGeneration, lambda all_: all_[2].update(id="p-1")),
        (errors.WrongLength, lambda all_: all_[0].update(key=_b64(b"short"))),
        (errors.WrongLength, lambda all_: all_[0].update(key="not base64 at all")),
        (errors.SampleKey, lambda all_: all_[0].update(key=_b64(keyring.SAMPLE))),
        (errors.SampleKey, lambda all_: all_[1].update(key=_b64(bytes(32)))),
        (errors.WrapIsPepper, lambda all_: all_[0].update(key=all_[1]["key"])),
        (errors.NotAKeyring, lambda all_: all_[0].update(kind="master")),
        (errors.NotAKeyring, lambda all_: all_[0].update(use="sometimes")),
        (errors.NotAKeyring, lambda all_: all_[0].pop("key")),
    ],
)
def test_an_unsafe_keyring_is_refused_by_name(
    ring_file: Path, refusal: type[errors.BadKeyring], change: Change
) -> None:
    keys = [each["key"] for each in json.loads(ring_file.read_text())["generations"]]
    _rewrite(ring_file, change)
    with pytest.raises(refusal) as told:
        operations.prepare_keyring(now=NOW)
    assert type(told.value) is refusal
    assert not any(key in str(told.value) for key in keys)
    assert not keyring.ready()


@pytest.mark.parametrize("mode", [0o440, 0o404, 0o640, 0o420])
def test_a_file_open_to_others_is_refused(ring_file: Path, mode: int) -> None:
    ring_file.chmod(mode)
    with pytest.raises(errors.KeyringOpenToOthers):
        keyring.current()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 2, "generations": []}', "\0", '{"format": 1}'])
def test_something_else_is_no_keyring(ring_file: Path, content: str) -> None:
    ring_file.unlink()
    ring_file.write_text(content)
    ring_file.chmod(0o400)
    with pytest.raises(errors.NotAKeyring):
        keyring.current()


def test_no_key_is_ever_shown(ring_file: Path) -> None:
    shown = repr(keyring.current())
    assert all(_b64(each.key.reveal()) not in shown for each in keyring.current().generations)
    assert "…" in shown


def test_a_lost_keyring_stops_the_start_once_something_is_sealed(world: World, ring_file: Path) -> None:
    ring_file.unlink()
    operations.prepare_keyring(now=NOW)  # Nothing sealed yet: a first start.
    sealing.make_box(organization=world.organization.id, case=uuid4())
    ring_file.unlink()
    with pytest.raises(KeyringMissing):
        operations.prepare_keyring(now=NOW)
    assert not ring_file.exists()
    assert not keyring.ready()


def test_rotation(ring_file: Path) -> None:
    old = keyring.current().active("wrap")
    name = operations.rotate_keyring(now=NOW + timedelta(weeks=1))
    ring = keyring.current()
    kept = ring.find("wrap", old.id)
    assert (name, ring.active("wrap").id) == ("kw-2026-48", "kw-2026-48")
    assert kept is not None
    assert (kept.use, kept.destroy_after, kept.key) == ("open-only", "2026-12-28", old.key)
    assert ring_file.stat().st_mode & 0o777 == 0o400


def test_a_second_rotation_in_a_week_has_its_own_name(ring_file: Path) -> None:
    assert [operations.rotate_keyring(now=NOW) for _ in range(3)] == ["kw-2026-47-2", "kw-2026-47-3", "kw-2026-47-4"]


def test_a_process_that_kept_the_old_ring_wraps_by_the_new_one(world: World, ring_file: Path) -> None:
    keyring.current()
    rotation = get_context("fork").Process(target=operations.rotate_keyring, kwargs={"now": NOW + timedelta(weeks=1)})
    rotation.start()
    rotation.join(20)
    sealing.make_box(organization=world.organization.id, case=uuid4())
    assert WrappedKey.objects.get().generation == "kw-2026-48"


def _sealed_cases(world: World, count: int) -> dict[Any, tuple[Any, bytes]]:
    sealed = {}
    for number in range(count):
        case, row = uuid4(), uuid4()
        box = sealing.make_box(organization=world.organization.id, case=case)
        sealed[case] = (row, box.seal(table="cases_entrusted", column="contact", row=row, plain=b"%d" % number))
    return sealed


def _open_all(world: World, sealed: dict[Any, tuple[Any, bytes]]) -> list[bytes]:
    return [
        sealing.open_box(organization=world.organization.id, case=case).open(
            table="cases_entrusted", column="contact", row=row, sealed=value
        )
        for case, (row, value) in sealed.items()
    ]


def test_rewrapping_goes_on_where_it_stopped(world: World, ring_file: Path) -> None:
    sealed = _sealed_cases(world, 5)
    operations.rotate_keyring(now=NOW)
    done = [operations.rewrap_some(limit=2, now=NOW) for _ in range(4)]
    assert done == [2, 2, 1, 0]
    assert _open_all(world, sealed) == [b"0", b"1", b"2", b"3", b"4"]
    assert set(WrappedKey.objects.values_list("generation", flat=True)) == {"kw-2026-47-2"}


def test_rewrapping_only_within_a_transaction(ring_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        operations.rewrap_some(limit=1, now=NOW)


def test_a_key_that_cannot_be_opened_stops_no_other(world: World, ring_file: Path) -> None:
    sealed = _sealed_cases(world, 3)
    broken = next(iter(sealed))
    WrappedKey.objects.filter(case=broken).update(blob=b"\x01" + bytes(60))
    operations.rotate_keyring(now=NOW)
    assert operations.rewrap_some(limit=10, now=NOW) == 2
    with pytest.raises(CannotOpen):
        sealing.open_box(organization=world.organization.id, case=broken)
    assert operations.destroy_old_generations(now=NOW + timedelta(weeks=6)) == []


def test_an_old_generation_goes_when_nothing_needs_it_and_its_backups_are_gone(world: World, ring_file: Path) -> None:
    sealed = _sealed_cases(world, 2)
    operations.rotate_keyring(now=NOW)
    late = NOW + timedelta(weeks=5, days=1)
    assert operations.destroy_old_generations(now=late) == []
    operations.rewrap_some(limit=10, now=NOW)
    assert operations.destroy_old_generations(now=NOW + timedelta(weeks=4)) == []
    assert operations.destroy_old_generations(now=late) == ["kw-2026-47"]
    assert _open_all(world, sealed) == [b"0", b"1"]
    assert keyring.ready()


def test_an_old_dump_and_todays_keyring_open_nothing(world: World, ring_file: Path) -> None:
    sealed = _sealed_cases(world, 2)
    dump = list(WrappedKey.objects.values("pk", "generation", "blob"))
    operations.rotate_keyring(now=NOW)
    operations.rewrap_some(limit=10, now=NOW)
    operations.destroy_old_generations(now=NOW + timedelta(weeks=6))
    for row in dump:
        WrappedKey.objects.filter(pk=row.pop("pk")).update(**row)
    for case in sealed:
        with pytest.raises(UnknownGeneration):
            sealing.open_box(organization=world.organization.id, case=case)
    assert queries.unknown_generations() == ["kw-2026-47"]


def test_a_generation_added_ahead_of_its_day_is_not_destroyed(db: None, ring_file: Path) -> None:
    """On several machines a new generation is added everywhere as open-only before it is activated."""
    ahead = {"id": "kw-2026-50", "kind": "wrap", "key": _b64(b"4567" * 8), "use": "open-only"}
    _rewrite(ring_file, lambda all_: all_.append(ahead))
    assert operations.destroy_old_generations(now=NOW + timedelta(weeks=60)) == []
    assert keyring.current().find("wrap", "kw-2026-50")


def test_killed_while_writing_the_old_file_stands(ring_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = ring_file.read_bytes()
    with monkeypatch.context() as killed:
        killed.setattr(keyring.os, "fsync", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            operations.rotate_keyring(now=NOW)
    assert ring_file.read_bytes() == before
    operations.rotate_keyring(now=NOW)
    assert len(keyring.current().generations) == 4
    assert sorted(path.name for path in ring_file.parent.iterdir()) == ["keyring.json", "keyring.lock"]
