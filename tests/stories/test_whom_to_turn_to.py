"""Whom to turn to, over a year: a service is added, dialed, found, grows old, is dialed again; nobody is nagged."""

from datetime import UTC, datetime

import pytest

from alongside.engine.duties.dial_again import EVERY, dial_again
from alongside.engine.seldom import Seldom
from alongside.journeys import running_the_program
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.paging import queries as paging
from alongside.tenancy.models import Organization
from tests import worlds
from tests.stories.directory_story import DirectoryStory

pytestmark = pytest.mark.django_db

REMINDED = ("administrator", "coordinator", "deputy")


@pytest.fixture
def story() -> DirectoryStory:
    return DirectoryStory(worlds.make())


def test_a_service_is_found_from_the_day_on_which_somebody_dialed_it(story: DirectoryStory) -> None:
    chaplain = story.adds_a_service("coordinator", "Chaplain")
    assert story.finds() == []
    story.dials("coordinator", chaplain, heard="closed")
    assert story.finds() == []
    story.days_pass(1)
    story.dials("administrator", chaplain)
    assert story.finds() == ["Chaplain"]


def test_who_dials_at_the_first_reminder_never_lets_a_reader_see_a_warning(story: DirectoryStory) -> None:
    chaplain = story.adds_a_service("administrator", "Chaplain")
    story.dials("administrator", chaplain)
    story.days_pass(150)
    story.expects_reminders_to()
    story.days_pass(4)
    story.expects_reminders_to(*REMINDED)
    assert not story.entries()[0].number.ageing
    story.dials("coordinator", chaplain)
    story.days_pass(150)
    story.expects_reminders_to()
    assert not story.entries()[0].number.ageing


def test_a_stale_entry_steps_back_and_goes_and_reminders_come_once_a_week(story: DirectoryStory) -> None:
    old = story.adds_a_service("administrator", "Old one", number="2025550161")
    story.dials("administrator", old)
    story.days_pass(60)
    young = story.adds_a_service("administrator", "Young one", number="2025550162")
    story.dials("administrator", young)
    story.days_pass(90)
    story.expects_reminders_to()
    story.days_pass(28)
    assert Notice.objects.filter(template="alarm", person=story.world.administrator).count() == 4
    story.days_pass(3)
    assert story.finds() == ["Young one", "Old one"]
    story.days_pass(185)
    assert story.finds() == ["Young one"]
    story.days_pass(60)
    assert story.finds() == []


def test_the_board_says_it_once_until_somebody_has_seen_it(story: DirectoryStory) -> None:
    story.dials("administrator", story.adds_a_service("administrator", "Chaplain"))
    story.days_pass(175)
    kinds = [alarm.kind for alarm in paging.unseen_alarms(organization=story.world.organization.pk)]
    assert kinds == ["numbers_to_dial"]


def test_nobody_is_reminded_at_night_or_at_the_weekend(story: DirectoryStory) -> None:
    story.adds_a_service("administrator", "Never dialed")
    for moment in (
        datetime(2026, 3, 7, 15, tzinfo=UTC),  # Saturday.
        datetime(2026, 3, 9, 11, tzinfo=UTC),  # Monday, 7 in the morning.
        datetime(2026, 3, 9, 22, 30, tzinfo=UTC),  # Monday, half past 6 in the evening.
    ):
        assert dial_again(moment) is False
    story.expects_reminders_to()
    assert dial_again(datetime(2026, 3, 9, 15, tzinfo=UTC)) is True
    story.expects_reminders_to(*REMINDED)


def test_the_engine_looks_once_an_hour_and_at_each_organization(story: DirectoryStory) -> None:
    other = DirectoryStory(worlds.make())
    for one in (story, other):
        one.adds_a_service("administrator", "Never dialed")
    duty = Seldom(dial_again, every=EVERY)
    assert [duty(story.now), duty(story.now), duty(story.now)] == [True, True, False]
    for one in (story, other):
        one.expects_reminders_to(*REMINDED)
    Notice.objects.all().delete()
    assert duty(story.now + EVERY) is False


@pytest.mark.parametrize("mode", ["setting_up", "withdrawn"])
def test_numbers_are_kept_fresh_while_asking_is_closed_but_not_while_setting_up(
    story: DirectoryStory, mode: str
) -> None:
    story.adds_a_service("administrator", "Never dialed")
    Organization.objects.update(mode=mode)
    assert dial_again(story.now) is (mode == "withdrawn")


def test_a_demonstration_dials_nobody(story: DirectoryStory) -> None:
    story.adds_a_service("administrator", "Never dialed")
    Organization.objects.update(demonstration=True)
    assert dial_again(story.now) is False


def test_another_number_is_hidden_until_it_is_dialed(story: DirectoryStory) -> None:
    chaplain = story.adds_a_service("administrator", "Chaplain")
    story.dials("administrator", chaplain)
    story.changes_the_number("administrator", chaplain, "2025550199")
    assert story.finds() == []
    story.dials("deputy", chaplain)
    assert [entry.number.tel for entry in story.entries()] == ["tel:2025550199"]


def test_a_service_that_is_taken_off_is_gone_and_asks_for_no_dialing(story: DirectoryStory) -> None:
    chaplain = story.adds_a_service("administrator", "Chaplain")
    story.dials("administrator", chaplain)
    running_the_program.withdraw_line(member=story.member("coordinator"), line=chaplain, now=story.now)
    assert story.finds() == []
    story.days_pass(170)
    story.expects_reminders_to()


def test_everything_is_written_down_with_who_did_it(story: DirectoryStory) -> None:
    chaplain = story.adds_a_service("coordinator", "Chaplain")
    story.dials("coordinator", chaplain)
    story.changes_the_number("administrator", chaplain, "2025550199")
    entries = Entry.objects.filter(organization=story.world.organization).order_by("seq")
    assert [(entry.verb, entry.actor_role) for entry in entries] == [
        ("line.added", "coordinator"),
        ("line.dialed", "coordinator"),
        ("line.changed", "administrator"),
    ]
