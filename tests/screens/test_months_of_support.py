"""Months of support in a real browser, the twins of the stories: nobody answers, a leave, an end, a year, erasing.

Whoever asked uses a browser that runs no scripts.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from alongside.journeys import forgetting
from tests import worlds
from tests.screens.conftest import OWN_PAGE, Live, fits, look_at, sign_in
from tests.stories.walking import Walk

LANGUAGES = ["en", "fr"]


@pytest.fixture
def town(live: Live) -> worlds.World:
    """Give an organization of the demonstration, whose doors let anybody in."""
    return worlds.make(now=clock.now() - timedelta(days=20), demonstration=True)


def comes_back(browser: BrowserContext, live: Live, story: Walk, language: str) -> Page:
    """Type the return code; whatever it opens is shown."""
    page = browser.new_page()
    page.goto(live.at(story.world, "back/", language=language))
    page.locator("#id_code").fill(story.code)
    page.locator("form.stack button.button").click()
    return page


def asks_again(page: Page) -> None:
    page.locator("a.button[href$='page/again/']").click()
    page.locator("[type=radio][value=today]").check()
    page.locator("main form button.button").last.click()
    page.wait_for_url(OWN_PAGE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_answers_five_times_and_the_door_stays_open(
    page: Page, without_javascript: BrowserContext, live: Live, town: worlds.World, language: str
) -> None:
    story = Walk(town, now=clock.now())
    story.somebody_asks_for_help(urgency="now", language=language)
    who = story.paged_since()[0]
    story.accepts(who)
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    for _try in range(5):  # The clock of the running house moves along, so that its engine sees the same days.
        story.now = live.house.minutes_pass(24 * 60)
        story.says(who, "no_answer")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, f"desk/cases/{story.row.pk}/", language=language))
    if story.row.stage == "alongside":  # Else the engine of the house was quicker: five is enough.
        page.locator(".ask-once summary").first.click()
        look_at(page, "months-stop-kindly")
        page.locator("form[action$='/stop/'] button").click()
        page.wait_for_url("**/desk/now/")
    assert story.row.stage == "lapsed"
    theirs = comes_back(without_javascript, live, story, language)
    fits(theirs)
    asks_again(theirs)
    assert story.row.stage == "waiting"


def would_hand_over(page: Page, address: str) -> None:
    """A leave is ahead, and whoever can is asked in turn, once the person has said yes."""
    page.goto(address)
    page.locator("[name=to][value=in_turn]").check()
    page.locator("[name=agreed][value=ask]").check()
    page.locator("[name=leaves_on]").fill((clock.now() + timedelta(days=6)).date().isoformat())
    page.locator("form.stack button.button").click()
    expect(page.locator(".wish")).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_leave_hands_them_over(
    page: Page, without_javascript: BrowserContext, live: Live, town: worlds.World, language: str
) -> None:
    story = Walk(town, now=clock.now() - timedelta(minutes=12))  # Nothing of it is late: the engine lives too.
    who = story.they_speak_for_the_first_time(urgency="now", language=language)
    story.now = clock.now()
    sign_in(page, live, town.people[who])
    would_hand_over(page, live.at(town, f"desk/cases/{story.row.pk}/hand-over/", language=language))
    theirs = comes_back(without_javascript, live, story, language)
    theirs.locator("section[aria-labelledby=other] [value=yes]").click()
    theirs.wait_for_url(OWN_PAGE)
    fits(theirs)
    other = story.who_is_asked_to_go_on()
    assert story.carried_by() == who != other
    sign_in(page, live, town.people[other])
    page.goto(live.at(town, "desk/now/", language=language))
    page.locator("form[action$='/take/'] button").last.click()
    page.wait_for_url(f"**/desk/cases/{story.row.pk}/")
    theirs.reload()
    expect(theirs.locator("h1")).to_contain_text("goes on with you" if language == "en" else "prend la suite")
    fits(theirs)
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, f"desk/cases/{story.row.pk}/", language=language))
    expect(page.locator(".note.thanks")).to_contain_text(town.people[other].name)
    fits(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_back_after_a_year_as_somebody_new(
    without_javascript: BrowserContext, live: Live, town: worlds.World, language: str
) -> None:
    story = Walk(town, now=clock.now() - timedelta(minutes=12))  # Nothing of it is late: the engine lives too.
    who = story.they_speak_for_the_first_time(urgency="now", language=language)
    story.ends_it(who, "end_together")
    Case.objects.filter(pk=story.row.pk).update(due_at=clock.now() - timedelta(days=350))
    forgetting.erase_next(now=clock.now())  # Or the engine of the house was quicker.
    theirs = comes_back(without_javascript, live, story, language)
    expect(theirs.locator(".error-summary, .field-error").first).to_be_visible()
    fits(theirs)
    assert story.code not in theirs.url
    theirs.goto(live.at(town, "", language=language))
    theirs.locator("a[href$='/begin/']").first.click()
    theirs.wait_for_url("**/begin/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_erase_now_while_they_wait(
    without_javascript: BrowserContext, live: Live, town: worlds.World, language: str
) -> None:
    story = Walk(town, now=clock.now())
    story.somebody_asks_for_help(urgency="now", language=language)
    theirs = comes_back(without_javascript, live, story, language)
    theirs.locator("a[href$='page/last/']").click()
    fits(theirs)
    theirs.locator("main form[method=post] button").last.click()
    expect(theirs.locator("h1")).to_contain_text("It is erased" if language == "en" else "effacé")
    fits(theirs)
    assert Case.objects.get(pk=story.row.pk).stage == "erased"
    theirs.goto(live.at(town, "page/", language=language))
    expect(theirs.locator("a[href$='page/last/'], .opened-log")).to_have_count(0)
    again = comes_back(without_javascript, live, story, language)
    expect(again.locator(".error-summary, .field-error").first).to_be_visible()


def test_what_is_kept_is_looked_at_by_everybody_and_at_the_desk(page: Page, live: Live, town: worlds.World) -> None:
    story = Walk(town, now=clock.now() - timedelta(minutes=12))  # Nothing of it is late: the engine lives too.
    story.they_speak_for_the_first_time(urgency="now")
    page.goto(live.at(town, "kept/"))
    look_at(page, "what-is-kept")
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/kept/", language="fr"))
    look_at(page, "kept")
    page.goto(live.at(town, f"desk/kept/{story.row.pk}/hold/"))
    look_at(page, "hold-ask")
    sign_in(page, live, town.administrator)
    page.goto(live.at(town, "desk/settings/retention/", language="fr"))
    look_at(page, "retention")
