"""A request that was none ends in one tap, to be undone for ten minutes, and stands in nobody's way (threat T16)."""

from datetime import timedelta

import pytest

from alongside.cases import follow_ups
from alongside.cases.errors import MoveRefused, NotTheirs
from alongside.cases.models import Case, Transition
from alongside.notices.models import Notice
from alongside.paging import alarms
from alongside.paging.models import Alarm
from tests import worlds
from tests.stories.story import Story
from tests.web.supporting.desk import plain, supporter_asked
from tests.web.walking import Walker

pytestmark = pytest.mark.django_db


@pytest.fixture
def carried() -> tuple[Story, str]:
    """Somebody asked, and a colleague said yes."""
    worlds.make_noise()
    story = Story(worlds.make())
    story.somebody_asks_for_help(urgency="now")
    (who,) = story.paged_since()
    story.accepts(who)
    return story, who


def status_page(story: Story) -> str:
    """What whoever comes back with the code reads."""
    walker = Walker(story.world)
    walker.come_back(story.code)
    return plain(walker.get("page/"))


def test_not_a_real_request_ends_after_ten_minutes_as_its_own_move(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "not_real")
    story.minutes_pass(9)
    story.expects_stage("accepted")
    story.minutes_pass(1)
    story.expects_stage("withdrawn")
    last = Transition.objects.order_by("-at")[0]
    assert (last.to_stage, last.actor_role, last.actor) == ("withdrawn", "supporter", story.world.people[who])
    story.nobody_is_told_more()
    story.minutes_pass(60)
    story.expects_no_page()
    with pytest.raises(NotTheirs):
        story.opens_the_contact(who)


def test_it_can_be_taken_back(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "not_real")
    story.minutes_pass(5)
    story.takes_it_back(who)
    story.minutes_pass(10)
    story.expects_stage("accepted")
    story.says(who, "spoke")
    story.minutes_pass(10)
    story.expects_stage("alongside")


def test_also_from_alongside(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "spoke")
    story.minutes_pass(11)
    story.says(who, "not_real")
    story.takes_it_back(who)
    plan = follow_ups.planned(case=Case.objects.get())
    assert plan
    assert Case.objects.get().due_at == plan.starts_at
    story.says(who, "not_real")
    story.minutes_pass(10)
    story.expects_stage("withdrawn")


def test_it_never_stands_in_the_way_of_the_next_request(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "not_real")
    story.minutes_pass(10)
    story.they_come_back_with_their_code()
    assert "This request has ended" in status_page(story)
    story.paged_since()
    story.they_ask_again(urgency="now")
    assert story.paged_since(), "the same code pages again at once"
    assert "This request has ended" not in status_page(story)
    story.somebody_asks_for_help(urgency="now")
    assert story.paged_since(), "and so does a new request"


def test_a_request_they_took_back_themselves_says_so(carried: tuple[Story, str]) -> None:
    story, _ = carried
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    assert not story.standing.ended_by_a_colleague
    assert "You took your request back." in status_page(story)


def test_in_danger_nobody_says_that_it_is_not_real(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.they_come_back_with_their_code()
    story.says(who, "not_real")
    story.they_say("raise_danger")
    story.minutes_pass(15)
    assert Case.objects.get().stage != "withdrawn", "danger that was said meanwhile comes first"
    other = Story(story.world, now=story.now)
    other.somebody_asks_for_help(urgency="danger")
    helper = supporter_asked(other)
    other.accepts(helper)
    with pytest.raises(MoveRefused):
        other.says(helper, "not_real")


def test_what_is_said_afterwards_counts(carried: tuple[Story, str]) -> None:
    story, who = carried
    story.says(who, "not_real")
    story.now += timedelta(minutes=2)
    story.says(who, "no_answer")
    story.minutes_pass(12)
    story.expects_stage("accepted")
    story.they_come_back_with_their_code()
    story.says(who, "not_real")
    story.now += timedelta(minutes=1)
    story.they_say("we_spoke")
    story.minutes_pass(30)
    story.expects_stage("alongside")


def test_the_coordinator_sees_how_many_and_not_which(carried: tuple[Story, str]) -> None:
    story, who = carried
    organization = story.world.organization.pk
    assert alarms.not_real_by_week(organization=organization, now=story.now) == (0, 0, 0, 0)
    before = Notice.objects.count()
    story.says(who, "not_real")
    story.minutes_pass(10)
    assert alarms.not_real_by_week(organization=organization, now=story.now) == (1, 0, 0, 0)
    counted = Alarm.objects.get(kind="not_real")
    assert (counted.case, counted.person) == (None, None)
    assert (counted.raised_at.hour, counted.raised_at.minute) == (0, 0)
    assert Notice.objects.count() == before, "it rings nobody"
    later = story.now + timedelta(days=8)
    assert alarms.not_real_by_week(organization=organization, now=later) == (0, 1, 0, 0)


def test_a_try_that_was_none_is_no_try(carried: tuple[Story, str]) -> None:
    """Three tries spread over days are needed to stop kindly; a joke that was taken back is none of them."""
    story, who = carried
    for day in range(3):
        story.says(who, "not_real")
        story.takes_it_back(who)
        story.now += timedelta(days=day)
    with pytest.raises(MoveRefused):
        story.ends_it(who, "stop_kindly")
