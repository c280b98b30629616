import re
from datetime import timedelta

import pytest
from django.conf import settings

from alongside import clock
from alongside.cases.models import Case, Draft, Visit
from alongside.journeys import answering_a_page
from alongside.limits import rules as limits
from alongside.paging.models import Beat, Page
from alongside.vault import codes
from tests import worlds
from tests.house_clock import HouseClock
from tests.web.walking import Walker, words


def later(moved_clock: HouseClock, minutes: float) -> None:
    moved_clock.stands(moved_clock.moved + 60 * minutes)
    Beat.objects.create(at=clock.now())


@pytest.fixture
def back(sent: Walker) -> Walker:
    """Somebody who came back with their code, in another browser."""
    other = Walker(sent.world)
    other.come_back(sent.code())
    return other


def somebody_accepts(walker: Walker) -> None:
    page = Page.objects.filter(organization=walker.world.organization, answer="none").latest("paged_at")
    answering_a_page.accept(
        organization=walker.world.organization.pk, page=page.pk, person=page.person_id, now=clock.now()
    )


def says(walker: Walker, agreed: str) -> None:
    """Press one of the two buttons under the name, as the page offers them."""
    to = re.search(r'name="to" value="([^"]+)"', walker.get("page/").content.decode())
    assert to
    walker.post("page/yes/", {"agreed": agreed, "to": to[1]})


def test_the_code_in_any_spelling_opens_where_things_stand(sent: Walker) -> None:
    code = sent.code()
    for spelling in (code, code.lower(), code.replace("-", " "), f"  {code}\n"):
        other = Walker(sent.world)
        assert other.come_back(spelling).headers["Location"] == other.at("page/")
        assert "A colleague has been paged." in other.text("page/")


