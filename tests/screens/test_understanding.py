"""The guides in a real browser: readable at every size and on paper, and silent about whoever reads them."""

import itertools
import os
import random
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, expect

from alongside import clock
from alongside.guidance import operations, reading, reflection
from alongside.guidance.checking import faults
from alongside.guidance.reading import Words
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.screens.conftest import KEEPS_FOR_LATER, PICTURES, Live, Recorder, look_at, sign_in
from tests.screens.test_help_now import adopt, on_the_wire, visited, wait_until

LANGUAGES = ["en", "fr"]
PAGES = [
    "understand/",
    "understand/?q=insurance%20assurance",
    "understand/?q=qwertz",
    "understand/the-six-stages/",
    "understand/the-worries/",
    "understand/self-check/",
    "understand/first-words/",
    "understand/raise-the-level-now/",
]
DESK = {
    "guides": "desk/settings/guides/",
    "guide-answers": "desk/settings/guides/answers/",
    "guide-answers-about": "desk/settings/guides/answers/next/",
    "own-reflection": "desk/settings/guides/self-check/en/",
    "guides-at-work": "guides/",
    "guide-text": "desk/settings/guides/the-worries/en/",
    "guide-review": "desk/settings/guides/self-check/fr/review/",
}
HELD = """async () => ({
  cookies: document.cookie, local: {...localStorage}, session: {...sessionStorage},
  databases: (await indexedDB.databases()).map((one) => one.name), address: location.href, state: history.state,
  entries: history.length, kept: (await Promise.all((await caches.keys()).map(
    async (name) => (await (await caches.open(name)).keys()).map((one) => one.url)))).flat().sort(),
})"""
"""Everything a page could have kept on the device."""
COPY = "async (address) => { const copy = await caches.match(address); return copy ? copy.text() : ''; }"


@pytest.fixture
def staged(live: Live) -> worlds.World:
    """Give an organization that one can sign in to by the demonstration's door."""
    return worlds.make(now=clock.now(), demonstration=True)


def named(path: str) -> str:
    return path.strip("/").replace("/", "-").replace("?", "-")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_guides_in_every_size_and_light(
    page: Page, live: Live, town: worlds.World, *, looked_at: Any, path: str, language: str
) -> None:
    adopt(town, "us-988", "us-crisis-text-line")
    page.goto(live.at(town, path, language=language))
    looked_at(page, f"guide-{named(path)}")


@pytest.mark.parametrize("path", PAGES)
def test_guides_work_without_scripts(
    without_javascript: BrowserContext, live: Live, town: worlds.World, path: str
) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, path))
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("nav.lifeline a[href^='tel:']")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_guides_are_light_and_ask_no_stranger(
    page: Page, live: Live, town: worlds.World, *, recorder: Recorder, path: str, language: str
) -> None:
    adopt(town, "us-988", "us-crisis-text-line", "us-fire-ems-helpline")
    page.goto(live.at(town, path, language=language))
    page.wait_for_load_state("networkidle")
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
    assert on_the_wire(recorder) < 100_000


def test_a_page_is_found_without_a_script(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, "understand/"))
    page.get_by_label("Search these pages").fill("insurance")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".guide-list a").first).to_have_text("Legal and insurance reminders")
    assert "insurance" not in page.title()


# The reflection


def on_the_way(page: Page) -> list[Locator]:
    """Begin, and return the buttons of the question that is shown."""
    page.get_by_role("button", name="Begin").click()
    return page.locator(".answers:visible button").all()


