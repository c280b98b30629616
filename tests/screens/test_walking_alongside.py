"""Walking alongside in a real browser: the next talk, another supporter, the last talk, from both sides."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from alongside.web.returning.acknowledged import Told
from tests import worlds
from tests.screens.conftest import OWN_PAGE, PHONE, Live, sign_in
from tests.stories.walking import Walk

Look = Callable[[Page, str], None]


def walked(live: Live, town: worlds.World, language: str) -> tuple[Walk, str, str]:
    """Somebody is walked with; return the story, who walks with them and the path of the case."""
    story = Walk(town, now=clock.now())
    story.somebody_asks_for_help(urgency="now", language=language)
    who = story.paged_since()[0]
    story.accepts(who)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    return story, who, f"desk/cases/{story.row.pk}/"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_good_end_on_screen(
    page: Page, without_javascript: BrowserContext, live: Live, looked_at: Look, language: str
) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    story, who, path = walked(live, town, language)
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, path, language=language))
    looked_at(page, "walking-case")
    page.goto(live.at(town, f"{path}plan/", language=language))
    chooses_no_day(page, looked_at)
    page.goto(live.at(town, f"{path}hand-over/", language=language))
    would_hand_over(page, looked_at)
    theirs = answered_without_scripts(without_javascript, live, story, looked_at, language)
    sign_in(page, live, town.people[story.who_is_asked_to_go_on()])
    page.goto(live.at(town, "desk/now/", language=language))
    looked_at(page, "walking-to-take")
    page.locator("#to-take ~ * button, section[aria-labelledby=to-take] form[action$='/take/'] button").last.click()
    page.wait_for_url(f"**/{path}")
    theirs.reload()
    expect(theirs.locator("h1")).to_be_visible()
    story.they_say("we_spoke")
    page.goto(live.at(town, f"{path}end/", language=language))
    ends_with_them(page, looked_at)
    assert Case.objects.get(pk=story.row.pk).stage == "closed"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_calls_while_somebody_else_is_looked_for(page: Page, live: Live, looked_at: Look, language: str) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    story, who, _path = walked(live, town, language)
    story.they_told(who, "no_more")
    story.hands_back(who)
    page.goto(live.at(town, "back/", language=language))
    page.locator("#id_code").fill(story.code)
    page.locator("form.stack button.button").click()
    page.wait_for_url(OWN_PAGE)
    expect(page.locator(".walk .pending")).to_have_count(0)
    looked_at(page, "status-uncalled")
    page.locator(".page-title a").click()
    expect(page.locator("[name=said]").first).to_be_attached()


def chooses_no_day(page: Page, looked_at: Look) -> None:
    page.locator("form.stack button.button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    looked_at(page, "walking-plan")


def would_hand_over(page: Page, looked_at: Look) -> None:
    looked_at(page, "walking-hand-over")
    page.locator("[name=to][value=in_turn]").check()
    page.locator("[name=agreed][value=ask]").check()
    page.locator("form.stack button.button").click()
    expect(page.locator(".wish")).to_be_visible()
    looked_at(page, "walking-wish")


def ends_with_them(page: Page, looked_at: Look) -> None:
    looked_at(page, "walking-ending")
    page.locator("form:has([name=reason]) button.button").click()
    page.wait_for_url("**/desk/now/")


def answered_without_scripts(browser: BrowserContext, live: Live, story: Walk, looked_at: Look, language: str) -> Page:
    """The person says yes to the next talk and to another colleague, in a browser that runs no scripts."""
    page = browser.new_page()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(live.at(story.world, "back/", language=language))
    page.locator("#id_code").fill(story.code)
    page.locator("form.stack button.button").click()
    page.wait_for_url(OWN_PAGE)
    page.locator("section[aria-labelledby=next-time] a").click()
    page.locator("[name=said][value=yes]").check()
    page.locator("form.stack button.button").click()
    expect(page).to_have_url(re.compile(rf"told={Told.ANSWERED.value}$"))
    assert story.plan.agreed
    page.locator("section[aria-labelledby=other] [value=yes]").click()
    expect(page.locator("section[aria-labelledby=other] [value=yes]")).to_have_count(0)
    assert len(page.content().encode()) < 100_000
    return page
