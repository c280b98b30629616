"""Taking a call in a real browser: one screen, a minute, and nothing left on it afterwards."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from tests import worlds
from tests.screens.conftest import Live, Recorder, fits, look_at, sign_in

NUMBER = "(202) 555-0177"
LANGUAGES = ["en", "fr"]
CODE = re.compile(r"([0-9A-Z]{4}[\s-]+){4}[0-9A-Z]{4}")


@pytest.fixture
def town(live: Live) -> worlds.World:
    return worlds.make(now=clock.now(), demonstration=True)


def fill(page: Page, *, urgency: str = "now") -> None:
    page.locator("#id_consent").check()
    page.locator("#id_reach").fill(NUMBER)
    page.locator(f"[name=urgency][value={urgency}]").check()
    if page.locator("select#id_site").count():
        page.locator("select#id_site").select_option(index=1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screen(page: Page, live: Live, town: worlds.World, recorder: Recorder, language: str) -> None:
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/take-call/", language=language))
    look_at(page, "take-a-call")
    page.locator("form .button").click()
    expect(page.locator("#summary")).to_be_focused()
    look_at(page, "take-a-call-unfilled")
    fill(page)
    page.locator("#id_wants_code").check()
    page.locator("form .button").click()
    expect(page.locator(".code-ticket")).to_be_visible()
    look_at(page, "take-a-call-sent-with-code")
    assert CODE.search(page.locator(".groups").inner_text())
    assert "0177" not in page.content()
    assert recorder.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_says_the_numbers_again(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/take-call/", language=language))
    fill(page, urgency="danger")
    page.locator("form .button").click()
    expect(page.locator(".note-danger .crisis-line")).to_be_visible()
    look_at(page, "take-a-call-sent-danger")


def test_neither_reload_nor_back_brings_anything_back(page: Page, live: Live, town: worlds.World) -> None:
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/take-call/", language="en"))
    fill(page)
    page.locator("#id_wants_code").check()
    page.locator("form .button").click()
    expect(page.locator(".code-ticket")).to_be_visible()
    page.wait_for_url(re.compile(r"/sent/"))  # The script has put the plain page's address in place of the answer's.
    page.reload()
    expect(page.locator(".code-ticket")).to_have_count(0)
    expect(page.locator(".eyebrow")).to_contain_text("It was sent at")
    page.go_back()
    expect(page.locator("#id_reach")).to_have_value("")
    expect(page.locator("#id_consent")).not_to_be_checked()
    page.go_forward()
    expect(page.locator(".code-ticket")).to_have_count(0)
    assert "0177" not in page.content()
    assert Case.objects.of(town.organization).count() == 1


def test_two_taps_send_once(page: Page, live: Live, town: worlds.World) -> None:
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/take-call/", language="en"))
    fill(page)
    page.locator("form .button").dblclick()
    page.wait_for_url(re.compile(r"/sent/"))
    assert Case.objects.of(town.organization).count() == 1


def test_without_scripts(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    page = without_javascript.new_page()
    sign_in(page, live, town.professional)
    page.goto(live.at(town, "desk/take-call/", language="en"))
    fits(page)
    fill(page, urgency="today")
    page.locator("form .button").click()
    expect(page.locator("h1")).to_contain_text("They will hear by")
    assert "0177" not in page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_closed(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.owner)
    town.organization.mode = "withdrawn"
    town.organization.save()
    page.goto(live.at(town, "desk/take-call/", language=language))
    look_at(page, "take-a-call-closed")
