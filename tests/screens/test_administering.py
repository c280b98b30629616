"""The administrator's screens in a real browser: every one looked at, and the way from a spreadsheet to a colleague."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.rota.models import Shift
from tests import worlds
from tests.screens.conftest import Live, Recorder, fits, look_at, sign_in

LANGUAGES = ["en", "fr"]
SCREENS = {
    "people": "desk/people/",
    "person-add": "desk/people/add/",
    "people-import": "desk/people/import/",
    "schedule": "desk/schedule/",
    "schedule-add": "desk/schedule/add/",
    "away-note": "desk/schedule/away/",
    "settings": "desk/settings/",
    "settings-basics": "desk/settings/basics/",
    "check-note": "desk/settings/checks/fallback_answered/",
    "places": "desk/settings/places/",
    "clocks": "desk/settings/clocks/",
    "words": "desk/settings/words/",
    "word": "desk/settings/words/?key=door.talk",
    "limits-text": "desk/settings/limits/",
    "lines": "desk/settings/lines/",
}


@pytest.fixture
def town(live: Live) -> worlds.World:
    """Give an organization with a gap in its rota, so that there is something to see."""
    made = worlds.make(now=clock.now(), demonstration=True)
    Shift.objects.of(made.organization).filter(duty="professional").delete()
    return made


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(SCREENS))
def test_each_screen_is_looked_at(
    page: Page, live: Live, town: worlds.World, recorder: Recorder, *, name: str, language: str
) -> None:
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, SCREENS[name], language=language))
    look_at(page, f"admin-{name}")
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_person_is_looked_at(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, f"desk/people/{town.chief.pk}/", language=language))
    look_at(page, "admin-person")
    page.goto(live.at(town, f"desk/people/{town.chief.pk}/leave/", language=language))
    look_at(page, "admin-person-leave")


@pytest.mark.parametrize("language", LANGUAGES)
def test_designations_are_looked_at(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/designations/", language=language))
    look_at(page, "admin-designations")


def test_a_spreadsheet_becomes_colleagues(page: Page, live: Live, town: worlds.World, tmp_path: Path) -> None:
    sheet = tmp_path / "people.csv"
    sheet.write_text("name,email,roles,unit\nAna Duarte,ana@testing.example,supporter,\nBen,,,Nowhere\n")
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, "desk/people/import/", language="en"))
    page.get_by_label("Spreadsheet").set_input_files(sheet)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_text("Line 3.")).to_be_visible()
    look_at(page, "admin-people-preview")
    page.get_by_role("button", name="Do this").click()
    expect(page.get_by_role("link", name="Ana Duarte")).to_be_visible()


def test_a_mistake_is_pointed_at(page: Page, live: Live, town: worlds.World) -> None:
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, "desk/people/add/", language="en"))
    page.get_by_label("Work phone").fill("12")
    page.get_by_role("button", name="Add").click()
    page.locator(".error-summary a").first.click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    assert page.get_by_label("Work phone").input_value() == "12"
    look_at(page, "admin-person-add-mend")


def test_without_scripts_the_program_is_run_too(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    page = without_javascript.new_page()
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, "desk/settings/words/?key=door.talk", language="en"))
    page.get_by_label("English").fill("Talk with a colleague")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Talk with a colleague")).to_be_visible()
    fits(page)
