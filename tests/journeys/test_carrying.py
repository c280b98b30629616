"""Carried offers: who carries, what is tried, what is said, and that nothing of it stays."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from alongside.cases import queries as cases
from alongside.cases.models import Case, Entrusted, Opening
from alongside.journeys import carrying_an_offer as carrying
from alongside.journeys import handing_on_offers, leaving, letting_offers_go
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Page
from alongside.people.queries import Member
from alongside.rounds import queries as round_queries
from alongside.rounds.errors import MayNotCarry, NoSuchRound, NotYet, TooLateToUndo
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import Said
from alongside.tenancy.transactions import one_transaction
from alongside.training.models import Designation
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.journeys.carrying import begin, failures_of_a_day, let_time_pass, member, somebody
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    """Return our organization beside a stranger one."""
    worlds.make_noise()
    return worlds.make()


def the_round(world: World) -> Round:
    """Return the only open round."""
    return Round.objects.of(world.organization).get(closed_at=None)


def carrier_of(world: World, held: Round) -> str:
    """Name who carries it."""
    return next(name for name, person in world.people.items() if person.pk == held.carrier_id)


def test_six_people_have_one_carrier_who_is_told_by_day(world: World) -> None:
    started = begin(world, *(somebody(world, f"Name {number}") for number in range(6)))
    assert (started.reached, started.unmatched) == (6, ())
    held = the_round(world)
    assert held.people == 6
    told = Notice.objects.get(person=held.carrier_id)
    assert (told.template, told.case) == ("page", None)
    assert not Page.objects.exists()


def test_carriers_are_told_in_the_morning_when_it_is_night(world: World) -> None:
    begin(world, somebody(world), now=NOW.replace(hour=6))  # One in the morning in New York.
    assert Notice.objects.get().due_at == NOW.replace(hour=13)  # Eight.


def test_more_than_six_go_to_more_than_one(world: World) -> None:
    begin(world, *(somebody(world, f"Name {number}") for number in range(14)))
    assert sorted(Round.objects.values_list("people", flat=True)) == [2, 6, 6]


def test_nobody_involved_and_no_chief_carries(world: World) -> None:
    people = [somebody(world, unit_group=world.group.pk), somebody(world, "Owner", person=world.owner)]
    people.append(somebody(world, "Teammate", email=world.teammate.email.upper(), phone=""))
    begin(world, *people)
    assert carrier_of(world, the_round(world)) == "third"


def test_where_nobody_is_free_the_offer_waits_for_the_coordinator(world: World) -> None:
    people = [
        somebody(world, name, person=world.people[name], unit_group=world.group.pk)
        for name in ("owner", "teammate", "third")
    ]
    started = begin(world, *people)
    assert (started.reached, len(started.unmatched)) == (0, 3)
    assert the_round(world).carrier_id is None
    assert set(Case.objects.values_list("owner_role", "stage")) == {("coordinator", "offered")}


def test_nobody_designated_after_the_event_carries(world: World) -> None:
    started = begin(world, somebody(world), day=(NOW - timedelta(days=500)).date())
    assert started.reached == 0


def test_ten_events_are_one_offer(world: World) -> None:
    one = somebody(world)
    reached = [begin(world, one, now=NOW + timedelta(hours=number)).reached for number in range(10)]
    assert reached == [1] + [0] * 9
    assert Case.objects.count() == 1


def test_an_offer_is_on_no_board_no_load_and_no_list(world: World) -> None:
    begin(world, somebody(world))
    organization, owner = world.organization.pk, world.people[carrier_of(world, the_round(world))].pk
    case = Case.objects.get()
    assert cases.board(organization=organization) == []
    assert cases.loads(organization=organization) == {}
    assert cases.own_cases(organization=organization, person=owner) == []
    assert cases.own_case(organization=organization, person=owner, case=case.pk, now=NOW) is None


def opened(world: World, now: datetime = NOW) -> tuple[Member, list[carrying.Named]]:
    """Open the names as their carrier."""
    held = the_round(world)
    who = member(world, carrier_of(world, held))
    return who, carrying.open_names(member=who, round_id=held.pk, now=now)


def test_the_names_open_for_the_carrier_and_the_opening_is_noted(world: World) -> None:
    begin(world, somebody(world, "Anna Keller", phone="+12025550199"))
    _who, named = opened(world)
    assert [(one.to.name, one.to.phone) for one in named] == [("Anna Keller", "+12025550199")]
    assert Opening.objects.filter(what="contact").count() == 1
    opened(world, NOW + 5 * MINUTES)
    assert Opening.objects.filter(what="contact").count() == 1
    stranger = member(world, "teammate" if carrier_of(world, the_round(world)) != "teammate" else "third")
    with pytest.raises(NoSuchRound):
        carrying.open_names(member=stranger, round_id=the_round(world).pk, now=NOW)
    with pytest.raises(NoSuchRound):
        carrying.not_reached(member=stranger, case=named[0].row.case, now=NOW)


def test_one_attempt_and_one_follow_up_on_another_day_at_another_hour(world: World) -> None:
    begin(world, somebody(world))
    who, (one,) = opened(world)
    case = one.row.case
    carrying.not_reached(member=who, case=case, now=NOW)
    with pytest.raises(NotYet, match="another_day"):
        carrying.not_reached(member=who, case=case, now=NOW + timedelta(hours=5))
    with pytest.raises(NotYet, match="another_hour"):
        carrying.not_reached(member=who, case=case, now=NOW + timedelta(days=1, minutes=20))
    carrying.not_reached(member=who, case=case, now=NOW + timedelta(days=1, hours=3))
    with pytest.raises(NotYet, match="enough"):
        carrying.not_reached(member=who, case=case, now=NOW + timedelta(days=1, hours=3))
    let_time_pass(NOW + timedelta(days=1, hours=3, minutes=11))
    assert Case.objects.get().stage == "erased"
    held = Round.objects.get()
    assert (held.reached, held.not_reached, held.closed_at is not None) == (0, 1, True)


@pytest.mark.parametrize(("said", "counted"), [("no_thanks", 1), ("no_more", 1), ("wrong_person", 0), ("thinking", 1)])
def test_what_was_said_holds_after_ten_minutes_and_is_erased(world: World, said: str, counted: int) -> None:
    begin(world, somebody(world))
    who, (one,) = opened(world)
    carrying.reached(member=who, case=one.row.case, said=Said(said), now=NOW)
    let_time_pass(NOW + 9 * MINUTES)
    assert Case.objects.get().stage == "offered"
    let_time_pass(NOW + 10 * MINUTES)
    assert Case.objects.get().stage == "erased"
    assert not Entrusted.objects.exists()
    assert not Carried.objects.exists()
    assert Round.objects.get().reached == counted


def test_it_can_be_taken_back_for_ten_minutes(world: World) -> None:
    begin(world, somebody(world))
    who, (one,) = opened(world)
    case = one.row.case
    carrying.reached(member=who, case=case, said=Said.NO_MORE, now=NOW)
    carrying.take_back(member=who, case=case, now=NOW + 9 * MINUTES)
    let_time_pass(NOW + 30 * MINUTES)
    assert Case.objects.get().stage == "offered"
    with pytest.raises(TooLateToUndo):
        carrying.take_back(member=who, case=case, now=NOW + 31 * MINUTES)


def test_no_more_is_remembered_for_a_year(world: World) -> None:
    anna = somebody(world)
    begin(world, anna)
    who, (one,) = opened(world)
    carrying.reached(member=who, case=one.row.case, said=Said.NO_MORE, now=NOW)
    let_time_pass(NOW + 11 * MINUTES)
    assert begin(world, anna, now=NOW + timedelta(days=300)).reached == 0
    assert begin(world, anna, now=NOW + timedelta(days=366)).reached == 1


def test_those_who_think_are_kept_until_everybody_is_done(world: World) -> None:
    begin(world, somebody(world), somebody(world, "Luis Medina"))
    who, (first, second) = opened(world)
    carrying.reached(member=who, case=first.row.case, said=Said.THINKING, now=NOW)
    let_time_pass(NOW + timedelta(hours=2))
    assert Case.objects.filter(stage="offered").count() == 2
    carrying.reached(member=who, case=second.row.case, said=Said.NO_THANKS, now=NOW + timedelta(hours=2))
    let_time_pass(NOW + timedelta(hours=3))
    assert set(Case.objects.values_list("stage", flat=True)) == {"erased"}
    assert Round.objects.get().reached == 2


def test_what_nobody_answered_lapses_after_fourteen_days_and_is_erased_at_once(world: World) -> None:
    begin(world, somebody(world))
    let_time_pass(NOW + timedelta(days=14) - MINUTES)
    assert Case.objects.get().stage == "offered"
    let_time_pass(NOW + timedelta(days=14))
    assert Case.objects.get().stage == "erased"
    assert Round.objects.get().closed_at is not None


def test_an_offer_handed_on_while_it_lapses_is_never_left_behind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine read where it was, then it moved: nothing is done by half, and the next look ends it."""
    over = NOW + timedelta(days=14)
    begin(world, somebody(world))
    who, (one,) = opened(world)
    before = round_queries.of_case(case=one.row.case)
    handing_on_offers.knows_too_well(member=who, case=one.row.case, now=NOW + MINUTES)
    with monkeypatch.context() as seen_before:
        seen_before.setattr(round_queries, "of_case", lambda case: before)  # noqa: ARG005  # As the query is called.
        assert letting_offers_go.lapse_next(now=over)
    assert Case.objects.get().stage == "offered"
    let_time_pass(over + timedelta(hours=1))
    assert Case.objects.get().stage == "erased"
    assert not Carried.objects.exists()


