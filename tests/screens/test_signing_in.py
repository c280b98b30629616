"""Joining and signing in with a passkey, in a real browser with a virtual authenticator; each page looked at."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.cases.models import Case
from alongside.journeys import joining
from alongside.people import keys, queries
from alongside.people.models import Person
from alongside.people.queries import Member
from alongside.people.rules import Details, spelled
from alongside.people.sessions import SessionStore
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.screens.conftest import Live, Recorder, look_at
from tests.stories.story import Story
from tests.web.supporting.desk import supporter_asked
from tests.worlds import World

LookedAt = Callable[[Page, str], None]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(page: Page) -> Iterator[Any]:
    """A device that makes passkeys and guards them."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    yield session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    session.detach()


def invited(town: World, *roles: Role) -> str:
    """Add somebody with these roles, each confirmed where that is needed, and return the code they were told."""
    now, me = clock.now(), member(town, "administrator")
    person = joining.add(member=me, details=Details("Robin Newcomer", languages=("en",)), roles=roles, now=now)
    for proposed in queries.proposals(organization=town.organization.pk, person=person):
        joining.confirm(member=member(town, "coordinator"), proposal=proposed.id, now=now)
    return spelled(joining.invite_by_telephone(member=me, person=person, now=now))


def member(town: World, who: str) -> Member:
    account = town.people[who].account_id
    assert account
    found = queries.member(account=account, organization=town.organization.pk, now=clock.now())
    assert found
    return found


def join(page: Page, live: Live, town: World, code: str, *, language: str = "") -> None:
    page.goto(live.at(town, "desk/join/", language=language))
    page.locator("[name=code]").fill(code)
    page.locator("main form button").click()


def makes_a_passkey(page: Page) -> None:
    page.get_by_label("A name for it").fill("my phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("Your passkey is ready")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This is how you sign in")


@pytest.mark.usefixtures("authenticator")
def test_a_supporter_makes_a_passkey_and_signs_in_with_it(
    page: Page, live: Live, town: World, looked_at: LookedAt, recorder: Recorder
) -> None:
    code = invited(town, Role.SUPPORTER)
    page.goto(live.at(town, "desk/join/"))
    looked_at(page, "join-code")
    join(page, live, town, code)
    expect(page.get_by_role("heading", level=1)).to_contain_text("needs a passkey")
    looked_at(page, "my-sign-in-missing")
    page.goto(live.at(town, "desk/now/"))
    expect(page).to_have_url(live.at(town, "desk/me/sign-in/"))
    makes_a_passkey(page)
    looked_at(page, "my-sign-in")
    page.goto(live.at(town, "desk/"))
    expect(page).to_have_url(live.at(town, "desk/now/"))
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page).to_have_url(live.at(town, "desk/sign-in/"))
    looked_at(page, "sign-in")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(live.at(town, "desk/now/"))
    join(page, live, town, code)
    expect(page.locator(".field-error")).to_be_visible()
    assert recorder.strangers(live) == []
    assert recorder.complaints == []


@pytest.mark.usefixtures("authenticator")
def test_a_passkey_of_another_organization_opens_nothing_here(
    page: Page, live: Live, town: World, ville: World
) -> None:
    join(page, live, town, invited(town, Role.SUPPORTER))
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.context.clear_cookies()
    page.goto(live.at(ville, "desk/sign-in/", language="en"))
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.locator("#summary")).to_contain_text("does not open a desk here")


def passkeys_grow_old() -> None:
    """Let every session forget when its passkey was used, as after a quarter of an hour."""
    for row in Session.objects.all():
        kept = SessionStore().decode(row.session_data)
        for record in kept.get("account_authentication_methods", ()):
            record.pop("proved_at", None)
        Session.objects.filter(pk=row.pk).update(session_data=SessionStore().encode(kept))


