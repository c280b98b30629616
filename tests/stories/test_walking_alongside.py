"""Three talks and a good end, nobody answers five times, somebody says no more, it comes back: told from both sides."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.cases.errors import MoveRefused, NoMoreCalls, NotTheirs, UnknownCode
from alongside.cases.models import Case, FollowUp
from alongside.journeys import forgetting, walking_alongside
from alongside.journeys.walking_alongside import Reason
from alongside.ledger import queries as ledger
from alongside.paging.models import Alarm
from tests import worlds
from tests.stories.story import PHONE
from tests.stories.walking import Walk

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def story() -> Walk:
    worlds.make_noise()
    return Walk(worlds.make())


def test_three_follow_ups_and_a_good_end(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    for step, (kind, days) in enumerate([("days_1_3", 3), ("weeks_2_3", 21), ("months_3", 98)], start=1):
        assert (story.plan.kind, story.plan.step, story.plan.agreed) == (kind, step, False), "each time asked anew"
        assert story.plan.ends_at - story.row.first_contact_at <= timedelta(days=days + 1)
        story.they_told(who, "yes")
        assert story.plan.agreed
        before = story.told(who)
        story.until(story.plan.starts_at)
        assert story.told(who) == before + 1, "reminded once, when the time has come"
        assert story.opens_the_contact(who) == PHONE
        story.says(who, "spoke")
    assert story.plan.kind == "none"
    assert not story.plan.no_more
    story.ends_it(who, "end_together")
    story.expects_stage("closed")
    assert not FollowUp.objects.filter(state="open").exists()
    assert not Alarm.objects.exists(), "nothing was late"
    story.days_pass(15)
    assert forgetting.erase_next(now=story.now)
    assert not FollowUp.objects.exists(), "what was planned is forgotten too"
    assert not ledger.verify(organization=story.world.organization.pk)


def test_the_reminder_comes_by_day(story: Walk) -> None:
    story.they_speak_for_the_first_time()
    for moment in (story.plan.starts_at, story.plan.ends_at):
        assert 9 <= moment.astimezone(ZONE).hour <= 18


def test_they_choose_another_day_by_their_code(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    day = (story.now + timedelta(days=6)).astimezone(ZONE).date()
    before = story.told(who)
    story.they_answer("another_day", day=day)
    assert story.told(who) == before + 1, "whoever walks with them looks"
    assert (story.plan.kind, story.plan.agreed) == ("chosen_date", True)
    story.until(story.plan.starts_at)
    assert story.now.astimezone(ZONE).date() == day
    story.says(who, "spoke")
    assert story.plan.kind == "weeks_2_3", "the day they chose stood in place of the first"


def test_a_day_that_is_past_or_far_away_is_refused(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    for days in (0, -1, 121):
        with pytest.raises(MoveRefused):
            story.they_told(who, "another_day", day=(story.now + timedelta(days=days)).date())


def test_no_more_calls_closes_the_contact_until_they_say_otherwise(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_answer("no_more")
    with pytest.raises(NoMoreCalls):
        story.opens_the_contact(who)
    with pytest.raises(MoveRefused):
        story.says(who, "no_answer")
    with pytest.raises(MoveRefused):
        story.they_answer("yes")
    story.they_answer("another_day", day=(story.now + timedelta(days=2)).date())
    assert story.opens_the_contact(who) == PHONE


def test_danger_opens_the_contact_again(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_answer("no_more")
    story.they_say("raise_danger")
    assert story.opens_the_contact(who) == PHONE


def test_an_answer_to_one_plan_is_never_an_answer_to_the_next(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    shown = story.plan.row
    story.until(story.plan.starts_at)
    story.says(who, "spoke")
    own = {"organization": story.world.organization.pk, "case": story.row.pk, "now": story.now}
    answer = {"row": shown, "said": walking_alongside.Answer.NO_MORE}
    with pytest.raises(MoveRefused):
        walking_alongside.they_said(**own, **answer, person=story.world.people[who].pk)
    with pytest.raises(NotTheirs):
        walking_alongside.they_said(**own, **answer, person=story.world.coordinator.pk)
    assert not story.plan.no_more


def test_forgotten_talks_remind_the_supporter_and_then_the_coordinators(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    before = story.told(who)
    story.until(story.plan.ends_at)
    assert story.told(who) == before + 2
    assert not Alarm.objects.exists()
    story.days_pass(2)  # A night lies between: the clocks change on this very day.
    story.expects_an_alarm("follow_up_late")
    story.days_pass(3)
    assert Alarm.objects.filter(kind="follow_up_late").count() == 1, "not every day"
    story.expects_stage("alongside")
    assert story.carried_by() == who, "nobody is left without a colleague"


def test_no_answer_five_times_ends_kindly_with_the_door_open(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_told(who, "yes")
    story.until(story.plan.starts_at)
    days = set()
    for _ in range(5):
        story.says(who, "no_answer")
        days.add(story.now.date())
        story.expects_stage("alongside")
        story.until(story.row.due_at)
    assert len(days) == 5, "spread over days"
    story.expects_stage("lapsed")
    story.days_pass(2)
    story.nobody_is_told_more()
    story.they_come_back_with_their_code()
    story.they_ask_again(urgency="today")
    story.expects_stage("waiting")
    assert story.paged_since(), "the door is open"


def test_no_answer_five_times_before_the_first_talk(story: Walk) -> None:
    story.somebody_asks_for_help(urgency="this_week")
    who = story.paged_since()[0]
    story.accepts(who)
    for _ in range(5):
        story.says(who, "no_answer")
        story.days_pass(1)
    story.expects_stage("lapsed")


def test_tries_on_one_day_or_under_danger_never_end_it(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    for _ in range(6):
        story.now += timedelta(minutes=2)
        story.says(who, "no_answer")
    with pytest.raises(MoveRefused):
        story.ends_it(who, "stop_kindly")
    story.they_come_back_with_their_code()
    story.they_say("raise_danger")
    story.days_pass(2)
    story.says(who, "no_answer")
    story.days_pass(3)
    story.expects_stage("alongside")


def test_a_talk_makes_earlier_tries_forgotten(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    for _ in range(4):
        story.says(who, "left_word")
        story.days_pass(1)
    story.says(who, "spoke")
    story.days_pass(1)
    story.says(who, "no_answer")
    with pytest.raises(MoveRefused):
        story.ends_it(who, "stop_kindly")


def test_taking_a_word_back_restores_what_was_planned(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_told(who, "yes")
    story.until(story.plan.starts_at)
    before = story.plan
    story.says(who, "spoke")
    assert story.plan.step == 2
    story.now += timedelta(minutes=5)
    story.takes_it_back(who)
    assert story.plan == before
    story.says(who, "spoke")
    story.says(who, "spoke")
    assert story.plan.step == 2, "two taps are one talk"


def test_one_more_talk_in_between_takes_nothing_away(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    story.says(who, "spoke")
    assert story.plan.step == 1


def test_they_say_themselves_that_they_spoke_again(story: Walk) -> None:
    story.they_speak_for_the_first_time()
    story.until(story.plan.starts_at)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    assert story.plan.step == 2


def test_it_came_back_while_the_code_lives_keeps_what_is_known(story: Walk) -> None:
    who = story.they_speak_for_the_first_time(avoid=[story.world.third.pk.hex])
    story.ends_it(who, "end_together")
    story.days_pass(10)
    story.they_come_back_with_their_code()
    assert story.standing.kept.erasure_on is not None
    story.they_ask_again(urgency="now")
    asked = story.paged_since()
    assert asked
    story.minutes_pass(30)
    assert "third" not in {*asked, *story.paged_since()}, "whom they would rather avoid is still known"
    story.accepts(asked[0])
    assert story.opens_the_contact(asked[0]) == PHONE
    story.says(asked[0], "spoke")
    story.minutes_pass(11)
    assert (story.plan.step, story.plan.done) == (1, 0), "a new course begins"


def test_back_after_a_year(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    old = story.code
    story.ends_it(who, "end_together")
    story.days_pass(15)
    assert forgetting.erase_next(now=story.now)
    story.now += timedelta(days=350)
    with pytest.raises(UnknownCode):
        story.they_come_back_with_their_code()
    worlds.put_on_call(story.world.owner, now=story.now)
    story.somebody_asks_for_help(urgency="now")
    assert story.code != old
    assert story.paged_since(), "as somebody new: nobody asks why it is needed again"
    assert Case.objects.exclude(stage="erased").count() == 1


def test_every_reason_can_be_said(story: Walk) -> None:
    who = story.they_speak_for_the_first_time()
    assert {reason.value for reason in Reason} == {"by_agreement", "professional_continues", "other_support"}
    walking_alongside.end_together(
        organization=story.world.organization.pk,
        case=story.row.pk,
        person=story.world.people[who].pk,
        reason=Reason.OTHER_SUPPORT,
        now=story.now,
    )
    story.expects_stage("closed")
