"""The supporter's list and the coordinator's numbers, through the browser's door."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from alongside import clock
from alongside.cases.models import Case, Opening
from alongside.ledger.models import ClearPart, Entry
from alongside.rounds.models import Carried, Round
from alongside.web.carrying import reach
from alongside.web.signing_in import proof
from tests import worlds
from tests.journeys.carrying import begin, let_time_pass, somebody
from tests.signed_in import signed_in
from tests.worlds import World

pytestmark = pytest.mark.django_db
NAME, PHONE, SHOWN = "Annabel Kellerova", "+12025550188", "(202) 555-0188"


@pytest.fixture
def world() -> World:
    """Return our organization beside a stranger one."""
    worlds.make_noise(now=clock.now())
    return worlds.make(now=clock.now())


class Desk:
    """A supporter's browser, with the one round they carry."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.round = Round.objects.of(world.organization).get(closed_at=None)
        assert self.round.carrier
        self.browser = signed_in(self.round.carrier)

    def at(self, name: str, **more: object) -> str:
        """Return an address of this round."""
        return reverse(name, kwargs={"organization": self.world.slug, "round_id": self.round.pk, **more})

    def opens(self) -> Any:
        """Open the names."""
        return self.browser.post(self.at("desk-round"))

    def says(self, said: str) -> Any:
        """Note what came of the one person on the list."""
        case = Carried.objects.get(round=self.round).case
        return self.browser.post(self.at("desk-offer-said", case=case), {"said": said})


@pytest.fixture
def desk(world: World) -> Desk:
    """One name on one list."""
    begin(world, somebody(world, NAME, phone=PHONE), now=clock.now())
    return Desk(world)


def text(answer: Any) -> str:
    """Return a page as text."""
    return str(answer.content.decode())


def test_names_stand_only_in_the_answer_to_a_post(desk: Desk) -> None:
    before = text(desk.browser.get(desk.at("desk-round")))
    assert NAME not in before
    assert "555" not in before
    opened = desk.opens()
    assert NAME in text(opened)
    assert SHOWN in text(opened)
    assert opened.headers["Cache-Control"] == "no-store"
    assert f'data-answered="{desk.at("desk-round")}"' in text(opened)


def test_each_opening_is_noted(desk: Desk) -> None:
    desk.opens()
    assert Entry.objects.filter(verb="offers.names_opened").count() == 1
    assert Opening.objects.filter(what="contact").count() == 1
    for part in ClearPart.objects.all():
        assert NAME not in str(part.payload)
        assert str(Case.objects.get().pk) not in str(part.payload)


def test_no_number_without_the_voicemail_rule_and_the_guide(desk: Desk) -> None:
    """H16, H21: the rule stands on the page that shows a number, and the guide is one tap away."""
    page = text(desk.opens())
    assert "only if you are sure that it is theirs" in page
    assert "/guides/carrying-an-offer/" in page
    assert re.search(r"desk/offers/[^\"]+/danger/", page)


def test_what_is_written_is_the_same_for_everybody_and_tells_nothing(world: World) -> None:
    """H14, T20: nothing of an event, a unit or a date; everyone gets this."""
    door = reach.Door("555", "x.example")
    said = reach.message(door, name="Sam", language="en")
    assert said == (
        "Hello, this is Sam, a colleague. I’m touching base with everyone. If you would like to talk, I have time, "
        "today or later. You need not answer. Peer support: 555, x.example"
    )
    french = reach.message(door, name="Sam", language="fr")
    assert "Je prends des nouvelles de tout le monde" in french
    assert not re.search(r"\bICU|event|incident|événement|patient", said + french)


def test_not_reached_then_kindly_not_again_today(desk: Desk) -> None:
    page = text(desk.says("not_reached"))
    assert "Tried once" in page
    assert 'value="not_reached"' not in page
    assert "You tried today." in text(desk.says("not_reached"))
    assert Carried.objects.get().second_try_at is None


def test_a_no_can_be_taken_back(desk: Desk) -> None:
    assert "No thanks, and that is fine" in text(desk.says("no_thanks"))
    case = Carried.objects.get().case
    page = text(desk.browser.post(desk.at("desk-offer-undo", case=case)))
    assert "Not yet tried" in page


def test_unknown_answers_change_nothing(desk: Desk) -> None:
    assert desk.says("fine, and here is what happened").status_code == 302
    assert Carried.objects.get().said == ""


