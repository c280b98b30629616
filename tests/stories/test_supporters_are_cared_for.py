"""Whoever walks with somebody in danger rests and talks with a mentor; rest keeps pages away (hazard H33)."""

from datetime import timedelta

import pytest

from alongside.care import queries as care
from alongside.journeys import looking_after_supporters as journey
from alongside.notices.models import Notice
from alongside.people import queries as people
from alongside.rota import queries as rota
from alongside.vocabulary.evaluating import DebriefReason, Weight
from tests import worlds
from tests.stories.story import Story
from tests.web.supporting.desk import supporter_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def story() -> Story:
    """A program whose four supporters can all be paged."""
    worlds.make_noise()
    return Story(worlds.make())


def rests(story: Story, who: str) -> bool:
    """Whether nobody pages them now."""
    away = rota.away_kinds(organization=story.world.organization.pk, at=story.now)
    return "rest" in away.get(story.world.people[who].pk, frozenset())


def talk(story: Story, who: str) -> care.Talk | None:
    """The talk with a mentor that waits for them."""
    own = {"organization": story.world.organization.pk, "supporter": story.world.people[who].pk}
    return care.talk_of(**own, now=story.now)


def test_whoever_walks_with_danger_rests_and_talks(story: Story) -> None:
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    assert not rests(story, who)
    story.they_come_back_with_their_code()
    story.they_say("raise_danger")
    assert rests(story, who)
    asked = talk(story, who)
    assert asked
    assert asked.reason is DebriefReason.DANGER
    assert asked.due_at == story.now + timedelta(hours=48)
    assert Notice.objects.filter(person=story.world.mentor).count() == 1


def test_whoever_accepts_somebody_in_danger_rests_once_they_spoke(story: Story) -> None:
    story.somebody_asks_for_help(urgency="danger")
    who = supporter_asked(story)
    story.accepts(who)
    assert not rests(story, who)
    story.says(who, "spoke")
    story.minutes_pass(11)
    assert rests(story, who)
    assert talk(story, who)


def test_whoever_rests_is_not_paged_and_the_next_one_is(story: Story) -> None:
    person = story.world.owner
    member = people.member(account=person.account_id, organization=story.world.organization.pk, now=story.now)
    assert member
    journey.rate(member=member, weight=Weight.HEAVY, now=story.now)
    story.somebody_asks_for_help(urgency="now")
    asked = set(story.paged_since())
    for _ in range(8):
        story.minutes_pass(5)
        asked |= set(story.paged_since())
    assert "owner" not in asked
    assert {"teammate", "third"} <= asked
