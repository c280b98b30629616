"""The giver's side: a card, a link, a letter; nothing they see depends on what becomes of it (T1, H13, H14)."""

from __future__ import annotations

import re
from typing import Any

import pytest
import zxingcpp
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from alongside import clock
from alongside.ledger.models import ClearPart
from alongside.notices import operations as notices
from alongside.notices import queries as outbox
from alongside.notices.models import Notice
from alongside.notices.rules import Letter
from alongside.offers.models import Card
from alongside.people.models import Person
from alongside.tenancy.transactions import one_transaction
from alongside.web.helping_a_colleague import squares
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.web.walking import Walker, words
from tests.worlds import World

TELLING = re.compile(
    r"event|incident|événement|patient|support|soutien|stress|unit\b|ICU|peer|pair aidant|crisis|suicid|because|reason",
    re.IGNORECASE,
)


def made(walker: Walker) -> str:
    """Make a card; return its link."""
    page = walker.post("offer/card/").content.decode()
    found = re.search(r'data-copy="([^"]+)"', page)
    assert found, page
    return found[1]


def send(browser: Client, town: World, person: Person) -> HttpResponse:
    return browser.post(f"/o/{town.slug}/desk/offer/send/", {"person": person.pk})  # type: ignore[return-value]


def letters() -> list[Letter]:
    """Return what would be carried now."""
    with one_transaction():
        claimed = notices.claim_due(kind="email", now=clock.now(), up_to=100)
    return outbox.letters(claimed, origin="https://support.example.org", now=clock.now())


def test_a_card_leads_to_the_page_of_its_offer_and_names_nobody(town: World, walker: Walker) -> None:
    link = made(walker)
    assert link.startswith(f"{settings.HOUSE.origin}/o/{town.slug}/offered/")
    assert Walker(town).client.get(link.removeprefix(settings.HOUSE.origin)).status_code == 200
    row = Card.objects.values().get()
    assert bytes(row["addressee"]) == b""


@pytest.mark.parametrize("who", ["nobody", "manager"])
def test_whoever_gives_a_card_is_written_down_nowhere(town: World, who: str) -> None:
    browser = Client() if who == "nobody" else signed_in(town.people[who])
    entries = ClearPart.objects.count()
    browser.post(f"/o/{town.slug}/offer/card/")
    assert ClearPart.objects.count() == entries
    assert str(town.manager.pk) not in repr(Card.objects.values().get())


def test_looking_makes_no_card(walker: Walker) -> None:
    for path in ("offer/", "offer/card/"):
        walker.get(path)
    assert not Card.objects.exists()


def test_a_flood_of_cards_is_asked_for_patience(walker: Walker, moved_clock: HouseClock) -> None:
    for _ in range(6):
        made(walker)
    answer = walker.post("offer/card/")
    assert "Many cards were made from your network." in words(answer)
    found = re.search(r'name="ticket" value="([^"]+)"', answer.content.decode())
    assert found
    moved_clock.stands(21)
    walker.post("offer/card/", {"ticket": found[1]})
    assert Card.objects.count() == 7


def test_the_square_code_is_read_by_an_independent_reader() -> None:
    link = "https://support.example.org/o/north-river/offered/Zm9vYmFyYmF6cXV4MTIzNA/"
    drawn = squares.of(link)
    scale = 6
    side = drawn.side * scale
    picture = bytearray(b"\xff" * side * side)
    for x, y, length in (map(int, run) for run in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path)):
        for line in range(y * scale, (y + 1) * scale):
            picture[line * side + x * scale : line * side + (x + length) * scale] = bytes(length * scale)
    (read,) = zxingcpp.read_barcodes(memoryview(bytes(picture)).cast("B", (side, side)))
    assert read.text == link


