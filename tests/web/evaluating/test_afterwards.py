"""How it was, afterwards: typed or pressed, without a script, an account or a place for one's own words."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client

from alongside import clock
from alongside.cases.models import EvaluationOffered
from alongside.surveys import operations as surveys
from alongside.surveys.models import Expected, Waiting
from tests import worlds
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, plain, supporter_asked
from tests.web.walking import Walker

pytestmark = pytest.mark.django_db

GROUPS = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def world() -> worlds.World:
    """An organization at this very moment, beside a stranger's."""
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


@pytest.fixture
def ticket(world: worlds.World) -> str:
    """One that was read aloud to somebody."""
    with transaction.atomic():
        return surveys.hand_out(organization=world.organization.pk, supporter=world.owner.pk, now=clock.now())


def answers(walker: Walker, ticket: str, **said: object) -> str:
    """Press "Give my answers"."""
    answer = walker.post("afterwards/", {"answering": "1", "ticket": ticket, **said}, follow=True)
    assert answer.status_code == 200
    return plain(answer)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_with_three_groups_to_the_questions_and_to_thank_you(world: worlds.World, ticket: str, language: str) -> None:
    walker = Walker(world, language)
    assert walker.get("afterwards/").status_code == 200
    asked = walker.post("afterwards/", {"ticket": ticket.lower().replace("-", " ")})
    text = plain(asked)
    assert text.count('type="radio"') == 13
    assert text.count('type="checkbox"') == 6
    assert "<textarea" not in text
    assert 'type="text"' not in text
    assert len(asked.content) < 100_000
    done = answers(walker, ticket, helpful="yes_much", recommends="would", thanks=["calm", "listened"])
    assert ("Thank you." if language == "en" else "Merci.") in done
    assert sorted(Waiting.objects.values_list("kind", flat=True)) == ["answer", "thanks"]


def test_a_second_answer_is_thanked_and_changes_nothing(world: worlds.World, ticket: str) -> None:
    walker = Walker(world)
    answers(walker, ticket, helpful="yes_much")
    assert "it has answered already: thank you" in answers(walker, ticket, helpful="not_really")
    assert Waiting.objects.count() == 1


def test_choosing_nothing_is_said_kindly_and_spends_nothing(world: worlds.World, ticket: str) -> None:
    before = Expected.objects.count()
    assert "Nothing is chosen yet. One answer is enough." in answers(Walker(world), ticket)
    assert Expected.objects.count() == before


@pytest.mark.parametrize(
    "said",
    [{"helpful": "excellent"}, {"thanks": ["<script>"]}, {"helpful": "yes_much", "thanks": ["calm", "my own words"]}],
)
def test_what_is_not_on_the_list_is_asked_again_and_what_was_chosen_stays(
    world: worlds.World, ticket: str, said: dict[str, object]
) -> None:
    text = answers(Walker(world), ticket, trusted="mostly", **said)
    assert "Please look at this again." in text
    assert re.search(r'value="mostly"[^>]*checked', text)
    assert not Waiting.objects.exists()


@pytest.mark.parametrize("typed", ["", "ABCD", "ABCD-EFGH-JKMN", "\0", "💐" * 40, "x" * 5000])
def test_what_is_no_ticket_is_said_kindly_and_stays_typed(world: worlds.World, typed: str) -> None:
    answer = Walker(world).post("afterwards/", {"ticket": typed})
    assert answer.status_code == 200
    assert "field-error" in plain(answer)


def test_another_houses_ticket_is_none_here(world: worlds.World, ticket: str) -> None:
    other = worlds.make(now=clock.now())
    assert "it has answered already" in plain(Walker(other).post("afterwards/", {"ticket": ticket}))


def test_whoever_came_back_finds_it_at_the_end_once(world: worlds.World) -> None:
    story = Story(world, now=clock.now() - timedelta(hours=1))
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    story.says(who, "spoke")
    story.minutes_pass(11)
    walker = Walker(world)
    walker.come_back(story.code)
    assert "Say how it was" not in walker.text("page/")
    assert walker.post("page/afterwards/").status_code == 303
    story.ends_it(who, "end_together")
    assert "Say how it was" in walker.text("page/")
    assert walker.get("page/afterwards/").status_code == 405
    given = plain(walker.post("page/afterwards/"))
    (ticket,) = set(GROUPS.findall(given))
    assert "Say how it was" not in walker.text("page/")
    assert "Thank you." in answers(walker, ticket, in_time="soon_enough")


def test_without_a_visit_nothing_is_given(world: worlds.World) -> None:
    assert "Type your code." in plain(Client().post(f"/o/{world.slug}/page/afterwards/"))
    assert not EvaluationOffered.objects.exists()


def test_the_supporter_reads_it_aloud_once(world: worlds.World) -> None:
    story = Story(world, now=clock.now() - timedelta(hours=1))
    story.somebody_asks_for_help(urgency="now")
    who = supporter_asked(story)
    story.accepts(who)
    story.says(who, "spoke")
    story.minutes_pass(11)
    desk = Desk(world, who)
    assert story.case
    assert "Show three groups to read aloud" in desk.text(f"cases/{story.case.pk}/end/")
    path = f"cases/{story.case.pk}/afterwards/"
    shown = plain(desk.post(path))
    (ticket,) = set(GROUPS.findall(shown))
    assert f"/o/{world.slug}/afterwards/" in shown
    again = desk.client.post(f"{desk.base}{path}", follow=True)
    assert ticket not in plain(again)
    assert "They were given one already" in plain(again)
    assert Desk(world, "coordinator").post(path).status_code == 404
