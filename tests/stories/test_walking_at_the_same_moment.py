"""Walking alongside, at the same moment: two taps, two people, a person and the engine. One thing happens, once.

Whoever comes second hears something kind, and never an error of the house. On both databases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest

from alongside.cases.errors import CaseError
from alongside.cases.hand_offs import Asked
from alongside.cases.models import Case, Danger, HandOff, HandOver, Hold, Message, Opening, Transition
from alongside.encounters.models import Batch
from alongside.journeys import (
    agreeing,
    answering_a_page,
    asking_how_it_was,
    breaking_the_glass,
    danger,
    forgetting,
    handing_over,
    handing_to_a_professional,
    holding,
    recording_an_encounter,
    remembering_a_day,
    returning,
    walking_alongside,
    writing_to_each_other,
)
from alongside.journeys.writing_to_each_other import Draft
from alongside.ledger.models import Entry
from alongside.paging.errors import PagingError
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.surveys.errors import SurveyError
from alongside.vault.errors import VaultError
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.forgetting import HoldReason
from alongside.vocabulary.passing_on import Consent, Lowered
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.encounters.records import talk
from tests.houses import House
from tests.journeys.carrying import member
from tests.stories.professional_story import ProfessionalStory, second_professional
from tests.stories.sound import expects_a_sound_house
from tests.stories.test_at_the_same_moment import at_once
from tests.stories.walking import Walk
from tests.worlds import NOW

pytestmark = pytest.mark.usefixtures("new_house")  # Rows that other threads see, and that a ledger cannot lose.
KIND = (CaseError, PagingError, VaultError, SurveyError)
RACERS = 4

Act = Callable[[], object]


class Both(Walk, ProfessionalStory):
    """Walking for weeks, with professionals in it."""

    who = ""

    @property
    def own(self) -> dict[str, object]:
        """What whoever carries them acts with."""
        person = self.world.people[self.who].pk
        return {"organization": self._org, "case": self._case.pk, "person": person, "now": self.now}

    @property
    def theirs(self) -> dict[str, object]:
        """What whoever asked acts with."""
        self.they_come_back_with_their_code()
        return {"organization": self._org, "token": self._visit, "now": self.now}


@pytest.fixture
def story(new_house: House) -> Both:
    """A supporter walks with somebody; two professionals work here."""
    world = worlds.make(now=NOW)
    second_professional(world)
    return another(world)


def another(world: worlds.World) -> Both:
    """One more person, with whom somebody walks."""
    story = Both(world, now=NOW)
    story.who = story.they_speak_for_the_first_time()
    return story


def sound(story: Both) -> None:
    expects_a_sound_house(story.world.organization.pk)


# --- another supporter ------------------------------------------------------------------------------------------------


def test_a_yes_that_meets_a_no_the_next_one_and_second_thoughts(story: Both) -> None:
    story.would_hand_over(story.who)
    asked = story.world.people[story.who_is_asked_to_go_on()].pk
    turn = HandOver.objects.get().turns.get().pk
    late = story.now + timedelta(days=2)
    mine = {"organization": story.world.organization.pk, "turn": turn, "person": asked}
    at_once(
        lambda: bool(handing_over.take(**mine, now=story.now)),
        lambda: bool(handing_over.take(**mine, now=story.now)),
        lambda: handing_over.pass_on(**mine, now=story.now),
        lambda: handing_over.take_back(**story.own),
        lambda: handing_over.see_to_next(now=late),
        kind=KIND,
    )
    assert story.carried_by() in {story.who, next(n for n, p in story.world.people.items() if p.pk == asked)}
    assert Opening.objects.filter(case=story.row, what="handed_over").count() == (story.carried_by() != story.who)
    sound(story)


def test_a_yes_that_meets_their_taking_it_back(story: Both) -> None:
    story.would_hand_over(story.who)
    turn = HandOver.objects.get().turns.get()
    theirs = story.theirs
    at_once(
        lambda: bool(
            handing_over.take(organization=turn.organization_id, turn=turn.pk, person=turn.person_id, now=NOW)
        ),
        lambda: returning.withdraw(**theirs),
        kind=KIND,
    )
    assert story.row.stage == "withdrawn"
    sound(story)


# --- a professional ---------------------------------------------------------------------------------------------------


def test_a_receipt_that_meets_its_deadline(story: Both) -> None:
    story.brings_in(story.who, "professional", anyone=True)
    row, late = story.hand_off.hand_off, story.hand_off.confirm_by
    by = story.member("professional")
    heard = at_once(
        lambda: bool(handing_to_a_professional.confirm(member=by, hand_off=row, now=NOW)),
        *[lambda: handing_to_a_professional.go_on_next(now=late)] * 2,
        kind=KIND,
    )
    first = HandOff.objects.get(pk=row)
    assert (first.state, story.carried_by()) in {("confirmed", "professional"), ("silent", "mentor")}
    assert (heard["NoSuchHandOff"] == 1) is (first.state == "silent")
    sound(story)


def test_a_yes_on_their_page_that_meets_second_thoughts(story: Both) -> None:
    story.brings_in(story.who, "professional", consent="asked_on_page")
    row, theirs = story.hand_off.hand_off, story.theirs
    person = story.world.people[story.who].pk
    at_once(
        *[lambda: handing_to_a_professional.they_say(**theirs, hand_off=row, agreed=True)] * 2,
        lambda: handing_to_a_professional.take_back(
            organization=story.world.organization.pk, hand_off=row, person=person, now=NOW
        ),
        kind=KIND,
    )
    assert (HandOff.objects.get().state, story.row.stage) in {
        ("asked", "with_professional"),
        ("taken_back", "alongside"),
    }
    sound(story)


# --- danger -----------------------------------------------------------------------------------------------------------


def test_two_people_lower_a_danger_and_a_third_raises_it_again(story: Both) -> None:
    story.fears_for_their_safety(story.who)
    row = story.danger.pk
    pair = [story.member("professional"), story.member("coordinator")]
    said = [
        partial(danger.it_has_passed, member=one, danger=row, reason=Lowered.SEEN_AND_SAFE, now=NOW) for one in pair
    ]
    at_once(*said, *said, kind=KIND)
    agreed = [partial(danger.agree, member=one, danger=row, now=NOW) for one in pair]
    at_once(*agreed, *agreed, kind=KIND)
    held = Danger.objects.get()
    assert held.agreed_at
    assert held.said_by_id != held.agreed_by_id
    day = NOW + timedelta(days=1, minutes=1)
    at_once(
        *[partial(danger.look_again, member=one, danger=row, now=day) for one in pair],
        partial(danger.supporter_raises, **story.own),
        *[lambda: danger.go_on_next(now=day)] * 2,
        kind=KIND,
    )
    sound(story)
    assert Danger.objects.filter(ended_at=None).count() == story.row.danger


def test_two_take_a_danger_on(story: Both) -> None:
    story.fears_for_their_safety(story.who)
    row = story.danger.pk
    pair = [story.member("professional"), story.member("coordinator")]
    heard = at_once(*[partial(danger.take_on, member=one, danger=row, now=NOW) for one in pair], kind=KIND)
    assert heard == {"None": 1, "TakenOn": 1}
    assert Opening.objects.filter(what="danger_taken").count() == 1


def test_danger_is_raised_while_it_ends_or_is_erased(story: Both) -> None:
    for ending in (
        lambda one: walking_alongside.end_together(**one.own),
        lambda one: returning.withdraw(**one.theirs),
        lambda one: forgetting.erase_now(**one.theirs),
    ):
        one = another(story.world)
        raising = {**one.theirs}
        at_once(partial(ending, one), partial(returning.raise_danger, **raising), kind=KIND)
        case = Case.objects.get(pk=one.row.pk)
        assert case.danger or case.stage == "erased", case.stage
        sound(story)


# --- a few words, and forgetting --------------------------------------------------------------------------------------


def test_they_erase_while_words_are_on_their_way(story: Both) -> None:
    theirs = story.theirs
    words = [Draft("May I call you at six?", once=uuid4().bytes) for _ in range(3)]
    at_once(
        partial(forgetting.erase_now, **theirs),
        partial(writing_to_each_other.we_write, **story.own, draft=words[0]),
        partial(writing_to_each_other.they_write, **theirs, draft=words[1]),
        partial(writing_to_each_other.they_write, **theirs, draft=words[2]),
        kind=KIND,
    )
    assert story.row.stage == "erased"
    assert not Message.objects.exists()
    sound(story)


def test_they_erase_while_it_is_handed_on_and_while_two_hold_it_by_law(story: Both) -> None:
    theirs, member_ = story.theirs, story.member("coordinator")
    at_once(
        partial(forgetting.erase_now, **theirs),
        partial(handing_over.propose, **story.own, chosen=None, they_agreed=True),
        partial(holding.ask, member=member_, case=story.row.pk, reason=HoldReason.COURT_ORDER, now=NOW),
        partial(
            breaking_the_glass.break_the_glass,
            member=member_, case=story.row.pk, reason=GlassReason.PERSON_ASKED, calling_number="", now=NOW,
        ),
        kind=KIND,
    )  # fmt: skip
    assert story.row.stage == "erased"
    assert not HandOver.objects.filter(ended_at=None).exists()
    assert not Hold.objects.filter(ended_at=None).exists()
    sound(story)


# --- every new button, twice ------------------------------------------------------------------------------------------


def test_each_button_twice(story: Both) -> None:
    """The same page sent twice is one thing done."""
    for name, button in BUTTONS.items():
        one = another(worlds.make(now=NOW))
        press, before = button(one), _written(one)
        heard = at_once(*[press] * 2, kind=KIND)
        told = {verb: times for verb, times in (_written(one) - before).items() if times > 1}
        assert set(told) <= MEANT_AGAIN, (name, told)
        assert set(heard) - {cls.__name__ for base in KIND for cls in base.__subclasses__()}, (name, heard)
        assert name != "ticket" or heard["None"] == 1
        moves = Transition.objects.filter(case=one.row.pk).values_list("from_stage", "to_stage")
        assert len(set(moves)) == len(moves), (name, list(moves))
        sound(one)
    assert Reminder.objects.count() == 1
    assert Message.objects.count() == 2
    assert sum(Batch.objects.values_list("waiting", flat=True)) == 1


MEANT_AGAIN = {"case.danger", "case.avoid", "glass.broken"}
"""Whoever says these twice says them twice: everybody is asked again, somebody is named again, it was opened again."""


def _written(one: Both) -> Counter[str]:
    return Counter(Entry.objects.of(one.world.organization).values_list("verb", flat=True))


def _wish() -> Wish:
    return Wish((NOW + timedelta(days=90)).date(), yearly=True, email="somebody@home.example", language="en")


def _brought_in(one: Both) -> Act:
    return partial(
        handing_to_a_professional.bring_in, **one.own, asked=Asked(one.world.professional.pk, Consent.SAID_YES)
    )


def _answering(verb: str, one: Both) -> Act:
    one.brings_in(one.who, "professional")
    if verb in {"give_back", "end_with_professional"}:
        one.answers_the_hand_off("professional", "confirm")
    row = one.hand_off.hand_off
    return partial(getattr(handing_to_a_professional, verb), member=one.member("professional"), hand_off=row, now=NOW)


def _agreed(one: Both) -> Act:
    one.would_hand_over(one.who, agreed=False)
    row = HandOver.objects.get(case=one.row.pk).pk
    return partial(agreeing.about_another_supporter, **one.theirs, row=row, agreed=True)


def _once(one: Both, act: Callable[..., object]) -> Act:
    return partial(act, **one.theirs, draft=Draft("Yes, at six.", once=uuid4().bytes))


def _ticket(one: Both) -> Act:
    one.ends_it(one.who, "end_together")
    return partial(asking_how_it_was.take_ticket, **one.theirs)


def _stopped(one: Both) -> Act:
    for days in range(1, 6):
        one.now = NOW + timedelta(days=days)
        one.says(one.who, "no_answer")
    return partial(walking_alongside.stop_kindly, **one.own)


def _glass(one: Both) -> Act:
    by = member(one.world, "coordinator", Role.COORDINATOR)
    return partial(
        breaking_the_glass.break_the_glass,
        member=by, case=one.row.pk, reason=GlassReason.PERSON_ASKED, calling_number="", now=NOW,
    )  # fmt: skip


BUTTONS: dict[str, Callable[[Both], Act]] = {
    "hand over": lambda one: partial(handing_over.propose, **one.own, chosen=None, they_agreed=True),
    "agree to a colleague": _agreed,
    "bring in": _brought_in,
    **{verb: partial(_answering, verb) for verb in ("confirm", "decline", "give_back", "end_with_professional")},
    "danger": lambda one: partial(danger.supporter_raises, **one.own),
    "avoid": lambda one: partial(returning.avoid, **one.theirs, people=frozenset({one.world.people[one.who].pk})),
    "hand back": lambda one: partial(answering_a_page.release, **one.own, conflict=False),
    "end together": lambda one: partial(walking_alongside.end_together, **one.own),
    "stop kindly": _stopped,
    "their words": lambda one: _once(one, writing_to_each_other.they_write),
    "our words": lambda one: partial(
        writing_to_each_other.we_write, **one.own, draft=Draft("Shall I call?", once=uuid4().bytes)
    ),
    "ticket": _ticket,
    "a day": lambda one: partial(remembering_a_day.they_choose, **one.theirs, wish=_wish(), once=uuid4().bytes * 2),
    "in codes": lambda one: partial(
        recording_an_encounter.from_case, **one.own, record=talk(), as_asked=(), once=uuid4().hex
    ),
    "hold": lambda one: partial(
        holding.ask, member=one.member("coordinator"), case=one.row.pk, reason=HoldReason.COURT_ORDER, now=NOW
    ),
    "glass": _glass,
    "erase now": lambda one: partial(forgetting.erase_now, **one.theirs),
}
