import re

import pytest
from django.conf import settings

from alongside import clock
from alongside.cases.models import Case, Draft
from alongside.limits import rules as limits
from alongside.limits.models import Bucket
from alongside.paging.models import Beat
from tests import worlds
from tests.house_clock import HouseClock
from tests.web.walking import PHONE, Walker, words

QUESTIONS = ["begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/"]


def test_the_home_page_opens_three_doors_and_leaves_no_cookie(walker: Walker) -> None:
    page = walker.get("")
    assert b"Talk to someone" in page.content
    assert b"Understand what I am feeling" in page.content
    assert b"I am worried about a colleague" in page.content
    assert not walker.client.cookies


def test_limits_before_first_field(walker: Walker) -> None:
    start = walker.get("begin/")
    assert "What you say stays between you." in words(start)
    assert "Version 1, signed by Counsel, General counsel" in words(start)
    assert b"<input" not in start.content
    assert not walker.client.cookies


def test_the_limits_come_in_the_readers_language(town: worlds.World) -> None:
    page = words(Walker(town, language="fr").get("begin/"))
    assert "Ce que vous dites reste entre vous." in page
    assert "Rien n’est encore envoyé." in page


@pytest.mark.parametrize("path", [*QUESTIONS, "begin/check/", "begin/first/", "begin/"])
def test_every_page_before_send_says_that_nothing_is_sent(walker: Walker, path: str) -> None:
    walker.answer()
    assert "Nothing is sent yet." in walker.text(path)


@pytest.mark.parametrize("path", ["", "begin/", *QUESTIONS, "begin/check/", "back/", "help-now/"])
def test_help_is_one_tap_away_on_every_page(walker: Walker, path: str) -> None:
    walker.answer()
    page = walker.get(path).content.decode()
    assert 'href="tel:911"' in page
    assert f'href="{walker.at("help-now/")}"' in page


