"""Whoever reads more than they should: rows, the ledger, screens side by side. None of it tells who was offered, or who
took an offer up (threats T1, T7, T19; hazards H13, H36).

A thief compares copies of the database, a curious reader the ledger, another organization its own machine's answers.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps

from alongside import clock
from alongside.cases.models import Case, Opening, Transition
from alongside.events.models import Event
from alongside.journeys import (
    an_event_happened,
    asking_about_the_program,
    delivering,
    offering_support,
    raising_the_level,
)
from alongside.ledger.models import ClearPart, Entry
from alongside.notices.models import Notice
from alongside.notices.rules import Permanent, Result, Sent
from alongside.paging.models import CallBack
from alongside.people.models import Person
from alongside.questions.asked import Asked
from alongside.questions.models import Question
from alongside.rounds.models import Carried, Round
from tests import worlds
from tests.api.machines import Machine, event
from tests.journeys import carrying
from tests.stories.test_offers_carried import Offers
from tests.web.reporting_an_event.test_reporting import written
from tests.web.supporting.desk import Desk
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def town() -> World:
    """One organization, now, beside a stranger one."""
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


def rows_about(person: Person) -> set[str]:
    """Return the tables in which a row points at somebody."""
    found = set()
    for model in apps.get_models():
        keys = [field.name for field in model._meta.fields if field.related_model is Person]
        if any(model._default_manager.filter(**{key: person}).exists() for key in keys):
            found.add(model._meta.db_table)
    return found


@pytest.mark.parametrize("result", [Sent(), Permanent("refused")])
def test_a_letter_that_is_done_names_nobody_any_more(result: Result) -> None:
    """A stolen copy must not say who was offered support: once the letter is away, no row points at its reader."""
    world = worlds.make()
    before = rows_about(world.third)
    offering_support.write_to(
        member=carrying.member(world, "manager"), person=world.third.pk, address_of="/offered/{}".format, now=NOW
    )
    (letter,) = delivering.take(kind="email", origin="https://town.example", now=NOW)
    delivering.settle(letter=letter, result=result, now=NOW)
    assert not Notice.objects.filter(person=world.third).exists()
    assert rows_about(world.third) == before


def _dump() -> list[str]:
    """Return every value of every row, as whoever steals a copy reads it."""
    return [
        bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value).replace("-", "")
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        for value in row
    ]


def test_who_was_involved_is_written_nowhere(town: World) -> None:
    """A colleague of the directory, named by a safety officer, handed out to a supporter: no row holds their key."""
    key = town.professional.pk.hex
    before = sum(key in value for value in _dump())
    desk = Desk(town, "safety_officer")
    changed = {"p0-name": town.professional.name, "p0-email": ""}
    desk.post("events/report/", do="send", **written(town, **changed))
    assert sum(key in value for value in _dump()) == before
    while an_event_happened.hand_out_next(now=clock.now()):
        pass
    assert Round.objects.of(town.organization).get().people == 1
    assert sum(key in value for value in _dump()) == before


def test_the_numbers_that_are_kept_point_at_no_request() -> None:
    """A round of one ends with a yes: no moment of its row is one of the request that came of it."""
    story = Offers(worlds.make(), now=NOW + timedelta(minutes=7, seconds=11))
    story.something_happened(carrying.somebody(story.world))
    story.hours_pass(1.3)
    story.they_say_yes(with_me=True)
    (kept,) = Round.objects.values_list()
    rows = (*Case.objects.values_list(), *Transition.objects.values_list(), *Opening.objects.values_list())
    assert not {each for each in kept if isinstance(each, datetime)} & {each for row in rows for each in row}


def _answers(how: str, story: Offers) -> None:
    story.something_happened(carrying.somebody(story.world))
    if how == "yes":
        story.they_say_yes(with_me=True)
    else:
        story.they_answer(how)
    story.hours_pass(0.5)


@pytest.mark.parametrize("how", ["no_thanks", "no_more", "wrong_person", "yes"])
def test_the_ledger_reads_the_same_whatever_was_answered(how: str) -> None:
    """Its clear columns are kept for ever: where one person was involved, they would tell what that person said."""
    story = Offers(worlds.make())
    _answers(how, story)
    told = list(Entry.objects.of(story.world.organization).order_by("seq").values_list("actor_role", "verb", "hour"))
    assert [(role, verb) for role, verb, _ in told] == [
        ("supporter", "offers.names_opened"),
        ("supporter", "offer.noted"),
        ("engine", "offer.settled"),
    ]
    payloads = ClearPart.objects.of(story.world.organization).order_by("entry__seq").values_list("payload", flat=True)
    assert list(payloads) == [{"names": 1}, {}]


def test_a_form_that_is_changed_and_sent_again_is_an_event_of_its_own(town: World) -> None:
    """Back in the browser, one name more, Send: who was added must not be lost while the page says "Received"."""
    desk = Desk(town, "safety_officer")
    for _ in range(2):
        desk.post("events/report/", do="send", **written(town))
    desk.post("events/report/", do="send", **written(town, **{"p1-name": "Luis Medina", "p1-email": "l@town.example"}))
    assert sorted(Event.objects.values_list("people", flat=True)) == [1, 2]


def test_a_form_whose_token_was_taken_away_still_counts(town: World) -> None:
    desk = Desk(town, "safety_officer")
    for name in ("Ana Example", "Luis Medina"):
        desk.post("events/report/", do="send", **written(town, once="", **{"p0-name": name}))
    assert Event.objects.count() == 2


def test_two_organizations_may_use_one_key(town: World) -> None:
    """Another organization's key, even with another body, changes nothing and tells nothing."""
    other = worlds.make(now=clock.now(), name="Other Health")
    key = "incident-0000-0000-0000"
    first = Machine(town).sends(event(town), key=key)
    second = Machine(other).sends(event(other), key=key)
    assert (first.status_code, first.content) == (second.status_code, second.content) == (202, b'{"received": true}')
    assert Event.objects.of(town.organization).count() == Event.objects.of(other.organization).count() == 1


