"""Two tabs, two people, two engines at the same moment, each over a connection of its own: one thing happens, once.

Whoever comes second hears something kind, and never an error of the house. On both databases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from alongside import clock
from alongside.cases.entrusted import ContactWish
from alongside.cases.models import Case
from alongside.directory import files
from alongside.directory.models import Line, Reminder
from alongside.directory.rules.service import Service
from alongside.engine.duties.hand_out import hand_out
from alongside.engine.duties.let_offers_go import let_offers_go
from alongside.events.models import Event, Receipt
from alongside.journeys import (
    an_event_happened,
    asking_about_the_program,
    joining,
    keeping_the_directory,
    offering_support,
    saying_yes,
)
from alongside.journeys import carrying_an_offer as carrying
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.offers.models import Card, Mark
from alongside.paging.models import Alarm
from alongside.people import spreadsheet
from alongside.people.errors import AlreadyHere, NoSuchProposal
from alongside.people.models import Person, RoleGrant, RoleProposal
from alongside.people.rules import Details
from alongside.questions.asked import Asked
from alongside.questions.models import Question
from alongside.rounds.errors import NoSuchOffer, NoSuchRound, TooLateToUndo
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import UNDO_FOR, Said
from alongside.vocabulary.asking import Urgency, Way
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.api import machines
from tests.events.reports import colleague, report
from tests.houses import House
from tests.journeys.carrying import begin, member, somebody
from tests.paging.test_one_winner import race
from tests.worlds import NOW, World

pytestmark = pytest.mark.usefixtures("new_house")  # Rows that other threads see, and that a ledger cannot lose.
RACERS = 4

Act = Callable[[], object]


@pytest.fixture
def world(new_house: House) -> World:
    """An organization in a database of this test's own."""
    return worlds.make(now=NOW)


def at_once(*acts: Act, kind: tuple[type[Exception], ...] = ()) -> Counter[str]:
    """Let each act begin at the same moment; count what came of them. `kind`: what whoever is second may hear."""

    def told(act: Act) -> Callable[[], str]:
        def go() -> str:
            try:
                return str(act())
            except kind as refused:
                return type(refused).__name__

        return go

    return Counter(race(*[told(act) for act in acts]))


# --- an event ------------------------------------------------------------------------------------------------------


def test_one_form_in_two_tabs_is_one_event(world: World) -> None:
    officer, once = member(world, "safety_officer", Role.SAFETY_OFFICER), token_hex(16)
    told = report(world, colleague(1))
    at_once(*[lambda: an_event_happened.report(member=officer, report=told, once=once, now=NOW)] * RACERS)
    assert Event.objects.count() == 1
    assert Entry.objects.filter(verb="event.reported").count() == 1


def test_one_key_at_the_machines_door_is_one_event() -> None:
    world = worlds.make(now=clock.now())
    machine, told = machines.Machine(world), None
    told, key = machines.event(world), machines.a_key()
    heard = at_once(*[lambda: machine.sends(told, key=key).status_code] * RACERS)
    assert heard == {"202": RACERS}
    assert Event.objects.count() == Receipt.objects.count() == 1


def test_one_key_with_two_bodies_is_taken_for_one_of_them() -> None:
    world = worlds.make(now=clock.now())
    machine, key = machines.Machine(world), machines.a_key()
    bodies = [machines.event(world), machines.event(world, kind="unexpected_death")]
    heard = at_once(*[lambda body=body: machine.sends(body, key=key).status_code for body in bodies])  # type: ignore[misc]
    assert heard["202"] == 1
    assert sum(heard[code] for code in heard if code.startswith("4")) == 1
    assert Event.objects.count() == 1


def test_many_keys_are_as_many_events_and_the_brake_counts_them_all() -> None:
    world = worlds.make(now=clock.now())
    machine = machines.Machine(world)
    people = [machines.person(email=f"{number}@town.example", phone=None) for number in range(25)]
    told = machines.event(world, people=people)
    assert at_once(*[lambda: machine.sends(told).status_code] * RACERS) == {"202": RACERS}
    states = Counter(Event.objects.values_list("state", flat=True))
    assert states["due"] <= 2  # Sixty an hour go out by themselves: whoever comes later is held.
    assert states["held"] == RACERS - states["due"]


def test_two_engines_hand_out_each_event_once(world: World) -> None:
    officer = member(world, "safety_officer", Role.SAFETY_OFFICER)
    for number in range(3):
        told = report(world, colleague(number), colleague(number + 1))
        an_event_happened.report(member=officer, report=told, once=token_hex(16), now=NOW)

    def engine() -> bool:
        while hand_out(NOW):
            pass
        return True

    at_once(*[engine] * RACERS)
    assert Case.objects.filter(stage="offered").count() == 4  # Of six who were named two were named twice.
    assert Entry.objects.filter(verb="event.handed_out").count() == 3
    assert not Event.objects.exists()