YES = {
    "consent": "on",
    "with_whom": "me",
    "urgency": "today",
    "way": "phone_call",
    "reach": "",
    "may_leave_message": "no",
    "time": "",
    "language": "en",
    "once": "ab" * 32,
}


def test_a_yes_with_a_code_shows_it_once(desk: Desk) -> None:
    case = Carried.objects.get().case
    address = desk.at("desk-offer-yes", case=case)
    assert NAME not in text(desk.browser.get(address))
    page = text(desk.browser.post(address, {**YES, "wants_code": "on"}))
    assert "code-ticket" in page
    again = desk.browser.get(reverse("desk-offer-sent", kwargs={"organization": desk.world.slug}))
    assert "code-ticket" not in text(again)
    assert Case.objects.get().stage == "accepted"
    assert desk.browser.get(address).status_code == 404


def test_a_second_tap_on_yes_is_one_yes(desk: Desk) -> None:
    address = desk.at("desk-offer-yes", case=Carried.objects.get().case)
    for _ in range(2):
        assert desk.browser.post(address, YES).status_code == 302
    assert Case.objects.count() == 1


def test_a_yes_says_kindly_what_is_missing_and_keeps_what_was_chosen(desk: Desk) -> None:
    address = desk.at("desk-offer-yes", case=Carried.objects.get().case)
    page = text(desk.browser.post(address, {**YES, "with_whom": "", "consent": ""}))
    assert "Please ask them with whom." in page
    assert "Please ask them first." in page
    page = text(desk.browser.post(address, {**YES, "way": "in_person"}))
    assert "Nothing of this kind was on the list." in page
    assert Case.objects.get().stage == "offered"


def test_danger_leads_to_the_numbers_and_the_case(desk: Desk) -> None:
    address = desk.at("desk-offer-danger", case=Carried.objects.get().case)
    page = text(desk.browser.get(address))
    assert page.index("crisis-line") < page.index("button-danger")
    answer = desk.browser.post(address)
    assert answer.headers["Location"].endswith(f"/desk/cases/{Case.objects.get().pk}/danger/")
    assert desk.browser.get(answer.headers["Location"]).status_code == 200


def test_the_first_screen_shows_what_waits_to_be_carried(desk: Desk) -> None:
    page = text(desk.browser.get(reverse("desk-now", kwargs={"organization": desk.world.slug})))
    assert "One colleague to reach" in page or "1 colleague" in page
    assert NAME not in page


