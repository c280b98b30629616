"""Somebody is erased, also while they wait; a backup from before brings nobody back and sends nothing (H26, H38, T13).

The backup is made and put back by the operator's own commands, on the database of a house.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pyrage
import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection

from alongside import clock
from alongside.cases import operations as cases
from alongside.cases.errors import ErasureHeld, NoVisit, UnknownCode
from alongside.cases.models import Case, Visit
from alongside.config import backing_up, preparing
from alongside.config import recovering as starting
from alongside.events.models import Event
from alongside.journeys import forgetting, recovering, remembering_a_day, until_a_human_answers
from alongside.ledger import operations as proofs
from alongside.ledger import queries as ledger
from alongside.notices import operations as notices
from alongside.notices import queries as outbox
from alongside.notices.models import Notice
from alongside.paging import operations as paging
from alongside.paging.models import Alarm, Climb, Page
from alongside.reminders import operations as reminders
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.tenancy.transactions import one_transaction
from alongside.vault import erasures
from alongside.vault.erasures import Standing
from alongside.vault.models import WrappedKey
from alongside.web import standing_still
from tests import children, worlds
from tests.dumps import everything
from tests.houses import House
from tests.stories.story import PHONE, Story

pytestmark = pytest.mark.processes
MODULE = "tests.stories.test_forgotten_for_good"


@pytest.fixture
def story(new_house: House, monkeypatch: pytest.MonkeyPatch) -> Story:
    monkeypatch.setattr(preparing, "static_files_are_stale", lambda: False)
    now = clock.now()
    recovering.recover(now=now)
    worlds.make_noise(now=now)
    told = Story(worlds.make(now=now), now=now)
    told.somebody_asks_for_help(urgency="now", phone="+12025550199")
    told.somebody_asks_for_help(urgency="now")
    told.they_come_back_with_their_code()
    return told


@pytest.fixture
def identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


def back_up(identity: pyrage.x25519.Identity, path: Path) -> Path:
    house = settings.HOUSE.model_copy(update={"backup_recipient": str(identity.to_public())})
    assert backing_up.backup(house, file=str(path)) == 0
    return path


def empty_the_database() -> None:
    """An operator names a new, empty database."""
    if connection.vendor == "sqlite":
        connection.close()
        for rest in ("", "-wal", "-shm"):
            Path(str(connection.settings_dict["NAME"]) + rest).unlink(missing_ok=True)
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def put_back(identity: pyrage.x25519.Identity, path: Path, folder: Path) -> int:
    key = folder / "identity.txt"
    key.write_text(f"# from the safe\n{identity}\n")
    return backing_up.restore(settings.HOUSE, file=str(path), identity=str(key))


def case_of(story: Story) -> UUID:
    assert story.case is not None
    return story.case.pk


def erase_now(story: Story) -> None:
    story.they_want_it_erased()


def test_erase_now_while_they_wait(story: Story) -> None:
    marks = everything()
    sealed = [bytes(blob) for blob in WrappedKey.objects.filter(case=case_of(story)).values_list("blob", flat=True)]
    words = Case.objects.get(pk=case_of(story)).designation.encode()
    erase_now(story)
    assert Case.objects.get(pk=case_of(story)).stage == "erased"
    left = everything()
    assert sealed
    assert all(blob in marks and blob not in left for blob in sealed)
    assert words in marks
    assert words not in left
    assert not Page.objects.filter(case=case_of(story)).exists()
    with pytest.raises(UnknownCode):
        story.they_come_back_with_their_code()
    with pytest.raises(NoVisit):
        erase_now(story)
    assert ledger.verify(organization=story.world.organization.pk) == []
    assert Climb.objects.filter(ended_at=None).count() == 1  # The other person still waits, and is still asked for.


def test_erase_now_is_held_under_danger(story: Story) -> None:
    story.they_say("raise_danger")
    with pytest.raises(ErasureHeld) as held:
        erase_now(story)
    assert not held.value.by_law
    assert story.standing.danger
    story.expects_stage("waiting")


def test_backup_cannot_bring_anyone_back(story: Story, identity: pyrage.x25519.Identity, tmp_path: Path) -> None:
    SessionStore().create()
    made = back_up(identity, tmp_path / "night.age")
    gone, code = case_of(story), story.code
    sealed = bytes(WrappedKey.objects.get(case=gone).blob)
    erase_now(story)
    empty_the_database()
    assert put_back(identity, made, tmp_path) == 0
    assert Case.objects.get(pk=gone).stage == "erased"
    assert sealed not in everything()
    assert erasures.standing() is Standing.WHOLE
    assert erasures.came_back() == []
    assert ledger.verify(organization=story.world.organization.pk) == []
    story.code = code
    with pytest.raises(UnknownCode):
        story.they_come_back_with_their_code()
    _sends_nothing_old(story)


def _sends_nothing_old(story: Story) -> None:
    now = clock.now()
    assert not Session.objects.exists()
    assert not Visit.objects.filter(ended_at=None).exists()
    assert not Event.objects.exists()
    assert outbox.oldest_due(now=now) is None
    assert set(Notice.objects.filter(state="due").values_list("template", flat=True)) <= {"alarm"}
    while until_a_human_answers.climb_next(now=now) or until_a_human_answers.remind_or_release_next(now=now):
        pass
    assert not Page.objects.filter(answer="none").exists()
    (other,) = Case.objects.of(story.world.organization).filter(stage="waiting")
    assert Alarm.objects.filter(kind="restored", case=other, seen_at=None).count() == 1
    later = now + recovering.TIME_TO_LOOK + timedelta(minutes=1)
    assert until_a_human_answers.climb_next(now=later)  # Nobody is left waiting for ever.


def test_what_a_backup_shows_as_open_or_in_danger_stays_forgotten_too(
    story: Story, identity: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    story.they_say("raise_danger")
    made = back_up(identity, tmp_path / "night.age")
    Case.objects.filter(pk=case_of(story)).update(danger=False)  # Two people lowered it.
    erase_now(story)
    empty_the_database()
    assert put_back(identity, made, tmp_path) == 0
    assert Case.objects.get(pk=case_of(story)).stage == "erased"


def test_a_backup_opens_by_its_own_key_only_and_whole(
    story: Story, identity: pyrage.x25519.Identity, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = back_up(identity, tmp_path / "night.age")
    assert not any(words in made.read_bytes() for words in (PHONE.encode(), b"SQLite", b"PGDMP"))
    assert put_back(identity, made, tmp_path) == 1  # The database is not empty.
    empty_the_database()
    assert put_back(pyrage.x25519.Identity.generate(), made, tmp_path) == 1
    content = made.read_bytes()
    for broken in (content[:-1], content[:-40], content[:200], content[:-1] + bytes([content[-1] ^ 1])):
        made.write_bytes(broken)
        assert put_back(identity, made, tmp_path) == 1
    assert "tenancy_organization" not in connection.introspection.table_names()
    assert "damaged or cut short" in capsys.readouterr().err


def test_a_backup_is_never_written_over_another_or_beside_the_keys(
    story: Story, identity: pyrage.x25519.Identity, tmp_path: Path
) -> None:
    made = back_up(identity, tmp_path / "night.age")
    house = settings.HOUSE.model_copy(update={"backup_recipient": str(identity.to_public())})
    assert backing_up.backup(house, file=str(made)) == 1
    assert backing_up.backup(house, file=str(settings.KEYRING_FILE.parent / "night.age")) == 1
    assert backing_up.backup(settings.HOUSE, file=str(tmp_path / "other.age")) == 1  # No recipient is set.
    assert made.stat().st_mode & 0o077 == 0


def test_a_restored_copy_beside_a_lost_list_tells_nobody_anything(
    story: Story, identity: pyrage.x25519.Identity, tmp_path: Path, new_house: House
) -> None:
    erase_now(story)
    made = back_up(identity, tmp_path / "night.age")
    shutil.rmtree(new_house.erasure_list.parent)
    empty_the_database()
    assert put_back(identity, made, tmp_path) == 1
    assert erasures.standing() is Standing.ABSENT


def test_a_copy_at_another_address_writes_to_nobody(
    story: Story, identity: pyrage.x25519.Identity, tmp_path: Path, new_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A backup tried out on a machine that can reach the mail server all the same (H38)."""
    assert starting.settle()
    made = back_up(identity, tmp_path / "night.age")
    empty_the_database()
    elsewhere = f"http://127.0.0.1:{new_house.port}"
    monkeypatch.setattr(settings, "HOUSE", settings.HOUSE.model_copy(update={"origin": elsewhere}))
    assert put_back(identity, made, tmp_path) == 1
    assert standing_still_looks()
    connection.close()
    new_house.start("engine", ALONGSIDE_ORIGIN=elsewhere)
    wait_until(lambda: b"put to work for another address" in new_house.output)
    new_house.minutes_pass(120)
    time.sleep(2)
    assert new_house.letters.letters == []
    assert not Notice.objects.filter(state="sent").exists()
    assert starting.say_moved(settings.HOUSE) == 0
    assert not standing_still_looks()
    assert ledger.lines(organization=story.world.organization.pk)[0].verb == "house.moved"
    wait_until(lambda: bool(new_house.letters.letters))  # Somebody said so: nobody is left waiting for ever.


