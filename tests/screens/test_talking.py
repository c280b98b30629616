"""A few words in a real browser: both sides, in both languages; and without scripts for whoever asked."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from tests import worlds
from tests.screens.conftest import OWN_PAGE, PHONE, Live, look_at, sign_in
from tests.stories.story import Story
from tests.web.supporting.desk import supporter_asked

Look = Callable[[Page, str], None]


@pytest.fixture
def town(live: Live) -> worlds.World:
    return worlds.make(now=clock.now(), demonstration=True)


def accepted(town: worlds.World) -> tuple[Story, str]:
    story = Story(town, now=clock.now())
    story.somebody_asks_for_help(urgency="today")
    who = supporter_asked(story)
    story.accepts(who)
    return story, who


def enters(page: Page, live: Live, town: worlds.World, code: str, language: str) -> None:
    page.goto(live.at(town, "back/", language=language))
    page.locator("#id_code").fill(code)
    page.locator("form.stack button.button").click()
    page.wait_for_url(OWN_PAGE)


def writes_what_is_held_back_and_then_a_word(page: Page, looked_at: Look) -> None:
    page.locator("#id_words").fill("Chart 4471902, born 3/4/1951")
    page.locator("form[action*='send'] button").first.click()
    expect(page.locator("#id_words_error")).to_be_visible()
    looked_at(page, "words-held-back")
    page.locator("#id_words").fill("Could you call after 6?")
    page.locator("form[action*='send'] button").first.click()
    expect(page.locator(".message-mine")).to_contain_text("Could you call after 6?")
    looked_at(page, "words-sent")


def reads_the_word(page: Page) -> None:
    look_at(page, "desk-words")
    page.locator("form[action*='read'] button").click()
    expect(page.locator(".message")).to_contain_text("Could you call after 6?")
    look_at(page, "desk-words-read")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_two_write_to_each_other(
    page: Page, live: Live, town: worlds.World, looked_at: Look, language: str
) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    story, who = accepted(town)
    enters(page, live, town, story.code, language)
    page.goto(live.at(town, "page/words/", language=language))
    looked_at(page, "words-empty")
    writes_what_is_held_back_and_then_a_word(page, looked_at)
    page.goto(live.at(town, "page/words/tell/", language=language))
    looked_at(page, "words-tell")
    page.goto(live.at(town, "page/keep/", language=language))
    looked_at(page, "returning-new-code")
    sign_in(page, live, town.people[who])
    assert story.case
    case = f"desk/cases/{story.case.pk}/"
    page.goto(live.at(town, f"{case}words/", language=language))
    reads_the_word(page)
    page.goto(live.at(town, f"{case}code/", language=language))
    page.locator("main form button").click()
    expect(page.locator(".spelled dt")).to_have_count(5)
    look_at(page, "desk-code")


def test_without_scripts_it_is_all_there(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    story, _ = accepted(town)
    page = without_javascript.new_page()
    enters(page, live, town, story.code, "en")
    page.locator("a[href$='page/words/']").click()
    page.locator("#id_words").fill("Could you call after 6?")
    page.locator("form[action*='send'] button").click()
    expect(page.locator("h1")).to_have_text(re.compile("Sent"))
    page.goto(live.at(town, "page/words/", language="en"))
    assert "after 6" not in page.content()
    page.locator("form[action*='read'] button").click()
    expect(page.locator(".message-mine")).to_contain_text("after 6")
