"""Danger at night and a hand-off, in a real browser: the twins of the stories, on every new screen."""

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from tests import worlds
from tests.screens.conftest import Live, fits, look_at, sign_in
from tests.stories.professional_story import ProfessionalStory, second_professional


@pytest.fixture
def town(live: Live) -> worlds.World:
    town = worlds.make(now=clock.now(), demonstration=True)
    second_professional(town)
    return town


def takes_it_on_and_says_it_has_passed(page: Page, carrier: str) -> None:
    page.locator("button.button-danger").click()
    expect(page.locator(".contact-card")).to_contain_text(carrier)
    look_at(page, "danger-mine")
    page.locator(".ask-once summary").click()
    page.locator('input[value="seen_and_safe"]').check(force=True)
    page.locator("form[action$='passed/'] button").click()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_danger_with_the_first_professional_silent(page: Page, live: Live, town: worlds.World, language: str) -> None:
    """Nobody answers for ten minutes, the second professional takes it on; then two people lower it."""
    story = ProfessionalStory(town, now=clock.now() - timedelta(minutes=25))
    who = story.walks_alongside()
    case = Case.objects.of(town.organization).get().pk
    story.fears_for_their_safety(who)
    story.minutes_pass(11)
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, f"desk/cases/{case}/danger/", language=language))
    look_at(page, "danger-nobody-yet")
    sign_in(page, live, town.mentor)
    page.goto(live.at(town, "desk/now/", language=language))
    look_at(page, "danger-asked")
    page.locator(f"#danger-{story.danger.pk}").click()
    takes_it_on_and_says_it_has_passed(page, town.people[who].name)
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/danger/", language=language))
    look_at(page, "dangers")
    page.locator(f"#danger-{story.danger.pk}").click()
    page.locator("form[action$='agree/'] button").click()
    expect(page.locator("form[action$='look/']")).to_have_count(0)
    look_at(page, "danger-agreed")
    assert story.in_danger


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_hand_off_declined_and_accepted(page: Page, live: Live, town: worlds.World, language: str) -> None:
    story = ProfessionalStory(town, now=clock.now() - timedelta(minutes=12))
    who = story.walks_alongside()
    case = Case.objects.of(town.organization).get().pk
    sign_in(page, live, town.people[who])
    page.goto(live.at(town, f"desk/cases/{case}/professional/", language=language))
    look_at(page, "hand-off")
    for value in ("said_yes", town.professional.pk.hex, "anyone"):
        page.locator(f'input[value="{value}"]').check(force=True)
    page.locator("form:has([name=consent]) button.button").click()
    page.goto(live.at(town, f"desk/hand-offs/{story.hand_off.hand_off}/", language=language))
    look_at(page, "hand-off-given")
    sign_in(page, live, town.professional)
    page.goto(live.at(town, f"desk/hand-offs/{story.hand_off.hand_off}/", language=language))
    look_at(page, "hand-off-asked")
    page.locator("form[action$='decline/'] button").click()
    sign_in(page, live, town.mentor)
    page.goto(live.at(town, f"desk/hand-offs/{story.hand_off.hand_off}/", language=language))
    page.locator("form[action$='confirm/'] button").click()
    expect(page.locator("form[action$='return/'] button")).to_be_visible()
    look_at(page, "hand-off-confirmed")
    story.expects_stage("with_professional")


def test_the_person_reads_it_without_scripts(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    story = ProfessionalStory(town, now=clock.now() - timedelta(minutes=12))
    story.brings_in(story.walks_alongside(), "professional", consent="asked_on_page")
    page = without_javascript.new_page()
    page.goto(live.at(town, "back/", language="fr"))
    page.locator("[name=code]").fill(story.code)
    page.locator("main form button").first.click()
    page.locator("button[name=agreed][value=yes]").click()
    expect(page.locator("#professional")).to_contain_text(town.professional.name)
    fits(page)
