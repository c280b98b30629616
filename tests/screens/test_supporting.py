"""A supporter's screens in a real browser: answer, reach, say what came of it, with and without scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from alongside.rota.models import Shift
from tests import worlds
from tests.screens.conftest import PHONE, Live, Recorder, fits, look_at, sign_in
from tests.stories.story import Story
from tests.web.supporting.desk import supporter_asked

NUMBER = "(202) 555-0177"
LANGUAGES = ["en", "fr"]


@pytest.fixture
def town(live: Live) -> worlds.World:
    return worlds.make(now=clock.now(), demonstration=True)


def asked(town: worlds.World, **answers: Any) -> tuple[Story, str]:
    """Somebody asks; return the story and who was paged first."""
    story = Story(town, now=clock.now())
    story.somebody_asks_for_help(**answers)
    return story, supporter_asked(story)


def carried(town: worlds.World, **answers: Any) -> tuple[Story, str, str]:
    """Somebody asks and the first one paged accepts; return the story, who, and the path of the case."""
    story, who = asked(town, **answers)
    story.accepts(who)
    assert story.case is not None
    return story, who, f"desk/cases/{story.case.pk}/"


def the_guide_waits_folded(page: Page) -> None:
    """Whom to reach comes first."""
    expect(page.locator(".phases").first).to_be_hidden()
    page.locator(".case-guide > summary").click()
    expect(page.locator(".phases > li")).to_have_count(9)
    expect(page.locator(".phases > li").last).to_be_visible()


def what_cannot_be_taken_back_is_offered_no_longer(page: Page) -> None:
    """A page left open knows when its ten minutes have passed."""
    page.clock.install()
    page.reload()
    expect(page.locator(".note-row button")).to_be_visible()
    page.clock.fast_forward("10:01")
    expect(page.locator(".note-row")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_somebody_would_like_to_talk(page: Page, live: Live, town: worlds.World, language: str) -> None:
    _, who = asked(town, urgency="now", wishes=["other_unit", "woman"], language="fr" if language == "en" else "en")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, "desk/now/", language=language))
    look_at(page, "supporter-now")
    assert NUMBER not in page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_screen_teaches(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/now/", language=language))
    look_at(page, "supporter-now-empty")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_case_before_and_after_the_contact_is_opened(
    page: Page, live: Live, town: worlds.World, language: str
) -> None:
    _, who, path = carried(town, urgency="now", times=["afternoon"], language=language)
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, path, language=language))
    assert NUMBER not in page.content()
    look_at(page, "supporter-case")
    the_guide_waits_folded(page)
    page.locator(".contact-card .button:has(svg)").first.click()
    expect(page.locator(".digits")).to_have_text(NUMBER)
    expect(page.locator(".call-rule")).to_be_visible()
    look_at(page, "supporter-contact")
    page.locator("button[value=no_answer]").click()
    expect(page.locator(".note-row")).to_be_visible()
    assert NUMBER not in page.content()
    look_at(page, "supporter-no-answer")
    what_cannot_be_taken_back_is_offered_no_longer(page)
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    assert NUMBER not in page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_real_ends_in_one_tap_that_can_be_undone(
    page: Page, live: Live, town: worlds.World, language: str
) -> None:
    story, who, path = carried(town, urgency="now", language=language)
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, path, language=language))
    expect(page.locator("button[value=not_real]")).to_have_count(0)
    page.locator(".contact-card .button:has(svg)").first.click()
    page.locator("button[value=not_real]").click()
    expect(page.locator(".note-row")).to_be_visible()
    look_at(page, "supporter-not-real")
    page.locator(".note-row button").click()
    expect(page.locator("button[value=spoke]")).to_be_visible()
    story.expects_stage("accepted")


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_that_was_taken_back_stays_on_the_screen(
    page: Page, live: Live, town: worlds.World, language: str
) -> None:
    story, who, path = carried(town, urgency="danger", language=language)
    story.they_come_back_with_their_code()
    story.they_say("withdraw")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, "desk/now/", language=language))
    look_at(page, "supporter-now-taken-back")
    page.goto(live.at(town, path, language=language))
    expect(page.locator("button[value=spoke]")).to_have_count(0)
    look_at(page, "supporter-taken-back")


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_shows_numbers_first(page: Page, live: Live, town: worlds.World, language: str) -> None:
    story, who, path = carried(town, urgency="today")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, f"{path}danger/", language=language))
    look_at(page, "supporter-danger")
    page.locator(".button-danger").click()
    expect(page.locator(".button-danger")).to_have_count(0)
    assert story.case is not None
    assert Case.objects.get(pk=story.case.pk).danger
    look_at(page, "supporter-danger-paged")
    page.goto(live.at(town, path, language=language))
    look_at(page, "supporter-case-danger")


@pytest.mark.parametrize("language", LANGUAGES)
def test_walking_alongside(page: Page, live: Live, town: worlds.World, language: str) -> None:
    story, who, path = carried(town, urgency="today")
    story.they_come_back_with_their_code()
    story.they_say("we_spoke")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, path, language=language))
    page.locator("a[href$='/end/']").wait_for()
    look_at(page, "supporter-alongside")


def test_the_screen_follows_without_a_reload(page: Page, live: Live, town: worlds.World, recorder: Recorder) -> None:
    Shift.objects.of(town.organization).exclude(person=town.owner).delete()  # So the owner is asked first.
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/now/", language="en"))
    expect(page.locator("#live")).to_contain_text("Nobody needs you right now.")
    page.evaluate("document.querySelector('#live').setAttribute('data-old', 'yes')")
    _, who = asked(town, urgency="now")
    assert who == "owner"
    expect(page.locator(".page-call")).to_be_visible(timeout=15000)
    expect(page.locator("#news")).to_have_text(re.compile("1 person would like to talk."))
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


def test_everything_works_without_scripts(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    page = without_javascript.new_page()
    _, who = asked(town, urgency="now")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, "desk/now/", language="en"))
    fits(page)
    page.get_by_role("button", name="I can take this").click()
    page.get_by_role("button", name="Show how to reach them").click()
    expect(page.locator(".digits")).to_have_text(NUMBER)
    page.get_by_role("button", name="I left word").click()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".note-row")).to_have_count(0)
    page.get_by_role("button", name="Hand back").click()
    expect(page.locator(".flashes")).to_contain_text("Thank you for having been there.")


def test_two_taps_are_one_act(page: Page, live: Live, town: worlds.World) -> None:
    story, who, path = carried(town, urgency="now")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, path, language="en"))
    page.locator("button[value=no_answer]").dblclick()
    expect(page.locator(".note-row")).to_be_visible()
    assert story.case is not None
    assert story.case.attempts.count() == 1


def test_an_ended_session_leads_to_sign_in(page: Page, live: Live, town: worlds.World) -> None:
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/now/", language="en"))
    page.context.clear_cookies()
    page.wait_for_url(re.compile(r"/desk/sign-in/"), timeout=15000)


def test_the_keyboard_reaches_accept(page: Page, live: Live, town: worlds.World) -> None:
    _, who = asked(town, urgency="now")
    sign_in(page, live, town.people[who])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(live.at(town, "desk/now/", language="en"))
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.evaluate("(document.activeElement.id || '').startsWith('take-')"):
            break
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/desk/cases/"))


def test_minutes_left_are_counted(page: Page, live: Live, town: worlds.World) -> None:
    _, who = asked(town, urgency="now")
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, "desk/now/", language="en"))
    left = int(page.locator(".clock-ring b").inner_text())
    assert timedelta(0) < timedelta(minutes=left) <= timedelta(minutes=5)