def test_another_organizations_places_do_not_exist_for_a_machine(town: World) -> None:
    other = worlds.make(now=clock.now(), name="Other Health")
    theirs = Machine(town).sends(event(town, unit=str(other.unit.pk)))
    nobodys = Machine(town).sends(event(town, unit="0" * 32))
    assert theirs.status_code == nobodys.status_code == 422
    assert theirs.content == nobodys.content


def test_another_organizations_keys_open_and_change_nothing(town: World) -> None:
    """Whoever learned the keys of rounds, offers, call-backs and questions elsewhere finds nothing behind them."""
    other = worlds.make(now=clock.now(), name="Other Health")
    tries = _addresses_of(other, town)
    before = _dump_of(other)
    for who, paths in tries.items():
        desk = Desk(town, who)
        for path in paths:
            answer = desk.post(path, said="no_more")
            assert answer.status_code in {302, 404}
            assert b"555-0187" not in answer.content
    assert _dump_of(other) == before


def _addresses_of(other: World, town: World) -> dict[str, tuple[str, ...]]:
    """Let another organization have one of each; return where each would be opened here, and by whom."""
    carrying.begin(other, carrying.somebody(other), now=clock.now())
    raising_the_level.page_the_professional(
        organization=other.organization.pk, number="+12025550187", once="cd" * 32, now=clock.now()
    )
    own = {"organization": other.organization.pk, "language": "en", "once": b"q" * 32, "zone": ZoneInfo("UTC")}
    asking_about_the_program.ask(**own, asked=Asked("Who runs it?", ""), now=clock.now())
    held, offer, call, question = (model.objects.get().pk for model in (Round, Carried, CallBack, Question))
    case = Carried.objects.get(pk=offer).case
    return {
        "owner": (
            f"offers/{held}/",
            f"offers/{held}/back/",
            f"offers/{held}/{case}/said/",
            f"offers/{held}/{case}/yes/",
        ),
        "professional": (f"call-backs/{call}/", f"call-backs/{call}/outcome/"),
        "coordinator": (f"rounds/{held}/give/{town.owner.pk}/", f"questions/{question}/open/"),
    }


def _dump_of(world: World) -> list[tuple[object, ...]]:
    return [
        row
        for model in (Round, Carried, CallBack, Question, Case, Opening)
        for row in model.objects.of(world.organization).values_list()
    ]
