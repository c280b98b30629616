"""Raising the level from a telephone: no account, no name, the numbers first; and the desk of whoever calls back."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.journeys import raising_the_level
from alongside.paging.models import Beat, CallBack
from alongside.rota.models import Shift
from alongside.tenancy import words as own
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from alongside.vault.models import WrappedKey
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.web.walking import Walker, words
from tests.worlds import World

TYPED, KEPT = "202 555 0187", "+12025550187"


def once(page: str) -> str:
    found = re.search(r'name="once" value="([0-9a-f]{64})"', page)
    assert found, page
    return found[1]


def raised(walker: Walker, **more: str) -> tuple[str, str]:
    """Fill in the form and press; return the form's own token and what the page then says."""
    token = once(walker.get("level/").content.decode())
    return token, words(walker.post("level/", {"phone": TYPED, "once": token, **more}))


def desk(town: World, who: str = "professional") -> Client:
    return signed_in(town.people[who])


def test_the_number_is_all_that_is_asked_and_the_professional_is_paged(town: World, walker: Walker) -> None:
    page = walker.get("level/").content.decode()
    assert re.findall(r'<input[^>]+name="(\w+)"', page).count("phone") == 1
    assert not re.findall(r"<textarea", page)
    _, told = raised(walker)
    assert "The professional on call is paged. They phone you." in told
    assert CallBack.objects.get().pages.get().person == town.professional


def test_how_it_stands_is_shown_again_without_an_account_and_the_token_is_in_no_address(
    town: World, walker: Walker
) -> None:
    token, _ = raised(walker)
    other = Walker(town)
    assert "The professional on call is paged." in words(other.post("level/stands/", {"once": token}))
    assert "Nothing is waiting here any more." in words(other.post("level/stands/", {"once": "0" * 64}))
    assert other.get("level/stands/").headers["Location"] == other.at("level/")
    assert CallBack.objects.get().once_hash != token.encode()


def test_a_second_tap_and_a_reload_page_nobody_again(walker: Walker) -> None:
    token, _ = raised(walker)
    told = words(walker.post("level/", {"phone": TYPED, "once": token}))
    assert "The professional on call is paged." in told
    assert CallBack.objects.count() == 1


def test_a_mistyped_number_stays_and_is_asked_for_again(walker: Walker) -> None:
    answer = walker.post("level/", {"phone": "12", "once": "a" * 64})
    assert "Please look at the number again." in words(answer)
    assert b'value="12"' in answer.content
    assert not CallBack.objects.exists()


def test_without_a_number_it_says_what_is_needed(walker: Walker) -> None:
    assert "Please write the number we should call." in words(walker.post("level/", {"phone": ""}))


def test_a_token_that_was_tampered_with_is_replaced(walker: Walker) -> None:
    walker.post("level/", {"phone": TYPED, "once": "short"})
    assert CallBack.objects.count() == 1


@pytest.mark.parametrize("why", ["nobody on call", "withdrawn"])
def test_when_nobody_can_be_paged_it_says_so_at_once_with_the_numbers(town: World, walker: Walker, why: str) -> None:
    token = once(walker.get("level/").content.decode())
    if why == "withdrawn":
        Organization.objects.filter(pk=town.organization.pk).update(mode=Organization.Mode.WITHDRAWN)
    else:
        Shift.objects.filter(duty="professional").delete()
    for answer in (walker.get("level/"), walker.post("level/", {"phone": TYPED, "once": token})):
        told = words(answer)
        assert "Please use the numbers above" in told
        assert b'name="phone"' not in answer.content
        assert b'class="crisis-line"' in answer.content
    assert not CallBack.objects.exists()


def test_when_the_engine_is_late_the_numbers_come_first(walker: Walker) -> None:
    Beat.objects.all().delete()
    assert "late at the moment. Please use the numbers above first." in words(walker.get("level/"))
    _, told = raised(walker)
    assert "Please call this number now." in told


def test_each_action_has_its_own_number_to_tap_where_the_organization_gave_one(town: World, walker: Walker) -> None:
    with one_transaction():
        own.put_word(
            organization=town.organization.pk,
            key="site.manager_on_call",
            language="en",
            text="House supervisor, any hour, 202-555-0171",
        )
    page = walker.get("level/").content.decode()
    assert 'href="tel:+12025550171"' in page
    assert "House supervisor, any hour, 202-555-0171" in words(walker.get("level/"))
    assert "“I need cover now, for safety.”" in page


