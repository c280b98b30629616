"""Somebody asks for help, a colleague answers: the story everything else hangs on, and its bad days."""

from datetime import UTC, datetime, timedelta

import pytest

from alongside.cases import queries as case_queries
from alongside.cases.errors import NotTheirs, NoVisit, UnknownCode, WaitsForTheirYes
from alongside.cases.models import Case
from alongside.journeys import forgetting
from alongside.ledger import queries as ledger
from alongside.paging.errors import AlreadyTaken
from alongside.paging.models import Alarm
from alongside.tenancy import queries as tenancy
from alongside.vault import codes
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.stories.story import PHONE, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    return Story(worlds.make())


def test_the_whole_story(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    first = story.paged_since()
    assert len(first) == 1, "one person is paged first, never everyone"
    story.passes(first[0])
    second = story.paged_since()
    assert len(second) == 1, "passing pages the next at once"
    story.accepts(second[0])
    assert story.opens_the_contact(second[0]) == PHONE
    story.says(second[0], "spoke")
    story.minutes_pass(10)
    story.expects_stage("alongside")
    story.expects_no_page()
    story.they_come_back_with_their_code()
    assert story.standing.walked.first_contact_at is not None
    assert not ledger.verify(organization=story.world.organization.pk)


def test_the_ladder_climbs_by_itself(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    assert len(story.paged_since()) == 1
    story.minutes_pass(4)
    story.expects_no_page()
    story.minutes_pass(1)
    assert len(story.paged_since()) == 1, "the second on call"


def test_nobody_answers_for_a_day(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.minutes_pass(20)
    assert "coordinator" in story.paged_since(), "coordinators are reached by two thirds of the clock"
    story.minutes_pass(11)
    story.expects_an_alarm("nobody_answered")
    story.paged_since()
    for _ in range(24):
        story.minutes_pass(60)
        assert story.paged_since(), "the climb goes on until a human accepts"
    story.they_come_back_with_their_code()
    assert story.standing.slipped, "a slip is said before the caregiver notices it"


def test_a_supervisor_is_never_paged_for_their_own_unit(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now", unit_group=story.world.group.pk.hex)
    story.minutes_pass(24 * 60)
    assert "chief" not in story.paged_since()


def test_somebody_ticked_off_is_never_paged(story: Story) -> None:
    avoid = [story.world.owner.pk.hex, story.world.coordinator.pk.hex]
    story.somebody_asks_for_help(urgency="now", avoid=avoid)
    story.minutes_pass(12 * 60)
    assert not {"owner", "coordinator"} & set(story.paged_since())


def test_one_wins_and_the_others_are_stood_down(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.minutes_pass(6)
    first, second = story.paged_since()
    story.accepts(first)
    with pytest.raises(AlreadyTaken):
        story.accepts(second)
    story.nobody_is_told_more()
    story.minutes_pass(10)
    story.expects_no_page()


def test_accepted_and_then_forgotten(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.minutes_pass(31)
    story.expects_stage("waiting")
    again = story.paged_since()
    assert again, "contact did not happen in time: somebody else is paged"
    assert first not in again
    story.expects_an_alarm("contact_overdue")
    with pytest.raises(NotTheirs):
        story.opens_the_contact(first)


def test_we_spoke_can_be_taken_back_for_ten_minutes(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today")
    (first,) = story.paged_since()
    story.accepts(first)
    story.says(first, "spoke")
    story.minutes_pass(9)
    story.takes_it_back(first)
    story.minutes_pass(5)
    story.expects_stage("accepted")


def test_a_false_we_spoke_is_reopened_by_the_caregiver(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.says(first, "spoke")
    story.minutes_pass(10)
    story.expects_stage("alongside")
    story.they_come_back_with_their_code()
    story.they_say("nobody_came")
    story.expects_stage("waiting")
    assert story.paged_since(), "nobody came: more people are paged at once"


def test_the_caregiver_confirms_contact(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    story.expects_stage("alongside")


def test_no_answer_does_not_stop_the_clock_but_moves_the_next_try(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.says(first, "no_answer")
    story.minutes_pass(31)
    story.expects_stage("accepted")
    story.expects_no_page()
    story.expects_an_alarm("contact_overdue")
    story.they_come_back_with_their_code()
    assert story.standing.slipped, "a try is not contact"


def test_whoever_tried_once_and_then_forgot_is_released(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.says(first, "no_answer")
    story.minutes_pass(10 * 60)
    story.expects_stage("waiting")
    assert first not in story.paged_since()


def test_while_setting_up_an_answered_request_counts_towards_going_live(story: Story) -> None:
    story.world.organization.mode = "setting_up"
    story.world.organization.save()
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    kinds = [check.kind for check in tenancy.checks(story.world.organization.pk)]
    assert kinds == ["test_request_answered"]


def test_a_conflict_is_handed_back_in_one_tap(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.hands_back(first, conflict=True)
    story.expects_stage("waiting")
    again = story.paged_since()
    assert again
    assert first not in again
    story.minutes_pass(120)
    assert first not in story.paged_since()


def test_access_ends_with_release(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.hands_back(first)
    with pytest.raises(NotTheirs):
        story.opens_the_contact(first)


def test_withdrawn_stops_everything(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.paged_since()
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    assert story.standing.kept.erasure_on is not None
    story.nobody_is_told_more()
    story.minutes_pass(60)
    story.expects_no_page()


def test_status_page_names_erasure_date(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    assert story.standing.kept.erasure_on is None
    story.they_say("withdraw")
    assert story.standing.kept.erasure_on == story.now + timedelta(days=14)


def test_it_came_back(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today")
    story.paged_since()
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    story.they_ask_again(urgency="now")
    story.expects_stage("waiting")
    assert story.paged_since()
    assert story.standing.contact_due == story.now + timedelta(minutes=30)


def test_help_arrives_without_the_code(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    assert story.opens_the_contact(first) == PHONE
    story.says(first, "spoke")
    story.minutes_pass(10)
    story.expects_stage("alongside")


def test_tell_me_who_first(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today", tell_me_who_first=True)
    (first,) = story.paged_since()
    story.accepts(first)
    with pytest.raises(WaitsForTheirYes):
        story.opens_the_contact(first)
    story.they_come_back_with_their_code()
    assert story.standing.who.name == story.world.people[first].name
    story.they_say("confirm_who", agreed=True, to=story.standing.who.yes_to)
    assert story.opens_the_contact(first) == PHONE


def test_not_this_person_please(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today", tell_me_who_first=True)
    (first,) = story.paged_since()
    story.accepts(first)
    story.they_come_back_with_their_code()
    story.they_say("confirm_who", agreed=False, to=story.standing.who.yes_to)
    story.expects_stage("waiting")
    story.minutes_pass(12 * 60)
    assert first not in story.paged_since()


@pytest.mark.parametrize("agreed", [True, False])
def test_a_yes_to_one_colleague_is_none_to_the_next(story: Story, *, agreed: bool) -> None:
    story.somebody_asks_for_help(urgency="today", tell_me_who_first=True)
    (first,) = story.paged_since()
    story.accepts(first)
    story.they_come_back_with_their_code()
    read = story.standing
    story.hands_back(first)
    (second,) = story.paged_since()
    story.accepts(second)
    story.they_say("confirm_who", agreed=agreed, to=read.who.yes_to)
    with pytest.raises(WaitsForTheirYes):
        story.opens_the_contact(second)
    assert (story.standing.who.to_confirm, story.standing.who.name) == (True, story.world.people[second].name)


def test_danger_pages_professional_and_coordinator_at_once(story: Story) -> None:
    story.somebody_asks_for_help(urgency="danger")
    paged = story.paged_since()
    assert {"professional", "coordinator"} <= set(paged)
    assert Case.objects.get(pk=story.case.pk).danger


def test_danger_is_never_erased_by_the_calendar(story: Story) -> None:
    story.somebody_asks_for_help(urgency="danger")
    story.they_come_back_with_their_code()
    alarms = Alarm.objects.filter(case=story.case, kind="danger").count()
    story.they_say("withdraw")
    assert Alarm.objects.filter(case=story.case, kind="danger").count() == alarms + 1
    assert story.standing.kept.erasure_on is None
    assert [row.case for row in case_queries.board(organization=story.world.organization.pk)] == [story.case.pk]
    story.now += timedelta(days=60)
    assert not forgetting.erase_next(now=story.now)
    story.expects_stage("withdrawn")


def test_an_ended_request_is_erased_on_the_day_that_was_named(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    assert not forgetting.erase_next(now=story.now + timedelta(days=13))
    assert forgetting.erase_next(now=story.now + timedelta(days=14))
    story.expects_stage("erased")
    with pytest.raises(UnknownCode):
        story.they_come_back_with_their_code()
    assert not ledger.verify(organization=story.world.organization.pk)


def test_contact_is_masked_on_return(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    assert story.standing.reach.ending == "77"
    assert PHONE not in repr(story.standing)


def test_who_opened_it_is_told(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.accepts(first)
    story.opens_the_contact(first)
    story.they_come_back_with_their_code()
    assert sorted(seen.what for seen in story.standing.seen if not seen.yourself) == ["contact", "paged"]
    assert story.standing.visits_this_week == 1


def test_a_visit_ends_after_an_hour(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    story.now += timedelta(minutes=61)
    with pytest.raises(NoVisit):
        _ = story.standing


def test_somebody_elses_lookup_with_my_secret_opens_nothing(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    other = Story(story.world)
    other.somebody_asks_for_help(urgency="now")
    mine, theirs = codes.parse(story.code), codes.parse(other.code)
    story.code = codes.Code(lookup=theirs.lookup, secret=mine.secret).text
    with pytest.raises(UnknownCode):
        story.they_come_back_with_their_code()


def test_a_request_at_night_for_today_waits_for_the_morning() -> None:
    night = datetime(2026, 3, 5, 7, 0, tzinfo=UTC)  # 2 a.m. in New York.
    story = Story(worlds.make(now=night), now=night)
    story.somebody_asks_for_help(urgency="today")
    story.expects_no_page()
    story.minutes_pass(5 * 60)
    assert story.paged_since(), "paged at seven in the morning, site time"


def test_a_lost_key_holds_up_nobody_else(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    WrappedKey.objects.filter(case=story.case.pk).delete()
    other = Story(story.world)
    other.somebody_asks_for_help(urgency="now")
    other.paged_since()
    other.minutes_pass(6)
    assert other.paged_since(), "the other request climbs on"
    story.expects_an_alarm("cannot_open")
