"""Support is carried to people, told in words a nurse can check: every answer, every way it may begin.

Whatever they answer, nobody but the supporter learns it, and nothing of a no remains.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from alongside.cases.entrusted import ContactWish
from alongside.cases.models import Case, Entrusted
from alongside.journeys import carrying_an_offer, handing_on_offers, leaving, saying_yes
from alongside.journeys.carrying_an_offer import Named
from alongside.paging.models import Page
from alongside.people.queries import Member
from alongside.rounds import queries
from alongside.rounds.models import Carried, Round
from alongside.rounds.reaching import ToReach
from alongside.rounds.rules import Said
from alongside.vocabulary.asking import Urgency, Way
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.journeys import carrying
from tests.stories.story import Story
from tests.worlds import World

pytestmark = pytest.mark.django_db
FOURTEEN_DAYS = 14 * 24


class Offers(Story):
    """The verbs of a carried offer, beside those of every story."""

    def something_happened(self, *people: ToReach, kind: str = "unexpected_death") -> None:
        """An event was reported; its people are handed to supporters."""
        carrying.begin(self.world, *people, kind=kind, now=self.now)

    def somebody_was_met(self, who: str, one: ToReach) -> None:
        """A supporter met somebody in the corridor and asks that a colleague offers support."""
        carrying_an_offer.offer_to_somebody_met(member=self.member(who), to=one, now=self.now)

    @property
    def carrier(self) -> str:
        """Who carries the one open round."""
        held = Round.objects.of(self.world.organization).get(closed_at=None)
        return self._name(held.carrier_id)  # type: ignore[arg-type]

    def names(self, who: str = "") -> list[Named]:
        """The supporter opens the names."""
        member = self.member(who or self.carrier)
        (row,) = queries.rounds_of(organization=member.organization, carrier=member.person)
        return carrying_an_offer.open_names(member=member, round_id=row.round, now=self.now)

    def one(self) -> Named:
        """The one name there is."""
        (found,) = self.names()
        self.case = Case.objects.get(pk=found.row.case)
        return found

    def they_answer(self, said: str) -> None:
        """Reached, and this came of it."""
        member, one = self.member(self.carrier), self.one()
        carrying_an_offer.reached(member=member, case=one.row.case, said=Said(said), now=self.now)

    def they_say_yes(self, *, with_me: bool, urgency: str = "today") -> str:
        """They say yes; return who brought it."""
        who, one = self.carrier, self.one()
        yes = saying_yes.Yes(
            with_me=with_me,
            urgency=Urgency(urgency),
            contact=ContactWish(way=Way.PHONE_CALL),
            language="en",
            wants_code=False,
            once=b"o" * 32,
        )
        saying_yes.said_yes(member=self.member(who), case=one.row.case, yes=yes, now=self.now)
        return who

    def hours_pass(self, hours: float) -> None:
        """Let the engine deal with offers after some hours."""
        self.now += timedelta(hours=hours)
        carrying.let_time_pass(self.now)

    def member(self, who: str) -> Member:
        """Return one of the cast at the desk."""
        return carrying.member(self.world, who)

    def nothing_remains(self) -> None:
        """No name, no way to reach them, no row of what was said."""
        assert not Entrusted.objects.exists()
        assert not Carried.objects.exists()
        assert set(Case.objects.values_list("stage", "designation")) == {("erased", "")}
        assert not Case.objects.filter(owner__isnull=False).exists()


@pytest.fixture
def story() -> Offers:
    """Everybody on call, beside a stranger organization."""
    worlds.make_noise()
    return Offers(worlds.make())


def anna(world: World, **more: Any) -> ToReach:
    """Return one person to reach."""
    return carrying.somebody(world, "Anna Keller", **more)


def test_after_an_event_they_say_yes_to_whoever_brought_it(story: Offers) -> None:
    story.something_happened(anna(story.world))
    who = story.they_say_yes(with_me=True)
    story.expects_stage("accepted")
    story.expects_no_page()
    assert story.opens_the_contact(who).startswith("+1")
    story.says(who, "spoke")
    story.minutes_pass(11)
    story.expects_stage("alongside")


def test_after_an_event_they_say_yes_to_somebody_else(story: Offers) -> None:
    story.something_happened(anna(story.world, unit_group=story.world.group.pk))
    who = story.they_say_yes(with_me=False, urgency="now")
    (other,) = story.paged_since()
    assert other not in {who, "chief"}
    story.accepts(other)
    story.expects_stage("accepted")


def test_when_whoever_brought_it_hands_it_back_they_are_not_asked_again(story: Offers) -> None:
    story.something_happened(anna(story.world))
    who = story.they_say_yes(with_me=True, urgency="now")
    story.hands_back(who)
    story.minutes_pass(20)
    assert story.paged_since()
    assert not Page.objects.filter(person=story.world.people[who].pk, rang=True).exists()


@pytest.mark.parametrize("said", ["no_thanks", "no_more", "thinking", "wrong_person"])
def test_whatever_else_they_answer_nothing_remains(story: Offers, said: str) -> None:
    story.something_happened(anna(story.world))
    story.they_answer(said)
    story.hours_pass(1)
    story.nothing_remains()
    assert not Page.objects.exists()


def test_they_do_not_answer_and_it_ends_by_itself(story: Offers) -> None:
    story.something_happened(anna(story.world))
    story.hours_pass(FOURTEEN_DAYS)
    story.nothing_remains()


def test_ten_events_one_offer(story: Offers) -> None:
    """T20, H13: whatever the number of events, and whoever offers, each person is asked once in 14 days."""
    one = anna(story.world)
    for _ in range(10):
        story.something_happened(one)
    story.somebody_was_met("owner", one)
    assert Case.objects.count() == 1
    story.hours_pass(FOURTEEN_DAYS)
    story.something_happened(one)
    assert Case.objects.filter(stage="offered").count() == 1


def test_no_more_thank_you_lasts_a_year(story: Offers) -> None:
    """H13: whoever wants no more offers gets none, by whatever way."""
    one = anna(story.world)
    story.something_happened(one)
    story.they_answer("no_more")
    story.hours_pass(24 * 350)
    story.something_happened(one)
    assert not Case.objects.filter(stage="offered").exists()


def test_the_wrong_person_hears_nothing_and_leaves_the_list(story: Offers) -> None:
    """H14: they are off the list, and nothing is remembered about them that would keep a real offer away for a year."""
    story.something_happened(anna(story.world))
    story.they_answer("wrong_person")
    story.hours_pass(1)
    story.nothing_remains()
    assert Round.objects.get().not_reached == 1


def test_the_carrier_turns_out_to_have_been_there(story: Offers) -> None:
    story.something_happened(anna(story.world))
    who = story.carrier
    held = Round.objects.get()
    handing_on_offers.give_back(member=story.member(who), round_id=held.pk, now=story.now)
    other = story.carrier
    assert other != who
    story.they_say_yes(with_me=False, urgency="now")
    story.minutes_pass(30)
    assert not {who, other} & set(story.paged_since())


def test_the_carrier_leaves_the_program(story: Offers) -> None:
    story.something_happened(anna(story.world), carrying.somebody(story.world, "Luis Medina"))
    who = story.carrier
    administrator = carrying.member(story.world, "administrator", Role.ADMINISTRATOR)
    leaving.leave(member=administrator, person=story.world.people[who].pk, now=story.now)
    assert story.carrier != who
    assert len(story.names()) == 2


def test_somebody_met_in_the_corridor(story: Offers) -> None:
    story.somebody_was_met("third", anna(story.world))
    who = story.carrier
    assert who != "third", "whoever asked never learns what became of it"
    assert story.they_say_yes(with_me=True) == who
    story.expects_stage("accepted")


def test_third_party_contact_needs_consent(story: Offers) -> None:
    """T16: an offer never opens a request and never pages; only the person's own yes does."""
    story.something_happened(anna(story.world))
    story.one()
    story.minutes_pass(60)
    story.expects_no_page()
    story.expects_stage("offered")
    assert Case.objects.get().first_contact_at is None
    story.they_say_yes(with_me=False, urgency="now")
    assert story.paged_since()


ANSWERS: dict[str, Callable[[Offers], object]] = {
    "yes, with me": lambda story: story.they_say_yes(with_me=True),
    "no thanks": lambda story: story.they_answer("no_thanks"),
    "no more": lambda story: story.they_answer("no_more"),
    "thinking": lambda story: story.they_answer("thinking"),
}


def test_the_coordinators_numbers_are_the_same_whatever_they_answered(story: Offers) -> None:
    """Who said yes and who said no shows in no number."""
    seen = []
    for number, answer in enumerate(ANSWERS.values()):
        story.something_happened(anna(story.world))
        answer(story)
        story.hours_pass(1)
        held = Round.objects.order_by("-begun_at")[0]
        seen.append((held.people, held.reached, held.not_reached, held.closed_at is not None))
        assert queries.totals(organization=story.world.organization.pk).reached is None, number
    assert set(seen) == {(1, 1, 0, True)}
