from datetime import timedelta

import pytest
from django.conf import settings

from alongside import clock
from alongside.cases.models import Case, Draft, ReturnCode
from alongside.limits import rules as limits
from alongside.paging.models import Beat, Climb, Page
from tests import worlds
from tests.house_clock import HouseClock
from tests.web.walking import Walker, words


def a_minute_later(moved_clock: HouseClock, minutes: float = 1) -> None:
    moved_clock.stands(moved_clock.moved + 60 * minutes)
    Beat.objects.create(at=clock.now())


def test_send_saves_the_request_and_pages_somebody(patient: Walker) -> None:
    assert patient.send().headers["Location"] == patient.at("begin/keep/")
    case = Case.objects.get()
    assert (case.urgency, case.language, case.stage) == ("today", "en", "waiting")
    assert Page.objects.filter(case=case).exists()


def test_the_code_is_shown_after_send_and_again_for_an_hour(sent: Walker, moved_clock: HouseClock) -> None:
    first = sent.code()
    assert sent.code() == first
    a_minute_later(moved_clock, 58)
    assert sent.code() == first
    a_minute_later(moved_clock, 3)
    assert sent.get("begin/keep/").headers["Location"] == sent.at("back/")


def test_only_the_browser_that_sent_is_shown_the_code(sent: Walker, town: worlds.World) -> None:
    assert Walker(town).get("begin/keep/").headers["Location"] == sent.at("back/")


def test_the_page_of_the_code_names_the_promise(sent: Walker) -> None:
    page = sent.text("begin/keep/")
    assert "Your request is saved. You hear by" in page
    assert "We show it once" not in page


def test_only_what_does_not_wait_for_the_day_is_said_to_be_paged_at_once(patient: Walker) -> None:
    patient.answer("now")
    assert "a colleague is paged at once" in patient.text("begin/check/")
    patient.send()
    assert "Your request is saved. A colleague is being paged. You hear by" in patient.text("begin/keep/")


def test_what_may_wait_for_the_day_promises_no_page_at_once(walker: Walker) -> None:
    walker.answer("this_week")
    assert "at once" not in walker.text("begin/check/")


def test_the_code_must_be_typed_back(sent: Walker) -> None:
    code = sent.code()
    wrong = sent.post("begin/keep/", {"ending": "AAAA-BBBB"})
    assert "Those are not the last two groups." in words(wrong)
    assert 'value="AAAA-BBBB"' in wrong.content.decode()
    right = sent.post("begin/keep/", {"ending": code[-9:].lower().replace("-", "")})
    assert right.headers["Location"] == sent.at("page/")
    assert "A colleague has been paged." in sent.text("page/")


def test_a_second_tap_sends_nothing_more(sent: Walker) -> None:
    code = sent.code()
    assert sent.send().headers["Location"] == sent.at("begin/keep/")
    assert Case.objects.count() == 1
    assert sent.code() == code


@pytest.mark.parametrize("path", ["begin/soon/", "begin/reach/", "begin/wishes/", "begin/who/", "begin/check/"])
def test_the_back_button_after_send_leads_to_the_code(sent: Walker, path: str) -> None:
    assert sent.get(path).headers["Location"] == sent.at("begin/keep/")
    assert sent.post(path, {"urgency": "now"}).headers["Location"] == sent.at("begin/keep/")
    assert Case.objects.count() == 1


def test_after_sending_one_can_ask_for_something_new(sent: Walker) -> None:
    assert "A request was sent from this browser less than an hour ago." in sent.text("begin/")
    sent.post("begin/")
    assert sent.get("begin/soon/").status_code == 200


def test_two_tabs_share_one_draft(walker: Walker, moved_clock: HouseClock) -> None:
    walker.answer()
    other = Walker(walker.world, client=walker.client)
    other.post("begin/soon/", {"urgency": "this_week"})
    assert "This week" in walker.text("begin/check/")
    a_minute_later(moved_clock)
    walker.send()
    other.send()
    assert Case.objects.count() == 1


def test_an_expired_draft_keeps_what_is_typed_now_and_asks_for_the_rest(
    walker: Walker, moved_clock: HouseClock
) -> None:
    walker.answer()
    a_minute_later(moved_clock, 61)
    assert "Your earlier answers are gone" in walker.text("begin/reach/")
    kept = walker.post("begin/reach/", {"way": "email", "email": "late@example.org"})
    assert kept.headers["Location"] == walker.at("begin/soon/")
    walker.post("begin/soon/", {"urgency": "today"})
    assert "late@example.org" in walker.text("begin/check/")


def test_send_with_an_expired_draft_claims_nothing(walker: Walker, moved_clock: HouseClock) -> None:
    walker.answer()
    a_minute_later(moved_clock, 61)
    assert walker.send().headers["Location"] == walker.at("begin/soon/")
    assert not Case.objects.exists()


def test_send_needs_its_own_answers(walker: Walker) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    assert walker.send().headers["Location"] == walker.at("begin/reach/")
    assert not Case.objects.exists()


