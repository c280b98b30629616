"""An event happened: told by the form or by a machine, and whatever each person answers, whoever told sees the same.

Who was there is offered support by somebody who was not; the teller's screen and the machine's answer
are the same bytes before anything was carried, after a yes, a no, silence.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from alongside import clock
from alongside.cases.models import Case
from alongside.events.models import Event, Involved
from alongside.journeys import an_event_happened
from alongside.rounds.models import Round
from tests import worlds
from tests.api.machines import Machine, adverse_event, event, person, practitioner
from tests.stories.test_offers_carried import FOURTEEN_DAYS, Offers
from tests.web.reporting_an_event.test_reporting import written
from tests.web.supporting.desk import Desk

pytestmark = pytest.mark.django_db
ANA = "ana.keller@town.example"


class Events(Offers):
    """The verbs of a reported event, beside those of carried offers."""

    def the_safety_officer_tells(self) -> bytes:
        """Fill the form in, look once more, send; return what is then on the screen."""
        desk = Desk(self.world, "safety_officer")
        told = written(
            self.world, once=f"{Event.objects.count()}".rjust(16, "0"), **{"p0-email": ANA, "p0-phone": "202 555 0177"}
        )
        assert desk.post("events/report/", do="send", **told).status_code == 302
        return _without_tokens(desk.get("events/received/").content)

    def a_machine_tells(self) -> bytes:
        """Post plain JSON; return the whole answer."""
        return _whole(self.machine.sends(event(self.world, people=[person(name="Ana Keller", email=ANA)])))

    def a_machine_tells_in_fhir(self) -> bytes:
        """Post an AdverseEvent; return the whole answer."""
        ana = practitioner(
            "r1", telecom=[{"system": "email", "value": ANA}, {"system": "phone", "value": "+12025550177"}]
        )
        return _whole(self.machine.sends_fhir(adverse_event(self.world, contained=[ana])))

    @property
    def machine(self) -> Machine:
        """The incident system, with a token of its own."""
        if not hasattr(self, "_machine"):
            self._machine = Machine(self.world)
        return self._machine

    def the_engine_hands_out(self) -> None:
        """Whatever is due is handed out."""
        self.now = max(self.now, clock.now())  # The doors ask the real clock.
        while an_event_happened.hand_out_next(now=self.now):
            pass

    def nothing_is_known_of_the_event(self) -> None:
        """The event and its list are gone."""
        assert not Event.objects.exists()
        assert not Involved.objects.exists()


def _whole(answer: Any) -> bytes:
    headers = b"\n".join(f"{name}: {value}".encode() for name, value in sorted(answer.headers.items()))
    return bytes([answer.status_code // 100]) + headers + answer.content


def _without_tokens(page: bytes) -> bytes:
    return re.sub(rb'(name="csrfmiddlewaretoken" value=")[^"]*|nonce="[^"]*"', rb"\1", page)


@pytest.fixture
def story(db: None) -> Events:
    """Everybody on call now, beside a stranger organization."""
    worlds.make_noise(now=clock.now())
    return Events(worlds.make(now=clock.now()), now=clock.now())


Tell = Callable[[Events], bytes]
DOORS: list[Tell] = [Events.the_safety_officer_tells, Events.a_machine_tells, Events.a_machine_tells_in_fhir]


def yes(story: Events) -> None:
    story.they_say_yes(with_me=True)


def no(story: Events) -> None:
    story.they_answer("no_thanks")


def no_more(story: Events) -> None:
    story.they_answer("no_more")


def thinking(story: Events) -> None:
    story.they_answer("thinking")


def silence(story: Events) -> None:
    story.hours_pass(FOURTEEN_DAYS + 1)


@pytest.mark.parametrize("answer", [yes, no, no_more, thinking, silence])
@pytest.mark.parametrize("tell", DOORS)
def test_whoever_told_sees_the_same_whatever_is_answered(
    story: Events, tell: Tell, answer: Callable[[Events], None]
) -> None:
    before = tell(story)
    story.the_engine_hands_out()
    story.nothing_is_known_of_the_event()
    assert Case.objects.filter(stage="offered").count() == 1
    answer(story)
    assert tell(story) == before


@pytest.mark.parametrize("tell", DOORS)
def test_somebody_who_was_not_there_carries_it(story: Events, tell: Tell) -> None:
    tell(story)
    story.the_engine_hands_out()
    one = story.one()
    assert one.to.email == ANA
    assert story.carrier in {"owner", "teammate", "third"}  # The chief supervises this unit.


def test_the_form_and_two_machines_tell_of_the_same_event_and_there_is_one_offer(story: Events) -> None:
    """H13: nobody is hounded because several people care."""
    for tell in DOORS:
        tell(story)
        story.the_engine_hands_out()
    assert Round.objects.filter(organization=story.world.organization).count() == 1
    assert Case.objects.filter(stage="offered").count() == 1


def test_there_is_no_page_that_lists_what_was_told(story: Events) -> None:
    """Nothing flows back: whoever told has one form, and no list."""
    story.the_safety_officer_tells()
    text = Desk(story.world, "safety_officer").text("events/report/")
    assert ANA not in text
    assert "Ana" not in text
