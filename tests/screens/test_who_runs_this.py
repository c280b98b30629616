"""Who runs this, in a real browser: without scripts, on a phone, in both languages; and the coordinator's list."""

from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.questions.models import Lead
from tests import worlds
from tests.screens.conftest import Live, Recorder, sign_in


@pytest.fixture
def led(town: worlds.World) -> worlds.World:
    Lead.objects.create(
        organization=town.organization,
        name="Ada Reyes",
        role="Peer support lead",
        role_fr="Référente du soutien par les pairs",
        telephone="+12025550188",
        email="ada@testing.example",
        hours="Weekdays, 9 to 5",
        hours_fr="En semaine, de 9 h à 17 h",
    )
    return town


def test_the_page_in_every_size_and_light(page: Page, live: Live, led: worlds.World, looked_at: Any) -> None:
    for language in ("en", "fr"):
        page.goto(live.at(led, "program/", language=language))
        looked_at(page, "who-runs-this")


def test_asking_without_a_script(without_javascript: BrowserContext, live: Live, led: worlds.World) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(led, "program/"))
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("Please write your question.").first).to_be_visible()
    page.get_by_label("Your question").fill("Who may read what I say?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.locator("h1")).to_contain_text("Your question is kept. It is read by")
    page.goto(live.at(led, "program/asked/"))
    expect(page.locator("h1")).to_have_text("Who runs this")


def test_the_receipt_and_the_list_are_looked_at(page: Page, live: Live, looked_at: Any) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    page.goto(live.at(town, "program/"))
    page.get_by_label("Your question").fill("Who may read what I say?\n\nAnd for how long?")
    page.get_by_label("Where may the answer go?").fill("me@somewhere.example")
    page.get_by_role("button", name="Send the question").click()
    looked_at(page, "question-asked")
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/questions/"))
    looked_at(page, "questions")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("And for how long?")).to_be_visible()
    looked_at(page, "question")
    page.get_by_role("button", name="I have answered").click()
    expect(page.get_by_text("Noted.")).to_be_visible()
    page.goto(live.at(town, "desk/program/", language="fr"))
    looked_at(page, "who-leads")


def test_it_is_light_and_asks_nobody_else(page: Page, live: Live, led: worlds.World, recorder: Recorder) -> None:
    page.goto(live.at(led, "program/", language="fr"))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    first = {request.url: request for request in reversed(recorder.requests) if request.service_worker is None}
    assert sum(request.sizes()["responseBodySize"] for request in first.values()) < 100_000