@KEEPS_FOR_LATER
def test_selfcheck_is_silent(page: Page, context: BrowserContext, live: Live, town: worlds.World) -> None:
    """T33: nothing is asked for, sent or kept while somebody answers, whatever they answer."""
    visited(page, live, town, path="understand/self-check/")
    page.wait_for_timeout(6000)
    sent: list[Request] = []
    context.on("request", lambda request: sent.append(request))  # noqa: PLW0108  # Playwright marks what it is given.
    before = page.evaluate(HELD)
    for answer in (0, 2, 1):
        on_the_way(page) if answer == 0 else page.get_by_role("button", name="Start again").click()
        for _question in range(13):
            page.locator(".answers:visible button").nth(answer).click()
        for group in page.locator("[data-safety] .answers").all():
            group.locator("button").nth(answer).click()
        page.get_by_role("button", name="Go on").click()
        expect(page.locator("#closing")).to_be_visible()
    page.wait_for_timeout(6000)
    assert [request.url for request in sent] == []
    assert page.evaluate(HELD) == before
    assert (before["cookies"], before["local"], before["session"], before["databases"]) == ("", {}, {}, [])
    assert context.cookies() == []
    assert page.locator("main input, main form, main select, main textarea, main [name]").count() == 0
    page.reload()
    assert page.locator("[aria-pressed='true']").count() == 0


WALK = """(vectors) => {
  const seen = (one) => !!one && one.offsetParent !== null;
  const find = (name) => document.querySelector(`[data-${name}]`);
  const told = [];
  for (const [answers, safety] of vectors) {
    const begin = seen(find("begin")) ? find("begin") : find("again");
    begin.firstElementChild.click();
    for (const [number, answer] of answers.entries()) {
      const step = [...document.querySelectorAll("[data-step]")].filter(seen);
      if (step.length !== 1) { return [`question ${number}: ${step.length} shown`]; }
      if (answer === 3) { find("on").click(); } else { step[0].querySelectorAll("button")[answer].click(); }
    }
    const numbers = [];
    for (const [number, answer] of safety.entries()) {
      numbers.push([...find("safety").querySelectorAll("a[href^='tel:']")].some(seen));
      const buttons = find("safety").querySelectorAll(".answers")[number].querySelectorAll("button");
      if (answer !== 3) { buttons[answer].click(); }
      numbers.push([...find("safety").querySelectorAll("a[href^='tel:']")].some(seen));
    }
    const atOnce = seen(find("now"));
    find("on").click();
    const shown = ["questions", "safety", "now", "skipped", "closing"].filter((name) => seen(find(name)));
    const first = shown.length && document.activeElement.closest("section").dataset;
    told.push({
      shown, atOnce, numbers: numbers.every(Boolean), heard: Object.keys(first)[0],
      helped: ["now", "skipped"].every((name) => !seen(find(name)) || !!find(name).querySelector("a[href^='tel:']")),
      offer: seen(find("closing").querySelector("a.button")),
      before: !!(find("now").compareDocumentPosition(find("closing")) & 4), closing: find("closing").textContent,
    });
  }
  return told;
}"""


def vectors() -> list[tuple[list[int], list[int]]]:
    """Return what to try: 0 hardly, 1 sometimes, 2 often; safety: 0 no, 1 not sure, 2 yes; 3 is left open."""
    chance = random.Random(13)  # noqa: S311  # Picks examples, guards nothing.
    safeties = [list(both) for both in itertools.product(range(4), repeat=2)]
    same = [[answer] * 13 for answer in range(4)]
    one = [[2 if place == number else 0 for place in range(13)] for number in range(13)]
    some = [[chance.randrange(4) for _ in range(13)] for _ in range(60)]
    tried = [(answers, safety) for answers in same for safety in safeties]
    return tried + [(answers, chance.choice(safeties)) for answers in one + some]


def test_whatever_is_answered_the_end_is_the_same_and_danger_comes_first(
    page: Page, live: Live, town: worlds.World
) -> None:
    """H27: no answer changes the closing words; only the two questions of safety bring help before them."""
    adopt(town, "us-988", "us-crisis-text-line")
    told = {}
    for language in LANGUAGES:
        page.goto(live.at(town, "understand/self-check/", language=language))
        told[language] = page.evaluate(WALK, vectors())
        assert len({one.pop("closing") for one in told[language]}) == 1
    for (_answers, safety), one in zip(vectors(), told["en"], strict=True):
        now = bool({1, 2} & set(safety))
        ends = ["now"] * now + ["skipped"] * (3 in safety) + ["closing"]
        assert (one["shown"], one["atOnce"], one["heard"]) == (ends, now, ends[0])
        assert all(one[kept] for kept in ("numbers", "helped", "offer", "before"))
    assert told["fr"] == told["en"]


