"""In a real browser, in both languages: opened outside the usual way, a chosen day, a paper to take along."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from alongside import clock
from alongside.journeys import returning
from tests import worlds
from tests.screens.conftest import Live, Recorder, look_at, sign_in
from tests.stories.story import Story


def _met(town: worlds.World) -> Story:
    story = Story(town, now=clock.now())
    story.somebody_asks_for_help(urgency="today")
    story.accepts(story.paged_since()[0])
    story.they_come_back_with_their_code()
    returning.we_spoke(organization=town.organization.pk, token=story.visit, now=story.now)
    return story


def test_opened_outside_the_usual_way_is_looked_at(page: Page, live: Live, recorder: Recorder) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    Story(town, now=clock.now() - timedelta(hours=2)).somebody_asks_for_help(urgency="this_week")
    story = _met(town)
    assert story.case
    for language, who in (("en", "coordinator"), ("fr", "deputy")):
        sign_in(page, live, town.people[who])
        page.goto(live.at(town, f"desk/board/{story.case.pk}/open/", language=language))
        look_at(page, f"glass-{language}")
        page.locator("input[name=reason]").nth(2).check(force=True)
        page.locator("main form button").click()
        expect(page.locator(".digits")).to_be_visible()
        look_at(page, f"glass-opened-{language}")
        page.goto(live.at(town, "desk/opened/", language=language))
        look_at(page, f"glass-broken-{language}")
        page.goto(live.at(town, f"desk/board/{story.case.pk}/anew/", language=language))
        look_at(page, f"board-anew-{language}")
    _the_auditor_reads(page, live, town)
    assert recorder.complaints == []
    assert recorder.strangers(live) == []


def _the_auditor_reads(page: Page, live: Live, town: worlds.World) -> None:
    """Look at the ledger, and have the whole chain read."""
    sign_in(page, live, town.auditor)
    for language in ("en", "fr"):
        page.goto(live.at(town, "desk/ledger/", language=language))
        page.locator("main form[method=post] button").click()
        expect(page.locator("main [role=status]")).to_be_visible()
        expect(page.locator("table.entries tbody tr").first).to_be_visible()
        look_at(page, f"ledger-{language}")


def _chosen(page: Page, day: str) -> str:
    """Choose a day, and return the code that ends it."""
    page.locator("input[name=day]").fill(day)
    page.locator("input[name=email]").fill("quiet@mail.example")
    page.locator("input[name=agreed]").check(force=True)
    page.locator("main form button").last.click()
    expect(page.locator(".code-ticket")).to_be_visible()
    return page.locator(".code").inner_text()


def test_a_day_and_a_paper_are_looked_at(page: Page, live: Live, recorder: Recorder) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    story = _met(town)
    day = (clock.now() + timedelta(days=50)).date().isoformat()
    for language in ("en", "fr"):
        page.goto(live.at(town, "back/", language=language))
        page.locator("input[name=code]").fill(story.code)
        page.locator("main form button").click()
        look_at(page, f"page-met-{language}")
        page.goto(live.at(town, "page/day/", language=language))
        page.locator("main form button").last.click()
        expect(page.locator(".error-summary")).to_be_visible()
        look_at(page, f"day-{language}")
        code = _chosen(page, day)
        look_at(page, f"day-kept-{language}")
        page.goto(live.at(town, "day/", language=language))
        page.locator("input[name=code]").fill(code)
        page.locator("main form button").click()
        look_at(page, f"day-shown-{language}")
        page.goto(live.at(town, "page/paper/", language=language))
        look_at(page, f"paper-{language}")
    assert recorder.complaints == []
    assert recorder.strangers(live) == []
