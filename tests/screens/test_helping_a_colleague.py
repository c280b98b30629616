"""Worried, in charge, raising the level, offering support: in a real browser, on a telephone in a corridor."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside.paging.models import CallBack
from alongside.tenancy import words
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.screens.conftest import Live, Recorder, sign_in
from tests.screens.test_help_now import adopt, on_the_wire, real_time

__all__ = ["real_time"]

LANGUAGES = ["en", "fr"]
PAGES = ["worried/", "in-charge/", "level/", "offer/"]
NUMBER = "202 555 0187"


def own_numbers(town: worlds.World) -> None:
    """Let the organization write its own numbers, as a live one does."""
    with one_transaction():
        for key, text in (
            ("site.manager_on_call", "202-555-0171, House supervisor, any hour"),
            ("site.occupational_health", "202-555-0180, 7 am to 7 pm"),
            ("site.professional_on_call", "202-555-0190, psychiatry on call, any hour"),
        ):
            for language in LANGUAGES:
                words.put_word(organization=town.organization.pk, key=key, language=language, text=text)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_in_every_size_and_light(
    page: Page, live: Live, town: worlds.World, *, looked_at: Any, path: str, language: str
) -> None:
    adopt(town, "us-988", "us-crisis-text-line")
    own_numbers(town)
    page.goto(live.at(town, path, language=language))
    looked_at(page, f"colleague-{path.strip('/')}")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_works_without_scripts(
    without_javascript: BrowserContext, live: Live, town: worlds.World, path: str
) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, path))
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("nav.lifeline a[href^='tel:']")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_light_and_asks_no_stranger(
    page: Page, live: Live, town: worlds.World, *, recorder: Recorder, path: str
) -> None:
    adopt(town, "us-988", "us-crisis-text-line")
    page.goto(live.at(town, path))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    assert on_the_wire(recorder) < 100_000


@pytest.mark.parametrize("language", LANGUAGES)
def test_raising_the_level_and_being_called_back(
    page: Page, live: Live, ville: worlds.World, town: worlds.World, *, looked_at: Any, language: str
) -> None:
    """From the manager's telephone to the professional's and back, without an account on the one side."""
    world = ville if language == "fr" else town
    Organization.objects.filter(pk=world.organization.pk).update(demonstration=True)
    number = "01 55 50 01 87" if language == "fr" else NUMBER
    page.goto(live.at(world, "level/", language=language))
    page.fill("[name=phone]", number)
    page.locator("button.button-danger").click()
    expect(page.locator("h1")).to_be_visible()
    assert CallBack.objects.of(world.organization).count() == 1
    looked_at(page, "colleague-paged")
    desk = page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    sign_in(desk, live, world.professional)
    desk.goto(live.at(world, "desk/now/", language=language))
    looked_at(desk, "colleague-call-back-waits")
    desk.locator("[id^=open-]").click()
    looked_at(desk, "colleague-call-back-number")
    desk.locator("[name=said][value=called]").click()
    expect(desk.locator("[id^=undo-]")).to_be_visible()
    page.locator("main form button").click()
    looked_at(page, "colleague-called")
    desk.context.close()


def test_raising_the_level_without_a_script(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, "level/"))
    page.locator("button.button-danger").click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.fill("[name=phone]", NUMBER)
    page.locator("button.button-danger").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is paged")
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("is paged")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_on_the_screen_and_on_paper(
    page: Page, live: Live, town: worlds.World, tmp_path: Path, *, looked_at: Any, language: str
) -> None:
    page.goto(live.at(town, "offer/", language=language))
    page.locator("form[action$='offer/card/'] button").click()
    looked_at(page, "colleague-card")
    expect(page.locator("svg.qr")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".offer-card")).to_be_visible()
    expect(page.locator("nav.lifeline")).to_be_hidden()
    expect(page.locator(".link-shown")).to_be_hidden()
    page.pdf(path=tmp_path / "card.pdf")
    assert (tmp_path / "card.pdf").stat().st_size > 1000


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_to_one_of_two_people_of_one_name(
    page: Page, live: Live, town: worlds.World, *, looked_at: Any, language: str
) -> None:
    town.teammate.name = town.owner.name
    town.teammate.save()
    Organization.objects.filter(pk=town.organization.pk).update(demonstration=True)
    sign_in(page, live, town.manager)
    page.goto(live.at(town, "desk/offer/", language=language))
    looked_at(page, "colleague-letter")
    page.fill("[name=said]", town.owner.name)
    page.locator("main form button.button").click()
    looked_at(page, "colleague-letter-to")
    page.locator("[name=person]").first.check()
    page.locator("main form button.button").click()
    looked_at(page, "colleague-delivered")
