"""Help now in a real browser: one tap from everywhere, without scripts, without a network, and honest about its age."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.directory import operations
from alongside.directory.models import Line
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.screens.conftest import KEEPS_FOR_LATER, PHONE, Live, Recorder, fits, sign_in

COUNT = """async (scope) => {
  const names = (await caches.keys()).filter(name => name.startsWith(`kept ${scope} `));
  const all = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).map(one => one.url)));
  return all.flat();
}"""

TEXT = """async () => { let all = '';
  for (const name of await caches.keys()) { const cache = await caches.open(name);
    for (const one of await cache.keys()) { if (!one.url.includes('/static/')) {
      const copy = await cache.match(one); all += copy ? await copy.text() : ''; } } }
  return all; }"""
EVERYTHING = 31 + 7
"""Pages and files that a device keeps."""


def adopt(world: worlds.World, *codes: str) -> list[Any]:
    lines = []
    for code in codes:
        with one_transaction():
            line = operations.adopt_candidate(organization=world.organization.pk, code=code)
            operations.record_dialing(
                organization=world.organization.pk,
                line=line,
                dialed_by=world.administrator.pk,
                dialed_on=clock.now().date(),
                heard="answered",
                now=clock.now(),
            )
        lines.append(line)
    return lines


def on_the_wire(recorder: Recorder) -> int:
    """Return the bytes of every answer this visit needed, once each, without what a worker keeps for later."""
    first = {request.url: request for request in reversed(recorder.requests) if request.service_worker is None}
    return sum(request.sizes()["responseBodySize"] for request in first.values())


@pytest.fixture(autouse=True)
def real_time(live: Live) -> None:
    """The browser tells the age of a copy by its own clock, which nobody moves: the house goes by the same."""
    live.house.clock.as_it_is()


@pytest.fixture
def numbers(town: worlds.World) -> list[Any]:
    return adopt(town, "us-988", "us-crisis-text-line", "us-physician-support-line")


def kept_text(page: Page) -> str:
    """Return the text of every kept page."""
    return str(page.evaluate(TEXT))


def wait_until(page: Page, true: Callable[[], bool], *, seconds: int = 20) -> None:
    """Ask again until something is true."""
    for _ in range(seconds * 5):
        if true():
            return
        page.wait_for_timeout(200)
    raise AssertionError("waited in vain")


def kept_addresses(page: Page, scope: str) -> list[str]:
    return list(page.evaluate(COUNT, scope))


def visited(page: Page, live: Live, town: worlds.World, *, path: str = "help-now/", language: str = "") -> None:
    """Visit once and wait until the device has kept everything."""
    page.goto(live.at(town, path, language=language))
    page.evaluate("() => navigator.serviceWorker.ready")
    scope = f"{f'/{language}' if language else ''}/o/{town.slug}/"
    wait_until(page, lambda: len(kept_addresses(page, scope)) >= EVERYTHING)


@pytest.fixture
def disconnected(context: BrowserContext) -> Iterator[BrowserContext]:
    yield context
    context.set_offline(False)


def test_help_now_in_every_size_and_light(
    page: Page, live: Live, town: worlds.World, numbers: list[Any], looked_at: Any
) -> None:
    for language in ("en", "fr"):
        page.goto(live.at(town, "help-now/", language=language))
        looked_at(page, "help-now")


def test_help_now_in_france(page: Page, live: Live, ville: worlds.World, looked_at: Any) -> None:
    adopt(ville, "fr-3114", "fr-sps", "fr-cnom-entraide", "fr-mots")
    page.goto(live.at(ville, "help-now/", language="fr"))
    expect(page.locator(".numbers a[href='tel:15']")).to_be_visible()
    looked_at(page, "help-now-france")


def test_a_call_is_one_tap_from_the_page_of_numbers(
    page: Page, live: Live, town: worlds.World, numbers: list[Any]
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(live.at(town, "help-now/"))
    fits(page)
    for number in ("911", "988"):
        link = page.locator(f"main .numbers a[href='tel:{number}']").first
        expect(link).to_be_visible()
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 48


@pytest.mark.parametrize("path", ["", "help-now/", "understand/", "understand/the-worries/", "worried/"])
def test_a_call_is_one_tap_from_every_page_without_scripts_or_styles(
    without_javascript: BrowserContext, live: Live, town: worlds.World, numbers: list[Any], path: str
) -> None:
    page = without_javascript.new_page()
    page.set_viewport_size({"width": 320, "height": 640})
    page.route("**/*.css", lambda route: route.abort())
    page.goto(live.at(town, path))
    assert page.locator("a[href='tel:988']").first.is_visible()


@KEEPS_FOR_LATER
def test_nothing_is_asked_of_strangers_and_the_page_is_light(
    page: Page, live: Live, town: worlds.World, numbers: list[Any], recorder: Recorder
) -> None:
    page.goto(live.at(town, "help-now/"))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    assert 40_000 < on_the_wire(recorder) < 100_000


@KEEPS_FOR_LATER
def test_numbers_open_without_a_network_after_one_visit(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext, looked_at: Any
) -> None:
    visited(page, live, town)
    disconnected.set_offline(True)
    page.goto(live.at(town, "help-now/"))
    expect(page.locator("main a[href='tel:988']").first).to_be_visible()
    expect(page.get_by_text("This copy is from today.")).to_be_visible()
    page.goto(live.at(town, "understand/the-six-stages/"))
    expect(page.locator("h1")).to_have_text("The six stages")
    page.goto(live.at(town, ""))
    expect(page.locator("a[href='tel:988']").first).to_be_visible()


@KEEPS_FOR_LATER
def test_a_page_that_is_not_kept_gives_way_to_the_numbers(
    page: Page, live: Live, town: worlds.World, numbers: list[Any], disconnected: BrowserContext
) -> None:
    visited(page, live, town)
    disconnected.set_offline(True)
    page.goto(live.at(town, "return/"))
    expect(page.locator("main .numbers a[href='tel:911']")).to_be_visible()


@KEEPS_FOR_LATER
def test_each_language_opens_without_a_network(
    page: Page, live: Live, town: worlds.World, numbers: list[Any], disconnected: BrowserContext
) -> None:
    visited(page, live, town, language="fr")
    disconnected.set_offline(True)
    page.goto(live.at(town, "help-now/", language="fr"))
    expect(page.locator("h1")).to_have_text("De l’aide, tout de suite.")
    expect(page.get_by_text("Cette copie est d’aujourd’hui.")).to_be_visible()


@KEEPS_FOR_LATER
def test_an_old_copy_says_so_and_puts_the_emergency_number_first(
    page: Page, live: Live, town: worlds.World, *, numbers: list[Any], disconnected: BrowserContext, looked_at: Any
) -> None:
    visited(page, live, town)
    disconnected.set_offline(True)
    page.clock.install(time=clock.now() + timedelta(days=30, hours=1))
    page.goto(live.at(town, "help-now/"))
    expect(page.get_by_text("This copy is 30 days old.")).to_be_visible()
    expect(page.get_by_text("This copy may be old.")).to_be_hidden()
    page.clock.set_system_time(clock.now() + timedelta(days=31, hours=1))
    page.goto(live.at(town, "help-now/"))
    expect(page.get_by_text("This copy is 31 days old.")).to_be_visible()
    expect(page.get_by_text("This copy may be old.")).to_be_visible()
    first = page.locator("main a[href^='tel:'], main a[href^='sms:']").first
    assert first.get_attribute("href") == "tel:911"
    looked_at(page, "help-now-old")


@KEEPS_FOR_LATER
def test_a_withdrawn_number_leaves_the_device_at_the_next_contact(
    page: Page, live: Live, town: worlds.World, numbers: list[Any], disconnected: BrowserContext
) -> None:
    visited(page, live, town)
    with one_transaction():
        operations.withdraw_line(organization=town.organization.pk, line=numbers[0], now=clock.now())
    assert Line.objects.of(town.organization).filter(withdrawn_at=None).count() == 2
    live.house.minutes_pass(1)
    page.wait_for_timeout(5500)
    page.goto(live.at(town, "understand/"))
    scope = f"/o/{town.slug}/"
    wait_until(page, lambda: len(kept_addresses(page, scope)) >= EVERYTHING and "tel:988" not in kept_text(page))
    disconnected.set_offline(True)
    page.goto(live.at(town, "help-now/"))
    expect(page.locator("main .numbers a[href='tel:911']")).to_be_visible()
    assert page.locator("a[href='tel:988']").count() == 0


@pytest.fixture
def staged(live: Live) -> worlds.World:
    """A demonstration, whose doors let a test sign in."""
    return worlds.make(now=clock.now(), demonstration=True)


@KEEPS_FOR_LATER
def test_offline_cache_has_no_case(page: Page, live: Live, staged: worlds.World) -> None:
    town = staged
    sign_in(page, live, town.owner)
    for path in ("desk/now/", "guides/conversation/", "return/", "status/", "help-now/"):
        page.goto(live.at(town, path))
    visited(page, live, town)
    addresses = kept_addresses(page, f"/o/{town.slug}/")
    assert addresses
    for address in addresses:
        assert "/desk/" not in address
        assert not address.rstrip("/").endswith(("return", "status", "desk")), address
    text = kept_text(page)
    assert "csrfmiddlewaretoken" not in text
    assert str(town.owner) not in text


@KEEPS_FOR_LATER
def test_a_supporters_device_keeps_the_conversation_guide(
    page: Page, live: Live, staged: worlds.World, disconnected: BrowserContext, looked_at: Any
) -> None:
    town = staged
    sign_in(page, live, town.owner)
    visited(page, live, town)
    page.goto(live.at(town, "guides/conversation/"))
    expect(page.locator("ol.phases > li")).to_have_count(9)
    looked_at(page, "conversation-guide")
    page.wait_for_timeout(500)
    disconnected.set_offline(True)
    page.goto(live.at(town, "guides/conversation/"))
    expect(page.locator("ol.phases > li")).to_have_count(9)


def test_numbers_can_be_read_at_four_times_the_size(
    page: Page, live: Live, town: worlds.World, numbers: list[Any]
) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": 640})
    page.goto(live.at(town, "help-now/"))
    page.set_viewport_size({"width": 320, "height": 256})
    fits(page)
    expect(page.locator("main .numbers a[href='tel:911']")).to_be_visible()
