"""Coming back in a real browser: every face of the page, and what Back shows after leaving."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import translation
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from alongside.journeys import answering_a_page, asking_for_help, returning
from alongside.paging.models import Page as Paged
from alongside.vocabulary.asking import Urgency
from tests import worlds
from tests.screens.conftest import OWN_PAGE, PHONE, Live

Look = Callable[[Page, str], None]


def asked(world: worlds.World, language: str = "en", *, first: bool = False) -> str:
    """Send a request as the journey does; return its code."""
    answers = {
        "urgency": "now",
        "way": "phone_call",
        "phone": "+12025550143",
        "language": language,
        "site": world.site.pk.hex,
        "tell_me_who_first": first,
    }
    own = {"organization": world.organization.pk, "now": clock.now()}
    token = asking_for_help.keep_answers(**own, token=None, answers=answers)
    return asking_for_help.send(**own, token=token).code


def accepted(world: worlds.World) -> None:
    """Let whoever was paged last say yes."""
    page = Paged.objects.filter(organization=world.organization, answer="none").latest("paged_at")
    answering_a_page.accept(organization=world.organization.pk, page=page.pk, person=page.person_id, now=clock.now())


def enter(page: Page, live: Live, world: worlds.World, code: str, language: str = "en") -> None:
    page.goto(live.at(world, "back/", language=language))
    page.locator("#id_code").fill(code)
    page.locator("form.stack button.button").click()
    page.wait_for_url(OWN_PAGE)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_face_of_the_page(page: Page, live: Live, town: worlds.World, looked_at: Look, language: str) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    code = asked(town, language)
    enter(page, live, town, code, language)
    looked_at(page, "status-paged")
    accepted(town)
    page.reload()
    looked_at(page, "status-accepted")
    Case.objects.filter(organization=town.organization).update(contact_due=clock.now() - timedelta(minutes=1))
    page.reload()
    looked_at(page, "status-late")
    page.locator("button[name=spoke][value=yes]").click()
    looked_at(page, "status-alongside")
    own = Case.objects.filter(organization=town.organization)
    own.update(stage="with_professional", owner_role="professional", contact_due=clock.now() + timedelta(hours=1))
    page.reload()
    looked_at(page, "status-professional")
    own.update(stage="alongside", owner_role="supporter")
    page.goto(live.at(town, "page/stop/", language=language))
    looked_at(page, "status-stop")
    page.locator("main form button").click()
    looked_at(page, "status-ended")
    page.goto(live.at(town, "page/again/", language=language))
    looked_at(page, "status-again")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_danger_and_the_name_first(page: Page, live: Live, town: worlds.World, looked_at: Look, language: str) -> None:
    enter(page, live, town, asked(town, language, first=True), language)
    accepted(town)
    page.reload()
    looked_at(page, "status-confirm")
    page.goto(live.at(town, "page/first/", language=language))
    looked_at(page, "status-first")
    page.locator("main form button").click()
    looked_at(page, "status-danger")
    for path in ("reach", "who"):
        page.goto(live.at(town, f"page/{path}/", language=language))
        looked_at(page, f"status-{path}")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_code_that_does_not_open(page: Page, live: Live, town: worlds.World, looked_at: Look, language: str) -> None:
    page.goto(live.at(town, "back/", language=language))
    page.locator("#id_code").fill("ABCD-EF")
    page.locator("form.stack button.button").click()
    expect(page.locator("#id_code")).to_have_value("ABCD-EF")
    with translation.override(language):
        expect(page.locator("#summary")).to_contain_text(
            translation.gettext("A character seems mistyped or missing, perhaps in group %(group)d.") % {"group": 2}
        )
    expect(page.locator("#summary")).to_be_focused()
    looked_at(page, "returning-mistyped")
    page.goto(live.at(town, "page/", language=language))
    looked_at(page, "returning-over")


def test_back_after_leaving_shows_nothing(page: Page, live: Live, town: worlds.World) -> None:
    page.context.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="An encyclopedia"))
    enter(page, live, town, asked(town))
    expect(page.locator("main")).to_contain_text("ending in 43")
    page.locator("button.leave").click()
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()
    page.wait_for_load_state()
    assert "ending in 43" not in page.locator("body").inner_text()
    page.goto(live.at(town, "page/", language="en"))
    expect(page.locator("main")).to_contain_text("Your visit is over")


def test_back_after_leaving_shows_nothing_without_javascript(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    without_javascript.route("https://www.wikipedia.org/**", lambda route: route.fulfill(body="An encyclopedia"))
    page = without_javascript.new_page()
    enter(page, live, town, asked(town))
    page.locator("button.leave").click()
    page.wait_for_url("https://www.wikipedia.org/")
    page.go_back()
    page.wait_for_load_state()
    assert "ending in 43" not in page.locator("body").inner_text()


def test_it_comes_back_without_javascript(without_javascript: BrowserContext, live: Live, town: worlds.World) -> None:
    code = asked(town)
    page = without_javascript.new_page()
    enter(page, live, town, code)
    page.locator("a", has_text="Take back my request").click()
    page.locator("main form button").click()
    page.locator("main a.button", has_text="It came back").click()
    page.locator("input[value=today]").check()
    page.locator("form.stack button.button").click()
    expect(page.locator("h1")).to_contain_text("paged")
    case = Case.objects.get(organization=town.organization)
    assert (case.stage, case.urgency) == ("waiting", Urgency.TODAY)


def test_another_browser_is_told_nothing_by_the_address(page: Page, live: Live, town: worlds.World) -> None:
    own = {"organization": town.organization.pk, "now": clock.now()}
    returning.enter(**own, typed=asked(town))
    page.goto(live.at(town, "page/", language="en"))
    expect(page.locator("main")).to_contain_text("Your visit is over")
