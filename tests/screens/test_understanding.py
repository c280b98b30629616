"""The guides in a real browser: readable at every size, and silent about whoever reads them."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import worlds
from tests.screens.conftest import Live, Recorder
from tests.screens.test_help_now import adopt, on_the_wire

PAGES = ["understand/", "worried/", "understand/the-six-stages/", "understand/self-check/", "understand/first-words/"]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_guides_in_every_size_and_light(
    page: Page, live: Live, town: worlds.World, *, looked_at: Any, path: str, language: str
) -> None:
    page.goto(live.at(town, path, language=language))
    looked_at(page, f"guide-{path.strip('/').replace('/', '-')}")


@pytest.mark.parametrize("path", PAGES)
def test_guides_work_without_scripts(
    without_javascript: BrowserContext, live: Live, town: worlds.World, path: str
) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, path))
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("nav.lifeline a[href^='tel:']")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("path", PAGES)
def test_guides_are_light_and_ask_no_stranger(
    page: Page, live: Live, town: worlds.World, *, recorder: Recorder, path: str, language: str
) -> None:
    adopt(town, "us-988", "us-crisis-text-line", "us-fire-ems-helpline")
    page.goto(live.at(town, path, language=language))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    assert on_the_wire(recorder) < 100_000


def test_selfcheck_is_silent(page: Page, live: Live, town: worlds.World, recorder: Recorder) -> None:
    page.goto(live.at(town, "understand/self-check/"))
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_timeout(6000)
    before = len(recorder.requests)
    for answer in page.locator(".answers span").all()[:12]:
        answer.click()
    for sentence in page.locator(".reflection > li").all()[:3]:
        sentence.dblclick()
    page.keyboard.press("Tab")
    page.wait_for_timeout(1000)
    assert len(recorder.requests) == before
    assert page.evaluate("() => [localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.context.cookies() == []
    assert page.locator("main input, main form, main select, main textarea").count() == 0


def test_a_guide_can_be_printed_with_its_words_only(page: Page, live: Live, town: worlds.World) -> None:
    page.goto(live.at(town, "understand/first-words/"))
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".guide")).to_be_visible()
    expect(page.locator(".lifeline")).to_be_hidden()
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()