@pytest.mark.usefixtures("authenticator")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_passkey_is_asked_for_again_before_a_contact_is_shown(
    page: Page, live: Live, town: World, recorder: Recorder, language: str
) -> None:
    join(page, live, town, invited(town, Role.SUPPORTER), language=language)
    page.locator("form[data-passkey=make] button").click()
    expect(page.get_by_role("status")).to_be_visible()
    story = Story(town, now=clock.now())
    story.somebody_asks_for_help(urgency="now")
    story.accepts(supporter_asked(story))
    assert story.case
    newcomer = Person.objects.get(organization=town.organization, email="")
    worlds.designate(newcomer, now=clock.now())  # Else the engine hands the case on.
    Case.objects.filter(pk=story.case.pk).update(owner=newcomer)
    page.goto(live.at(town, f"desk/cases/{story.case.pk}/", language=language))
    passkeys_grow_old()
    page.locator(".contact-card .button:has(svg)").first.click()
    expect(page.locator("form[data-passkey=use]")).to_be_visible()
    assert "555-0177" not in page.content()
    look_at(page, "supporter-again")
    page.locator("form[data-passkey=use] button").click()
    expect(page.locator(".digits")).to_have_text("(202) 555-0177")
    page.goto(live.at(town, f"desk/cases/{story.case.pk}/", language=language))
    page.locator(".contact-card .button:has(svg)").first.click()
    expect(page.locator(".digits")).to_be_visible()
    assert recorder.complaints == []


def test_a_device_that_refuses_is_answered_kindly(page: Page, live: Live, town: World) -> None:
    page.goto(live.at(town, "desk/sign-in/"))
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_enabled()


def test_an_auditor_joins_with_password_and_codes_without_javascript(
    without_javascript: BrowserContext, live: Live, town: World
) -> None:
    page = without_javascript.new_page()
    join(page, live, town, invited(town, Role.AUDITOR))
    page.get_by_role("link", name="Use a password and an app").click()
    secret = page.locator("code").inner_text().replace(" ", "")
    digits = format_hotp_value(hotp_value(secret, int(clock.now().timestamp()) // keys.PERIOD))
    page.locator("[name=password]").fill("four words in a row")
    page.locator("[name=code]").fill(digits)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Please make recovery codes now")
    page.get_by_role("button", name="Make new recovery codes").click()
    expect(page.locator("main code")).to_have_count(10)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_pages_look_right(page: Page, live: Live, town: World, looked_at: LookedAt, language: str) -> None:
    code = invited(town, Role.AUDITOR)
    for path, name in (("sign-in/", "sign-in"), ("sign-in/help/", "sign-in-help"), ("join/x/", "join-over")):
        page.goto(live.at(town, f"desk/{path}", language=language))
        looked_at(page, name)
    page.goto(live.at(town, "desk/sign-in/", language=language))
    page.locator("[name=email]").fill("nobody@testing.example")
    page.locator("[name=password]").fill("wrong")
    page.locator("form[novalidate] button").click()
    looked_at(page, "sign-in-again")
    join(page, live, town, code, language=language)
    page.goto(live.at(town, "desk/me/sign-in/codes/", language=language))
    looked_at(page, "codes")


@pytest.mark.usefixtures("authenticator")
@pytest.mark.parametrize("language", ["en", "fr"])
def test_my_settings_look_right_and_a_channel_is_proved(
    page: Page, live: Live, town: World, looked_at: LookedAt, language: str
) -> None:
    join(page, live, town, invited(town, Role.SUPPORTER), language=language)
    page.locator("form[data-passkey=make] button").click()
    expect(page.get_by_role("status")).to_be_visible()
    page.goto(live.at(town, "desk/me/", language=language))
    looked_at(page, "my-settings-empty")
    page.locator("[name=address]").fill("robin@testing.example")
    page.locator("form[action$='/me/channels/'] button").click()
    expect(page.get_by_text("robin@testing.example")).to_be_visible()
    looked_at(page, "my-settings")
    assert Person.objects.get(organization=town.organization, name="Robin Newcomer").channels.count() == 1