def test_a_round_that_nobody_opens_is_remembered_then_the_coordinators_are_told(world: World) -> None:
    begin(world, somebody(world))
    let_time_pass(NOW + timedelta(days=2))
    assert Notice.objects.filter(person=the_round(world).carrier_id).count() == 2
    assert not Alarm.objects.filter(kind="round_untouched").exists()
    let_time_pass(NOW + timedelta(days=4))
    assert Alarm.objects.filter(kind="round_untouched").count() == 1
    let_time_pass(NOW + timedelta(days=8))
    assert Alarm.objects.filter(kind="round_untouched").count() == 1


def test_a_name_known_too_well_goes_to_another(world: World) -> None:
    begin(world, somebody(world), somebody(world, "Luis"))
    who, (first, _) = opened(world)
    handing_on_offers.knows_too_well(member=who, case=first.row.case, now=NOW)
    rounds = Round.objects.filter(closed_at=None)
    assert sorted(rounds.values_list("people", flat=True)) == [1, 1]
    other = Case.objects.get(pk=first.row.case)
    assert other.owner_id not in {who.person, None}
    facts = cases.facts_of(case=other, box=cases.box_of(other))
    assert who.person in facts.avoid


def test_whoever_was_there_after_all_gives_the_round_back(world: World) -> None:
    begin(world, somebody(world), somebody(world, "Luis"))
    who, _ = opened(world)
    handing_on_offers.give_back(member=who, round_id=the_round(world).pk, now=NOW)
    assert the_round(world).carrier_id not in {who.person, None}
    case = Case.objects.all()[0]
    assert who.person in cases.facts_of(case=case, box=cases.box_of(case)).involved


