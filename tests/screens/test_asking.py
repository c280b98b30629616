"""Asking in a real browser: with and without scripts, by keyboard, at every width, with a network that breaks."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside.cases.models import Case
from tests import worlds
from tests.screens.conftest import KEEPS_FOR_LATER, PHONE, Live, Recorder, axe, fits

Look = Callable[[Page, str], None]
HEAVIEST = 100_000
"""Bytes of a caregiver page with everything it asks for (hazard H32)."""

NUMBER = "202 555 0143"
CONTINUE = "form.stack button.button"


def types_a_number_too_short(page: Page) -> None:
    page.locator("input[value=phone_call]").check()
    page.locator("#id_phone").fill("12")
    page.locator(CONTINUE).click()
    expect(page.locator("#id_phone")).to_have_value("12")


def answer(page: Page, live: Live, world: worlds.World, *, language: str = "en", look: Look | None = None) -> None:
    """Go through every question as a tired person would, looking at each page on the way."""

    def seen(name: str) -> None:
        if look:
            look(page, name)

    page.goto(live.at(world, "begin/", language=language))
    seen("asking-start")
    page.locator("main a.button").click()
    page.locator(CONTINUE).click()
    expect(page.locator(".error-summary")).to_be_visible()
    seen("asking-soon")
    page.locator("input[value=today]").check()
    page.locator(CONTINUE).click()
    types_a_number_too_short(page)
    seen("asking-reach")
    page.locator("#id_phone").fill(NUMBER)
    page.locator(CONTINUE).click()
    seen("asking-wishes")
    page.locator(CONTINUE).click()
    seen("asking-avoid")
    page.locator(CONTINUE).click()
    seen("asking-check")


def send(page: Page, live: Live) -> None:
    """Send, and wait patiently when asked to."""
    live.house.minutes_pass(0.2)
    page.locator(CONTINUE).click()
    if "/wait/" in page.url:
        live.house.minutes_pass(0.5)
        page.reload()
        page.locator("main form button").click()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_page_of_asking(page: Page, live: Live, town: worlds.World, looked_at: Look, language: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(live.at(town, "", language=language))
    looked_at(page, "home")
    answer(page, live, town, language=language, look=looked_at)
    send(page, live)
    looked_at(page, "asking-code")
    assert Case.objects.filter(organization=town.organization).count() == 1


@pytest.mark.parametrize("path", ["begin/first/", "begin/sheet/", "nowhere/"])
def test_the_pages_beside(page: Page, live: Live, town: worlds.World, looked_at: Look, path: str) -> None:
    for language in ("en", "fr"):
        page.goto(live.at(town, path, language=language))
        looked_at(page, f"asking-{path.strip('/').replace('/', '-')}")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_while_asking_is_closed(page: Page, live: Live, town: worlds.World, looked_at: Look, language: str) -> None:
    town.organization.mode = "withdrawn"
    town.organization.save()
    page.goto(live.at(town, "begin/", language=language))
    expect(page.locator("main a[href='tel:+12025550100']")).to_be_visible()
    looked_at(page, "asking-closed")


def test_the_whole_of_asking_without_javascript(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    page = without_javascript.new_page()
    answer(page, live, town)
    send(page, live)
    for needs_scripts in ("[data-print]", "[data-copy]"):
        expect(page.locator(needs_scripts)).to_be_hidden()
    expect(page.locator(".code-long span")).to_have_count(5)
    groups = page.locator(".code-long span").all_inner_texts()
    page.locator("#ending").fill(" ".join(groups[-2:]))
    page.locator(CONTINUE).click()
    expect(page.locator("h1")).to_contain_text("A colleague has been paged.")
    assert Case.objects.filter(organization=town.organization).count() == 1


def test_asking_by_keyboard_alone(page: Page, live: Live, town: worlds.World) -> None:
    page.goto(live.at(town, "begin/soon/", language="en"))
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link").first).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("a.skip-link", has_text="Help now")).to_be_focused()
    page.locator("input[value=danger]").focus()
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator("input[value=today]")).to_be_checked()
    page.keyboard.press("Enter")
    page.locator("input[value=phone_call]").focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(live.at(town, "begin/wishes/", language="en"))


@pytest.mark.parametrize("path", ["", "begin/", "begin/soon/", "begin/reach/", "begin/wishes/", "back/", "page/"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_cut_at_320_pixels_or_at_four_times_the_size(
    page: Page, live: Live, town: worlds.World, path: str, language: str
) -> None:
    for size in ({"width": 320, "height": 560}, {"width": 320, "height": 256}):  # 1280 px at 400 % are 320 px.
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.goto(live.at(town, path, language=language))
        fits(page)
        axe(page)
        call = page.locator(".lifeline a[href^='tel:']").last
        expect(call).to_be_in_viewport()
        assert call.evaluate("it => it.getBoundingClientRect().height") >= 44


@pytest.mark.parametrize("path", ["", "begin/", "begin/soon/", "begin/reach/", "begin/wishes/", "back/"])
def test_a_page_is_light_and_asks_nobody_else(
    page: Page, live: Live, town: worlds.World, recorder: Recorder, path: str
) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(_size(answer, live)))
    page.goto(live.at(town, path))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    assert sum(sizes) < HEAVIEST


def _size(answer: Any, live: Live) -> int:
    """Return what the page itself costs; what a device keeps for later is fetched by the service worker."""
    return 0 if answer.from_service_worker or answer.request.service_worker else len(answer.body())


def test_quick_exit(page: Page, live: Live, town: worlds.World) -> None:
    page.context.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="An encyclopedia"))
    page.goto(live.at(town, ""))
    page.goto(live.at(town, "begin/soon/"))
    page.locator("input[value=today]").check()
    page.locator(CONTINUE).click()
    page.wait_for_url("**/begin/reach/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()
    page.wait_for_load_state()
    page.goto(live.at(town, "begin/check/"))
    expect(page).to_have_url(live.at(town, "begin/soon/"))


def test_quick_exit_without_javascript(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    without_javascript.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="An encyclopedia"))
    page = without_javascript.new_page()
    page.goto(live.at(town, "begin/soon/", language="en"))
    page.locator("input[value=today]").check()
    page.locator(CONTINUE).click()
    page.locator("button.leave").click()
    page.wait_for_url("https://www.wikipedia.org/")
    page.goto(live.at(town, "begin/check/", language="en"))
    expect(page).to_have_url(live.at(town, "begin/soon/", language="en"))


@KEEPS_FOR_LATER
def test_the_page_never_claims_more_than_was_saved(page: Page, live: Live, town: worlds.World) -> None:
    """H10: the network breaks at each step; nothing says "sent" until it was."""
    answer(page, live, town)
    page.context.set_offline(True)
    page.locator(CONTINUE).click()
    page.wait_for_timeout(300)
    assert "saved" not in page.locator("body").inner_text()
    assert not Case.objects.filter(organization=town.organization).exists()
    page.context.set_offline(False)
    page.goto(live.at(town, "begin/check/", language="en"))
    send(page, live)
    expect(page.locator(".eyebrow")).to_contain_text("Your request is saved.")
    assert Case.objects.filter(organization=town.organization).count() == 1


def test_a_double_tap_sends_once(page: Page, live: Live, town: worlds.World) -> None:
    answer(page, live, town)
    live.house.minutes_pass(0.2)
    page.locator(CONTINUE).dblclick()
    page.wait_for_load_state("networkidle")
    if "/wait/" in page.url:
        send(page, live)
    page.goto(live.at(town, "begin/keep/", language="en"))
    expect(page.locator(".code-long")).to_be_visible()
    assert Case.objects.filter(organization=town.organization).count() == 1


@KEEPS_FOR_LATER
def test_storage_is_empty(page: Page, live: Live, town: worlds.World) -> None:
    answer(page, live, town)
    kept = page.evaluate("[localStorage.length, sessionStorage.length]")
    assert kept == [0, 0]
    assert page.evaluate("async () => (await indexedDB.databases()).length") == 0
