"""The leadership page in a real browser: read by a leader, looked at and released by a coordinator."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from alongside import clock
from alongside.reports.rules import Span
from tests import worlds
from tests.reports.pages import make_report, withheld_page
from tests.screens.conftest import Live, sign_in
from tests.worlds import World


@pytest.fixture
def town(live: Live) -> World:
    """Give an organization of the demonstration, whose doors let anybody in."""
    return worlds.make(now=clock.now(), demonstration=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_coordinator_releases_and_a_leader_reads(
    page: Page, live: Live, town: World, looked_at: Callable[[Page, str], None], language: str
) -> None:
    make_report(town.organization.pk, starts_on=date(2025, 1, 1), span=Span.YEAR)
    make_report(town.organization.pk, starts_on=date(2025, 10, 1), told=withheld_page())
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/figures/", language=language))
    looked_at(page, "figures-to-release")
    page.locator("main .rows a").first.click()
    page.locator("form[action$='/release/'] button").click()
    expect(page.locator("article.leader h1")).to_contain_text("143")
    page.goto(live.at(town, "desk/figures/choices/", language=language))
    looked_at(page, "figures-choices")
    page.context.clear_cookies()
    sign_in(page, live, town.analyst)
    page.goto(live.at(town, "desk/figures/", language=language))
    expect(page.locator("article.leader h1")).to_contain_text("143")
    looked_at(page, "figures")
