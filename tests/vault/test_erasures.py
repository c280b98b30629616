"""Destroying a case's key: listed first, then gone; safe to repeat; the list identifies nobody."""

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings

from alongside.vault import erasures, sealing
from alongside.vault.errors import CannotOpen
from alongside.vault.models import WrappedKey
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
