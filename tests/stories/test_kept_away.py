"""Somebody is named to avoid while they are near already, or cannot go on any more: it goes to another one, at once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest

from alongside.cases import dangers, follow_ups, hand_offs
from alongside.cases import operations as cases
from alongside.cases.errors import NoSuchDanger, NoSuchHandOff, NotTheirs
from alongside.cases.models import DangerAsked, HandOver, Opening
from alongside.journeys import letting_go, staying_in_touch
from alongside.ledger import queries as ledger
from alongside.notices.models import Notice
from alongside.people import access
from alongside.tenancy.transactions import one_transaction
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.stories.professional_story import ProfessionalStory, second_professional
from tests.stories.walking import Walk

pytestmark = pytest.mark.django_db


class Both(Walk, ProfessionalStory):
    """Walking for weeks, with professionals in it."""

    def they_would_rather_avoid(self, *names: str) -> None:
        """Name them on the page of the code."""
        self.they_come_back_with_their_code()
        self.they_say("avoid", people=frozenset(self.world.people[name].pk for name in names))

    def loses_everything(self, who: str) -> None:
        """Whatever took their right to carry anybody away."""
        own = {"organization": self._org, "person": self.world.people[who].pk, "now": self.now}
        with one_transaction():
            letting_go.let_go(**own, by=cases.ENGINE)


@pytest.fixture
def story() -> Both:
    worlds.make_noise()
    world = worlds.make()
    second_professional(world)
    return Both(world)


def test_whoever_walks_with_them_is_replaced_at_once_and_kindly(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_would_rather_avoid(who)
    story.expects_stage("waiting")
    asked = story.paged_since()
    assert asked, "somebody else is asked in the same moment"
    assert who not in asked
    with pytest.raises(NotTheirs):
        story.opens_the_contact(who)
    assert story.row.contact_due > story.now
    story.accepts(asked[0])
    story.says(asked[0], "spoke")
    story.minutes_pass(11)
    story.expects_stage("alongside")
    assert follow_ups.planned(case=story.row) is not None
    assert ledger.verify(organization=story.world.organization.pk) == []


def test_somebody_else_whom_they_avoid_changes_nothing(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.they_would_rather_avoid(*({"owner", "teammate", "third"} - {who}))
    story.expects_stage("alongside")
    assert story.carried_by() == who


def test_a_hand_over_goes_with_the_case(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    story.they_would_rather_avoid(who)
    story.expects_stage("waiting")
    assert story.who_is_asked_to_go_on() == ""


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_professional_goes_to_the_next_or_back(story: Both, *, confirmed: bool) -> None:
    who = story.they_speak_for_the_first_time()
    story.brings_in(who, "professional", anyone=True)
    if confirmed:
        story.answers_the_hand_off("professional", "confirm")
    story.they_would_rather_avoid("professional")
    assert story.carried_by() == "mentor", "they had said: whoever can"
    story.they_would_rather_avoid("mentor", who)
    story.expects_stage("waiting")
    assert who not in story.paged_since()


def test_a_professional_whom_they_were_asked_about_is_never_asked(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.brings_in(who, "professional", consent="asked_on_page")
    story.they_would_rather_avoid("professional")
    story.they_answer_the_hand_off(agreed=True)
    story.expects_stage("alongside")
    assert story.hand_off.state == "refused"


def opens_the_contact(story: Both, hand_off: UUID, who: str) -> None:
    staying_in_touch.open_contact(member=story.member(who), hand_off=hand_off, calling_number="", now=story.now)


@pytest.mark.parametrize("confirmed", [True, False])
def test_whoever_brought_a_professional_in_stays_in_touch_no_more(story: Both, *, confirmed: bool) -> None:
    """The professional goes on with them; for the supporter whom they named nothing of it exists any more."""
    who = story.they_speak_for_the_first_time()
    story.brings_in(who, "professional", in_touch=True)
    if confirmed:
        story.answers_the_hand_off("professional", "confirm")
    key, told = story.hand_off.hand_off, story.told(who)
    own = {"organization": story.world.organization.pk, "person": story.world.people[who].pk}
    assert [row.hand_off for row in hand_offs.given_by(**own)] == [key]
    story.they_would_rather_avoid(who)
    story.expects_stage("with_professional")
    assert story.carried_by() == "professional"
    assert hand_offs.given_by(**own) == []
    seers = [name for name in (who, "professional") if access.may_see_hand_off(story.member(name), story.hand_off)]
    assert seers == ["professional"]
    for act in (partial(opens_the_contact, story, key), story.takes_the_hand_off_back):
        with pytest.raises(NoSuchHandOff):
            act(who)
    if not confirmed:
        story.answers_the_hand_off("professional", "confirm")
    assert not story.hand_off.in_touch
    assert story.told(who) == told
    story.answers_the_hand_off("professional", "give_back")
    story.expects_stage("waiting")
    assert story.carried_by() == ""


def test_whoever_took_the_danger_on_is_replaced(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.fears_for_their_safety(who)
    story.about_the_danger("professional", "take_on")
    story.they_would_rather_avoid("professional")
    assert story.danger.taken_by_id is None
    assert DangerAsked.objects.filter(danger=story.danger, person=story.world.mentor).exists()
    with pytest.raises(NoSuchDanger):
        story.about_the_danger("professional", "take_on")
    story.about_the_danger("mentor", "take_on")


def test_whoever_was_asked_about_the_danger_finds_it_in_no_list_any_more(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.fears_for_their_safety(who)
    own = {"organization": story.world.organization.pk, "person": story.world.professional.pk}
    assert len(dangers.rows(**own)) == 1
    assert Notice.objects.filter(person=own["person"], state="due", case=story.row.pk).exists()
    story.they_would_rather_avoid("professional")
    assert dangers.rows(**own) == []
    story.hours_pass(3)
    assert dangers.rows(**own) == []
    about = [story.row.pk, story.danger.pk]
    assert not Notice.objects.filter(person=own["person"], state="due", case__in=about).exists()


def test_whoever_has_the_danger_keeps_a_say_when_the_case_goes_to_others(story: Both) -> None:
    """A professional took it on with the request; nobody came, so others are asked. They can still hand it on."""
    story.somebody_asks_for_help(urgency="danger")
    story.accepts("professional")
    story.hours_pass(1)
    assert story.danger.taken_by_id == story.world.professional.pk
    DangerAsked.objects.filter(danger=story.danger).delete()
    story.they_come_back_with_their_code()
    story.they_say("nobody_came")
    story.expects_stage("waiting")
    story.about_the_danger("professional", "give_it_back")
    assert story.danger.taken_by_id is None


def test_a_professional_who_is_avoided_is_not_asked_about_a_danger_though_there_is_no_other(story: Both) -> None:
    """Whom they named stays away whatever happens; the coordinators are asked."""
    who = story.they_speak_for_the_first_time()
    story.they_would_rather_avoid("professional", "mentor")
    story.fears_for_their_safety(who)
    story.hours_pass(3)
    asked = set(DangerAsked.objects.filter(danger=story.danger).values_list("person_id", flat=True))
    assert story.world.coordinator.pk in asked
    assert not asked & {story.world.professional.pk, story.world.mentor.pk}
    assert dangers.rows(organization=story.world.organization.pk, person=story.world.professional.pk) == []


def test_what_was_taken_back_under_danger_is_answered_for_by_others(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.fears_for_their_safety(who)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    story.they_would_rather_avoid(who)
    story.expects_stage("withdrawn")
    assert story.row.owner_id is None
    story.expects_an_alarm("danger")


# --- asked to take over, and away -----------------------------------------------------------------------------------


def test_whoever_is_asked_to_take_over_and_leaves_is_passed_by_at_once(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    asked = story.who_is_asked_to_go_on()
    story.loses_everything(asked)
    assert story.who_is_asked_to_go_on() not in {asked, ""}
    assert story.carried_by() == who
    assert not Notice.objects.filter(person=story.world.people[asked], state="due", case=story.row.pk).exists()
    assert ledger.verify(organization=story.world.organization.pk) == []


def test_whoever_was_chosen_by_name_and_leaves_is_told_to_the_giver(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    chosen = next(name for name in ("owner", "teammate", "third") if name != who)
    story.would_hand_over(who, to=chosen)
    before = story.told(who)
    story.loses_everything(chosen)
    assert story.who_is_asked_to_go_on() == ""
    assert story.told(who) == before + 1


def test_whoever_is_asked_and_named_to_avoid_is_passed_by_at_once(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    asked = story.who_is_asked_to_go_on()
    story.they_would_rather_avoid(asked)
    assert story.who_is_asked_to_go_on() not in {asked, ""}


def test_a_key_that_is_lost_holds_nobody_back_from_leaving(story: Both) -> None:
    who = story.they_speak_for_the_first_time()
    story.would_hand_over(who)
    asked = story.who_is_asked_to_go_on()
    WrappedKey.objects.filter(case=story.row.pk).delete()
    story.loses_everything(asked)
    assert story.who_is_asked_to_go_on() == ""
    story.expects_an_alarm("hand_over")
    story.now += timedelta(days=2)
    story.engine_turns()
    assert HandOver.objects.get().ended_at is None or story.carried_by() == who
    assert Opening.objects.filter(case=story.row).exists()
