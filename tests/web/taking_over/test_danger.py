"""The screens of danger: taken on, lowered by two, looked at again; nothing of the person stands on them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases.models import Case, Danger
from alongside.paging import queries as paging
from alongside.paging.models import Alarm
from alongside.tenancy.models import LimitsText
from tests import worlds
from tests.house_clock import HouseClock
from tests.stories.professional_story import ProfessionalStory
from tests.web.supporting.desk import Desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> ProfessionalStory:
    """A supporter fears for somebody, at this very moment."""
    story = ProfessionalStory(worlds.make(now=clock.now()), now=clock.now() - timedelta(minutes=11))
    who = story.walks_alongside()
    story.fears_for_their_safety(who)
    return story


def said(desk: Desk, path: str) -> str:
    """Press a button and return what the page then says."""
    text: str = desk.client.post(f"{desk.base}{path}", follow=True).content.decode()
    return text


def test_it_is_taken_on_lowered_by_two_and_looked_at_again(story: ProfessionalStory, moved_clock: HouseClock) -> None:
    who, path = story.owner(), f"danger/{story.danger.pk}/"
    supporter, professional, coordinator = (Desk(story.world, one) for one in (who, "professional", "coordinator"))
    assert path in professional.text()
    assert "Nobody has taken this danger on yet." in professional.text(path)
    professional.post(f"{path}take/")
    page = professional.text(path)
    assert "You are on it." in page
    assert story.world.people[who].name in page, "whom to call"
    assert story.world.professional.name in supporter.text(f"cases/{Case.objects.get().pk}/danger/")
    assert (
        "has taken it on already"
        in coordinator.client.post(f"{coordinator.base}{path}take/", follow=True).content.decode()
    )
    supporter.post(f"{path}passed/", reason="seen_and_safe")
    assert (
        "It takes a second person"
        in supporter.client.post(f"{supporter.base}{path}agree/", follow=True).content.decode()
    )
    professional.post(f"{path}agree/")
    coordinator.post(f"{path}look/")
    assert story.in_danger, "not before a day has passed"
    moved_clock.stands(60 * 60 * 24 + 60)
    assert "The danger is lowered." in said(Desk(story.world, "coordinator"), f"{path}look/")
    assert not story.in_danger


def test_without_a_reason_it_is_asked_for_kindly(story: ProfessionalStory) -> None:
    desk = Desk(story.world, "coordinator")
    for reason in ("", "because", "\x00"):
        answer = desk.post(f"danger/{story.danger.pk}/passed/", reason=reason)
        assert "Please choose one of the reasons." in answer.content.decode()
    assert story.row().said_at is None


def test_nothing_changes_by_looking(story: ProfessionalStory) -> None:
    desk = Desk(story.world, "professional")
    for verb in ("take", "back", "stands", "passed", "agree", "look"):
        assert desk.get(f"danger/{story.danger.pk}/{verb}/").status_code == 405
    assert story.row().taken_by is None


def test_nothing_of_the_person_stands_there(story: ProfessionalStory) -> None:
    for who in ("professional", "coordinator"):
        desk = Desk(story.world, who)
        desk.post(f"danger/{story.danger.pk}/take/")
        for path in ("danger/", f"danger/{story.danger.pk}/"):
            assert "555-0177" not in desk.text(path)


def test_the_board_shows_that_nobody_has_it(story: ProfessionalStory) -> None:
    assert "Nobody has taken it on yet" in Desk(story.world, "coordinator").text("board/")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_when_secrecy_ends_stands_in_counsels_words_on_each_page_of_danger(
    story: ProfessionalStory, language: str
) -> None:
    """For the supporter before and after, for the professional and the coordinator (hazard H29)."""
    text = LimitsText.objects.get(organization=story.world.organization, language=language).text
    case = Case.objects.get().pk
    assert text in Desk(story.world, story.owner(), language=language).text(f"cases/{case}/danger/")
    for who in ("professional", "coordinator"):
        page = Desk(story.world, who, language=language).text(f"danger/{story.danger.pk}/")
        assert text in page
        wanted = "relief from duty" if language == "en" else "remplace"
        assert wanted in page, "who takes over (hazard H28)"


def test_the_list_asks_as_often_for_many_as_for_one(story: ProfessionalStory) -> None:
    desk = Desk(story.world, "coordinator")
    desk.text("danger/")
    with CaptureQueriesContext(connection) as one:
        desk.text("danger/")
    for minutes in (30, 60):
        another = ProfessionalStory(story.world, now=clock.now() - timedelta(minutes=11 + minutes))
        another.fears_for_their_safety(another.walks_alongside())
    with CaptureQueriesContext(connection) as three:
        assert desk.text("danger/").count('id="danger-') == 3
    assert len(three) == len(one)


def test_before_anybody_spoke_with_them_the_page_says_so_and_leads_on(moved_clock: HouseClock) -> None:
    """Whoever takes on a danger that nobody carries needs a way to somebody, and two must not lower it by guessing."""
    story = ProfessionalStory(worlds.make(now=clock.now()), now=clock.now())
    story.somebody_asks_for_help(urgency="danger")
    path = f"danger/{story.danger.pk}/"
    coordinator = Desk(story.world, "coordinator")
    coordinator.post(f"{path}take/")
    page = coordinator.text(path)
    assert "Nobody here has spoken with this person yet" in page
    assert f"board/{story.danger.case_id}/open/" in page
    assert f'board/{story.danger.case_id}/"' in page


def test_once_they_spoke_nothing_of_the_kind_is_said(story: ProfessionalStory) -> None:
    assert "Nobody here has spoken" not in Desk(story.world, "coordinator").text(f"danger/{story.danger.pk}/")


def test_what_nobody_has_taken_on_comes_first_everywhere(story: ProfessionalStory) -> None:
    """An older danger that somebody has must not hide a new one that nobody has."""
    coordinator = Desk(story.world, "coordinator")
    coordinator.post(f"danger/{story.danger.pk}/take/")
    old = story.danger
    another = ProfessionalStory(story.world, now=clock.now())
    another.somebody_asks_for_help(urgency="today")
    waits = another.case
    assert waits
    another.somebody_asks_for_help(urgency="danger")
    new = Danger.objects.exclude(pk=old.pk).get()
    Case.objects.filter(pk=waits.pk).update(due_at=clock.now() - timedelta(hours=1))
    for path in ("danger/", "board/"):
        page = coordinator.text(path)
        assert page.index(f"danger-{new.pk}") < page.index(f"danger-{old.pk}"), path
    board = coordinator.text("board/").split('id="waiting"')[1]
    assert board.index(str(new.case_id)) < board.index(str(waits.pk))


def test_alarms_about_a_danger_come_before_older_ones(story: ProfessionalStory) -> None:
    Alarm.objects.create(
        organization=story.world.organization, kind="talk_overdue", raised_at=clock.now() - timedelta(days=2)
    )
    kinds = [row.kind for row in paging.unseen_alarms(organization=story.world.organization.pk)]
    assert kinds[0] == "danger"
    assert kinds[-1] == "talk_overdue"
