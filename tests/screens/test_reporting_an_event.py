"""Reporting an event, seeing to what is held, keeping tokens, in a real browser; all of it without scripts too."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.events.models import Event
from tests import worlds
from tests.screens.conftest import Live, Recorder, fits, look_at, sign_in

LANGUAGES = ["en", "fr"]
FORM, HELD, MACHINES = "desk/events/report/", "desk/events/held/", "desk/settings/machines/"
LIGHT_PAGE = 100_000


@pytest.fixture
def town(live: Live) -> worlds.World:
    return worlds.make(now=clock.now(), demonstration=True)


def fill(page: Page, *, kind: str = "near_miss") -> None:
    page.locator("#id_kind").select_option(kind)
    page.locator("#id_time").fill("00:01")
    page.locator("#id_site").select_option(index=1)
    page.locator("#id_p0-name").fill("Ana Example")
    page.locator("fieldset").first.locator("summary").click()
    page.locator("#id_p0-email").fill("ana@town.example")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_is_filled_checked_and_received(
    page: Page, live: Live, town: worlds.World, recorder: Recorder, language: str
) -> None:
    sign_in(page, live, town.safety_officer)
    page.goto(live.at(town, FORM, language=language))
    look_at(page, "event-form")
    page.locator("button[value=check]").click()
    expect(page.locator("#summary")).to_be_visible()
    look_at(page, "event-form-unfilled")
    recorder.complaints.clear()  # The browser notes the answer 422, which is what a form to be mended is.
    fill(page, kind="colleague_suicide")
    page.locator("button[value=more]").click()
    expect(page.locator("#id_p5-name")).to_be_visible()
    expect(page.locator("#id_p0-name")).to_have_value("Ana Example")
    page.locator("button[value=check]").click()
    expect(page.get_by_text("ana@town.example")).to_be_visible()
    look_at(page, "event-check")
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"/received/"))
    look_at(page, "event-received")
    assert "Ana" not in page.content()
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_held_and_the_tokens(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, MACHINES, language=language))
    page.locator("#id_name").fill("Incident forms")
    page.locator("form[action$='make/'] .button").click()
    expect(page.locator("#fresh + pre")).to_contain_text("alm_")
    look_at(page, "event-machines")
    page.locator("#id_people_an_hour").fill("1")
    page.locator("form:has(#id_people_an_hour) .button").click()
    sign_in(page, live, town.safety_officer)
    page.goto(live.at(town, FORM, language=language))
    fill(page)
    page.locator("#id_p1-name").fill(town.manager.name)
    page.locator("button[value=check]").click()
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"/received/"))
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, HELD, language=language))
    expect(page.locator(".event-numbers")).to_contain_text("2")
    look_at(page, "event-held")
    page.locator("form[action$='discard/'] button").click()
    look_at(page, "event-nothing-held")
    assert not Event.objects.of(town.organization).exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_for_machines(page: Page, live: Live, recorder: Recorder, language: str) -> None:
    page.set_extra_http_headers({"Accept-Language": language})
    answer = page.goto(f"{live.house.url}/api/v1/")
    assert answer
    assert len(answer.body()) < LIGHT_PAGE
    look_at(page, "api")
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


def test_without_scripts_it_is_the_same(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    page = without_javascript.new_page()
    sign_in(page, live, town.safety_officer)
    answer = page.goto(live.at(town, FORM, language="en"))
    assert answer
    assert len(answer.body()) < LIGHT_PAGE
    fill(page)
    fits(page)
    page.locator("button[value=more]").click()
    expect(page.locator("#id_p5-name")).to_be_visible()
    page.locator("button[value=check]").click()
    fits(page)
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"/received/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Received.")
