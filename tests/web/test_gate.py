"""The gate: the same answer to whoever is not signed in, no such page to whoever may not, nothing stored."""

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from alongside import clock
from alongside.people import queries
from alongside.people.models import Account
from alongside.web.signing_in import proof
from alongside.web.signing_in.adapter import AccountAdapter, MailGoesThroughTheOutbox, MfaAdapter
from tests import worlds
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(noise: World) -> World:
    return worlds.make(now=clock.now())


def get(client: Client, town: World, name: str, **headers: str) -> HttpResponse:
    return client.get(reverse(name, kwargs={"organization": town.slug}), headers=headers)


def test_whoever_is_not_signed_in_learns_nothing_from_a_made_up_case(town: World) -> None:
    for name in ("desk-case", "board-choose"):
        for case in ("00000000-0000-4000-8000-000000000000", str(town.organization.pk)):
            answer = Client().get(reverse(name, kwargs={"organization": town.slug, "case": case}))
            assert answer.headers["Location"] == reverse("sign-in", kwargs={"organization": town.slug})


def test_a_refresh_by_itself_leads_the_whole_page(town: World) -> None:
    answer = get(Client(), town, "board", **{"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == reverse("sign-in", kwargs={"organization": town.slug})


def test_nothing_behind_the_gate_is_stored_by_a_browser(town: World) -> None:
    browser = signed_in(town.coordinator)
    for client in (browser, Client()):
        assert get(client, town, "board").headers["Cache-Control"] == "no-store"


def test_an_account_that_was_closed_is_out(town: World) -> None:
    browser = signed_in(town.coordinator)
    Account.objects.filter(pk=town.coordinator.account_id).update(is_active=False)
    assert get(browser, town, "board").status_code == 302


def test_a_role_that_ended_is_gone_from_the_next_page_on(town: World) -> None:
    browser = signed_in(town.coordinator)
    assert get(browser, town, "board").status_code == 200
    town.coordinator.grants.update(until=clock.now())
    assert get(browser, town, "board").status_code == 404


def test_the_demonstrations_door_is_worth_nothing_in_production(town: World, settings: Any) -> None:
    member = queries.member(
        account=town.owner.account_id,  # type: ignore[arg-type]
        organization=town.organization.pk,
        now=clock.now(),
    )
    assert member
    record = {"method": "demonstration"}
    assert proof.enough(member, proof._strength(record))  # noqa: SLF001  # The one decision under test.
    settings.HOUSE = settings.HOUSE.model_copy(update={"demonstration": False})
    assert not proof.enough(member, proof._strength(record))  # noqa: SLF001  # As above.


def test_a_passkey_as_a_second_factor_only_is_not_enough(town: World) -> None:
    assert proof._strength({"method": "mfa", "type": "webauthn"}) is proof.Proof.HALF  # noqa: SLF001  # As above.


def test_allauth_sends_no_mail_and_lets_nobody_sign_up(rf: RequestFactory) -> None:
    adapter = AccountAdapter()
    assert not adapter.is_open_for_signup(rf.get("/"))
    with pytest.raises(MailGoesThroughTheOutbox):
        adapter.send_mail("account/email/anything", "a@a.example", {})


def test_a_sealed_secret_opens_again_and_under_an_earlier_key(settings: Any) -> None:
    adapter = MfaAdapter()
    sealed = adapter.encrypt("secret")
    assert "secret" not in sealed
    assert adapter.encrypt("secret") != sealed
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key"
    assert adapter.decrypt(sealed) == "secret"


def test_every_address_of_allauth_is_missing(client: Client) -> None:
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/2fa/"):
        assert client.get(path).status_code == 404
