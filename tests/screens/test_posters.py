"""Sheets from the desk, in a real browser: chosen with or without scripts, taken away as a file."""

import io
from pathlib import Path
from typing import Any

import pikepdf
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from tests import worlds
from tests.printing.sheets import words_of
from tests.screens.conftest import Live, sign_in


def test_choosing_in_every_size_and_light(page: Page, live: Live, looked_at: Any) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    sign_in(page, live, town.coordinator)
    for language in ("en", "fr"):
        page.goto(live.at(town, "desk/on-paper/", language=language))
        looked_at(page, "posters")


def test_a_sheet_is_taken_away_as_a_file(without_javascript: BrowserContext, live: Live) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    page = without_javascript.new_page()
    sign_in(page, live, town.manager)
    page.goto(live.at(town, "desk/on-paper/"))
    page.get_by_text("Leaflet for unit leads").click()
    page.get_by_label("For which site?").select_option(label=town.other_site.name)
    page.get_by_label("In which language?").select_option("fr")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Make the PDF").click()
    assert waiting.value.suggested_filename == "leaflet-managers-fr.pdf"
    pdf = Path(waiting.value.path()).read_bytes()
    assert town.other_site.name in words_of(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.Root.Lang) == "fr"
    expect(page.locator("h1")).to_have_text("Take a sheet along, and hang it up.")