def test_what_is_sent_too_quickly_waits_and_is_never_dropped(walker: Walker, moved_clock: HouseClock) -> None:
    walker.answer()
    assert walker.send().headers["Location"] == walker.at("begin/wait/")
    assert not Case.objects.exists()
    page = walker.get("begin/wait/")
    assert b'http-equiv="refresh" content="20"' in page.content
    assert page.content.index(b'href="tel:911"') < page.content.index(b"<h1")
    assert "nothing is sent by itself" in page.content.decode()
    assert walker.send().headers["Location"] == walker.at("begin/wait/")
    a_minute_later(moved_clock)
    after = walker.get("begin/wait/").content
    assert b'http-equiv="refresh"' not in after
    assert b"Please tap Send once more." in after
    assert walker.send().headers["Location"] == walker.at("begin/keep/")
    assert Case.objects.count() == 1


def test_a_filled_honeypot_waits_and_is_never_dropped(patient: Walker, moved_clock: HouseClock) -> None:
    assert patient.post("begin/check/", {"website": "https://spam.example"}).headers["Location"].endswith("begin/wait/")
    a_minute_later(moved_clock)
    assert patient.send().headers["Location"] == patient.at("begin/keep/")


@pytest.mark.usefixtures("in_one_window")
def test_patience_without_javascript(town: worlds.World, moved_clock: HouseClock) -> None:
    """Whoever sends the seventh request of a network waits twenty seconds; nothing is lost, nobody is refused."""
    people = [Walker(town) for _ in range(limits.WINDOWS["requests"].most + 1)]
    for person in people:
        person.answer()
    a_minute_later(moved_clock)
    places = [person.send().headers["Location"].rsplit("/", 2)[1] for person in people]
    assert places == ["keep"] * limits.WINDOWS["requests"].most + ["wait"]
    moved_clock.stands(85)
    assert people[-1].send().headers["Location"].endswith("/begin/keep/")
    assert Case.objects.count() == len(people)


@pytest.mark.usefixtures("in_one_window")
def test_danger_never_waits_for_what_others_of_its_network_sent(town: worlds.World, moved_clock: HouseClock) -> None:
    """A whole hospital may stand behind one address; it is counted all the same."""
    people = [Walker(town) for _ in range(limits.WINDOWS["requests"].most + 3)]
    for person in people[:-1]:
        person.answer(urgency="danger")
    people[-1].answer()
    a_minute_later(moved_clock)
    places = [person.send().headers["Location"].rsplit("/", 2)[1] for person in people]
    assert places == ["keep"] * (len(people) - 1) + ["wait"]


def test_a_patience_ticket_runs_out_kindly(walker: Walker, moved_clock: HouseClock) -> None:
    walker.answer()
    walker.send()
    a_minute_later(moved_clock, 15)
    assert walker.get("begin/wait/").headers["Location"] == walker.at("begin/check/")
    assert walker.send().headers["Location"] == walker.at("begin/keep/")


def test_waiting_alone_never_changes_who_is_woken(walker: Walker, moved_clock: HouseClock) -> None:
    walker.answer()
    walker.send()
    a_minute_later(moved_clock)
    walker.send()
    assert Climb.objects.get().policy["bundled"] is False


def test_the_fourth_of_one_network_wakes_the_coordinator_only(town: worlds.World, moved_clock: HouseClock) -> None:
    people = [Walker(town) for _ in range(4)]
    for person in people:
        person.answer()
    a_minute_later(moved_clock)
    for person in people:
        assert person.send().headers["Location"] == person.at("begin/keep/")
    told = Climb.objects.order_by("case__asked_at").values_list("policy", flat=True)
    assert [policy["bundled"] for policy in told] == [False, False, False, True]


def test_the_code_is_in_no_address_and_no_other_page(sent: Walker) -> None:
    code = sent.code()
    assert code not in sent.text("begin/")
    sent.post("begin/keep/", {"ending": code[-9:]})
    assert code not in sent.get("page/").content.decode()


def test_leaving_forgets_the_answers(walker: Walker) -> None:
    walker.answer()
    left = walker.post("away/")
    assert (left.status_code, left.headers["Location"]) == (303, walker.at("away/"))
    assert left.cookies[settings.DRAFT_COOKIE_NAME]["max-age"] == 0
    assert not Draft.objects.exists()
    away = walker.get("away/").content.decode()
    assert 'content="0; url=https://www.wikipedia.org/"' in away
    assert "eras" not in away.lower()


def test_only_what_recognizes_a_code_is_kept(sent: Walker) -> None:
    code = sent.code()
    kept = ReturnCode.objects.get()
    assert kept.lookup == code[:4]
    assert code[5:9].encode() not in bytes(kept.verifier) + bytes(kept.salt)


def test_times_between_pages_do_not_matter(walker: Walker, moved_clock: HouseClock) -> None:
    walker.post("begin/soon/", {"urgency": "today"})
    for _ in range(3):
        a_minute_later(moved_clock, 50)
        walker.post("begin/reach/", {"way": "by_code"})
    assert Draft.objects.get().expires_at > clock.now() + timedelta(minutes=59)
    assert walker.send().headers["Location"] == walker.at("begin/keep/")