def test_a_letter_needs_a_whole_name_and_a_confirmation(town: World) -> None:
    browser = signed_in(town.manager)
    asked = browser.post(f"/o/{town.slug}/desk/offer/", {"said": "owner testing"})
    assert "Is it this person?" in words(asked)  # type: ignore[arg-type]
    assert town.owner.email not in asked.content.decode()
    assert not Notice.objects.exists()
    for part in ("Owner", "Test", "own", "%"):
        told = words(browser.post(f"/o/{town.slug}/desk/offer/", {"said": part}))  # type: ignore[arg-type]
        assert "Please give them a card by hand." in told
    assert send(browser, town, town.owner).headers["Location"].endswith("/desk/offer/delivered/")
    assert Notice.objects.get().person == town.owner


def test_names_cannot_be_tried_one_after_the_other(town: World, moved_clock: HouseClock) -> None:
    """Who works here is not to be read out of the form: after twelve names it asks for patience."""
    browser = signed_in(town.people["teammate"])
    address = reverse("desk-offer", kwargs={"organization": town.slug})
    for number in range(12):
        assert "Please press again" not in words(browser.post(address, {"said": f"Nobody {number}"}))
    slow = browser.post(address, {"said": town.people["owner"].name})
    assert "You looked up many names. Please press again in 20 seconds." in words(slow)
    assert town.people["owner"].name in slow.content.decode()
    assert 'name="person"' not in slow.content.decode()
    (ticket,) = re.findall(r'name="ticket" value="([^"]+)"', slow.content.decode())
    moved_clock.stands(21)
    after = browser.post(address, {"said": town.people["owner"].name, "ticket": ticket})
    assert 'name="person"' in after.content.decode()


def test_homonyms_ask(town: World) -> None:
    """H14: two people of one name are told apart by where they work, and neither is chosen for the giver."""
    Person.objects.filter(pk=town.teammate.pk).update(name=town.owner.name)
    answer = signed_in(town.manager).post(f"/o/{town.slug}/desk/offer/", {"said": town.owner.name})
    page = answer.content.decode()
    assert "Which of them?" in page
    assert page.count('type="radio"') == 2
    assert "checked" not in page
    assert "Testing ICU" in page
    assert "Testing ED" in page


def test_whoever_has_no_entry_and_whoever_has_no_address_look_the_same(town: World) -> None:
    """A card is handed over on site instead (students, contractors, volunteers)."""
    Person.objects.filter(pk=town.teammate.pk).update(email="")
    browser = signed_in(town.manager)

    def told(said: str) -> str:
        page = browser.post(f"/o/{town.slug}/desk/offer/", {"said": said})
        return words(page).replace(said, "-")  # type: ignore[arg-type]

    assert told("Somebody Unknown") == told(town.teammate.name)


def test_the_letter_is_constant_in_the_readers_language(town: World) -> None:
    """H14: it says nothing of an event, a unit, a day or the giver, whoever gave it and whoever gets it."""
    Person.objects.filter(pk=town.teammate.pk).update(reads="fr")
    send(signed_in(town.manager), town, town.owner)
    send(signed_in(town.safety_officer), town, town.teammate)
    send(signed_in(town.mentor), town, town.third)
    said = letters()
    assert len(said) == 3
    plain = {re.sub(r"offered/[\w-]+/", "offered/-/", letter.body) for letter in said}
    assert len(plain) == 2  # One in English, one in French.
    for letter in said:
        text = f"{letter.subject} {letter.body} {letter.short}".replace("support.example.org", "")
        assert TELLING.findall(text) == []
        for person in town.people.values():
            assert person.name not in text
        assert not re.search(r"\b20\d\d-|\bMarch|\bmars\b", text)
        assert f"/o/{town.slug}/offered/" in letter.body
        assert "/fr/o/" not in letter.body


ACTS = {
    "owner": "yes",
    "teammate": "no",
    "third": "no more",
    "chief": "not_mine",
    "deputy": "ignore",
    "mentor": "again",
}
"""What each of them does with the letter. "again": somebody else wrote to them the day before."""


