"""The page of an offer tells nothing about itself, to anybody, ever (threats T1, T16; hazards H14, H36)."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.cases.models import Case, Draft
from alongside.journeys import offering_support
from alongside.ledger.models import Entry
from alongside.notices.models import Notice
from alongside.offers.models import Card
from alongside.paging.models import Page
from alongside.tenancy.models import Organization
from alongside.vocabulary.asking import Source
from tests.house_clock import HouseClock
from tests.web.walking import Walker, words
from tests.worlds import World

UNKNOWN = "aaaaaaaaaaaaaaaaaaaaaa"


def card(town: World) -> str:
    return offering_support.give_a_card(organization=town.organization.pk, now=clock.now())


def opened(town: World, secret: str, language: str = "") -> tuple[bytes, list[tuple[str, str]], int]:
    """Open the page in a fresh browser: its bytes without the address, its headers, how many reads it took."""
    walker = Walker(town, language)
    with CaptureQueriesContext(connection) as reads:
        answer = walker.get(f"offered/{secret}/")
    assert answer.status_code == 200
    return answer.content.replace(secret.encode(), b"-"), sorted(answer.headers.items()), len(reads)


def answered(town: World, secret: str, answer: str, **more: str) -> HttpResponse:
    return Walker(town).post(f"offered/{secret}/", {"answer": answer, **more})


@pytest.mark.parametrize("language", ["en", "fr"])
def test_offer_page_is_constant(town: World, language: str) -> None:
    """Before, after yes, after no, after it lapsed, never made: the same bytes, the same headers, as many reads."""
    opened(town, UNKNOWN, language)  # Whatever is read once and kept is read now.
    secret, other, third = (card(town) for _ in range(3))
    states = [opened(town, secret, language)]
    answered(town, secret, "yes")
    states.append(opened(town, secret, language))
    answered(town, other, "no")
    states.append(opened(town, other, language))
    Card.objects.update(lapses_at=clock.now() - timedelta(days=1))
    states.append(opened(town, third, language))
    answered(town, third, "not_mine")
    states += [opened(town, third, language), opened(town, UNKNOWN, language)]
    assert len({repr(state) for state in states}) == 1


def test_opening_it_never_looks_the_offer_up(town: World) -> None:
    """So no clock in the world can tell an offer that stands from one that ended."""
    secret = card(town)
    with CaptureQueriesContext(connection) as reads:
        Client().get(f"/o/{town.slug}/offered/{secret}/")
    assert not [query for query in reads if "offers_" in query["sql"]]


@pytest.mark.parametrize("answer", ["yes", "no", "not_mine"])
def test_an_answer_looks_the_same_whether_or_not_the_offer_stands(town: World, answer: str) -> None:
    """Whoever kept a copy of the card and presses its buttons learns nothing either."""

    def tried(secret: str) -> tuple[object, ...]:
        with CaptureQueriesContext(connection) as reads:
            reply = answered(town, secret, answer)
        return reply.status_code, reply.content, sorted(reply.headers.items()), len(reads)

    secret = card(town)
    tried(UNKNOWN)
    assert tried(secret) == tried(secret) == tried(UNKNOWN)


def test_yes_leads_to_the_same_questions_as_everybody_and_to_a_code_of_ones_own(
    town: World, walker: Walker, moved_clock: HouseClock
) -> None:
    secret = card(town)
    assert walker.post(f"offered/{secret}/", {"answer": "yes"}).headers["Location"] == walker.at("begin/")
    assert "stays between you" in walker.text("begin/")
    walker.answer()
    moved_clock.stands(60)
    walker.send()
    assert Case.objects.of(town.organization).get().source == Source.OFFER
    assert walker.code() not in secret


def test_third_party_contact_needs_consent(town: World) -> None:
    """T16: an offer never opens a case and never pages for one, whatever is pressed, until the person presses Send."""
    for answer in ("yes", "no", "not_mine", "nonsense"):
        answered(town, card(town), answer)
    assert not Case.objects.exists()
    assert not Page.objects.exists()
    assert not Notice.objects.exists()


def test_yes_writes_nothing_about_the_offer_and_no_leaves_nothing_behind(town: World) -> None:
    secret = card(town)
    entries, row = Entry.objects.count(), Card.objects.values().get()
    answered(town, secret, "yes")
    assert Card.objects.values().get() == row
    answered(town, secret, "no")
    assert not Card.objects.exists()
    assert Entry.objects.count() == entries


def test_answers_already_begun_are_kept_when_an_offer_is_taken_up(town: World, walker: Walker) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    walker.post(f"offered/{card(town)}/", {"answer": "yes"})
    page = walker.get("begin/soon/").content.decode()
    assert re.search(r'value="today"[^>]*checked', page)


def test_another_sites_form_answers_nothing(town: World) -> None:
    secret = card(town)
    for answer in ("yes", "no"):
        reply = Client(headers={"Sec-Fetch-Site": "cross-site"}).post(
            f"/o/{town.slug}/offered/{secret}/", {"answer": answer}
        )
        assert reply.status_code == 200
    assert Card.objects.exists()
    assert not Draft.objects.exists()


def test_looking_answers_nothing(town: World) -> None:
    """A mail scanner that opens the link neither declines nor accepts (T26)."""
    secret = card(town)
    for method in ("get", "head"):
        assert getattr(Client(), method)(f"/o/{town.slug}/offered/{secret}/").status_code == 200
    assert Card.objects.count() == 1
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("language", "said"), [("en", "reads these same words"), ("fr", "lit ces mêmes mots")])
def test_it_says_that_everyone_gets_the_same_words(town: World, language: str, said: str) -> None:
    assert said in words(Walker(town, language).get(f"offered/{UNKNOWN}/"))


@pytest.mark.parametrize("path", ["offered/thanks/", "offered/put-away/"])
def test_no_is_fine_and_the_door_stays_open(town: World, path: str) -> None:
    page = Walker(town).get(path).content.decode()
    assert f'href="/o/{town.slug}/"' in page


def test_yes_while_asking_is_closed_shows_whom_to_call(town: World, walker: Walker) -> None:
    Organization.objects.filter(pk=town.organization.pk).update(mode=Organization.Mode.WITHDRAWN)
    walker.post(f"offered/{card(town)}/", {"answer": "yes"})
    assert not Draft.objects.exists()
    assert "Please call this number." in walker.text("begin/")


def test_the_secret_stands_in_no_log_of_ours(town: World, caplog: pytest.LogCaptureFixture) -> None:
    secret = card(town)
    with caplog.at_level("DEBUG"):
        answered(town, secret, "no")
        Client().get(f"/o/{town.slug}/offered/{secret}/")
    assert secret not in "".join(record.getMessage() for record in caplog.records if record.name != "django.request")
