"""Once a week a new wrapping key; nothing becomes unreadable by it; old keys go with their backups."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from alongside.cases import queries as cases
from alongside.engine.duties.keep_keys import EVERY, keep_keys
from alongside.engine.seldom import Seldom
from alongside.journeys import keeping_keys
from alongside.vault import keyring
from tests import worlds
from tests.stories.story import PHONE, Story

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


@pytest.fixture(autouse=True)
def own_keyring(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "keys" / "keyring.json"
    monkeypatch.setattr(settings, "KEYRING_FILE", path)
    keyring.create(path, made=worlds.NOW.date())


def by_itself(count: int) -> int:
    """How many generations there are: several hosts on one database rotate by command only."""
    return count if connection.vendor == "sqlite" else 1


def keep(now: datetime) -> None:
    while keeping_keys.keep_keys(now=now):
        pass


def generations() -> list[str]:
    return [each.id for each in keyring.current().generations if each.kind == "wrap"]


def test_a_week_makes_a_new_key_and_everything_still_opens() -> None:
    story = Story(worlds.make())
    story.somebody_asks_for_help()
    keep(worlds.NOW + WEEK)
    assert len(generations()) == by_itself(2)
    assert cases.contact_of(case=story.case, box=cases.box_of(story.case)).phone == PHONE


def test_old_keys_go_when_their_backups_are_gone() -> None:
    for week in range(1, 9):
        keep(worlds.NOW + week * WEEK)
    assert len(generations()) == by_itself(6), "one active, five weeks of backups"


def test_nothing_happens_within_the_week() -> None:
    keep(worlds.NOW + timedelta(days=6))
    assert len(generations()) == 1


def test_the_duty_looks_once_an_hour() -> None:
    duty = Seldom(keep_keys, every=EVERY)
    assert not duty(worlds.NOW)
    assert not duty(worlds.NOW + timedelta(minutes=59))
    assert duty(worlds.NOW + WEEK) is (connection.vendor == "sqlite")
