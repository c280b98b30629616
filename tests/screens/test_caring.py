"""Supporters' own page, the mentors' page and the questions afterwards, in a real browser."""

from typing import Any

from django.db import transaction
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.surveys import operations as surveys
from tests import worlds
from tests.screens.conftest import Live, sign_in


def _ticket(town: worlds.World) -> str:
    with transaction.atomic():
        return surveys.hand_out(organization=town.organization.pk, supporter=town.owner.pk, now=clock.now())


def test_saying_how_it_was_without_a_script(
    without_javascript: BrowserContext, live: Live, town: worlds.World, page: Page, looked_at: Any
) -> None:
    ticket = _ticket(town)
    for language in ("en", "fr"):
        page.goto(live.at(town, "afterwards/", language=language))
        looked_at(page, "afterwards-ticket")
        page.locator("[name=ticket]").fill(ticket)
        page.locator("main .button").click()
        looked_at(page, "afterwards-questions")
    plain = without_javascript.new_page()
    plain.goto(live.at(town, "afterwards/"))
    plain.get_by_label("Your three groups").fill(ticket.lower())
    plain.get_by_role("button", name="Continue").click()
    plain.get_by_label("Yes, a lot").check()
    plain.get_by_label("Your calm did me good.").check()
    plain.get_by_role("button", name="Give my answers").click()
    expect(plain.locator("h1")).to_have_text("Thank you.")


def test_a_heavy_one_reaches_the_mentor(page: Page, live: Live, looked_at: Any) -> None:
    town = worlds.make(now=clock.now(), demonstration=True)
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/care/"))
    page.get_by_role("button", name="Heavy").click()
    expect(page.get_by_text("a mentor has been asked").first).to_be_visible()
    looked_at(page, "own-care")
    page.context.clear_cookies()
    sign_in(page, live, town.mentor)
    page.goto(live.at(town, "desk/mentoring/"))
    expect(page.locator("h1")).to_have_text("One colleague waits for a talk.")
    looked_at(page, "mentoring")
    page.get_by_role("button", name="I talk with").click()
    page.get_by_role("button", name="We talked").click()
    expect(page.locator("h1")).to_have_text("Nobody waits for a talk.")
