"""A real browser before a house of real processes.

Belongs here: opening pages, looking at them (screenshots), axe, the recorder of what a page asked for.
Does not belong here: what a page says.

    def test_home(page, live, town):                # town: an organization of this test alone
        page.goto(live.at(town, ""))                # English;  live.at(town, "", language="fr")
        looked_at(page, "home")                     # screenshots, axe, width, weight of requests
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pytest_django import DjangoDbBlocker

from alongside import clock
from alongside.tenancy.models import Organization
from tests import everything, houses, worlds
from tests.houses import House

PICTURES = Path(__file__).resolve().parent.parent.parent / "screenshots"
OWN_PAGE = re.compile(r"/page/(\?told=\d+)?$")
"""Where one's own page stands: with a number right after a change, when it says that the change was taken."""

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
QUIET = [
    "--no-sandbox",  # Chromium refuses to run as root otherwise, which is how continuous integration runs.
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
UNUSED = [
    "WebUIOmniboxPopup",  # The full Chromium prepares three pages of its own address bar for every window opened.
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "PreloadTopChromeWebUI",
    "HttpsUpgrades",  # Of this list the last given counts: what Playwright switches off itself is named again.
    "HttpsFirstBalancedModeAutoEnable",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "LensOverlay",
    "MediaRouter",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "AvoidCorsURLLoaderRestartOnRedirect",
]
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

TOO_SMALL = """() => {
  const letters = (text) => text.replace(/[^\\p{L}\\p{N}]/gu, "").length;
  const within = (link) => {
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    const links = [...block.querySelectorAll("a, button")].filter((one) => !one.parentElement.closest("a, button"));
    return letters(block.textContent) > links.reduce((sum, one) => sum + letters(one.textContent), 0);
  };
  const touched = (one) => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") ?? one.labels[0] : one;
  const wrong = [];
  for (const one of document.querySelectorAll("a[href], button, summary, select, textarea, input:not([type=hidden])")) {
    const target = touched(one), boxes = [...target.getClientRects()];
    const away = target.closest(".visually-hidden") || boxes.every((box) => box.right <= 0 || box.width <= 1);
    if (away || !target.checkVisibility({ visibilityProperty: true })) continue;
    const inline = getComputedStyle(target).display === "inline";
    const high = inline ? Math.min(...boxes.map((box) => box.height)) : target.getBoundingClientRect().height;
    if (high < (inline && within(target) ? 23.5 : 43.5)) wrong.push([target.outerHTML.slice(0, 200), Math.round(high)]);
  }
  for (const tab of document.querySelectorAll(".bottom-tabs > ul > li > *")) {
    const words = document.createRange();
    words.selectNodeContents(tab.matches("details") ? tab.firstElementChild : tab);
    const room = tab.getBoundingClientRect().width - words.getBoundingClientRect().width;
    if (tab.checkVisibility() && room < 4) wrong.push([tab.textContent.trim(), room]);
  }
  return wrong;
}"""
"""What a thumb would miss: lower than 44 px, or than 24 within a sentence, where the line sets the height.

And tabs whose words touch each other.
"""

KEEPS_FOR_LATER = pytest.mark.browser_context_args(service_workers="allow")
"""For tests of what a device keeps: a first visit then fetches all that is kept, which costs a second."""

expect.set_options(timeout=15_000)  # A busy machine is slow, not wrong.


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder opens a browser."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@dataclass(frozen=True)
class Live:
    """The running house as a test sees it: one for all browser tests of a worker, an organization for each test."""

    house: House

    def at(self, world: worlds.World, path: str = "", *, language: str = "") -> str:
        """Return a page's address; with a language, the one that fixes it."""
        prefix = f"/{language}" if language else ""
        return f"{self.house.url}{prefix}/o/{world.slug}/{path}"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Use the installed Chromium, kept off the network."""
    found = os.environ.get("ALONGSIDE_CHROMIUM") or everything.find_browser()
    arguments = [*QUIET, f"--disable-features={','.join(UNUSED)}"]
    return {
        **browser_type_launch_args,
        "executable_path": found,
        "args": arguments,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Keep nothing for later, except where a test is marked: see `KEEPS_FOR_LATER`."""
    return {**browser_context_args, "service_workers": "block"}


@pytest.fixture(scope="session")
def _running(
    template_database: houses.Template, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    opening = houses.opened(template_database, tmp_path_factory.mktemp("live"))
    with django_db_blocker.unblock():
        house = opening.__enter__()
    try:
        house.serve()
        yield house
    finally:
        with django_db_blocker.unblock():
            opening.__exit__(None, None, None)


@pytest.fixture
def live(_running: House, django_db_blocker: DjangoDbBlocker) -> Iterator[Live]:
    """The running house: web, engine, letters."""
    with django_db_blocker.unblock(), houses.inside(_running):
        yield Live(_running)
        Organization.objects.filter(demonstration=True).update(demonstration=False)  # Its door shows each test its own.
        _running.clock.begins()  # The next test begins in the morning too.


@pytest.fixture
def town(live: Live) -> worlds.World:
    """An organization of this test alone, in the running house, with everybody on call now."""
    return worlds.make(now=clock.now())


@pytest.fixture
def ville(live: Live) -> worlds.World:
    """The same in France."""
    return worlds.make(now=clock.now(), name="Santé Essai", language="fr")


@pytest.fixture
def without_javascript(browser: Browser) -> Iterator[BrowserContext]:
    """A browser with JavaScript switched off, at a phone's width."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    yield context
    context.close()


@dataclass
class Recorder:
    """What pages asked for, and whatever they complained about."""

    requests: list[Request] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Listen to a page from now on."""
        page.on("request", lambda request: self.requests.append(request))  # noqa: PLW0108  # Playwright marks what it is given, and a built-in cannot be marked.
        page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        page.on("dialog", lambda dialog: (self.complaints.append(f"dialog: {dialog.message}"), dialog.dismiss()))

    def strangers(self, live: Live) -> list[str]:
        """Return every address asked for that is not ours."""
        own = (live.house.url, "data:", "about:", "blob:")
        return [request.url for request in self.requests if not request.url.startswith(own)]


@pytest.fixture
def recorder(page: Page) -> Recorder:
    """What the page asks for and complains about."""
    recording = Recorder()
    recording.watch(page)
    return recording


def axe(page: Page) -> None:
    """Fail with axe's report when the page shuts anybody out.

    Bars that stick to an edge are let go: what they happen to cover before scrolling is no barrier.
    """
    bars = "document.querySelectorAll('.masthead, .lifeline, .bottom-tabs, .outcome-bar')"
    page.evaluate(f"{bars}.forEach((bar) => {{ bar.style.position = 'static' }})")
    if not page.evaluate("Boolean(window.axe)"):  # Half a megabyte: once for each page, not for each look.
        page.evaluate(AXE_SCRIPT)
    options = {"runOnly": STANDARDS, "resultTypes": ["violations"]}  # Every rule; what passed is not described.
    found = page.evaluate("(options) => window.axe.run(options).then((seen) => seen.violations.length)", options)
    report = Axe().run(page, options={"runOnly": STANDARDS}).generate_report() if found else ""
    page.evaluate(f"{bars}.forEach((bar) => {{ bar.style.position = '' }})")
    assert not found, f"{page.url}\n{report}"


def fits(page: Page) -> None:
    """Fail when a page must be scrolled sideways."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"


def reached(page: Page) -> None:
    """Fail when a thumb would have to aim."""
    small = page.evaluate(TOO_SMALL)
    assert not small, f"{page.url}: {small}"


@pytest.fixture(scope="session")
def looked_at() -> Callable[[Page, str], None]:
    """Look at a page on a phone and at a desk, light and dark: nothing shuts anybody out, is too wide or too small."""
    return look_at


def look_at(page: Page, name: str) -> None:
    """See `looked_at`. Axe looks at a phone in one theme and at a desk in the other; French has them the other way.

    Pictures are for people: `make pictures` keeps them.
    """
    language = page.locator("html").get_attribute("lang") or "none"
    for size in (PHONE, DESK):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        if size is PHONE:
            reached(page)
        for theme in ("light", "dark"):
            page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
            if os.environ.get("ALONGSIDE_PICTURES"):
                _picture(page, f"{name}.{language}.{size['width']}.{theme}.png")
            if ((size is PHONE) == (theme == "light")) != language.startswith("fr"):
                fits(page)
                axe(page)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]


def _picture(page: Page, name: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / re.sub(r"[^\w.-]", "-", name), full_page=True)


def sign_in(page: Page, live: Live, person: Any) -> None:
    """Sign in as somebody by the demonstration's door, which only a demonstration has."""
    page.goto(f"{live.house.url}/demo/")
    page.locator(f"[data-person='{person.pk}'] button").click()
