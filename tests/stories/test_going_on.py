"""Somebody else goes on, and what they were told still holds: the day, the night, no more calls, and what is late."""

from datetime import timedelta

import pytest

from alongside.cases import follow_ups
from alongside.cases.errors import NoMoreCalls
from tests import worlds
from tests.stories.story import PHONE
from tests.stories.walking import Walk

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Walk:
    worlds.make_noise()
    return Walk(worlds.make())


def test_the_day_they_agreed_to_holds_for_whoever_goes_on(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_told(who, "yes")
    agreed = story.plan
    story.would_hand_over(who)
    story.takes_over(other := story.who_is_asked_to_go_on())
    assert (story.row.contact_due, story.row.due_at) == (agreed.ends_at, agreed.starts_at)
    before = story.told(other)
    story.until(agreed.starts_at - timedelta(minutes=1))
    assert story.told(other) == before, "nobody is hurried before the day"
    story.until(agreed.starts_at + timedelta(hours=2))
    assert story.told(other) > before
    story.says(other, "spoke")
    story.minutes_pass(11)
    story.expects_stage("alongside")
    assert story.plan.step == agreed.step + 1, "that was the talk they had agreed on"


def test_they_choose_another_day_before_whoever_goes_on_has_called(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_told(who, "yes")
    story.would_hand_over(who)
    story.takes_over(story.who_is_asked_to_go_on())
    story.they_answer("another_day", day=(story.now + timedelta(days=9)).date())
    assert (story.row.contact_due, story.row.due_at) == (story.plan.ends_at, story.plan.starts_at)


@pytest.mark.parametrize("agreed", [True, False])
def test_without_an_agreed_day_or_in_danger_the_promise_is_what_it_always_is(story: Walk, *, agreed: bool) -> None:
    who = story.they_speak_for_the_first_time()
    if agreed:
        story.they_told(who, "yes")
        story.they_come_back_with_their_code()
        story.they_say("raise_danger")
    story.would_hand_over(who)
    story.takes_over(story.who_is_asked_to_go_on())
    assert story.row.contact_due < story.plan.ends_at
    assert story.row.due_at < story.row.contact_due


@pytest.mark.parametrize("how", ["hand_over", "give_back"])
def test_whoever_wanted_no_more_calls_is_not_called_by_the_next_one_either(story: Walk, how: str) -> None:
    who = story.they_speak_for_the_first_time(urgency="now")
    story.they_told(who, "no_more")
    if how == "hand_over":
        story.would_hand_over(who)
        story.takes_over(story.who_is_asked_to_go_on())
    else:
        story.hands_back(who)
        story.accepts(story.paged_since()[0])
    other = story.carried_by()
    assert other != who
    story.expects_stage("alongside")
    with pytest.raises(NoMoreCalls):
        story.opens_the_contact(other)
    assert story.plan.no_more
    story.they_come_back_with_their_code()
    story.they_say("raise_danger")
    assert story.opens_the_contact(other) == PHONE, "danger comes first"


@pytest.mark.parametrize("by_phone", [True, False])
def test_no_more_calls_said_before_the_next_one_called_holds_at_once(story: Walk, *, by_phone: bool) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_told(who, "yes")
    story.would_hand_over(who)
    story.takes_over(other := story.who_is_asked_to_go_on())
    story.expects_stage("accepted")
    if by_phone:
        story.they_told(other, "no_more")
    else:
        story.they_answer("no_more")
    story.expects_stage("alongside")
    with pytest.raises(NoMoreCalls):
        story.opens_the_contact(other)


def test_the_day_they_agreed_to_holds_when_the_supporter_gives_back_and_the_ladder_is_climbed(story: Walk) -> None:
    who = story.they_speak_for_the_first_time(urgency="now")
    story.they_told(who, "yes")
    agreed = story.plan
    story.hands_back(who)
    assert story.row.contact_due == agreed.ends_at, "whoever waits reads the day they know"
    story.accepts(other := story.paged_since()[0])
    assert (story.row.contact_due, story.row.due_at) == (agreed.ends_at, agreed.starts_at)
    before = story.told(other)
    story.until(agreed.starts_at - timedelta(minutes=1))
    assert story.told(other) == before, "nobody is hurried before the day"
    story.until(agreed.starts_at + timedelta(hours=2))
    assert story.told(other) > before


@pytest.mark.parametrize(("days", "rung"), [(0.7, True), (9.7, False)])
def test_nobody_is_rung_at_night_once_the_hurry_of_the_first_day_is_past(
    story: Walk, *, days: float, rung: bool
) -> None:
    who = story.they_speak_for_the_first_time(urgency="now")
    story.until(story.now + timedelta(days=days))
    assert story.now.astimezone(follow_ups.zone_of(story.row)).hour < 6, "at night"
    story.paged_since()
    story.hands_back(who)
    assert bool(story.paged_since()) is rung
    story.until(story.now + timedelta(hours=8))
    assert rung or story.paged_since(), "in the morning they are"


def test_danger_waits_for_no_day_and_no_morning(story: Walk) -> None:
    who = story.they_speak_for_the_first_time(urgency="now")
    story.they_told(who, "yes")
    story.until(story.now + timedelta(days=1.7))
    story.they_come_back_with_their_code()
    story.they_say("raise_danger")
    story.paged_since()
    story.hands_back(who)
    assert story.paged_since()
    assert story.row.contact_due < story.now + timedelta(hours=1)


def test_a_promise_of_whoever_was_to_go_on_that_was_not_kept_is_not_renewed_unsaid(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    story.takes_over(silent := story.who_is_asked_to_go_on())
    story.paged_since()
    story.until(story.row.contact_due + timedelta(minutes=1))
    story.expects_stage("waiting")
    story.they_come_back_with_their_code()
    assert story.standing.slipped, "it is late, and the page says so until somebody has said yes"
    story.days_pass(0.5)
    story.accepts(next(one for one in story.paged_since() if one not in {silent, "coordinator", "deputy"}))
    assert story.row.contact_due > story.now