def test_the_visit_has_a_cookie_of_its_own(back: Walker) -> None:
    cookie = back.client.cookies[settings.VISIT_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"], cookie["expires"]) == (True, "Strict", "", "")
    assert settings.SESSION_COOKIE_NAME not in back.client.cookies


def test_no_case_in_any_path(back: Walker) -> None:
    page = back.get("page/").content.decode()
    assert str(Case.objects.get().pk) not in page
    assert Case.objects.get().pk.hex not in page


def test_a_mistyped_code_says_so_kindly_and_costs_nothing(sent: Walker) -> None:
    wrong = sent.come_back("ABCD-EFGH-JKMN-PQRS")
    assert "A character seems mistyped or missing, perhaps in group 5." in words(wrong)
    assert 'value="ABCD-EFGH-JKMN-PQRS"' in wrong.content.decode()
    assert settings.VISIT_COOKIE_NAME not in sent.client.cookies


def test_an_unknown_code_and_a_wrong_one_are_twins(sent: Walker) -> None:
    real = codes.parse(sent.code())
    wrong = codes.Code(real.lookup, "0" * 14).text
    unknown = codes.Code("ZZZZ" if real.lookup != "ZZZZ" else "YYYY", "0" * 14).text
    pages = []
    for typed in (wrong, unknown):
        page = Walker(sent.world).come_back(typed).content.decode()
        pages.append(page.replace(typed, "").split("csrfmiddlewaretoken")[0])
    assert pages[0] == pages[1]


def test_the_code_travels_by_post_only(sent: Walker) -> None:
    page = sent.get(f"back/?code={sent.code()}")
    assert page.status_code == 200
    assert settings.VISIT_COOKIE_NAME not in page.cookies


@pytest.mark.usefixtures("in_one_window")
def test_many_codes_from_one_network_wait_and_then_enter(sent: Walker, moved_clock: HouseClock) -> None:
    code, stranger = sent.code(), Walker(sent.world)
    for _ in range(limits.WINDOWS["codes"].most):
        stranger.come_back(codes.make().text)
    slowed = stranger.come_back(code)
    assert "Please wait 20 seconds, then press Continue." in words(slowed)
    assert f'value="{code}"' in slowed.content.decode()
    ticket = slowed.context["form"].initial["ticket"]
    assert "Please wait" in words(stranger.post("back/", {"code": code, "ticket": ticket}))
    later(moved_clock, 0.4)
    assert stranger.post("back/", {"code": code, "ticket": ticket}).headers["Location"] == stranger.at("page/")


def test_the_page_tells_the_promise_in_the_zone_of_the_site(back: Walker) -> None:
    page = back.text("page/").replace("\xa0", " ")
    due = worlds.local(back.world, Case.objects.get().contact_due)
    assert f"{due.hour % 12 or 12}:{due.minute:02d} {'am' if due.hour < 12 else 'pm'}" in page
    assert "Times are New York time." in page


def test_contact_is_masked_on_return(back: Walker) -> None:
    for path in ("page/", "page/reach/", "page/stop/"):
        page = back.get(path).content.decode()
        assert "555" not in page.replace("(202)\xa0555-0101", "").replace("12025550100", "")
        assert "0143" not in page
    assert "By phone, at the number ending in 43" in back.text("page/")


def test_the_number_that_will_call_is_announced(back: Walker) -> None:
    assert "(202) 555-0101 The peer support line. It is not hidden." in back.text("page/").replace("\xa0", " ")


def test_status_page_names_erasure_date(back: Walker) -> None:
    assert "erased 14 days after support ends." in back.text("page/")
    back.post("page/stop/")
    ended = worlds.local(back.world, clock.now()) + timedelta(days=14)
    assert f"erased on {ended:%B} {ended.day}, {ended.year}." in back.text("page/")


def test_somebody_said_yes(back: Walker) -> None:
    somebody_accepts(back)
    page = back.text("page/")
    assert "A colleague has said yes. They call you by" in page
    assert "It is one person. They can now see how to reach you." in page


def test_the_name_first_where_it_was_asked_for(walker: Walker, moved_clock: HouseClock) -> None:
    walker.answer()
    walker.post("begin/who/", {"tell_me_who_first": "on"})
    moved_clock.stands(60)
    walker.send()
    walker.come_back(walker.code())
    somebody_accepts(walker)
    assert "has said yes. Is that all right for you?" in walker.text("page/")
    first = Case.objects.get().owner_id
    says(walker, "no")
    assert Case.objects.get().owner_id is None
    assert "A colleague has been paged." in walker.text("page/")
    somebody_accepts(walker)
    assert Case.objects.get().owner_id != first
    says(walker, "yes")
    assert "They can now see how to reach you." in walker.text("page/")


def test_after_the_promised_time_the_page_says_so_first(sent: Walker, moved_clock: HouseClock) -> None:
    later(moved_clock, 50)
    code = sent.code()
    later(moved_clock, 13 * 60)
    sent.come_back(code)
    page = sent.get("page/").content.decode()
    assert "Did anyone reach you?" in page
    assert page.index('href="tel:+12025550100"') < page.index("What has happened")
    assert "We are sorry that you had to wait." in page


def test_nobody_came_pages_more_people_at_once(back: Walker) -> None:
    somebody_accepts(back)
    asked = Page.objects.count()
    back.post("page/spoke/", {"spoke": "no"})
    assert Case.objects.get().stage == "waiting"
    assert Page.objects.count() > asked


def test_nobody_came_takes_nobody_away_who_walks_with_them_unless_they_say_it_twice(back: Walker) -> None:
    """An older tab, or a thumb beside the button, must not cost anybody the colleague they have."""
    somebody_accepts(back)
    back.post("page/spoke/", {"spoke": "yes"})
    page = words(back.get("page/"))
    assert "Whoever walks with you now is released" in page
    back.post("page/spoke/", {"spoke": "no"})
    assert Case.objects.get().stage == "alongside"
    back.post("page/spoke/", {"spoke": "no", "sure": "1"})
    assert Case.objects.get().stage == "waiting"


def test_a_page_that_answers_a_button_offers_no_other_language(back: Walker) -> None:
    """There is no such page to lead to: a code that is shown once would be gone."""
    assert 'hreflang="fr"' in back.get("page/reach/").content.decode()
    assert 'hreflang="fr"' not in back.post("page/reach/", {"way": "pigeon"}).content.decode()


def test_we_spoke_stops_the_clock(back: Walker) -> None:
    somebody_accepts(back)
    back.post("page/spoke/", {"spoke": "yes"})
    assert Case.objects.get().stage == "alongside"
    assert "Someone is with you." in back.text("page/")


def test_how_to_be_reached_can_be_changed(back: Walker) -> None:
    refused = back.post("page/reach/", {"way": "email", "email": "nothing"})
    assert 'value="nothing"' in refused.content.decode()
    assert back.post("page/reach/", {"way": "email", "email": "quiet@example.org"}).status_code == 303
    page = back.text("page/")
    assert "By email, to the address whose name ends in et" in page
    assert "You changed how we reach you" in page


def test_somebody_can_be_named_to_avoid(back: Walker) -> None:
    assert back.post("page/who/", {"avoid": [back.world.teammate.pk.hex]}).status_code == 303
    page = back.get("page/who/").content.decode()
    assert "checked" not in page


def test_taking_it_back_is_asked_once_and_coming_back_is_possible(back: Walker) -> None:
    assert "Nobody calls you any more." in back.text("page/stop/")
    assert Case.objects.get().stage == "waiting"
    back.post("page/stop/")
    assert Case.objects.get().stage == "withdrawn"
    assert "You took your request back." in back.text("page/")
    back.post("page/again/", {"urgency": "now"})
    assert Case.objects.get().stage == "waiting"


def test_danger_shows_numbers_first_and_pages_by_post_only(back: Walker) -> None:
    page = back.get("page/first/").content.decode()
    assert page.index('href="tel:911"') < page.index("Page them now")
    assert not Case.objects.get().danger
    back.post("page/first/")
    assert Case.objects.get().danger
    assert "You or a colleague said that you may be in danger." in back.text("page/")


def test_nobody_is_said_to_be_paged_before_somebody_is(back: Walker) -> None:
    Page.objects.all().delete()
    page = back.text("page/")
    assert "Your request is saved. You will hear by" in page
    assert "has been paged" not in page
    assert "0 people" not in page


def test_the_page_lists_who_opened_it(back: Walker) -> None:
    Walker(back.world).get("back/")
    page = back.text("page/")
    assert "You, when you asked" in page
    assert "Opened with the code once this week." in page


def test_back_after_leaving_shows_nothing(back: Walker) -> None:
    token = back.client.cookies[settings.VISIT_COOKIE_NAME].value
    back.post("away/")
    back.client.cookies[settings.VISIT_COOKIE_NAME] = token
    for path in ("page/", "page/reach/", "page/who/", "page/stop/", "page/first/"):
        page = back.get(path)
        assert "Your visit is over" in words(page), path
        assert "ending in" not in words(page)
    for path in ("page/spoke/", "page/stop/", "page/first/", "page/yes/"):
        assert "Your visit is over" in words(back.post(path, {"spoke": "no"}))
    assert Case.objects.get().stage == "waiting"


def test_a_visit_ends_by_itself_after_a_quarter_of_an_hour(back: Walker, moved_clock: HouseClock) -> None:
    later(moved_clock, 14)
    assert "A colleague has been paged." in back.text("page/")
    later(moved_clock, 16)
    assert "Your visit is over" in back.text("page/")


def test_two_devices_may_visit_and_one_leaves(sent: Walker) -> None:
    first, second = Walker(sent.world), Walker(sent.world)
    for device in (first, second):
        device.come_back(sent.code())
    first.post("page/done/")
    assert "Your visit is over" in first.text("page/")
    assert "Opened with the code 2 times this week." in second.text("page/")
    assert Visit.objects.filter(ended_at=None).count() == 1


def test_a_visit_belongs_to_one_house(back: Walker) -> None:
    other = Walker(worlds.make(now=clock.now()), client=back.client)
    assert "Your visit is over" in other.text("page/")


def test_staff_and_visit_never_meet(back: Walker) -> None:
    back.client.force_login(back.world.owner.account)
    assert "A colleague has been paged." in back.text("page/")
    session = back.client.session
    assert not any("visit" in key or "case" in key for key in session.keys())  # noqa: SIM118  # A session is no dict.


def test_whoever_is_done_leaves_no_code_behind(sent: Walker) -> None:
    code = sent.code()
    sent.come_back(code)
    sent.post("page/done/")
    assert settings.DRAFT_COOKIE_NAME not in {name for name, held in sent.client.cookies.items() if held.value}
    assert sent.get("begin/keep/").headers["Location"] == sent.at("back/")
    assert "A request was sent from this browser" not in sent.text("begin/")
    assert not Draft.objects.exists()
