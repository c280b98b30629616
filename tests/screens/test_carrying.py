"""Carried offers and team sessions in a real browser: on a phone and at a desk, with and without scripts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.people.models import Person
from alongside.rounds import sessions
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import Reason
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.journeys.carrying import begin, somebody
from tests.screens.conftest import Live, Recorder, fits, look_at, sign_in

LANGUAGES = ["en", "fr"]
NAMES = ("Anna Keller", "Luis Medina", "Joan Pratt", "Omar Said", "Beth Tran", "Chris Wolfe")
HEAVIEST = 100_000


@pytest.fixture
def town(live: Live) -> worlds.World:
    """A demonstration, so that one tap signs in."""
    return worlds.make(now=clock.now(), demonstration=True)


def carried(town: worlds.World, *names: str, kind: str = "unexpected_death") -> tuple[Round, Person]:
    """Begin a round; return it with its carrier."""
    begin(town, *(somebody(town, name) for name in names or NAMES), kind=kind, now=clock.now())
    held = Round.objects.of(town.organization).get()
    assert held.carrier
    return held, held.carrier


def opens_the_names(page: Page) -> None:
    """Tap "Open the names"."""
    page.locator(".contact-card button").click()
    expect(page.locator(".offer").first).to_be_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_round_before_and_after_its_names_are_opened(
    page: Page, live: Live, town: worlds.World, language: str
) -> None:
    held, carrier = carried(town, kind="colleague_suicide")
    sign_in(page, live, carrier)
    page.goto(live.at(town, "desk/offers/", language=language))
    look_at(page, "offers")
    page.goto(live.at(town, f"desk/offers/{held.pk}/", language=language))
    assert NAMES[0] not in page.content()
    look_at(page, "offers-round")
    opens_the_names(page)
    page.locator(".offer").first.locator("button[value=no_thanks]").click()
    page.locator(".offer").first.locator("button[value=not_reached]").click()
    expect(page.locator(".offer-done")).to_have_count(1)
    expect(page.locator(".undo")).to_have_count(2)
    look_at(page, "offers-names")
    page.reload()
    assert NAMES[0] not in page.content()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_list_teaches(page: Page, live: Live, town: worlds.World, language: str) -> None:
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/offers/", language=language))
    look_at(page, "offers-empty")
    page.goto(live.at(town, "desk/offers/somebody-met/", language=language))
    page.locator("form.stack button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page, "offers-met")
    page.goto(live.at(town, "desk/offers/card/", language=language))
    look_at(page, "offers-card")


@pytest.mark.parametrize("language", LANGUAGES)
def test_they_say_yes_and_keep_a_code(page: Page, live: Live, town: worlds.World, language: str) -> None:
    held, carrier = carried(town, NAMES[0])
    case = Carried.objects.get(round=held).case
    sign_in(page, live, carrier)
    page.goto(live.at(town, f"desk/offers/{held.pk}/{case}/yes/", language=language))
    page.locator("form.stack > button").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look_at(page, "offers-yes")
    page.locator("input[name=consent]").check()
    page.locator("input[name=with_whom][value=me]").check()
    page.locator("input[name=urgency][value=today]").check()
    page.locator("input[name=wants_code]").check()
    page.locator("form.stack > button").click()
    expect(page.locator(".code-ticket")).to_be_visible()
    look_at(page, "offers-said-yes")
    page.reload()
    expect(page.locator(".code-ticket")).to_have_count(0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_danger_is_one_tap_away(page: Page, live: Live, town: worlds.World, language: str) -> None:
    held, carrier = carried(town, NAMES[0])
    sign_in(page, live, carrier)
    page.goto(live.at(town, f"desk/offers/{held.pk}/", language=language))
    opens_the_names(page)
    page.locator(".button-danger-quiet").click()
    expect(page.locator(".crisis-line a").first).to_be_visible()
    look_at(page, "offers-danger")
    page.locator(".button-danger").click()
    page.wait_for_url("**/desk/cases/*/danger/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_coordinators_numbers(page: Page, live: Live, town: worlds.World, language: str) -> None:
    held, _carrier = carried(town)
    group = town.group.pk
    begin(
        town,
        *(somebody(town, who, person=town.people[who], unit_group=group) for who in ("owner", "teammate", "third")),
    )
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/rounds/", language=language))
    assert not any(name in page.content() for name in NAMES)
    look_at(page, "rounds")
    page.goto(live.at(town, f"desk/rounds/{held.pk}/", language=language))
    look_at(page, "rounds-choose")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_team_session_from_asking_to_its_invitation(
    page: Page, live: Live, town: worlds.World, language: str
) -> None:
    sign_in(page, live, town.manager)
    page.goto(live.at(town, "desk/team-sessions/ask/", language=language))
    page.locator("form.stack button").click()
    look_at(page, "team-session-ask")
    page.locator("input[name=reason]").nth(3).check()
    page.locator("form.stack button").click()
    expect(page.locator(".offer")).to_have_count(1)
    page.context.clear_cookies()
    sign_in(page, live, town.coordinator)
    page.goto(live.at(town, "desk/team-sessions/", language=language))
    page.locator(".offer a").first.click()
    page.locator("input[name=place]").fill("Room 4")
    day = (clock.now() + timedelta(days=6)).date()
    page.locator("input[name=starts_at]").fill(f"{day}T14:00")
    page.locator("select[name=first]").select_option(town.owner.pk.hex)
    page.locator("select[name=second]").select_option(town.third.pk.hex)
    look_at(page, "team-session-plan")
    page.locator("form.stack button").click()
    look_at(page, "team-sessions")
    page.locator("a[href*=invitation]").click()
    expect(page.locator(".invitation")).to_be_visible()
    look_at(page, "team-session-invitation")


def test_after_a_session_only_a_band_is_noted(page: Page, live: Live, town: worlds.World) -> None:
    with one_transaction():
        key = sessions.propose(
            organization=town.organization.pk,
            site=town.site.pk,
            unit_group=None,
            reason=Reason.BUILT_UP,
            now=clock.now(),
        )
        held = sessions.hold(organization=town.organization.pk, session=key)
        leaders = (town.owner.pk, town.third.pk)
        sessions.plan(session=held, plan=sessions.Plan("Room 4", clock.now() - timedelta(hours=2), leaders))
    sign_in(page, live, town.owner)
    page.goto(live.at(town, "desk/offers/"))
    look_at(page, "team-session-held")
    page.locator("button[value=g6_10]").click()
    expect(page.locator(".offer")).to_have_count(0)


def test_without_scripts_everything_is_reached(
    without_javascript: BrowserContext, live: Live, town: worlds.World
) -> None:
    held, carrier = carried(town, *NAMES[:2])
    page = without_javascript.new_page()
    sign_in(page, live, carrier)
    page.goto(live.at(town, f"desk/offers/{held.pk}/"))
    opens_the_names(page)
    fits(page)
    page.locator(".offer").first.locator("summary").click()
    page.locator(".offer").first.locator("button[value=no_more]").click()
    expect(page.locator(".offer-done")).to_have_count(1)
    page.locator(".undo button").click()
    expect(page.locator(".offer-done")).to_have_count(0)


def test_a_list_is_light_and_asks_nobody_else(page: Page, live: Live, town: worlds.World, recorder: Recorder) -> None:
    held, carrier = carried(town)
    sign_in(page, live, carrier)
    page.goto(live.at(town, f"desk/offers/{held.pk}/"))
    opens_the_names(page)
    assert len(page.content().encode()) < HEAVIEST
    assert recorder.strangers(live) == []
    assert recorder.complaints == []