def reword(town: worlds.World, language: str) -> None:
    """Let the organization's own words stand in every place of the reflection where other words may."""
    ours = reading.guides(language)["self-check"]
    several = {place.name for place in reflection.places(ours.extra) if place.several}
    told = {
        name: (*lines[:-1], "Zebra.") if name in several else (f"{lines[0]} Zebra.",)
        for name, lines in reflection.said(ours.extra)
    }
    words = Words("Zebra", ours.summary, ours.markdown, tuple(told.items()))
    assert faults(words, ours) == ()
    with one_transaction():
        operations.write_own(
            organization=town.organization.pk,
            slug="self-check",
            language=language,
            words=words,
            by="Ada",
            on=clock.now().date(),
        )


def every_answer_leads_to_help(page: Page) -> None:
    for (_answers, safety), one in zip(vectors(), page.evaluate(WALK, vectors()), strict=True):
        now = bool({1, 2} & set(safety))
        assert one["shown"] == ["now"] * now + ["skipped"] * (3 in safety) + ["closing"]
        assert one["atOnce"] == now
        assert all(one[kept] for kept in ("numbers", "helped", "offer", "before"))
        assert "Zebra." in one["closing"]


@KEEPS_FOR_LATER
def test_in_an_organizations_own_words_every_answer_still_leads_to_an_offer_and_danger_to_numbers(
    page: Page, live: Live, town: worlds.World
) -> None:
    """H27: whichever words stand, the same answers lead to the same help; and a device offline reads them too."""
    adopt(town, "us-988", "us-crisis-text-line")
    visited(page, live, town)
    before = page.evaluate("() => document.title")
    for language in LANGUAGES:
        reword(town, language)
    live.house.minutes_pass(1)
    for language in LANGUAGES:
        page.goto(live.at(town, "understand/self-check/", language=language))
        expect(page.locator("h1")).to_have_text("Zebra")
        every_answer_leads_to_help(page)
    page.wait_for_timeout(5500)
    page.goto(live.at(town, "understand/"))
    wait_until(page, lambda: "Zebra" in page.evaluate(COPY, live.at(town, "understand/self-check/")))
    page.context.set_offline(True)
    page.goto(live.at(town, "understand/self-check/"))
    expect(page.locator("h1")).to_have_text("Zebra")
    assert page.title() != before
    page.context.set_offline(False)


def test_the_closing_words_never_say_that_somebody_is_fine(page: Page, live: Live, town: worlds.World) -> None:
    for language, never in (
        ("en", ["you are fine", "score", "normal", "diagnos"]),
        ("fr", ["vous allez bien", "score", "diagnos"]),
    ):
        page.goto(live.at(town, "understand/self-check/", language=language))
        words = str(page.locator("[data-closing]").text_content()).lower()
        assert [word for word in never if word in words] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_reflection_is_looked_at_step_by_step(page: Page, live: Live, town: worlds.World, language: str) -> None:
    adopt(town, "us-988", "us-crisis-text-line")
    page.goto(live.at(town, "understand/self-check/", language=language))
    page.locator("[data-begin] button").click()
    look_at(page, "check-question")
    for _question in range(13):
        page.locator("[data-on]").click()
    page.locator("[data-safety] .answers").first.locator("button").nth(1).click()
    look_at(page, "check-safety")
    page.locator("[data-on]").click()
    look_at(page, "check-end")


def test_the_reflection_by_keyboard_with_a_way_back(page: Page, live: Live, town: worlds.World) -> None:
    page.goto(live.at(town, "understand/self-check/"))
    page.locator("[data-begin] button").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#question-sleep")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#question-body_alarm")).to_be_focused()
    page.get_by_role("button", name="Back").press("Enter")
    expect(page.locator("#question-sleep")).to_be_focused()
    expect(page.get_by_role("button", name="Sometimes", pressed=True)).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("button", name="Begin")).to_be_focused()
    expect(page.locator("main .guide").first).to_be_visible()


