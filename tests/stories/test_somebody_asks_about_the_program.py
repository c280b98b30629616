"""Somebody wants to know who runs this: they are told by when, and that promise is watched like any other."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.journeys import asking_about_the_program
from alongside.ledger.models import Entry, Proof
from alongside.notices.models import Notice
from alongside.paging.models import Alarm
from alongside.people import queries as people
from alongside.people.models import Person
from alongside.people.queries import Member
from alongside.questions.asked import Asked
from alongside.questions.models import Question
from alongside.vault.errors import CannotOpen
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
"""NOW is a Wednesday, ten in the morning in New York: two days later is Friday at ten."""


@pytest.fixture
def world() -> World:
    return worlds.make()


def somebody_asks(world: World, question: str = "Who reads the data?") -> Question:
    due = asking_about_the_program.ask(
        organization=world.organization.pk,
        asked=Asked(question, "me@somewhere.example"),
        language="en",
        once=bytes(32),
        zone=ZoneInfo(world.organization.timezone),
        now=NOW,
    )
    row = Question.objects.get()
    assert due == row.answer_by == NOW + timedelta(hours=48)
    return row


def member_of(person: Person) -> Member:
    assert person.account_id
    found = people.member(account=person.account_id, organization=person.organization_id, now=NOW)
    assert found
    return found


def days_pass(days: float) -> None:
    while asking_about_the_program.see_to_next(now=NOW + timedelta(days=days)):
        pass


def test_it_is_answered_in_time_and_nobody_is_alarmed(world: World) -> None:
    question, coordinator = somebody_asks(world), member_of(world.coordinator)
    assert asking_about_the_program.open_question(member=coordinator, question=question.pk, now=NOW).question
    asking_about_the_program.mark_answered(member=coordinator, question=question.pk, now=NOW + timedelta(days=1))
    days_pass(3)
    assert not Alarm.objects.exists()
    assert list(Entry.objects.order_by("seq").values_list("verb", flat=True)) == [
        "question.asked",
        "question.opened",
        "question.answered",
    ]


def test_nobody_answers_and_the_coordinators_are_told_once(world: World) -> None:
    somebody_asks(world)
    days_pass(1.9)
    assert not Alarm.objects.exists()
    days_pass(2)
    days_pass(3)
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.case, alarm.organization) == ("question_overdue", None, world.organization)
    told = Notice.objects.filter(template="alarm").values_list("person__name", flat=True)
    assert set(told) == {world.coordinator.name, world.deputy.name}


def test_asking_pages_nobody_and_opens_no_case(world: World) -> None:
    somebody_asks(world, "I cannot go on. Please help me.")
    assert not Notice.objects.exists()


def test_it_is_gone_thirty_days_after_its_answer(world: World) -> None:
    question, coordinator = somebody_asks(world), member_of(world.coordinator)
    asking_about_the_program.mark_answered(member=coordinator, question=question.pk, now=NOW + timedelta(days=1))
    days_pass(30.9)
    assert Question.objects.exists()
    days_pass(31)
    assert not Question.objects.exists()
    assert not WrappedKey.objects.filter(case=question.pk).exists()
    assert not Proof.objects.filter(case=question.pk).exists()


def test_it_is_gone_after_ninety_days_though_nobody_answered(world: World) -> None:
    somebody_asks(world)
    days_pass(89.9)
    assert Question.objects.exists()
    days_pass(90)
    assert not Question.objects.exists()


def test_a_lost_key_loses_the_words_and_not_the_alarm(world: World) -> None:
    question = somebody_asks(world)
    WrappedKey.objects.filter(case=question.pk).delete()
    with pytest.raises(CannotOpen):
        asking_about_the_program.open_question(member=member_of(world.coordinator), question=question.pk, now=NOW)
    days_pass(2)
    assert Alarm.objects.count() == 1
