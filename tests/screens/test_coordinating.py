"""The coordinator's screens in a real browser: the board, choosing blind, the withdrawal switch."""

import re

import pytest
from playwright.sync_api import Page, expect

from alongside import clock
from alongside.paging.models import Alarm
from alongside.people.models import RoleGrant, RoleProposal
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.screens.conftest import DESK, PHONE, Live, Recorder, look_at, sign_in
from tests.stories.story import Story

LANGUAGES = ["en", "fr"]


@pytest.fixture
def town(live: Live) -> worlds.World:
    """Give an organization with one person who waits and one who was answered."""
    made = worlds.make(now=clock.now(), demonstration=True)
    carried, waiting = Story(made, now=clock.now()), Story(made, now=clock.now())
    carried.somebody_asks_for_help(urgency="today")
    carried.accepts(carried.paged_since()[0])
    waiting.somebody_asks_for_help(urgency="now")
    return made


def sections_stand_where_a_hand_finds_them(page: Page) -> None:
    """Once, whichever screen it is: at the foot of a phone, across the top of a desk."""
    for size, at_the_foot in ((PHONE, True), (DESK, False)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        sections = page.get_by_role("navigation", name="Sections")
        expect(sections).to_have_count(1)
        box = sections.bounding_box()
        assert box is not None
        assert (box["y"] > size["height"] / 2) is at_the_foot


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_is_looked_at(page: Page, live: Live, town: worlds.World, recorder: Recorder, language: str) -> None:
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/board/", language=language))
    look_at(page, "board")
    page.locator(".waiting button").nth(1).click()
    look_at(page, "board-choose")
    page.goto(live.at(town, "desk/withdrawal/", language=language))
    look_at(page, "withdrawal")
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


def test_the_coordinator_chooses_somebody(page: Page, live: Live, town: worlds.World) -> None:
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/now/", language="en"))
    sections_stand_where_a_hand_finds_them(page)
    page.goto(live.at(town, "desk/board/", language="en"))
    sections_stand_where_a_hand_finds_them(page)
    page.get_by_role("button", name="Choose among those who can").first.click()
    page.get_by_role("button", name=re.compile("^Page ")).first.click()
    expect(page.get_by_role("status")).to_contain_text("They are being paged.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_role_is_confirmed_by_a_second_person(
    page: Page, live: Live, town: worlds.World, recorder: Recorder, language: str
) -> None:
    for who in ("manager", "coordinator"):
        RoleProposal.objects.create(
            organization=town.organization,
            person=town.people[who],
            role="supporter",
            proposed_by=town.administrator,
            proposed_at=clock.now(),
        )
    Alarm.objects.create(organization=town.organization, kind="not_real", raised_at=clock.now(), seen_at=clock.now())
    Alarm.objects.create(organization=town.organization, kind="keys_remade", person=town.owner, raised_at=clock.now())
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/board/", language=language))
    look_at(page, "board-roles")
    page.locator("p.note a").first.click()
    look_at(page, "roles-to-confirm")
    page.locator("form[action$='/confirm/'] button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("form[action$='/confirm/']")).to_have_count(0)
    assert RoleGrant.objects.filter(person=town.manager, role="supporter").exists()
    assert recorder.complaints == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_opened_says_what_to_do(page: Page, live: Live, town: worlds.World, language: str) -> None:
    WrappedKey.objects.filter(organization=town.organization).delete()
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/board/", language=language))
    page.locator(".waiting button").first.click()
    expect(page.get_by_text("(202) 555-0100")).to_be_visible()
    look_at(page, "unreadable-desk")


def test_the_board_renews_itself(page: Page, live: Live, town: worlds.World, recorder: Recorder) -> None:
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/board/", language="en"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("One person is waiting.")
    Story(town, now=clock.now()).somebody_asks_for_help(urgency="now")
    expect(page.get_by_role("heading", level=1)).to_contain_text("2 people are waiting.", timeout=15_000)
    assert recorder.complaints == []