def test_a_clock_that_leaps_ahead_while_a_list_is_handed_out(world: World) -> None:
    """The lease seems to be over: another engine looks, and finds that there is nothing left to do."""
    officer = member(world, "safety_officer", Role.SAFETY_OFFICER)
    an_event_happened.report(member=officer, report=report(world, colleague(1)), once=token_hex(16), now=NOW)
    moments = [NOW, NOW + timedelta(days=10), NOW + timedelta(minutes=2)]
    at_once(*[lambda at=at: hand_out(at) for at in moments])  # type: ignore[misc]
    ended = Counter(Entry.objects.filter(verb__in=("event.handed_out", "event.burned")).values_list("verb", flat=True))
    assert sum(ended.values()) == 1
    assert not Event.objects.exists()


# --- an offer that is carried ----------------------------------------------------------------------------------------


@pytest.fixture
def carried(world: World) -> tuple[Any, UUID]:
    """An offer with whoever carries it."""
    begin(world, somebody(world))
    held = Round.objects.get()
    who = next(name for name, person in world.people.items() if person.pk == held.carrier_id)
    return member(world, who), Carried.objects.get().case


def test_an_outcome_that_meets_its_undoing(carried: tuple[Any, UUID]) -> None:
    by, case = carried
    at_once(
        lambda: carrying.reached(member=by, case=case, said=Said.NO_THANKS, now=NOW),
        lambda: carrying.take_back(member=by, case=case, now=NOW),
        lambda: carrying.reached(member=by, case=case, said=Said.THINKING, now=NOW),
        kind=(TooLateToUndo, NoSuchOffer),
    )
    offer = Carried.objects.get()
    assert bool(offer.said) is bool(offer.settles_at)
    assert Case.objects.get().owner_id == by.person


def test_a_word_that_is_undone_while_it_settles(carried: tuple[Any, UUID]) -> None:
    by, case = carried
    carrying.reached(member=by, case=case, said=Said.NO_MORE, now=NOW)
    at_once(
        lambda: carrying.take_back(member=by, case=case, now=NOW + UNDO_FOR - timedelta(seconds=1)),
        *[lambda: let_offers_go(NOW + UNDO_FOR)] * 2,
        kind=(NoSuchOffer, NoSuchRound),
    )
    stage = Case.objects.get().stage
    assert (stage, Carried.objects.exists()) in {("offered", True), ("declined", False)}
    assert Mark.objects.filter(why="no_more").exists() is (stage == "declined")
    assert Entry.objects.filter(verb="offer.settled").count() == (stage == "declined")


def test_a_yes_in_two_tabs_is_one_request(carried: tuple[Any, UUID]) -> None:
    by, case = carried
    same = _yes(b"1" * 32)
    acts = [lambda yes=yes: bool(saying_yes.said_yes(member=by, case=case, yes=yes, now=NOW)) for yes in  # type: ignore[misc]
            (same, same, _yes(b"2" * 32))]  # fmt: skip
    at_once(*acts, kind=(NoSuchOffer, NoSuchRound))
    asked = Case.objects.get()
    assert (asked.stage, asked.owner_id) == ("accepted", by.person)
    assert asked.due_at
    assert Round.objects.get().reached == 1


def test_a_yes_that_meets_the_end_of_its_time(carried: tuple[Any, UUID]) -> None:
    by, case = carried
    late = NOW + timedelta(days=14, minutes=1)
    at_once(
        lambda: bool(saying_yes.said_yes(member=by, case=case, yes=_yes(b"1" * 32), now=late)),
        *[lambda: let_offers_go(late)] * 2,
        kind=(NoSuchOffer, NoSuchRound),
    )
    asked = Case.objects.get()
    assert asked.stage in {"accepted", "lapsed"}
    assert asked.due_at
    assert not Carried.objects.exists()


def _yes(once: bytes) -> saying_yes.Yes:
    return saying_yes.Yes(
        with_me=True, urgency=Urgency.TODAY, contact=ContactWish(way=Way.PHONE_CALL), language="en",
        wants_code=True, once=once,
    )  # fmt: skip


def test_two_engines_remind_of_a_round_once(carried: tuple[Any, UUID]) -> None:
    before = Notice.objects.count()
    at_once(*[lambda: let_offers_go(NOW + timedelta(days=2, minutes=1))] * RACERS)
    assert Notice.objects.count() == before + 1
    assert Entry.objects.filter(verb="round.reminded").count() == 1


# --- a card, a question, the directory, a role ------------------------------------------------------------------------


