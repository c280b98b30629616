"""Taking a call: their yes first, a minute, and afterwards nothing on the screen but when and by when."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from alongside import clock
from alongside.cases import queries as cases
from alongside.cases.models import Case, Draft, Opening
from alongside.journeys import returning
from alongside.paging.models import Alarm, Page
from alongside.tenancy.models import Site
from tests import worlds
from tests.web.supporting.desk import Desk, plain

pytestmark = pytest.mark.django_db
PHONE = "202 555 0177"
CODE = re.compile(r"<span>([0-9A-Z]{4})</span>")


@pytest.fixture
def world() -> worlds.World:
    return worlds.make(now=clock.now())


def written(world: worlds.World, **changed: Any) -> dict[str, Any]:
    """Return everything that is filled in, as a browser sends it."""
    given = {
        "consent": "on",
        "way": "phone_call",
        "reach": PHONE,
        "may_leave_message": "no",
        "urgency": "now",
        "site": world.site.pk.hex,
        "time": "any_time",
        "language": "en",
        "once": "ab" * 32,
        **changed,
    }
    return {name: value for name, value in given.items() if value is not None}


def sent(desk: Desk, **changed: Any) -> Any:
    return desk.post("take-call/", **written(desk.world, **changed))


def entrusted(case: Case) -> Any:
    return cases.contact_of(case=case, box=cases.box_of(case))


def test_the_limits_and_the_numbers_come_before_any_field(world: worlds.World) -> None:
    text = Desk(world, "owner").text("take-call/")
    assert text.index('href="tel:911"') < text.index("1. Read aloud") < text.index('name="consent"')
    assert "What you say stays between you." in text


def test_counsels_words_stand_in_the_readers_language(world: worlds.World) -> None:
    text = Desk(world, "owner", language="fr").text("take-call/")
    assert "Ce que vous dites reste entre vous." in text
    assert "La personne a dit oui" in text


def test_a_message_is_not_left_unless_they_say_so(world: worlds.World) -> None:
    text = Desk(world, "owner").text("take-call/")
    assert re.search(r'name="may_leave_message" value="no"[^>]*checked', text)
    assert not re.search(r'name="consent"[^>]*checked', text)
    assert not re.search(r'name="urgency"[^>]*checked', text)


def test_it_is_sent_paged_and_gone_from_the_screen(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    answer = sent(desk)
    assert answer.url.endswith("/desk/take-call/sent/")
    text = desk.text("take-call/sent/")
    assert "It was sent at" in text
    assert "They will hear by" in text
    assert "0177" not in text
    case = Case.objects.get()
    assert case.source == "taken_call"
    assert entrusted(case).phone == "+12025550177"
    assert not entrusted(case).may_leave_message
    assert Page.objects.filter(case=case).exists()
    assert Opening.objects.filter(case=case, what="call_taken", person=desk.person).count() == 1


def test_the_result_survives_a_reload_without_the_number(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    sent(desk)
    first, second = desk.text("take-call/sent/"), desk.text("take-call/sent/")
    assert "It was sent at" in first
    assert "It was sent at" in second
    assert "0177" not in second


def test_neither_the_number_nor_the_code_is_kept_in_the_session(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    text = plain(sent(desk, wants_code="on"))
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert len(CODE.findall(text)) == 5
    assert all("0177" not in one and "".join(CODE.findall(text)) not in one.replace("-", "") for one in kept)
    assert str(Case.objects.get().pk) not in "".join(kept)


def test_the_code_is_shown_once_and_opens_the_request(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    answer = sent(desk, wants_code="on")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    code = "-".join(CODE.findall(plain(answer)))
    assert "0177" not in plain(answer)
    token = returning.enter(organization=world.organization.pk, typed=code, now=clock.now())
    assert token
    assert not CODE.search(desk.text("take-call/sent/"))


def test_without_a_wish_there_is_no_code(world: worlds.World) -> None:
    sent(Desk(world, "owner"))
    assert not hasattr(Case.objects.get(), "return_code")


def test_nothing_is_sent_without_their_yes(world: worlds.World) -> None:
    text = plain(sent(Desk(world, "owner"), consent=None))
    assert "Please ask them first. Nothing is sent without their yes." in text
    assert 'value="202 555 0177"' in text
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reach": ""}, "Please write how to reach them."),
        ({"reach": "12"}, "Please look at the number again."),
        ({"reach": "a@b.example"}, "Please look at the number again."),
        ({"way": "email", "reach": "nobody"}, "Please look at the email address again."),
        ({"way": "by_code"}, "Please choose one of these."),
        ({"urgency": None}, "Please choose how soon."),
        ({"urgency": "tomorrow"}, "Please choose one of these."),
        ({"site": ""}, "Please answer this."),
        ({"site": "0" * 32}, "Please choose one of these."),
        ({"reach": "9" * 121}, "Please make this shorter."),
        ({"time": "noonish"}, "Please choose one of these."),
    ],
)
def test_what_cannot_be_sent_is_asked_again_kindly(world: worlds.World, changed: dict[str, Any], said: str) -> None:
    answer = sent(Desk(world, "owner"), **changed)
    assert answer.status_code == 200
    assert said in plain(answer)
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field", "kept"),
    [
        ({"way": "text_message"}, "phone", "+12025550177"),
        ({"way": "email", "reach": "a@home.example"}, "email", "a@home.example"),
        ({"way": "in_person", "reach": "Cafeteria \u202eb\u0000"}, "place", "Cafeteria b"),
        ({"reach": "+33 1 55 50 01 77"}, "phone", "+33155500177"),
    ],
)
def test_every_way_keeps_only_what_it_needs(
    world: worlds.World, changed: dict[str, Any], field: str, kept: str
) -> None:
    assert sent(Desk(world, "owner"), **changed).status_code == 302
    held = entrusted(Case.objects.get())
    assert getattr(held, field) == kept
    assert sum(1 for name in ("phone", "email", "place") if getattr(held, name)) == 1


def test_a_message_is_left_only_where_a_telephone_rings(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    sent(desk, may_leave_message="yes")
    assert entrusted(Case.objects.get()).may_leave_message
    Case.objects.all().delete()
    sent(desk, way="email", reach="a@home.example", may_leave_message="yes", once="cd" * 32)
    assert not entrusted(Case.objects.get()).may_leave_message


def test_a_second_tap_sends_nothing_and_shows_the_same(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    first, second = sent(desk, wants_code="on"), sent(desk, wants_code="on")
    assert CODE.findall(plain(first)) == CODE.findall(plain(second))
    assert Case.objects.count() == 1


def test_a_form_sent_again_later_shows_no_code(world: worlds.World, moved_clock: Any) -> None:
    desk = Desk(world, "owner")
    sent(desk, wants_code="on")
    moved_clock.stands(60)
    assert sent(desk, wants_code="on").url.endswith("/desk/take-call/sent/")
    assert Case.objects.count() == 1


def test_a_fresh_form_is_another_call(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    sent(desk)
    text = desk.text("take-call/")
    once = re.search(r'name="once" value="([0-9a-f]{64})"', text)
    assert once is not None
    assert "0177" not in text
    sent(desk, once=once[1])
    assert Case.objects.count() == 2


@pytest.mark.parametrize("once", ["", "zz", "ab", "ab" * 31])
def test_a_changed_token_is_replaced(world: worlds.World, once: str) -> None:
    assert sent(Desk(world, "owner"), once=once).status_code == 302
    assert Draft.objects.count() == 1


def test_danger_pages_and_says_the_numbers_again(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    sent(desk, urgency="danger")
    case = Case.objects.get()
    assert case.danger
    roles = set(Page.objects.filter(case=case).values_list("role", flat=True))
    assert {"coordinator", "professional"} <= roles or Alarm.objects.filter(case=case).exists()
    text = desk.text("take-call/sent/")
    assert 'href="tel:911"' in text
    assert "Stay with them." in text


def test_one_site_is_no_question(world: worlds.World) -> None:
    world.other_unit.delete()
    Site.objects.filter(pk=world.other_site.pk).delete()
    desk = Desk(world, "owner")
    assert "Where do they work?" not in desk.text("take-call/")
    assert sent(desk, site=None).status_code == 302


def test_the_takers_own_site_is_chosen_already(world: worlds.World) -> None:
    assert world.owner.unit is not None
    chosen = f'value="{world.owner.unit.site_id.hex}" selected'
    assert chosen in Desk(world, "owner").text("take-call/")


def test_now_is_refused_outside_its_hours_and_danger_is_not(world: worlds.World) -> None:
    here = worlds.local(world, clock.now())
    world.organization.now_open_from = here.replace(hour=(here.hour + 2) % 24, minute=0).time()
    world.organization.now_open_until = here.replace(hour=(here.hour + 4) % 24, minute=0).time()
    world.organization.save()
    desk = Desk(world, "owner")
    assert "not at this hour" in desk.text("take-call/")
    assert "is not answered here at this hour" in plain(sent(desk))
    assert sent(desk, urgency="danger").status_code == 302


def test_before_opening_a_call_is_a_rehearsal_and_says_so(world: worlds.World) -> None:
    world.organization.mode = "setting_up"
    world.organization.save()
    desk = Desk(world, "owner")
    assert "This is a rehearsal" in desk.text("take-call/")
    assert sent(desk).status_code == 302
    assert Case.objects.count() == 1


def test_closed_gives_a_number_and_sends_nothing(world: worlds.World) -> None:
    world.organization.mode = "withdrawn"
    world.organization.save()
    desk = Desk(world, "owner")
    text = desk.text("take-call/")
    assert 'href="tel:+12025550100"' in text
    assert 'name="reach"' not in text
    assert "Please give them this number." in plain(sent(desk))
    assert not Case.objects.exists()


def test_a_late_engine_is_said(world: worlds.World) -> None:
    assert "Please call this number now." in Desk(world, "owner").text("take-call/")


@pytest.mark.parametrize("who", ["owner", "coordinator", "professional", "mentor"])
def test_every_role_on_duty_may(world: worlds.World, who: str) -> None:
    desk = Desk(world, who)
    assert desk.get("take-call/").status_code == 200
    assert sent(desk).status_code == 302


@pytest.mark.parametrize("who", ["manager", "trainer", "analyst", "safety_officer", "auditor", "administrator"])
def test_nobody_else_may(world: worlds.World, who: str) -> None:
    desk = Desk(world, who)
    assert desk.get("take-call/").status_code == 404
    assert desk.get("take-call/sent/").status_code == 404
    assert sent(desk).status_code == 404
    assert not Case.objects.exists()


def test_nobody_sees_what_somebody_else_sent(world: worlds.World) -> None:
    sent(Desk(world, "owner"))
    assert Desk(world, "teammate").get("take-call/sent/").url.endswith("/desk/take-call/")


def test_an_expired_session_sends_nothing(world: worlds.World) -> None:
    desk = Desk(world, "owner")
    desk.client.logout()
    assert sent(desk).url.endswith("/desk/sign-in/")
    assert not Case.objects.exists()


def test_a_million_bytes_are_refused_without_a_crash(world: worlds.World) -> None:
    assert sent(Desk(world, "owner"), reach="9" * 1_000_000).status_code == 400
    assert not Case.objects.exists()
