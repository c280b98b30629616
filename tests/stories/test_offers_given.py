"""Support is offered in a corridor, by a colleague, by a manager: taken up, declined, or left alone.

Each way to give, with each way to answer; and the giver's browser learns the same, to the last byte, whichever it was.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from alongside import clock
from alongside.cases.models import Case
from alongside.notices.models import Notice
from alongside.offers.models import Card, Mark
from alongside.paging.models import Beat, Page
from alongside.vault import codes
from alongside.vocabulary.asking import Source
from tests import worlds
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.web import walking
from tests.web.walking import Walker
from tests.worlds import World

WAYS = ("corridor", "colleague", "manager")
ANSWERS = ("accept", "decline", "ignore")


@dataclass
class Offered:
    """One offer, from the giver's hand to the answer; everything the giver's browser ever got is in `seen`."""

    world: World
    way: str
    moved_clock: HouseClock
    seen: list[bytes] = field(default_factory=list)
    address: str = ""

    def __post_init__(self) -> None:
        givers = {"corridor": None, "colleague": self.world.mentor, "manager": self.world.manager}
        giver = givers[self.way]
        self.giver = signed_in(giver) if giver else Client()
        self.caregiver = Walker(self.world)

    def is_handed_over(self) -> None:
        """By card in a corridor, by letter from a colleague's or a manager's desk."""
        if self.way == "corridor":
            page = self.looks(self.giver.post(f"/o/{self.world.slug}/offer/card/"))
            found = re.search(rb'data-copy="https?://[^/]+([^"]+)"', page)
            assert found
            self.address = found[1].decode()
            return
        base = f"/o/{self.world.slug}/desk/offer"
        self.looks(self.giver.post(f"{base}/", {"said": self.world.third.name}))
        self.looks(self.giver.post(f"{base}/send/", {"person": self.world.third.pk}))
        self.address = str(Notice.objects.get(person=self.world.third, template="offer").slot["link"])

    def is_answered(self, answer: str) -> str:
        """Press a button of the offer's page, or none; return the return code of whoever went on to ask."""
        assert self.caregiver.client.get(self.address).status_code == 200
        if answer == "decline":
            self.caregiver.client.post(self.address, {"answer": "no"})
        if answer != "accept":
            return ""
        self.caregiver.client.post(self.address, {"answer": "yes"})
        self.caregiver.answer()
        self.moved_clock.stands(120)
        Beat.objects.create(at=clock.now())
        self.caregiver.send()
        return self.caregiver.code()

    def giver_looks_again(self) -> None:
        """Open every page that a giver can open, the offer's own among them where they held the card."""
        self.moved_clock.stands(600)
        pages = [f"/o/{self.world.slug}/offer/", f"/o/{self.world.slug}/in-charge/"]
        if self.way == "corridor":
            pages.append(self.address)
        else:
            pages += [f"/o/{self.world.slug}/desk/offer/", f"/o/{self.world.slug}/desk/offer/delivered/"]
        for page in pages:
            self.looks(self.giver.get(page))

    def looks(self, answer: Any) -> bytes:
        """Take note of what the giver's browser got, but for what differs in every answer and every world."""
        known: bytes = answer.content
        plain = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1-", known)
        plain = re.sub(rb"testing-\d+|offered/[\w-]{22}", b"-", plain)
        plain = re.sub(rb'value="[0-9a-f-]{36}"', b"-", plain)
        plain = re.sub(rb'<path fill="#14372d" d="[^"]+"', b"-", plain)  # The square code of this very card.
        plain = re.sub(rb"20\d\d-[\dT:.+-]+|\d+:\d\d.[ap]m", b"-", plain)  # When this page was made.
        self.seen.append(plain + str(answer.status_code).encode())
        return known


def played(way: str, answer: str, moved_clock: HouseClock) -> tuple[Offered, str]:
    """Play one offer to its end in a town of its own."""
    moved_clock.begins()
    offered = Offered(walking.town(), way, moved_clock)
    offered.is_handed_over()
    code = offered.is_answered(answer)
    offered.giver_looks_again()
    return offered, code


@pytest.fixture
def towns(db: None) -> None:
    worlds.make_noise(now=clock.now())


@pytest.mark.parametrize("way", WAYS)
def test_the_giver_learns_the_same_whatever_the_answer(towns: None, moved_clock: HouseClock, way: str) -> None:
    seen = {answer: played(way, answer, moved_clock)[0].seen for answer in ANSWERS}
    assert seen["accept"] == seen["decline"] == seen["ignore"]
    assert seen["accept"]


@pytest.mark.parametrize("way", WAYS)
def test_whoever_accepts_asks_as_everybody_does_and_gets_a_code_of_their_own(
    towns: None, moved_clock: HouseClock, way: str
) -> None:
    offered, code = played(way, "accept", moved_clock)
    assert codes.parse(code)
    assert all(code.encode() not in page for page in offered.seen)
    case = Case.objects.of(offered.world.organization).get()
    assert case.source == Source.OFFER
    assert Page.objects.filter(case=case).exists()
    assert not Mark.objects.filter(why=Mark.Why.NO_MORE).exists()


@pytest.mark.parametrize("way", WAYS)
def test_whoever_declines_is_left_in_peace_and_nothing_of_it_is_kept(
    towns: None, moved_clock: HouseClock, way: str
) -> None:
    offered, _ = played(way, "decline", moved_clock)
    assert not Case.objects.of(offered.world.organization).exists()
    assert not Card.objects.of(offered.world.organization).exists()
    assert not Page.objects.of(offered.world.organization).exists()


@pytest.mark.parametrize("way", WAYS)
def test_whoever_does_nothing_is_not_asked_again(towns: None, moved_clock: HouseClock, way: str) -> None:
    offered, _ = played(way, "ignore", moved_clock)
    assert not Case.objects.of(offered.world.organization).exists()
    assert Notice.objects.of(offered.world.organization).filter(template="offer").count() == (way != "corridor")


def test_a_colleague_and_a_manager_offer_to_the_same_person_and_one_letter_goes(
    towns: None, moved_clock: HouseClock
) -> None:
    """H13: both see that it was delivered."""
    world = walking.town()
    told = []
    for giver in (world.mentor, world.manager, world.safety_officer):
        browser = signed_in(giver)
        browser.post(f"/o/{world.slug}/desk/offer/send/", {"person": world.third.pk})
        told.append(browser.get(f"/o/{world.slug}/desk/offer/delivered/").content.count(b"The offer was delivered"))
    assert told[0]
    assert len(set(told)) == 1
    assert Notice.objects.filter(person=world.third, template="offer").count() == 1
