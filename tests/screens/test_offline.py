"""The network is cut: guidance, numbers, the directory and what to do in danger still answer, with their age."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.directory import operations
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.screens.conftest import KEEPS_FOR_LATER, Live, sign_in
from tests.screens.test_help_now import kept_addresses, kept_text, visited, wait_until

pytestmark = KEEPS_FOR_LATER

ROOMS = {
    "help-now/": "Help, right now.",
    "directory/": "Whom to turn to.",
    "understand/what-you-may-feel/": "What you may feel",
    "understand/first-words/": "First words",
}
DANGER = ("level/", "worried/", "in-charge/")


@pytest.fixture(autouse=True)
def real_time(live: Live) -> None:
    """The browser tells the age of a copy by its own clock, which nobody moves: the house goes by the same."""
    live.house.clock.as_it_is()


def adopt(world: worlds.World, code: str, *, days: int = 0) -> Any:
    with one_transaction():
        line = operations.adopt_candidate(organization=world.organization.pk, code=code)
        operations.record_dialing(
            organization=world.organization.pk,
            line=line,
            dialed_by=world.administrator.pk,
            dialed_on=(clock.now() - timedelta(days=days)).date(),
            heard="answered",
            now=clock.now(),
        )
    return line


@pytest.fixture
def numbers(town: worlds.World) -> list[Any]:
    """One line dialed today, one not dialed for half a year."""
    return [adopt(town, "us-988"), adopt(town, "us-physician-support-line", days=200)]


@pytest.fixture
def disconnected(context: BrowserContext) -> Iterator[BrowserContext]:
    yield context
    context.set_offline(False)


def test_every_room_answers_without_a_network_and_says_how_old_it_is(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext
) -> None:
    visited(page, live, town)
    disconnected.set_offline(True)
    for path, heading in ROOMS.items():
        page.goto(live.at(town, path))
        expect(page.locator("h1")).to_have_text(heading)
        expect(page.get_by_text("This copy is from today.")).to_be_visible()
        expect(page.locator("a[href='tel:988']:visible").first).to_be_visible()


def test_whoever_worries_finds_signs_and_numbers_without_a_network(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext
) -> None:
    visited(page, live, town)
    online = {}
    for path in DANGER:
        page.goto(live.at(town, path))
        online[path] = page.locator("h1").inner_text()
    disconnected.set_offline(True)
    for path in DANGER:
        page.goto(live.at(town, path))
        expect(page.locator("h1")).to_have_text(online[path])
        expect(page.locator("a[href='tel:911']:visible").first).to_be_visible()


def test_what_is_sent_is_left_out_of_a_copy_and_a_call_is_there_instead(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext
) -> None:
    page.goto(live.at(town, "level/"))
    assert page.locator("main form[method='post']").count() > 0
    visited(page, live, town)
    disconnected.set_offline(True)
    page.goto(live.at(town, "level/"))
    expect(page.locator("main form[method='post']")).to_have_count(0)
    expect(page.get_by_text("This part needs a network. A call does not.").first).to_be_visible()
    assert "csrfmiddlewaretoken" not in kept_text(page)


def test_a_stale_number_is_marked_and_an_old_copy_too(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext, looked_at: Any
) -> None:
    visited(page, live, town)
    disconnected.set_offline(True)
    page.goto(live.at(town, "directory/"))
    stale = page.locator(".service").filter(has_text="Physician Support Line")
    expect(stale.get_by_text("Not dialed for half a year.")).to_be_visible()
    fresh = page.locator(".service").filter(has_text="988").first
    expect(fresh.get_by_text("Not dialed for half a year.")).to_have_count(0)
    page.clock.install(time=clock.now() + timedelta(days=3, hours=1))
    page.goto(live.at(town, "directory/"))
    expect(page.get_by_text("This copy is 3 days old.")).to_be_visible()
    page.clock.set_system_time(clock.now() + timedelta(days=31, hours=1))
    page.goto(live.at(town, "help-now/"))
    expect(page.get_by_text("This copy may be old.")).to_be_visible()
    looked_at(page, "offline-old")


def test_what_one_chose_to_see_falls_back_to_the_whole_directory(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext
) -> None:
    visited(page, live, town)
    disconnected.set_offline(True)
    page.goto(live.at(town, "directory/?for=manager"))
    expect(page.locator("h1")).to_have_text("Whom to turn to.")


def test_a_supporters_device_has_the_guide_and_nothing_of_the_desk(
    page: Page, live: Live, context: BrowserContext
) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/now/"))
    page.evaluate("() => navigator.serviceWorker.ready")
    page.reload()  # A page that was opened while the worker awoke may be left out by it; the next one is not.
    page.wait_for_function("() => navigator.serviceWorker.controller")  # From now on the device keeps what it may.
    for path in ("desk/now/", "desk/on-paper/", "guides/conversation/", "program/", "return/"):
        page.goto(live.at(town, path))
    visited(page, live, town)
    wait_until(page, lambda: any("guides/conversation/" in one for one in kept_addresses(page, f"/o/{town.slug}/")))
    addresses = kept_addresses(page, f"/o/{town.slug}/")
    assert [one for one in addresses if "/desk/" in one or "program" in one or "return" in one] == []
    assert str(town.owner.name) not in kept_text(page)
    context.set_offline(True)
    page.goto(live.at(town, "guides/conversation/"))
    expect(page.locator("ol.phases > li")).to_have_count(9)
    page.goto(live.at(town, "desk/now/"))
    expect(page.locator("main a[href='tel:911']:visible").first).to_be_visible()
    context.set_offline(False)


def test_chromium_would_install_it(page: Page, live: Live, town: worlds.World) -> None:
    """Chromium itself reads the manifest, its pictures and the service worker, and finds nothing missing."""
    visited(page, live, town)
    tools = page.context.new_cdp_session(page)
    told = tools.send("Page.getAppManifest")
    assert told["errors"] == []
    missing = {one["errorId"] for one in tools.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert missing <= {"in-incognito"}  # Each test has its own browser that keeps nothing.