def test_a_script_in_a_name_is_only_text(world: World) -> None:
    begin(world, somebody(world, "<script>alert(1)</script>"), now=clock.now())
    page = text(Desk(world).opens())
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_the_number_of_queries_of_the_list_does_not_grow(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(world, *(somebody(world, f"Name {number}") for number in range(6)), now=clock.now())
    owner = Round.objects.get().carrier
    assert owner
    browser = signed_in(owner)
    with django_assert_max_num_queries(14):
        browser.get(reverse("desk-offers", kwargs={"organization": world.slug}))


# --- somebody met ----------------------------------------------------------------------------------------------------


def met(world: World, who: str, **more: str) -> Any:
    """Fill in the form for somebody met."""
    typed = {"name": NAME, "phone": PHONE, "email": "", "site": world.site.pk.hex, "unit_group": "", "language": "en"}
    address = reverse("desk-offer-met", kwargs={"organization": world.slug})
    return signed_in(world.people[who]).post(address, {**typed, **more})


def test_somebody_met_and_the_same_answer_when_another_offered(world: World) -> None:
    first, second = met(world, "owner"), met(world, "third")
    assert first.headers["Location"] == second.headers["Location"]
    assert Round.objects.count() == 1


def test_whoever_met_somebody_sees_the_same_list_whether_or_not_it_was_their_turn(world: World) -> None:
    """Neither that somebody was offered support of late nor that they want no more is anybody's to learn."""
    list_of = reverse("desk-offers", kwargs={"organization": world.slug})
    pages = []
    for _ in range(2):
        met(world, "owner")
        pages.append(text(signed_in(world.owner).get(list_of)))
    assert re.sub(r'value="[^"]+"', "", pages[0]) == re.sub(r'value="[^"]+"', "", pages[1])
    assert NAME not in pages[0]


@pytest.mark.parametrize("wrong", [{"phone": "12"}, {"phone": ""}, {"email": "nobody"}, {"name": ""}, {"site": "x"}])
def test_what_cannot_be_read_is_said_beside_it(world: World, wrong: dict[str, str]) -> None:
    answer = met(world, "owner", **wrong)
    assert answer.status_code == 200
    assert "field-error" in text(answer)
    assert not Case.objects.exists()


# --- the coordinator -------------------------------------------------------------------------------------------------


def numbers(world: World) -> str:
    """Return what the coordinator sees."""
    return text(signed_in(world.coordinator).get(reverse("rounds", kwargs={"organization": world.slug})))


def test_the_coordinator_sees_numbers_and_no_name(desk: Desk) -> None:
    page = numbers(desk.world)
    assert NAME not in page
    assert "fewer than five" in page
    assert desk.round.carrier
    assert desk.round.carrier.name in page


def test_six_of_them_are_a_number(world: World) -> None:
    begin(world, *(somebody(world, f"Name {number}") for number in range(6)), now=clock.now())
    assert "<td>6</td>" in numbers(world)


@pytest.mark.parametrize("said", ["no_thanks", "no_more", "thinking"])
def test_what_they_answered_changes_no_byte_of_it(desk: Desk, said: str) -> None:
    desk.opens()
    desk.says("thinking")
    expected = numbers(desk.world)
    desk.browser.post(desk.at("desk-offer-undo", case=Carried.objects.get().case))
    desk.says(said)
    assert without_tokens(numbers(desk.world)) == without_tokens(expected)


def test_a_yes_changes_no_byte_of_it_either(desk: Desk) -> None:
    """It closes the round at once and a no only after ten minutes; the coordinator's list tells neither of the two."""
    desk.opens()
    expected = numbers(desk.world)
    case = Carried.objects.get().case
    desk.browser.post(desk.at("desk-offer-yes", case=case), YES)
    assert Round.objects.get().closed_at
    assert without_tokens(numbers(desk.world)) == without_tokens(expected)
    browser = signed_in(desk.world.coordinator)
    over, nobodys = (browser.get(desk.at("round-choose", round_id=key)) for key in (desk.round.pk, desk.world.unit.pk))
    assert over.status_code == nobodys.status_code == 200


def test_the_next_day_it_is_no_longer_listed(desk: Desk) -> None:
    desk.opens()
    desk.browser.post(desk.at("desk-offer-yes", case=Carried.objects.get().case), YES)
    Round.objects.update(closed_at=clock.now() - timedelta(days=1))
    assert "No offer is under way" in numbers(desk.world)


def without_tokens(page: str) -> str:
    """Leave out what is drawn anew for each page."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"', "", page)


def test_choosing_blind(desk: Desk) -> None:
    browser, at = signed_in(desk.world.coordinator), desk.at("round-choose")
    page = text(browser.get(at))
    assert NAME not in page
    assert desk.round.carrier
    others = {desk.world.owner, desk.world.teammate, desk.world.third, desk.world.chief} - {desk.round.carrier}
    assert all(person.name in page for person in others)
    assert desk.round.carrier.name not in page
    other = others.pop()
    browser.post(desk.at("round-give", person=other.pk))
    assert Round.objects.get(pk=desk.round.pk).carrier == other
    assert desk.browser.get(desk.at("desk-round")).status_code == 404


def test_the_numbers_cost_the_same_for_many_rounds(
    world: World, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    begin(world, *(somebody(world, f"Name {number}") for number in range(20)), now=clock.now())
    browser = signed_in(world.coordinator)
    with django_assert_max_num_queries(14):
        browser.get(reverse("rounds", kwargs={"organization": world.slug}))


def test_a_list_that_is_over_does_not_exist(desk: Desk) -> None:
    let_time_pass(clock.now() + timedelta(days=15))
    assert desk.opens().status_code == 404
    assert Client().get(desk.at("desk-round")).status_code == 302


def test_names_wait_for_a_passkey_used_just_now(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """T14: whoever finds an open desk sees numbers; what was noted is noted all the same."""
    monkeypatch.setattr(proof, "FRESH_FOR", timedelta())
    assert NAME not in text(desk.opens())
    assert "passkey" in text(desk.opens())
    assert not Opening.objects.filter(what="contact").exists()
    assert NAME not in text(desk.says("thinking"))
    assert Carried.objects.get().said == "thinking"