def standing_still_looks() -> bool:
    """Say whether the web would show numbers and guidance only; this process forgets it again."""
    lost = standing_still.look()
    standing_still.Known.lost = False
    return lost


def wait_until(true: Callable[[], bool]) -> None:
    ends = time.monotonic() + 30
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.1)


@pytest.mark.parametrize(("yearly", "ahead"), [(False, 0), (True, 0), (False, 1200)])
def test_a_word_that_was_due_before_a_restore_does_not_come_twice(story: Story, *, yearly: bool, ahead: int) -> None:
    """The backup was made in the night; in the morning the word went out, then the disk failed."""
    now = clock.now()
    with one_transaction(ring=False):
        reminders.choose(
            organization=story.world.organization.pk,
            wish=Wish((now + timedelta(days=2 + ahead)).date(), yearly, "quiet.place@mail.example", "en"),
            zone=ZoneInfo(story.world.organization.timezone),
            now=now,
        )
    chosen = Reminder.objects.get()
    restored = chosen.due_at + timedelta(hours=2)
    recovering.recover(now=restored, restored=True)
    for hours in range(0, 26, 5):
        while remembering_a_day.tell_next(now=restored + timedelta(hours=hours)):
            pass
    assert not Notice.objects.filter(about=chosen.pk).exists()
    assert not yearly or Reminder.objects.get().due_at > restored + timedelta(days=300)  # It comes again next year.


