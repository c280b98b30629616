"""`kill -9` while a backup is written or put back, and a disk that is full.

Afterwards there is the old database or the restored one; nobody who was erased is back; one start, or the same command
once more, mends it; what cannot be mended says why (hazard H38).
"""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings
from django.db import connection

from alongside import clock
from alongside.cases.models import Case
from alongside.config import backing_up, preparing, recovering
from alongside.journeys import recovering as afterwards
from alongside.ledger import queries as ledger
from alongside.notices import queries as outbox
from alongside.notices.models import Notice
from alongside.paging.models import Alarm
from alongside.tenancy.models import Organization
from alongside.vault import erasures
from alongside.vault.erasures import Standing
from tests import children, worlds
from tests.houses import House
from tests.stories.story import Story
from tests.stories.test_forgotten_for_good import back_up, empty_the_database, erase_now

pytestmark = pytest.mark.processes
MODULE = "tests.stories.test_kill_nine_restoring"

STEPS: dict[str, tuple[Any, str]] = {
    "nothing is written yet": (backing_up, "opened"),
    "put back": (backing_up, "_put_back"),
    "tables are new": (backing_up, "prepare"),
    "list is known to be older": (erasures, "came_back"),
    "one is forgotten again": (afterwards, "_forget_again"),
    "coordinators have it": (afterwards, "_leave_to_coordinators"),
    "begun anew": (afterwards, "_begin_anew"),
    "list is known": (erasures, "settle"),
}


def restore_and_die(step: str, file: str, identity: str) -> None:
    """In a child process: put a backup back, and die by SIGKILL right after one step."""
    preparing.static_files_are_stale = lambda: False
    _die_after(*STEPS[step])
    backing_up.restore(settings.HOUSE, file=file, identity=identity)


def back_up_and_die(name: str, file: str, recipient: str) -> None:
    """In a child process: write a backup, and die by SIGKILL right after one step."""
    _die_after(*{"read": (backing_up, "_content"), "durable": (os, "fsync")}[name])
    backing_up.backup(settings.HOUSE.model_copy(update={"backup_recipient": recipient}), file=file)


def _die_after(module: Any, name: str) -> None:
    whole = getattr(module, name)

    def and_die(*args: object, **more: object) -> None:
        whole(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, and_die)


def dies(house: House, function: str, *words: str) -> None:
    connection.close()
    child = children.start(house, f"{MODULE}:{function}", *words)
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL


@pytest.fixture
def identity(tmp_path: Path) -> pyrage.x25519.Identity:
    made = pyrage.x25519.Identity.generate()
    (tmp_path / "identity.txt").write_text(str(made))
    return made


@pytest.fixture
def story(new_house: House, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(preparing, "static_files_are_stale", lambda: False)
    now = clock.now()
    recovering.settle()
    told = Story(worlds.make(now=now), now=now)
    told.somebody_asks_for_help(urgency="now", phone="+12025550199")
    told.somebody_asks_for_help(urgency="now")
    told.they_come_back_with_their_code()
    return told


@pytest.mark.parametrize("step", STEPS)
def test_a_restore_that_is_killed(
    story: Story, new_house: House, identity: pyrage.x25519.Identity, tmp_path: Path, step: str
) -> None:
    made, key = back_up(identity, tmp_path / "night.age"), tmp_path / "identity.txt"
    assert story.case
    gone = story.case.pk
    erase_now(story)
    empty_the_database()
    dies(new_house, "restore_and_die", step, str(made), str(key))
    preparing.prepare(settings.HOUSE)  # As at the next start.
    if not Organization.objects.exists():  # The empty database stands: the same command once more.
        assert step == "nothing is written yet"
        assert backing_up.restore(settings.HOUSE, file=str(made), identity=str(key)) == 0
    assert Case.objects.get(pk=gone).stage == "erased"
    assert (erasures.standing(), erasures.came_back()) == (Standing.WHOLE, [])
    assert outbox.oldest_due(now=clock.now()) is None
    assert set(Notice.objects.filter(state="due").values_list("template", flat=True)) <= {"alarm"}
    (other,) = Case.objects.filter(stage="waiting")
    assert Alarm.objects.filter(kind="restored", case=other, seen_at=None).count() == 1
    assert other.due_at
    assert other.due_at > clock.now()
    assert ledger.verify(organization=story.world.organization.pk) == []


def test_a_restore_in_which_nobody_was_erased_since_is_known_too(
    story: Story, new_house: House, identity: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    """The list tells nothing then; only the mark does, and it comes with the rows or not at all."""
    made, key = back_up(identity, tmp_path / "night.age"), tmp_path / "identity.txt"
    empty_the_database()
    dies(new_house, "restore_and_die", "put back", str(made), str(key))
    assert erasures.standing() is Standing.RESTORED
    preparing.prepare(settings.HOUSE)
    assert outbox.oldest_due(now=clock.now()) is None
    assert Alarm.objects.filter(kind="restored", case__isnull=False).count() == 2


@pytest.mark.parametrize("step", ["read", "durable"])
def test_a_backup_that_is_killed_leaves_none_and_can_be_made_again(
    story: Story, new_house: House, identity: pyrage.x25519.Identity, tmp_path: Path, step: str
) -> None:
    file = tmp_path / "night.age"
    dies(new_house, "back_up_and_die", step, str(file), str(identity.to_public()))
    assert not file.exists(), "no file has the name of a backup that is not one"
    back_up(identity, file)
    assert backing_up.opened(file, tmp_path / "identity.txt")
    assert story.case
    assert Case.objects.get(pk=story.case.pk).stage == "waiting"


def test_a_full_disk_is_said_and_leaves_nothing_half(
    story: Story,
    identity: pyrage.x25519.Identity,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = back_up(identity, tmp_path / "night.age")
    house = settings.HOUSE.model_copy(update={"backup_recipient": str(identity.to_public())})
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _full)
        assert backing_up.backup(house, file=str(tmp_path / "next.age")) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.glob("*.age*")) == ["night.age"]
    if connection.vendor != "sqlite":
        return  # Its server writes there, and takes all of it back.
    empty_the_database()
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _full)
        assert backing_up.restore(settings.HOUSE, file=str(made), identity=str(tmp_path / "identity.txt")) == 1
    assert "No space left on device" in capsys.readouterr().err
    assert backing_up.restore(settings.HOUSE, file=str(made), identity=str(tmp_path / "identity.txt")) == 0
    assert story.case
    assert Case.objects.get(pk=story.case.pk).stage == "waiting"


def _full(_file: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