def test_whoever_leaves_hands_their_rounds_on(world: World) -> None:
    begin(world, somebody(world))
    before = world.people[carrier_of(world, the_round(world))].pk
    leaving.leave(member=member(world, "administrator", Role.ADMINISTRATOR), person=before, now=NOW)
    assert the_round(world).carrier_id not in {before, None}
    assert Case.objects.get().owner_id == the_round(world).carrier_id


def test_a_round_that_ends_as_its_carrier_leaves_holds_nobody_up(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as open, over by the time it is held: leaving goes on."""
    begin(world, somebody(world))
    held = the_round(world)
    before = world.people[carrier_of(world, held)].pk
    let_time_pass(NOW + timedelta(days=14))
    assert not Round.objects.filter(closed_at=None).exists()
    monkeypatch.setattr(round_queries, "own_rounds", lambda **_: [held.pk])
    leaving.leave(member=member(world, "administrator", Role.ADMINISTRATOR), person=before, now=NOW)
    assert Round.objects.get().carrier_id == before


def test_one_word_that_cannot_settle_leaves_the_others_their_turn_and_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(world, somebody(world), somebody(world, "Luis Medina"))
    who, (first, second) = opened(world)
    for number, one in enumerate((first, second)):
        carrying.reached(member=who, case=one.row.case, said=Said.NO_THANKS, now=NOW + number * MINUTES)
    settle = letting_offers_go._settle  # noqa: SLF001  # The unforeseen happens within.

    def unforeseen(offer: Carried, now: datetime) -> None:
        if offer.case == first.row.case:
            raise ZeroDivisionError
        settle(offer, now)

    monkeypatch.setattr(letting_offers_go, "_settle", unforeseen)
    failures = failures_of_a_day(letting_offers_go.settle_next, since=NOW + 11 * MINUTES)
    assert not Carried.objects.filter(case=second.row.case).exists(), "the other one settled"
    assert failures < 15
    assert list(Alarm.objects.filter(kind=Alarm.Kind.STUCK).values_list("seen_at", flat=True)) == [None]
    monkeypatch.undo()
    let_time_pass(NOW + timedelta(days=2))
    assert not Carried.objects.exists()


def test_the_coordinator_chooses_blind_among_those_who_may(world: World) -> None:
    begin(
        world,
        *(
            somebody(world, name, person=world.people[name], unit_group=world.group.pk)
            for name in ("owner", "teammate", "third")
        ),
    )
    held, who = the_round(world), member(world, "coordinator", Role.COORDINATOR)
    assert handing_on_offers.those_who_may_carry(member=who, round_id=held.pk, now=NOW) == []
    with pytest.raises(MayNotCarry):
        handing_on_offers.give(member=who, round_id=held.pk, person=world.chief.pk, now=NOW)
    begin(world, somebody(world, "Anna", unit_group=world.group.pk), now=NOW)
    other = Round.objects.get(carrier__isnull=False)
    able = handing_on_offers.those_who_may_carry(member=who, round_id=other.pk, now=NOW)
    assert {free.person for free in able} == {world.owner.pk, world.teammate.pk, world.third.pk} - {other.carrier_id}
    handing_on_offers.give(member=who, round_id=other.pk, person=able[0].person, now=NOW)
    assert Round.objects.get(pk=other.pk).carrier_id == able[0].person


def test_a_supporter_offers_to_somebody_they_met(world: World) -> None:
    owner = member(world, "owner")
    anna = somebody(world, unit_group=world.group.pk)
    carrying.offer_to_somebody_met(member=owner, to=anna, now=NOW)
    first = the_round(world).carrier_id
    assert first not in {owner.person, world.chief.pk, None}
    carrying.offer_to_somebody_met(member=member(world, "teammate"), to=anna, now=NOW)
    assert Round.objects.count() == 1
    with one_transaction():
        handing_on_offers.carrier_leaves(organization=world.organization.pk, person=first, now=NOW)
    assert the_round(world).carrier_id not in {owner.person, first}, "it never comes back to who asked"


def test_whoever_met_somebody_learns_nothing_of_what_became_of_it(world: World) -> None:
    """Offered of late, wants no more, or neither: what the one who asked can see is the same, byte for byte."""
    owner, before = member(world, "owner"), Round.objects.count()
    for one in (somebody(world), somebody(world, "Luis Medina")):
        carrying.offer_to_somebody_met(member=owner, to=one, now=NOW)
        seen = round_queries.rounds_of(organization=owner.organization, carrier=owner.person)
        assert seen == []
        carrying.offer_to_somebody_met(member=owner, to=one, now=NOW + timedelta(days=1))
        assert round_queries.rounds_of(organization=owner.organization, carrier=owner.person) == seen
    assert Round.objects.count() > before


def test_where_only_one_supporter_is_left_the_coordinator_is_told(world: World) -> None:
    Designation.objects.exclude(person=world.owner).delete()
    carrying.offer_to_somebody_met(member=member(world, "owner"), to=somebody(world), now=NOW)
    assert the_round(world).carrier_id is None
    assert Alarm.objects.filter(kind=Alarm.Kind.EVENT_UNCARRIED).count() == 1