def test_an_offer_is_declined_twice(world: World) -> None:
    organization = world.organization.pk
    giver = member(world, "manager", Role.MANAGER)
    links: list[str] = []

    def address_of(secret: str) -> str:
        links.append(secret)
        return f"/{secret}"

    person = world.people["auditor"].pk
    at_once(*[lambda: offering_support.write_to(member=giver, person=person, address_of=address_of, now=NOW)] * RACERS)
    assert Card.objects.count() == Notice.objects.filter(template="offer").count() == 1
    (secret,) = links
    no = {"organization": organization, "secret": secret, "wants_no_more": True, "now": NOW}
    at_once(*[lambda: offering_support.say_no(**no)] * RACERS)  # type: ignore[arg-type]
    assert not Card.objects.exists()
    assert Mark.objects.filter(why="no_more").exists()


def test_a_question_in_two_tabs_is_kept_once(world: World) -> None:
    given = {
        "organization": world.organization.pk, "asked": Asked("Who may read what I say?", ""), "language": "en",
        "once": b"1" * 32, "zone": ZoneInfo("UTC"), "now": NOW,
    }  # fmt: skip
    heard = at_once(*[lambda: asking_about_the_program.ask(**given)] * RACERS)  # type: ignore[arg-type]
    assert list(heard.values()) == [RACERS]
    question = Question.objects.get()
    late = question.answer_by
    at_once(*[lambda: asking_about_the_program.see_to_next(now=late)] * RACERS)
    assert Alarm.objects.filter(kind=Alarm.Kind.QUESTION_OVERDUE).count() == 1


def test_one_file_of_lines_is_taken_over_once(world: World) -> None:
    by = member(world, "administrator", Role.ADMINISTRATOR)
    text = b"kind,country,resource,name,number,hours\ninternal,US,chaplain,Chaplains,2025550160,24/7\n"
    dropped = keeping_the_directory.Dropped(files.read(text, name="lines.csv"), 1)
    seen = keeping_the_directory.preview(member=by, dropped=dropped, now=NOW)
    assert seen.to_add, seen
    given: dict[str, Any] = {"member": by, "dropped": dropped, "previewed": seen, "now": NOW}
    heard = at_once(
        *[lambda: keeping_the_directory.take_over(**given)] * RACERS, kind=(keeping_the_directory.Outdated,)
    )
    assert heard == {"None": 1, "Outdated": RACERS - 1}
    assert Line.objects.of(world.organization).filter(name="Chaplains").count() == 1


def test_one_file_of_people_is_taken_over_once(world: World) -> None:
    by = member(world, "administrator", Role.ADMINISTRATOR)
    table = spreadsheet.read(b"name,email,roles\nBo Chen,bo@a.example,manager\nKim Lee,kim@a.example,supporter\n")
    given: dict[str, Any] = {"member": by, "table": table, "default_reads": "en", "now": NOW}
    seen = joining.preview(**given)
    heard = at_once(*[lambda: joining.take_over(**given, previewed=seen)] * RACERS, kind=(joining.Outdated,))
    assert heard["Outdated"] == RACERS - 1
    assert Person.objects.of(world.organization).filter(email__in=("bo@a.example", "kim@a.example")).count() == 2


def test_somebody_is_added_by_two_people_at_once(world: World) -> None:
    by = member(world, "administrator", Role.ADMINISTRATOR)
    bo = Details("Bo Chen", "bo@a.example", "", None, "nurse", languages=("en",), reads="en")
    heard = at_once(*[lambda: bool(joining.add(member=by, details=bo, now=NOW))] * RACERS, kind=(AlreadyHere,))
    assert heard == {"True": 1, "AlreadyHere": RACERS - 1}


def test_two_people_confirm_one_role(world: World) -> None:
    administrator = member(world, "administrator", Role.ADMINISTRATOR)
    person = world.people["manager"].pk
    at_once(*[lambda: joining.grant(member=administrator, person=person, role=Role.SUPPORTER, now=NOW)] * 2)
    proposal = RoleProposal.objects.get().pk
    coordinator = member(world, "coordinator", Role.COORDINATOR)
    acts = [lambda: joining.confirm(member=coordinator, proposal=proposal, now=NOW)] * RACERS
    assert at_once(*acts, kind=(NoSuchProposal,)) == {"None": 1, "NoSuchProposal": RACERS - 1}
    assert RoleGrant.objects.filter(person=person, role=Role.SUPPORTER, until=None).count() == 1


def test_two_engines_remind_of_dialing_once(world: World) -> None:
    by = member(world, "administrator", Role.ADMINISTRATOR)
    given = {"kind": "internal", "country": "US", "resource": "chaplain", "name": "Chaplains", "dial": "2025550160"}
    keeping_the_directory.add_service(member=by, service=Service(**given, display="202", always_open=True), now=NOW)  # type: ignore[arg-type]
    at_once(*[lambda: keeping_the_directory.remind_next(now=NOW)] * RACERS)
    assert Reminder.objects.count() == 1
    assert Alarm.objects.filter(kind=Alarm.Kind.NUMBERS_TO_DIAL).count() == 1
    told = Notice.objects.filter(template="alarm").values_list("person", flat=True)
    assert len(told) == len(set(told)) > 0