def test_the_givers_bytes_are_the_same_whatever_becomes_of_it(town: World, moved_clock: HouseClock) -> None:
    """T1, H36: taken up, declined, declined for good, not theirs, ignored, offered already: the same bytes."""
    send(signed_in(town.coordinator), town, town.mentor)
    moved_clock.stands(24 * 3600)
    seen = {}
    for who, act in ACTS.items():
        giver = signed_in(town.manager)
        first = _seen(giver, town, who)
        _answers(town, who, act)
        seen[act] = [first, _seen(giver, town, who)]
    moved_clock.stands(40 * 24 * 3600)  # When another offer would go out, to all but one of them.
    for who, act in ACTS.items():
        seen[act].append(_seen(signed_in(town.manager), town, who))
    assert len({repr(pages) for pages in seen.values()}) == 1
    went = {who: Notice.objects.filter(person=town.people[who], template="offer").count() for who in ACTS}
    assert went == {"owner": 2, "teammate": 2, "third": 1, "chief": 2, "deputy": 2, "mentor": 2}


def _seen(giver: Client, town: World, who: str) -> list[bytes]:
    """Write to somebody; return everything that the giver is answered, and every page that could tell more."""
    base = f"/o/{town.slug}/desk/offer/"
    return [
        _bytes(send(giver, town, town.people[who])),
        *(_bytes(giver.get(page)) for page in (base, f"{base}delivered/")),
    ]


def _answers(town: World, who: str, act: str) -> None:
    letter = Notice.objects.filter(person=town.people[who], template="offer").latest("made_at")
    if act in {"ignore", "again"}:
        return
    secret = str(letter.slot["link"]).split("/")[-2]
    answer = {"answer": act.split(maxsplit=1)[0], "no_more": "yes" if act == "no more" else ""}
    assert Walker(town).post(f"offered/{secret}/", answer).status_code == 303


def _bytes(answer: Any) -> bytes:
    """Return everything of an answer but what differs with every request."""
    page: bytes = re.sub(rb'(csrfmiddlewaretoken" value=")[^"]+', rb"\1-", answer.content)
    headers = sorted((name, value) for name, value in answer.headers.items() if name != "Set-Cookie")
    return page + repr((answer.status_code, headers)).encode()


def test_a_second_letter_within_fourteen_days_is_not_sent_and_looks_sent(town: World) -> None:
    """H13: whoever offers, and however often, one person gets one letter."""
    for who in ("manager", "coordinator", "safety_officer", "manager"):
        answer = send(signed_in(town.people[who]), town, town.owner)
        assert answer.headers["Location"].endswith("/desk/offer/delivered/")
    assert Notice.objects.filter(person=town.owner).count() == 1


def test_no_more_thank_you_is_kept_for_a_year_and_the_giver_is_told_delivered(
    town: World, moved_clock: HouseClock
) -> None:
    giver = signed_in(town.manager)
    send(giver, town, town.owner)
    secret = str(Notice.objects.get().slot["link"]).split("/")[-2]
    Walker(town).post(f"offered/{secret}/", {"answer": "no", "no_more": "yes"})
    for days, sent in ((300, 1), (366, 2)):
        moved_clock.stands(days * 24 * 3600)
        answer = send(signed_in(town.manager), town, town.owner)
        assert answer.headers["Location"].endswith("/desk/offer/delivered/")
        assert Notice.objects.filter(template="offer").count() == sent


def test_the_ledger_names_neither_of_the_two_and_is_the_same_whether_it_went(town: World) -> None:
    for _ in range(2):
        send(signed_in(town.manager), town, town.owner)
    parts = list(ClearPart.objects.filter(entry__verb="offer.handed_over").values_list("actor", "payload"))
    assert parts == [(None, {}), (None, {})]


def test_nonsense_and_strangers_get_no_letter(town: World, noise: World) -> None:
    browser = signed_in(town.manager)
    assert browser.post(f"/o/{town.slug}/desk/offer/send/", {"person": "x"}).status_code == 302
    send(browser, town, noise.owner)
    assert not Notice.objects.exists()
