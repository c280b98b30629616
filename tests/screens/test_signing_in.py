"""Joining and signing in with a passkey, in a real browser with a virtual authenticator; each page looked at."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import BrowserContext, Page, expect

from alongside import clock
from alongside.journeys import joining
from alongside.people import keys, queries
from alongside.people.models import Person
from alongside.people.rules import Details, spelled
from alongside.vocabulary.roles import Role
from tests.screens.conftest import Live, Recorder
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
    """Add somebody with these roles and return the code they were told."""
    account = town.administrator.account_id
    assert account
    now = clock.now()
    me = queries.member(account=account, organization=town.organization.pk, now=now)
    assert me
    person = joining.add(member=me, details=Details("Robin Newcomer", languages=("en",)), roles=roles, now=now)
    return spelled(joining.invite_by_telephone(member=me, person=person, now=now))


def join(page: Page, live: Live, town: World, code: str, *, language: str = "") -> None:
    page.goto(live.at(town, "desk/join/", language=language))
    page.locator("[name=code]").fill(code)
    page.locator("main form button").click()


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
    page.get_by_label("A name for it").fill("my phone")
    page.get_by_role("button", name="Make a passkey").click()
    expect(page.get_by_role("status")).to_contain_text("Your passkey is ready")
    expect(page.get_by_role("heading", level=1)).to_contain_text("This is how you sign in")
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