def test_a_flood_from_one_network_is_asked_for_patience_and_then_goes_through(
    walker: Walker, moved_clock: HouseClock
) -> None:
    for number in range(6):
        walker.post("level/", {"phone": TYPED, "once": f"{number}" * 64})
    answer = walker.post("level/", {"phone": TYPED, "once": "f" * 64})
    assert "Many have asked from your network." in words(answer)
    assert "202 555" in answer.content.decode()
    found = re.search(r'name="ticket" value="([^"]+)"', answer.content.decode())
    assert found
    assert CallBack.objects.count() == 6
    moved_clock.stands(21)
    walker.post("level/", {"phone": TYPED, "once": "f" * 64, "ticket": found[1]})
    assert CallBack.objects.count() == 7


def test_the_fallback_line_is_shown_when_nobody_answered(town: World, walker: Walker, moved_clock: HouseClock) -> None:
    token, _ = raised(walker)
    for minute in range(1, 17):
        moved_clock.stands(60 * minute)
        while raising_the_level.go_on_next(now=clock.now()):
            pass
    answer = walker.post("level/stands/", {"once": token})
    assert "Nobody has answered yet. Please call this number now." in words(answer)
    assert f'href="tel:{town.organization.fallback_line}"'.encode() in answer.content


def test_the_professionals_desk_shows_the_number_only_in_the_answer_to_a_tap(town: World, walker: Walker) -> None:
    raised(walker)
    browser, key = desk(town), CallBack.objects.get().pk
    now = browser.get(f"/o/{town.slug}/desk/now/").content.decode()
    assert "Somebody fears for a colleague. Please phone them back." in now
    assert "0187" not in now
    shown = browser.post(f"/o/{town.slug}/desk/call-backs/{key}/").content.decode()
    assert f'href="tel:{KEPT}"' in shown
    assert browser.get(f"/o/{town.slug}/desk/call-backs/{key}/").status_code == 405


def test_a_number_whose_key_is_lost_is_said_kindly_at_the_desk(town: World, walker: Walker) -> None:
    raised(walker)
    WrappedKey.objects.update(generation="lost")
    browser, key = desk(town), CallBack.objects.get().pk
    page = browser.post(f"/o/{town.slug}/desk/call-backs/{key}/", follow=True)
    assert page.status_code == 200
    assert "its key is lost" in page.content.decode()


def test_called_and_undo_at_the_desk(town: World, walker: Walker) -> None:
    token, _ = raised(walker)
    browser, key = desk(town), CallBack.objects.get().pk
    base = f"/o/{town.slug}/desk/call-backs/{key}/"
    browser.post(base)
    browser.post(f"{base}outcome/", {"said": "called"})
    assert "They say that you have spoken." in words(walker.post("level/stands/", {"once": token}))
    assert "You said that you called." in browser.get(f"/o/{town.slug}/desk/now/").content.decode()
    browser.post(f"{base}outcome/", {"said": "undo"})
    assert "Somebody has your number and phones you now." in words(walker.post("level/stands/", {"once": token}))
    browser.post(f"{base}outcome/", {"said": "no_answer"})
    assert "They phoned, and nobody answered." in words(walker.post("level/stands/", {"once": token}))


def test_whoever_was_not_asked_sees_none_of_it(town: World, walker: Walker) -> None:
    raised(walker)
    key = CallBack.objects.get().pk
    for who in ("owner", "coordinator", "manager", "administrator"):
        browser = desk(town, who)
        assert browser.post(f"/o/{town.slug}/desk/call-backs/{key}/").status_code == 404
        if who in {"owner", "coordinator"}:
            assert "fears for a colleague" not in browser.get(f"/o/{town.slug}/desk/now/").content.decode()


def test_as_many_reads_whatever_waits(town: World, walker: Walker) -> None:
    browser, address = desk(town), f"/o/{town.slug}/desk/now/"
    raised(walker)
    browser.get(address)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    for number in range(3):
        raising_the_level.page_the_professional(
            organization=town.organization.pk, number=KEPT, once=f"{number}" * 64, now=clock.now()
        )
    with CaptureQueriesContext(connection) as four:
        browser.get(address)
    assert len(one) == len(four)
