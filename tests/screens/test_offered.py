"""The page of an offer, in a real browser: the same to look at whatever was answered, and one tap to say no."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.journeys import offering_support, taking_a_call
from alongside.offers.models import Card
from alongside.people.queries import Member
from alongside.vocabulary.roles import Role
from alongside.web.returning.acknowledged import Told
from tests import worlds
from tests.screens.conftest import Live, Recorder
from tests.screens.test_help_now import on_the_wire, real_time

__all__ = ["real_time"]

LANGUAGES = ["en", "fr"]


def card(town: worlds.World) -> str:
    return offering_support.give_a_card(organization=town.organization.pk, now=clock.now())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_offer_in_every_size_and_light(
    page: Page, live: Live, town: worlds.World, *, looked_at: Any, language: str
) -> None:
    for path, name in ((f"offered/{card(town)}/", "offer"), ("offered/thanks/", "no"), ("offered/put-away/", "not")):
        page.goto(live.at(town, path, language=language))
        looked_at(page, f"offered-{name}")


def test_it_is_light_and_asks_no_stranger(page: Page, live: Live, town: worlds.World, *, recorder: Recorder) -> None:
    page.goto(live.at(town, f"offered/{card(town)}/"))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    assert on_the_wire(recorder) < 100_000


def test_no_is_one_tap_and_final_without_a_script_and_without_a_cookie(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    page = without_javascript.new_page()
    address = live.at(town, f"offered/{card(town)}/")
    page.goto(address)
    before = page.content()
    page.get_by_role("button", name="No, thank you").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("That is fine.")
    assert not Card.objects.of(town.organization).exists()
    assert without_javascript.cookies() == []
    page.goto(address)
    assert page.content() == before


def test_yes_leads_to_the_questions(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, f"offered/{card(town)}/"))
    page.get_by_role("button", name="Yes, I would like to talk").click()
    expect(page).to_have_url(live.at(town, "begin/"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_code_of_ones_own_in_place_of_one_handed_over(
    page: Page, live: Live, town: worlds.World, *, looked_at: Any, language: str
) -> None:
    page.goto(live.at(town, "back/", language=language))
    page.fill("[name=code]", handed_over(town))
    page.locator("main form button.button").click()
    looked_at(page, "own-code")
    code = "".join(page.locator(".code span").all_inner_texts())
    page.fill("[name=ending]", code[-8:])
    page.locator("main form button.button").click()
    expect(page).to_have_url(live.at(town, f"page/?told={Told.NEW_CODE.value}", language=language))
    expect(page.locator(".note-clay a[href$='page/keep/']")).to_have_count(0)


def handed_over(town: worlds.World) -> str:
    """Return the code that a colleague read aloud to somebody who called."""
    owner = town.owner
    assert owner.account_id
    member = Member(
        owner.pk, owner.account_id, town.organization.pk, owner.name, frozenset({Role.SUPPORTER}), owner.reads
    )
    answers = {
        "site": town.site.pk.hex,
        "urgency": "today",
        "way": "phone_call",
        "phone": "+12025550143",
        "language": "en",
    }
    sent = taking_a_call.take_a_call(
        member=member, answers=answers, wants_code=True, once=town.site.pk.bytes * 2, now=clock.now()
    )
    return sent.code
