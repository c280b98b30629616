"""Destroying a case's key: listed first, then gone; safe to repeat; the list identifies nobody."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as settings_of
from pytest_django import Settings

from alongside.vault import erasures, keyring, sealing
from alongside.vault.erasures import Standing
from alongside.vault.errors import CannotOpen, ListOfErasuresLost
from alongside.vault.keyring import Keyring
from alongside.vault.models import ErasureHead, WrappedKey
from tests.worlds import NOW, World


@pytest.fixture
def erasure_list(settings: Settings, tmp_path: Path) -> Path:
    settings.ERASURE_LIST = path = tmp_path / "erasures" / "erasures.list"
    return path


def _case(world: World) -> UUID:
    case = uuid4()
    sealing.make_box(organization=world.organization.id, case=case)
    return case


def test_a_destroyed_key_opens_nothing(world: World, erasure_list: Path) -> None:
    case, other = _case(world), _case(world)
    assert erasures.destroy_key(case=case, now=NOW)
    with pytest.raises(CannotOpen):
        sealing.open_box(organization=world.organization.id, case=case)
    assert sealing.open_box(organization=world.organization.id, case=other)


def test_the_list_identifies_nobody(world: World, erasure_list: Path) -> None:
    case = _case(world)
    key = WrappedKey.objects.get(case=case).key_id
    erasures.destroy_key(case=case, now=NOW)
    seq, mark, month = erasure_list.read_text().split()
    assert (seq, len(mark), month) == ("1", 64, "2026-03")
    spelled = erasure_list.read_text()
    assert not any(each in spelled for each in (str(case), case.hex, str(key), key.hex))


def test_a_repeat_after_a_kill_lists_nothing_twice(world: World, erasure_list: Path) -> None:
    case = _case(world)
    kept = WrappedKey.objects.get(case=case)
    erasures.destroy_key(case=case, now=NOW)
    kept.save(force_insert=True)  # The transaction was lost with its process, the list was not.
    assert erasures.destroy_key(case=case, now=NOW)
    assert not erasures.destroy_key(case=case, now=NOW)
    assert len(erasure_list.read_text().splitlines()) == 1
    erasures.destroy_key(case=_case(world), now=NOW)
    assert [line.split()[0] for line in erasure_list.read_text().splitlines()] == ["1", "2"]


# --- the list against what the database knows of it -------------------------------------------------------------------


def test_a_house_that_begins_and_one_that_goes_on(world: World, erasure_list: Path) -> None:
    assert erasures.standing() is Standing.NEW
    erasures.settle()
    assert erasures.standing() is Standing.WHOLE
    erasures.destroy_key(case=_case(world), now=NOW)
    assert erasures.standing() is Standing.WHOLE


def test_missing_list_starts_in_withdrawal(world: World, erasure_list: Path) -> None:
    erasures.destroy_key(case=_case(world), now=NOW)
    erasure_list.unlink()
    assert erasures.standing() is Standing.ABSENT
    assert erasures.standing().lost


def test_an_older_or_another_list_is_lost_too_and_nothing_more_is_destroyed(world: World, erasure_list: Path) -> None:
    for _ in range(2):
        erasures.destroy_key(case=_case(world), now=NOW)
    first, second = erasure_list.read_text().splitlines(keepends=True)
    for other in (first, second + first, first + second.replace("2 ", "2 0", 1)):
        erasure_list.write_text(other)
        assert erasures.standing() is Standing.BEHIND
        waiting = _case(world)
        with pytest.raises(ListOfErasuresLost):
            erasures.destroy_key(case=waiting, now=NOW)
        assert WrappedKey.objects.filter(case=waiting).exists()
    erasures.settle()  # Accepted as it is: older backups are destroyed.
    assert erasures.standing() is Standing.WHOLE


def test_a_list_ahead_is_a_restore_unless_a_process_died_between_list_and_database(
    world: World, erasure_list: Path
) -> None:
    case = _case(world)
    kept = WrappedKey.objects.get(case=case)
    erasures.settle()
    before = ErasureHead.objects.get()
    erasures.destroy_key(case=case, now=NOW)
    before.save()
    kept.save(force_insert=True)
    assert erasures.standing() is Standing.CUT_SHORT
    assert erasures.came_back() == [(world.organization.id, case)]
    erasure_list.with_suffix(".open").unlink()
    assert erasures.standing() is Standing.RESTORED


def test_a_line_cut_short_was_never_acted_upon(world: World, erasure_list: Path) -> None:
    erasures.destroy_key(case=_case(world), now=NOW)
    with erasure_list.open("a") as listed:
        listed.write("2 abc")
    assert erasures.standing() is Standing.WHOLE
    erasures.destroy_key(case=_case(world), now=NOW)
    assert [line.split()[0] for line in erasure_list.read_text().splitlines()] == ["1", "2"]


def test_what_an_earlier_erasure_key_listed_is_known_still(world: World, erasure_list: Path) -> None:
    case = _case(world)
    kept = WrappedKey.objects.get(case=case)
    erasures.destroy_key(case=case, now=NOW)
    kept.save(force_insert=True)
    ring = keyring.current()
    old = ring.active("erasure")
    fresh = keyring.new("erasure", "e-2", NOW.date())
    others = [each for each in ring.generations if each is not old]
    with keyring.turn(Path(settings_of.KEYRING_FILE)):
        keyring.write(Path(settings_of.KEYRING_FILE), Keyring((*others, fresh, replace(old, use="open-only"))))
    try:
        assert erasures.came_back() == [(world.organization.id, case)]
    finally:
        with keyring.turn(Path(settings_of.KEYRING_FILE)):
            keyring.write(Path(settings_of.KEYRING_FILE), ring)


def test_the_list_is_on_the_disk_before_the_key_is_destroyed(
    world: World, erasure_list: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A power cut between the two must never leave a destroyed key that a backup could bring back."""
    case = _case(world)
    synced: list[tuple[str, bool]] = []

    def told(held: int) -> None:
        name = Path(f"/proc/self/fd/{held}").readlink()
        synced.append((str(name), WrappedKey.objects.filter(case=case).exists()))

    monkeypatch.setattr(erasures.os, "fsync", told)
    erasures.destroy_key(case=case, now=NOW)
    assert (str(erasure_list), True) in synced
    assert not WrappedKey.objects.filter(case=case).exists()
