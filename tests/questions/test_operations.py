"""Questions are sealed, kept once, opened whole, and gone without a trace."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.questions import operations, queries
from alongside.questions.asked import LONGEST_QUESTION, LONGEST_REPLY, Asked
from alongside.questions.errors import NoSuchQuestion
from alongside.questions.models import Question
from alongside.questions.operations import WhoLeads
from alongside.tenancy.transactions import one_transaction
from alongside.vault import envelope
from alongside.vault.models import WrappedKey
from alongside.vault.registry import cell
from tests import worlds
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
CANARY = Asked("Zqcanary: who reads this?", "zqcanary@zqcanary.example")


@pytest.fixture
def world() -> World:
    return worlds.make()


def keep(world: World, asked: Asked = CANARY, once: bytes = bytes(32)) -> Question:
    with one_transaction():
        question, _box = operations.keep(
            organization=world.organization.pk, asked=asked, language="en", once=once, zone=PARIS, now=NOW
        )
    return question


def test_its_words_are_sealed_and_come_back_whole(world: World) -> None:
    question = keep(world)
    held = bytes(Question.objects.get().sealed)
    assert b"anary" not in held
    with one_transaction():
        _row, asked, _box = operations.open_question(organization=world.organization.pk, question=question.pk, now=NOW)
    assert asked == CANARY
    assert Question.objects.get().opened_at == NOW


@settings(max_examples=50)
@given(asked=st.builds(Asked, st.text(min_size=1, max_size=LONGEST_QUESTION), st.text(max_size=LONGEST_REPLY)))
def test_whatever_may_be_typed_fits_and_comes_back(asked: Asked) -> None:
    if any("\ud800" <= one <= "\udfff" for one in asked.question + asked.reply_to):
        return  # Half a character; forms take these out.
    plain = asked.to_bytes()
    assert Asked.from_bytes(plain) == asked


def test_the_longest_question_fits_into_its_cell() -> None:
    longest = Asked("\U0001f600" * LONGEST_QUESTION, "\U0001f600" * LONGEST_REPLY)
    assert envelope.pad(longest.to_bytes(), largest=cell("questions_question", "sealed").largest)


def test_a_second_tap_keeps_one(world: World) -> None:
    assert keep(world).pk == keep(world).pk
    assert keep(world, once=b"x" * 32).pk != keep(world).pk
    assert Question.objects.count() == 2
    assert WrappedKey.objects.count() == 2


def test_another_organization_finds_nothing(world: World) -> None:
    question, stranger = keep(world), worlds.make_noise()
    with one_transaction(), pytest.raises(NoSuchQuestion):
        operations.open_question(organization=stranger.organization.pk, question=question.pk, now=NOW)
    assert queries.questions(stranger.organization.pk, now=NOW) == []


def test_the_list_shows_no_words_and_the_most_pressing_first(world: World) -> None:
    first, second = keep(world), keep(world, once=b"y" * 32)
    with one_transaction():
        operations.mark_answered(
            organization=world.organization.pk, question=first.pk, by=world.coordinator.pk, now=NOW
        )
    listed = queries.questions(world.organization.pk, now=NOW + timedelta(days=9))
    assert [(one.question, one.answered, one.overdue) for one in listed] == [
        (second.pk, False, True),
        (first.pk, True, False),
    ]
    assert "anary" not in repr(listed)


def test_the_list_takes_one_query(world: World, django_assert_num_queries: object) -> None:
    for number in range(12):
        keep(world, once=bytes([number]) * 32)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture.
        assert len(queries.questions(world.organization.pk, now=NOW)) == 12


def test_the_first_who_answers_counts(world: World) -> None:
    question = keep(world)
    with one_transaction():
        for who, first in ((world.coordinator, True), (world.deputy, False)):
            assert first is operations.mark_answered(
                organization=world.organization.pk, question=question.pk, by=who.pk, now=NOW
            )
    assert Question.objects.get().answered_by == world.coordinator


def test_erasing_destroys_the_key(world: World) -> None:
    question = keep(world)
    with one_transaction():
        operations.erase(question=question, now=NOW)
    assert not Question.objects.exists()
    assert not WrappedKey.objects.filter(case=question.pk).exists()


def test_who_leads_is_said_in_one_place(world: World) -> None:
    assert queries.leader(world.organization.pk) is None
    for name in ("Ada Reyes", "Jo Martin"):
        with one_transaction():
            operations.say_who_leads(
                organization=world.organization.pk, who=WhoLeads(name, role="Lead", answer_within_hours=72)
            )
    leader = queries.leader(world.organization.pk)
    assert leader is not None
    assert (leader.name, leader.role_in("fr"), leader.hours_in("en")) == ("Jo Martin", "Lead", "")
    assert queries.answer_within(world.organization.pk) == 72