def test_without_a_script_the_whole_reflection_stands_to_be_read_or_printed(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    page = without_javascript.new_page()
    page.goto(live.at(town, "understand/self-check/"))
    for group in page.locator(".answers").all():
        expect(group).to_be_visible()
    assert page.locator(".answers").count() == 15
    for name in ("safety", "now", "closing"):
        expect(page.locator(f"[data-{name}]")).to_be_visible()
    for button in ("Begin", "Start again", "Back"):
        expect(page.get_by_role("button", name=button)).to_have_count(0)


# On paper


def printed(page: Page, name: str, path: Path) -> str:
    """Print a page, draw its sheets if they are to be looked at, and return their letters without spaces."""
    path.write_bytes(page.pdf(prefer_css_page_size=True, print_background=True))
    words = []
    with pypdfium2.PdfDocument(path) as sheets:
        for number, sheet in enumerate(sheets):
            if os.environ.get("ALONGSIDE_PICTURES"):
                PICTURES.mkdir(exist_ok=True)
                sheet.render(scale=1.2).to_pil().save(PICTURES / f"print-{name}-{number + 1}.png")
            words.append(sheet.get_textpage().get_text_range())
    return "".join("".join(words).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("slug", ["first-words", "the-six-stages", "the-worries", "raise-the-level-now", "self-check"])
def test_a_guide_is_printed_with_its_sources_review_and_numbers(
    page: Page, live: Live, town: worlds.World, tmp_path: Path, *, slug: str, language: str
) -> None:
    adopt(town, "us-988", "us-crisis-text-line")
    page.goto(live.at(town, f"understand/{slug}/", language=language))
    words = printed(page, f"{slug}.{language}", tmp_path / "guide.pdf")
    for there in ("Sources", "988", "911", {"en": "Notyetreviewed", "fr": "Pasencorerelu"}[language]):
        assert there in words
    for gone in {"en": ("closesthispage", "Printthispage"), "fr": ("fermecettepage", "Imprimer")}[language]:
        assert gone not in words


def test_a_guide_can_be_printed_with_its_words_only(page: Page, live: Live, town: worlds.World) -> None:
    page.goto(live.at(town, "understand/first-words/"))
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".guide")).to_be_visible()
    expect(page.locator(".lifeline")).to_be_hidden()
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()


# At work


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(DESK))
def test_the_screens_of_wording_and_signing_are_looked_at(
    page: Page, live: Live, staged: worlds.World, recorder: Recorder, *, name: str, language: str
) -> None:
    sign_in(page, live, staged.administrator)
    page.goto(live.at(staged, DESK[name], language=language))
    look_at(page, f"admin-{name}")
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


def test_a_text_is_previewed_kept_and_taken_back(page: Page, live: Live, staged: worlds.World) -> None:
    sign_in(page, live, staged.administrator)
    page.goto(live.at(staged, DESK["guide-text"], language="en"))
    page.get_by_label("Title").fill("Our worries")
    page.get_by_role("button", name="Look at it first").click()
    expect(page.get_by_role("heading", name="How it will look")).to_be_visible()
    look_at(page, "admin-guide-preview")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("h1")).to_have_text("Our worries")
    page.get_by_role("button", name="Back to our text").click()
    expect(page.locator("h1")).to_have_text("The worries")


@KEEPS_FOR_LATER
def test_the_conversation_guide_is_at_hand_offline_before_it_was_ever_opened(
    page: Page, context: BrowserContext, live: Live, staged: worlds.World
) -> None:
    """H21: whoever comes to work once has the guide on the device."""
    sign_in(page, live, staged.owner)
    page.goto(live.at(staged, "desk/now/"))
    page.evaluate("() => navigator.serviceWorker.ready")
    page.reload()
    wait_until(page, lambda: any("/guides/conversation/" in one for one in page.evaluate(HELD)["kept"]))
    context.set_offline(True)
    try:
        page.goto(live.at(staged, "guides/conversation/"))
        expect(page.locator("ol.phases > li")).to_have_count(9)
    finally:
        context.set_offline(False)