# --- kill -9 between each pair of steps ------------------------------------------------------------------------------


def erase_and_die(after: str) -> None:
    """In a child process: erase what is due, and die by SIGKILL right after one step."""
    places = {
        "listed": (erasures, "_append"),
        "key": (erasures, "destroy_key"),
        "notices": (notices, "forget_case"),
        "pages": (paging, "forget_case"),
        "proofs": (proofs, "forget_case"),
        "tombstone": (cases, "leave_tombstone"),
        "said": (proofs, "write"),
    }
    module, name = places[after]
    whole = getattr(module, name)

    def and_die(*args: object, **more: object) -> None:
        whole(*args, **more)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(module, name, and_die)
    forgetting.erase_next(now=clock.now())


@pytest.mark.parametrize("step", ["listed", "key", "notices", "pages", "proofs", "tombstone", "said"])
def test_kill_between_each_pair_of_erasure_steps(story: Story, new_house: House, step: str) -> None:
    story.they_say("withdraw")
    Case.objects.filter(pk=case_of(story)).update(due_at=clock.now())
    connection.close()
    dying = children.start(new_house, f"{MODULE}:erase_and_die", step)
    dying.communicate(timeout=60)
    assert dying.returncode == -9
    recovering.recover(now=clock.now())  # As at the next start.
    while forgetting.erase_next(now=clock.now() + timedelta(minutes=2)):
        pass
    assert Case.objects.get(pk=case_of(story)).stage == "erased"
    assert not WrappedKey.objects.filter(case=case_of(story)).exists()
    assert len(new_house.erasure_list.read_text().splitlines()) == 1
    assert erasures.standing() is Standing.WHOLE
    assert not Alarm.objects.filter(kind="restored").exists()  # A process that died is no restore.
    assert ledger.verify(organization=story.world.organization.pk) == []