def test_the_draft_gets_its_cookie_with_the_first_answer_only(walker: Walker) -> None:
    walker.get("begin/soon/")
    assert settings.DRAFT_COOKIE_NAME not in walker.client.cookies
    walker.post("begin/soon/", {"urgency": "today"})
    cookie = walker.client.cookies[settings.DRAFT_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")


def test_one_question_leads_to_the_next(walker: Walker) -> None:
    assert walker.post("begin/soon/", {"urgency": "today"}).headers["Location"] == walker.at("begin/reach/")
    reached = walker.post("begin/reach/", {"way": "by_code"})
    assert reached.headers["Location"] == walker.at("begin/wishes/")
    assert walker.post("begin/wishes/", {}).headers["Location"] == walker.at("begin/who/")
    assert walker.post("begin/who/", {}).headers["Location"] == walker.at("begin/check/")


def test_a_change_leads_back_to_the_check(walker: Walker) -> None:
    walker.answer()
    assert walker.post("begin/soon/", {"urgency": "now"}).headers["Location"] == walker.at("begin/check/")


def test_in_danger_numbers_come_first_and_only_two_questions(walker: Walker) -> None:
    chosen = walker.post("begin/soon/", {"urgency": "danger"})
    assert chosen.headers["Location"] == walker.at("begin/first/")
    first = walker.get("begin/first/").content.decode()
    assert first.index('href="tel:911"') < first.index(walker.at("begin/reach/"))
    assert walker.post("begin/reach/", {"way": "by_code"}).headers["Location"] == walker.at("begin/check/")


def test_what_was_typed_stays_when_something_is_missing(walker: Walker) -> None:
    page = walker.post("begin/reach/", {"way": "phone_call", "phone": "12", "times": ["evening"]}).content.decode()
    assert 'value="12"' in page
    assert 'href="#id_phone"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="evening"' in page.split("checked")[-2]


def test_the_chosen_way_asks_for_what_it_needs(walker: Walker) -> None:
    for way, field in (("phone_call", "phone"), ("text_message", "phone"), ("email", "email"), ("in_person", "place")):
        assert f'href="#id_{field}"' in walker.post("begin/reach/", {"way": way}).content.decode()
    assert walker.post("begin/reach/", {"way": "by_code"}).status_code == 302


def test_what_belongs_to_another_way_is_not_kept(walker: Walker) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    walker.post(
        "begin/reach/", {"way": "email", "email": "quiet@example.org", "phone": "1", "may_leave_message": "yes"}
    )
    page = walker.text("begin/check/")
    assert "quiet@example.org" in page
    assert "message" not in page.lower()


def test_no_message_is_left_unless_it_was_allowed(walker: Walker) -> None:
    walker.answer()
    assert "We leave no message." in walker.text("begin/check/")
    walker.post("begin/reach/", {"way": "phone_call", "phone": PHONE, "may_leave_message": "yes"})
    assert "We may leave a message." in walker.text("begin/check/")


def test_the_check_page_shows_every_answer_with_its_change(walker: Walker, town: worlds.World) -> None:
    walker.answer()
    wished = {"unit": "other_unit", "gender": "woman", "same_profession": "on", "profession": "nurse"}
    walker.post("begin/wishes/", {**wished, "unit_group": town.group.pk.hex, "coordinator_may_help": "on"})
    walker.post("begin/who/", {"avoid": [town.owner.pk.hex], "tell_me_who_first": "on"})
    page = walker.get("begin/check/")
    assert re.search("Today|Within 12 hours", words(page))  # In the evening "today" is not promised any more.
    for said in ("(202) 555-0143", "From another unit", "A woman", "Same profession", "Nurse"):
        assert said in words(page).replace("\xa0", " ")
    for said in ("The coordinator may help to choose.", "O. T., Testing ED", "Tell me first who would call."):
        assert said in words(page)
    for path in QUESTIONS:
        assert f'href="{walker.at(path)}"' in page.content.decode()


def test_names_are_initials_unless_the_organization_shows_them(walker: Walker, town: worlds.World) -> None:
    walker.answer()
    assert "O. T., Testing ED" in walker.text("begin/who/")
    assert "Owner Testing" not in walker.text("begin/who/")
    town.organization.names_of_supporters_shown = True
    town.organization.save()
    assert "Owner Testing, Testing ED" in walker.text("begin/who/")


def test_list_not_cached_and_limited(walker: Walker) -> None:
    """T18: the names stand at their step only, after the questions before it, and are never stored."""
    assert walker.get("begin/who/").headers["Location"] == walker.at("begin/soon/")
    walker.answer()
    page = walker.get("begin/who/")
    assert page.headers["Cache-Control"] == "no-store"
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.content.count(b'name="avoid"') <= 24
    assert worlds.NOISE not in page.content.decode()


@pytest.mark.usefixtures("in_one_window")
def test_whoever_collects_names_waits_for_the_next_ones(town: worlds.World, moved_clock: HouseClock) -> None:
    """T18: a network that has many lists made is shown no more for twenty seconds; asking goes on without them."""
    for _ in range(limits.WINDOWS["names"].most):
        Walker(town).post("begin/reach/", {"way": "by_code"})
    collector = Walker(town)
    collector.answer()
    page = collector.text("begin/who/")
    assert "They are shown again in 20 seconds. You can also go on without them." in page
    assert b'name="avoid"' not in collector.get("begin/who/").content
    assert collector.post("begin/who/", {}).headers["Location"] == collector.at("begin/check/")
    moved_clock.stands(21)
    assert b'name="avoid"' in collector.get("begin/who/").content


@pytest.mark.usefixtures("in_one_window")
def test_names_are_counted_once_for_each_kind_of_unit(town: worlds.World) -> None:
    walker = Walker(town)
    for _ in range(3):
        walker.answer()
    assert Bucket.objects.filter(kind="names").get().count == 1
    walker.post("begin/wishes/", {"unit_group": town.group.pk.hex})
    assert Bucket.objects.filter(kind="names").get().count == 2


def test_now_is_closed_outside_its_hours_and_the_number_that_answers_is_shown(
    walker: Walker, town: worlds.World
) -> None:
    here = worlds.local(town, clock.now())
    town.organization.now_open_from = here.replace(hour=(here.hour + 2) % 24).time()
    town.organization.now_open_until = here.replace(hour=(here.hour + 3) % 24).time()
    town.organization.save()
    assert 'href="tel:+12025550100"' in walker.get("begin/soon/").content.decode()
    refused = walker.post("begin/soon/", {"urgency": "now"})
    assert "“Now” is not answered here at this hour." in words(refused)
    assert walker.post("begin/soon/", {"urgency": "today"}).status_code == 302


@pytest.mark.parametrize("mode", ["withdrawn", "setting_up"])
def test_while_asking_is_not_open_every_page_says_call_this_number(
    walker: Walker, town: worlds.World, mode: str
) -> None:
    town.organization.mode = mode
    town.organization.save()
    for path in ("begin/", *QUESTIONS, "begin/check/", "begin/wait/", "begin/first/"):
        page = walker.get(path)
        assert page.status_code == 200
        assert 'href="tel:+12025550100"' in page.content.decode(), path
        assert b"<input" not in page.content
    assert walker.post("begin/soon/", {"urgency": "today"}).status_code == 200
    assert not Draft.objects.exists()


def test_when_the_engine_is_late_every_page_says_call_this_number_now(walker: Walker) -> None:
    walker.answer()
    Beat.objects.all().delete()
    for path in ("begin/", *QUESTIONS, "begin/check/", "begin/first/"):
        page = walker.get(path)
        assert "Please call this number now." in words(page), path
        assert 'href="tel:+12025550100"' in page.content.decode()


def test_a_draft_is_read_by_its_own_browser_and_house_only(walker: Walker, town: worlds.World) -> None:
    walker.answer()
    assert "(202)" in walker.text("begin/check/")
    assert Walker(town).get("begin/check/").headers["Location"].endswith("/begin/soon/")
    other = worlds.make(now=clock.now())
    assert Walker(other, client=walker.client).get("begin/check/").status_code == 302


def test_nothing_is_a_case_before_send(walker: Walker) -> None:
    walker.answer()
    walker.get("begin/check/")
    assert not Case.objects.exists()
