"""Whom to turn to in a real browser: three taps to call, without scripts, light, and honest when a copy grows old."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.demo.services import SERVICES
from alongside.directory import candidates, operations
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.screens.conftest import KEEPS_FOR_LATER, Live, Recorder, fits, look_at, sign_in
from tests.web.turning_to.test_directory import OFFICE, add, own

WEIGHT = 100_000


@pytest.fixture(autouse=True)
def real_time(live: Live) -> None:
    """The browser asks its own clock whether "open now" still holds: the house goes by the same."""
    live.house.clock.as_it_is()


@pytest.fixture
def desk(live: Live) -> worlds.World:
    """An organization through whose demonstration's door one signs in."""
    return worlds.make(now=clock.now(), demonstration=True)


def filled(world: worlds.World, slug: str) -> worlds.World:
    """Give an organization the services of an invented one, some of them at one site only, all dialed."""
    for service, site in SERVICES[slug]:
        add(world, service, days=3, sites=(world.site.pk,) if site else ())
    country = world.organization.country
    for one in candidates.of_country(country):
        if one.everywhere:
            add(world, one, days=200 if one.code in {"us-safe-call-now", "fr-mots"} else 5)
    return world


def test_a_call_is_three_taps_from_home(page: Page, live: Live, town: worlds.World, recorder: Recorder) -> None:
    filled(town, "northfield")
    page.goto(live.at(town, "", language="en"))
    page.get_by_role("link", name="Whom to turn to").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Whom to turn to.")
    first = page.locator("main .services .number").first
    expect(first).to_be_visible()
    expect(first).to_have_attribute("href", "tel:+12025550152")
    look_at(page, "whom-to-turn-to")
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


def test_it_reads_as_well_in_french(page: Page, live: Live, ville: worlds.World) -> None:
    filled(ville, "valbrune")
    page.goto(live.at(ville, "directory/", language="fr"))
    expect(page.get_by_role("heading", name="Ils peuvent vous orienter")).to_be_visible()
    page.locator("main details").first.locator("summary").click()
    look_at(page, "whom-to-turn-to")


def test_everything_works_without_a_script(live: Live, town: worlds.World, without_javascript: BrowserContext) -> None:
    filled(town, "northfield")
    page = without_javascript.new_page()
    page.goto(live.at(town, "directory/", language="en"))
    fits(page)
    page.get_by_text("Show only some").click()
    page.get_by_role("link", name="Spanish").click()
    expect(page.get_by_role("link", name="Spanish")).to_have_attribute("aria-current", "true")
    expect(page.locator("main .services .number", has_text="Employee health")).to_be_visible()
    expect(page.locator("main .services .number", has_text="Chaplain on call")).to_have_count(0)
    page.get_by_role("link", name="Show everything").click()
    expect(page.locator("main .services .number", has_text="Chaplain on call")).to_be_visible()
    folded = page.locator("main .service", has_text="Chaplain on call").locator("details")
    folded.locator("summary").click()
    expect(folded.get_by_text("No notes are taken.")).to_be_visible()


@KEEPS_FOR_LATER
def test_the_page_is_light(page: Page, live: Live, town: worlds.World, recorder: Recorder) -> None:
    filled(town, "northfield")
    page.goto(live.at(town, "directory/"))
    page.wait_for_load_state("load")
    own_requests = {one.url: one for one in recorder.requests if one.service_worker is None}
    kept_later = {one.url for one in recorder.requests if one.service_worker is not None}
    weight = sum(one.sizes()["responseBodySize"] for url, one in own_requests.items() if url not in kept_later)
    assert weight < WEIGHT, weight


def test_open_now_goes_away_when_it_is_no_longer_true(page: Page, live: Live, town: worlds.World) -> None:
    """A copy that a device kept, or a page left open, never says "open" past the hour of closing."""
    add(town, own("Office line", **{**OFFICE, "hours_code": "Mo-Su 00:00-23:59"}))
    page.clock.install(time=clock.now())
    page.goto(live.at(town, "directory/", language="en"))
    state = page.locator("main .service", has_text="Office line").locator(".state")
    expect(state).to_be_visible()
    kept = page.content()
    page.clock.set_fixed_time(clock.now() + timedelta(days=1, minutes=2))
    page.route("**/directory/", lambda route: route.fulfill(body=kept, content_type="text/html; charset=utf-8"))
    page.reload()
    expect(page.locator("main .service", has_text="Office line").locator(".state")).to_be_hidden()
    expect(page.locator("main .service", has_text="Office line")).to_contain_text("to 11:59")


@KEEPS_FOR_LATER
def test_it_opens_without_a_network_and_a_withdrawn_number_leaves_the_device(
    page: Page, live: Live, town: worlds.World, context: BrowserContext
) -> None:
    line = add(town, own("Gone line"))
    page.goto(live.at(town, "directory/"))
    page.evaluate("() => navigator.serviceWorker.ready")
    _wait_until_kept(page, "Gone line", there=True)
    context.set_offline(True)
    page.goto(live.at(town, "directory/"))
    expect(page.get_by_text("Gone line").first).to_be_visible()
    expect(page.get_by_text("This copy is from today.")).to_be_visible()
    context.set_offline(False)
    with one_transaction():
        operations.withdraw_line(organization=town.organization.pk, line=line, now=clock.now())
    live.house.minutes_pass(1)  # The house's own last good copy grows old;
    page.wait_for_timeout(5500)  # then the device looks again, by its own clock.
    page.goto(live.at(town, "help-now/"))
    _wait_until_kept(page, "Gone line", there=False)
    context.set_offline(True)
    page.goto(live.at(town, "directory/"))
    expect(page.get_by_text("Gone line")).to_have_count(0)


def _wait_until_kept(page: Page, text: str, *, there: bool) -> None:
    for _ in range(60):
        if (text in str(page.evaluate(KEPT))) is there:
            return
        page.wait_for_timeout(250)
    raise AssertionError("waited in vain")


KEPT = """async () => { let all = '';
  for (const name of await caches.keys()) { const cache = await caches.open(name);
    for (const one of await cache.keys()) { if (one.url.includes('/directory/')) {
      const copy = await cache.match(one); all += copy ? await copy.text() : ''; } } }
  return all; }"""


def test_the_desk_keeps_it(page: Page, live: Live, desk: worlds.World) -> None:
    add(desk, own("Aged line"), days=200)
    sign_in(page, live, desk.administrator)
    page.goto(live.at(desk, "desk/settings/lines/", language="en"))
    look_at(page, "lines")
    page.get_by_role("link", name="Add a service").click()
    look_at(page, "line")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page, "line-again")


def test_a_file_is_previewed(page: Page, live: Live, desk: worlds.World, tmp_path: Any) -> None:
    sheet = tmp_path / "lines.csv"
    sheet.write_text("name,number,hours,languages\nNight line,2025550171,Mo-Su 20:00-02:00,en\nOther,x,soon,xx\n")
    sign_in(page, live, desk.administrator)
    page.goto(live.at(desk, "desk/settings/lines/import/", language="en"))
    look_at(page, "lines-import")
    page.get_by_label("File").set_input_files(sheet)
    page.get_by_role("button", name="Show what it would do").click()
    expect(page.get_by_text("Line 3.").first).to_be_visible()
    look_at(page, "lines-preview")
    page.get_by_role("button", name="Take only the lines that are whole").click()
    expect(page.get_by_text("1 line taken over.")).to_be_visible()
