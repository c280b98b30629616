"""A supporter's first screen: what is asked of them, and not a word about who asks."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from alongside import clock
from alongside.cases.models import Case
from alongside.notices.models import Channel
from alongside.paging.models import Page
from alongside.rota import queries as rota
from alongside.rota.models import Leave, Shift
from alongside.training.models import Designation
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.stories.professional_story import ProfessionalStory
from tests.stories.story import PHONE, Story
from tests.web.supporting.desk import Desk, page_of, plain, supporter_asked

pytestmark = pytest.mark.django_db
NOT_A_WORD = ("555-0177", "5550177", PHONE, "0177")


@pytest.fixture
def world() -> worlds.World:
    return worlds.make(now=clock.now())


@pytest.fixture
def story(world: worlds.World) -> Story:
    return Story(world, now=clock.now())


def first_asked(story: Story, **answers: Any) -> tuple[Desk, Any]:
    """Somebody asks; return the desk of whoever is paged first, and the page."""
    story.somebody_asks_for_help(**answers)
    who = supporter_asked(story)
    return Desk(story.world, who), page_of(story.world, who)


def asked_two(story: Story) -> tuple[str, str]:
    """Let the ladder climb until two people are asked."""
    story.somebody_asks_for_help(urgency="now")
    asked = story.paged_since()
    while len(asked) < 2:
        story.minutes_pass(5)
        asked += story.paged_since()
    return asked[0], asked[1]


def test_without_a_page_the_screen_teaches(world: worlds.World) -> None:
    text = Desk(world, "owner").text()
    assert "Nobody needs you right now." in text
    assert "you get a short message that says nothing" in text
    assert "0 of 3 people" in text


def test_whoever_needs_no_designation_reads_of_none(world: worlds.World) -> None:
    text = Desk(world, "coordinator").text()
    assert "I need a rest" in text
    assert "no valid designation" not in text
    assert "of 3 people" not in text


def test_a_page_tells_how_soon_and_how_and_with_whom(story: Story) -> None:
    desk, _ = first_asked(story, urgency="now", way="phone_call", wishes=["other_unit"], language="fr")
    text = desk.text()
    assert "Someone would like to talk" in text
    assert re.search(r"Now: first contact by \d+:\d\d [ap]m today", text)
    assert "By phone" in text
    assert "From another unit" in text
    assert "French" in text
    assert "min left" in text


def test_nothing_identifying_stands_there_before_somebody_accepts(story: Story) -> None:
    desk, _ = first_asked(story, urgency="now", profession="nurse", unit_group=story.world.group.pk.hex)
    text = desk.text()
    assert all(word not in text for word in NOT_A_WORD)
    assert "Intensive care" not in text
    assert "Nurse" not in text
    assert story.case is not None
    assert story.case.designation not in text


def test_it_reads_in_french(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today", wishes=["woman"])
    text = Desk(story.world, supporter_asked(story), language="fr").text()
    assert "Quelqu’un souhaite parler" in text
    assert "Une femme" in text


def test_danger_stands_there_as_danger(story: Story) -> None:
    desk, _ = first_asked(story, urgency="danger")
    assert "In danger: first contact by" in desk.text()


def test_taking_it_leads_to_the_case(story: Story) -> None:
    desk, page = first_asked(story)
    answer = desk.takes(page)
    assert story.case is not None
    assert answer.url.endswith(f"/desk/cases/{story.case.pk}/")
    story.expects_stage("accepted")
    assert story.case.designation in desk.text()


def test_a_second_tap_leads_where_the_first_one_did(story: Story) -> None:
    desk, page = first_asked(story)
    assert desk.takes(page).url == desk.takes(page).url


def test_whoever_is_too_late_is_thanked_and_learns_nothing(story: Story) -> None:
    one, two = asked_two(story)
    late, page = Desk(story.world, two), page_of(story.world, two)
    Desk(story.world, one).takes(page_of(story.world, one))
    assert story.case is not None
    answer = late.takes(page)
    assert answer.url.endswith("/desk/now/")
    text = late.text()
    assert "This one no longer needs you. Thank you for being there." in text
    assert "A colleague has taken a request that you were asked for." in text
    assert story.case.designation not in text
    assert story.world.people[one].name not in text


def test_thanks_do_not_stand_there_for_ever(story: Story, moved_clock: Any) -> None:
    one, two = asked_two(story)
    Desk(story.world, one).takes(page_of(story.world, one))
    Page.objects.filter(person=story.world.people[two]).update(answered_at=clock.now() - timedelta(minutes=16))
    assert "A colleague has taken" not in Desk(story.world, two).text()


def test_nobody_is_thanked_for_a_request_taken_back(story: Story) -> None:
    desk, _ = first_asked(story)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    text = desk.text()
    assert "Nobody needs you right now." in text
    assert "A colleague has taken" not in text


def test_passing_asks_nobody_why_and_pages_the_next(story: Story) -> None:
    desk, page = first_asked(story)
    answer = desk.passes(page)
    assert answer.url.endswith("/desk/now/")
    assert "That is fine." in desk.text()
    assert len(story.paged_since()) >= 1
    assert "Someone would like to talk" not in desk.text()


def test_passing_twice_is_passing(story: Story) -> None:
    desk, page = first_asked(story)
    desk.passes(page)
    assert desk.passes(page).status_code == 302


def test_taking_after_passing_is_kindly_refused(story: Story) -> None:
    desk, page = first_asked(story)
    desk.passes(page)
    assert desk.takes(page).url.endswith("/desk/now/")
    story.expects_stage("waiting")


@pytest.mark.parametrize("verb", ["take", "pass"])
def test_a_page_of_somebody_else_does_not_exist(story: Story, verb: str) -> None:
    desk, page = first_asked(story)
    other = Desk(story.world, next(who for who in ("owner", "teammate", "third") if who != desk.person_name))
    assert other.post(f"pages/{page}/{verb}/").status_code == 404
    assert other.post(f"pages/{uuid4()}/{verb}/").status_code == 404


def test_a_page_of_another_organization_does_not_exist(story: Story) -> None:
    _, page = first_asked(story)
    stranger = Desk(worlds.make_noise(now=clock.now()), "owner")
    assert stranger.takes(page).status_code == 404


def test_answers_are_posts(story: Story) -> None:
    desk, page = first_asked(story)
    assert desk.get(f"pages/{page}/take/").status_code == 405
    assert desk.get(f"pages/{page}/pass/").status_code == 405


def test_without_a_designation_nobody_takes_it(story: Story) -> None:
    desk, page = first_asked(story)
    Designation.objects.filter(person=desk.person).update(valid_until=worlds.today(desk.world) - timedelta(days=1))
    text = desk.text()
    assert "I can take this" not in text
    assert "Only somebody with a valid designation may take it." in text
    assert desk.takes(page).status_code == 302
    assert "You have no valid designation today" in desk.text()
    story.expects_stage("waiting")


def test_whoever_may_not_take_it_reads_no_wish(story: Story) -> None:
    desk, _ = first_asked(story, urgency="today", way="phone_call", wishes=["other_unit"], language="fr")
    Designation.objects.filter(person=desk.person).update(valid_until=worlds.today(desk.world) - timedelta(days=1))
    text = desk.text()
    assert "Today: first contact by" in text
    for told in ("By phone", "From another unit", "French"):
        assert told not in text


def test_whoever_cannot_be_reached_is_told(world: worlds.World) -> None:
    Channel.objects.filter(person=world.owner).update(verified_at=None)
    assert "We cannot reach you yet" in Desk(world, "owner").text()


def test_rest_is_one_tap_and_so_is_coming_back(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    desk.post("rest/")
    assert world.owner.pk in rota.away(organization=world.organization.pk, at=clock.now())
    text = desk.text()
    assert "You are resting." in text
    assert "Page me again" in text
    desk.post("rest/end/")
    assert world.owner.pk not in rota.away(organization=world.organization.pk, at=clock.now())
    assert "Welcome back." in desk.text()


def test_resting_twice_is_resting_once(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    desk.post("rest/")
    desk.post("rest/")
    now = clock.now()
    assert len(rota.away_rows(organization=world.organization.pk, at=now, person=world.owner.pk)) == 1


def test_a_leave_that_was_planned_is_not_ended_here(world: worlds.World) -> None:
    Leave.objects.create(
        organization=world.organization,
        person=world.owner,
        kind="leave",
        starts_at=clock.now() - timedelta(hours=1),
        ends_at=clock.now() + timedelta(days=2),
    )
    text = Desk(world, "owner").text()
    assert "You are off." in text
    assert "Page me again" not in text


def test_the_shift_that_runs_or_comes_next(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    assert "You are on call until" in desk.text()
    Shift.objects.filter(person=world.owner).update(starts_at=clock.now() + timedelta(days=1))
    assert "Next shift" in desk.text()
    Shift.objects.filter(person=world.owner).delete()
    assert "You have no shift in the next 60 days." in desk.text()


def test_what_is_overdue_says_so_in_words(story: Story) -> None:
    desk, page = first_asked(story)
    desk.takes(page)
    Case.objects.update(contact_due=clock.now() - timedelta(minutes=1))
    assert "was due" in desk.text()


def test_at_the_limit_the_screen_says_so(story: Story) -> None:
    desk, page = first_asked(story)
    desk.takes(page)
    text = desk.text()
    assert "1 of 3 people" in text
    assert plain(desk.get()).count('class="full"') == 1


def test_the_refresh_is_answered_only_when_something_changed(story: Story) -> None:
    desk = Desk(story.world, "owner")
    address = re.search(r'hx-get="[^"]*\?([^"]+)"', plain(desk.get()))
    assert address is not None
    query = address[1].replace("&amp;", "&")
    assert desk.get(f"now/?{query}", headers={"hx-request": "true"}).status_code == 204
    story.somebody_asks_for_help()
    while "owner" not in story.paged_since():
        story.minutes_pass(5)
    fresh = desk.get(f"now/?{query}", headers={"hx-request": "true"})
    assert fresh.status_code == 200
    assert "Someone would like to talk" in plain(fresh)
    assert "1 person would like to talk." in plain(fresh)
    assert "<html" not in plain(fresh)


def test_a_refresh_without_a_session_leads_the_whole_page_to_sign_in(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    desk.client.logout()
    answer = desk.get(headers={"hx-request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].endswith("/desk/sign-in/")
    assert desk.get().status_code == 302


def test_an_expired_session_answers_nothing(story: Story) -> None:
    desk, page = first_asked(story)
    desk.client.logout()
    assert desk.takes(page).url.endswith("/desk/sign-in/")
    story.expects_stage("waiting")


@pytest.mark.parametrize("who", ["mentor", "manager", "trainer", "analyst", "auditor", "administrator"])
def test_whoever_is_never_paged_finds_nothing_here(world: worlds.World, who: str) -> None:
    assert Desk(world, who).get().status_code == 404


def test_nothing_of_it_is_stored_by_a_browser(world: worlds.World) -> None:
    assert Desk(world, "owner").get().headers["Cache-Control"] == "no-store"


def test_a_request_whose_key_is_lost_hides_no_other(story: Story) -> None:
    desk, _ = first_asked(story, urgency="now")
    WrappedKey.objects.all().delete()
    assert "Nobody needs you right now." in desk.text()


def test_whoever_was_brought_to_a_professional_stands_beside_ones_people_and_below_what_presses(
    world: worlds.World,
) -> None:
    story = ProfessionalStory(world, now=clock.now())
    who = story.walks_alongside()
    story.brings_in(who, "professional")
    given = Desk(world, who).text()
    assert given.index("Nobody needs you right now.") < given.index("My people") < given.index("With a professional")
    asked = Desk(world, "professional")
    assert "asks whether you can go on with somebody" in asked.text()
    story.answers_the_hand_off("professional", "confirm")
    assert "look in again" in asked.text()
    assert "you are asked whether you still go on with them" in asked.text(f"cases/{story.hand_off.case}/")
