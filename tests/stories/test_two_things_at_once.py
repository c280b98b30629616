"""What was shown is over by now: danger, a refusal or a yes that meets somebody else's tap."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases import visits
from alongside.cases.models import Case, Visit
from alongside.journeys import asking_for_help
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Climb, Page
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.stories.story import PHONE, Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    worlds.make_noise()
    return Story(worlds.make())


@pytest.fixture
def accepted(story: Story) -> tuple[Story, str]:
    """Somebody who asked to hear the name first; a colleague said yes."""
    story.somebody_asks_for_help(urgency="this_week", tell_me_who_first=True)
    (first,) = story.paged_since()
    story.accepts(first)
    story.they_come_back_with_their_code()
    return story, first


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let somebody else act once, just after the visit was found."""
    find = visits.find_visit
    done: list[bool] = []

    def found(**given: Any) -> Visit:
        visit: Visit = find(**given)
        if not done:
            done.append(True)
            act()
        return visit

    monkeypatch.setattr(visits, "find_visit", found)


def test_danger_does_not_wait_for_a_yes_to_a_name(accepted: tuple[Story, str]) -> None:
    story, first = accepted
    story.they_say("raise_danger")
    assert story.opens_the_contact(first) == PHONE
    assert not story.standing.who.to_confirm
    assert story.standing.who.name


def test_danger_calls_whoever_accepted_and_gives_them_a_quarter_of_an_hour(accepted: tuple[Story, str]) -> None:
    story, first = accepted
    told = Notice.objects.filter(person=story.world.people[first], template="page", rung=None)
    story.they_say("raise_danger")
    assert told.exists()
    assert story.standing.contact_due == story.now + timedelta(minutes=15)
    story.minutes_pass(15)
    story.expects_stage("waiting")
    assert {"professional", "coordinator"} <= set(story.paged_since())


def test_after_danger_the_next_try_is_a_matter_of_minutes(story: Story) -> None:
    story.somebody_asks_for_help(urgency="this_week")
    (first,) = story.paged_since()
    story.accepts(first)
    story.they_come_back_with_their_code()
    story.they_say("raise_danger")
    story.says(first, "no_answer")
    assert Case.objects.get().due_at == story.now + timedelta(minutes=15)


def test_danger_that_meets_a_yes_leaves_no_ladder_behind(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.they_come_back_with_their_code()
    meanwhile(monkeypatch, lambda: story.accepts(first))
    story.they_say("raise_danger")
    story.expects_stage("accepted")
    assert not Climb.objects.filter(case=story.case, ended_at=None).exists()
    assert Page.objects.get(person=story.world.people[first], case=story.case).answer == Page.Answer.ACCEPTED


def test_danger_said_twice_raises_one_alarm(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.somebody_asks_for_help(urgency="now")
    story.they_come_back_with_their_code()
    meanwhile(monkeypatch, lambda: story.they_say("raise_danger"))
    story.they_say("raise_danger")
    assert Alarm.objects.filter(case=story.case, kind=Alarm.Kind.DANGER).count() == 1


def test_nobody_came_that_meets_a_yes_pages_somebody_else(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    story.somebody_asks_for_help(urgency="now")
    (first,) = story.paged_since()
    story.they_come_back_with_their_code()
    meanwhile(monkeypatch, lambda: story.accepts(first))
    story.they_say("nobody_came")
    story.expects_stage("waiting")
    assert first not in story.paged_since()


def test_danger_after_the_end_asks_anew(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today")
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    story.paged_since()
    story.they_say("raise_danger")
    story.expects_stage("waiting")
    assert {"professional", "coordinator"} <= set(story.paged_since())
    assert story.standing.danger


def test_it_came_back_while_danger_was_never_lowered(story: Story) -> None:
    story.somebody_asks_for_help(urgency="danger")
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    story.they_ask_again(urgency="this_week")
    assert (story.standing.urgency, story.standing.contact_due) == ("danger", story.now + timedelta(minutes=30))


def test_whoever_is_avoided_leaves_nobody_waiting_for_a_rung(story: Story) -> None:
    story.somebody_asks_for_help(urgency="this_week")
    (first,) = story.paged_since()
    story.they_come_back_with_their_code()
    story.they_say("avoid", people=frozenset({story.world.people[first].pk}))
    (second,) = story.paged_since()
    assert second != first


def test_a_stale_copy_never_writes_back_an_old_promise(story: Story) -> None:
    story.somebody_asks_for_help(urgency="today")
    key = Case.objects.get().pk
    with one_transaction(ring=False):
        stale, fresh = case_queries.held(key), case_queries.held(key)
        cases.set_times(case=fresh, contact_due=story.now)
        cases.set_times(case=stale, due_at=story.now)
    assert Case.objects.get().contact_due == story.now


def test_an_answer_that_meets_the_sending_loses_no_code(story: Story) -> None:
    given = {"site": story.world.site.pk.hex, "urgency": "now", "way": "by_code", "language": "en"}
    here: dict[str, Any] = {"organization": story.world.organization.pk, "token": visits.new_token(), "now": story.now}
    asking_for_help.keep_answers(**here, answers=given)
    sent = asking_for_help.send(**here)
    asking_for_help.keep_answers(**here, answers=given)
    assert asking_for_help.send(**here) == sent
    assert Case.objects.of(story.world.organization).count() == 1
