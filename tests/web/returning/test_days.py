"""The pages of a day somebody chose: kept by a button, ended by a link, and no page that leads back to a request."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from alongside import clock
from alongside.cases.models import Case
from alongside.reminders.models import Reminder
from tests import worlds
from tests.signed_in import signed_in
from tests.web.returning.test_coming_back import somebody_accepts
from tests.web.supporting.desk import Desk
from tests.web.walking import Walker, words

pytestmark = pytest.mark.django_db
CODE = re.compile(r"\b(?:[0-9A-Z]{4}(?:-| |</span> <span>)){3}[0-9A-Z]{4}\b")


def given(**more: str) -> dict[str, str]:
    day = (clock.now() + timedelta(days=40)).date().isoformat()
    return {"day": day, "comes": "once", "email": "quiet@mail.example", "agreed": "on", "once": "a" * 64, **more}


@pytest.fixture
def back(sent: Walker) -> Walker:
    """Somebody who came back with their code, in another browser."""
    other = Walker(sent.world)
    other.come_back(sent.code())
    return other


def test_a_day_is_kept_and_its_code_shown_once(back: Walker) -> None:
    assert "A few words on a day I choose" in back.text("page/")
    assert "It is not tied to your request" in back.text("page/day/")
    page = words(back.post("page/day/", given()))
    assert "Kept." in page
    assert CODE.search(page)
    again = words(back.post("page/day/", given()))
    assert "It was kept already" in again
    assert not CODE.search(again)
    assert Reminder.objects.count() == 1
    assert "quiet@mail.example" not in back.text("page/")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"day": ""}, "Please choose a day, or type it"),
        ({"email": ""}, "Please give the address to write to."),
        ({"agreed": ""}, "Without this yes nothing is kept."),
        ({"email": "nowhere"}, "It needs an @ and an ending."),
        ({"day": "2020-01-01"}, "Please choose a day from tomorrow on"),
        ({"day": "soon"}, "Please choose a day, or type it"),
        ({"comes": "hourly"}, "Please choose one of these."),
        ({"day": "\x00", "email": "\ud800"}, "Please"),
    ],
)
def test_what_cannot_be_is_said_kindly_and_nothing_is_kept(back: Walker, wrong: dict[str, str], said: str) -> None:
    typed = {name: value for name, value in wrong.items() if "\ud800" not in value}
    page = words(back.post("page/day/", given(**typed)))
    assert said in page
    assert "Please look at this again." in page
    assert not Reminder.objects.exists()


def test_looking_ends_nothing_and_a_button_does(back: Walker) -> None:
    code = CODE.search(words(back.post("page/day/", given())))
    assert code
    stranger = Walker(back.world)
    at = stranger.post("day/", {"code": code[0].replace("-", " ")}).headers["Location"]
    for _turn in range(2):
        page = words(stranger.client.get(at))
        assert "A few words come on" in page
    assert Reminder.objects.count() == 1
    refused = stranger.client.post(at, {"answer": "stop"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 200
    assert Reminder.objects.count() == 1
    assert "Nothing more comes." in words(stranger.client.post(at, {"answer": "stop"}))
    assert not Reminder.objects.exists()


def test_an_ended_code_and_one_that_never_was_look_the_same(back: Walker) -> None:
    code = CODE.search(words(back.post("page/day/", given())))
    assert code
    ended, never = (f"day/{each.lower().replace(' ', '-')}/" for each in (code[0], "AAAA-BBBB-CCCC-DDDD"))
    back.post(ended, {"answer": "stop"})
    stranger = Walker(back.world)
    assert stranger.text(ended) == stranger.text(never)
    assert words(stranger.post(ended, {"answer": "stop"})) == words(stranger.post(never, {"answer": "stop"}))
    assert words(stranger.post("day/", {"code": "not a code"})).count("not such a code") == 2


def test_each_year_after_a_yes(back: Walker) -> None:
    code = CODE.search(words(back.post("page/day/", given(comes="yearly"))))
    assert code
    Reminder.objects.update(state="asked", day=worlds.today(back.world))
    at = f"day/{code[0].lower().replace(' ', '-')}/"
    assert "Should a few words come next year too?" in back.text(at)
    assert "It comes on" in words(back.post(at, {"answer": "keep"}))
    assert Reminder.objects.get().state == "waits"


def test_without_a_visit_no_day_is_chosen(sent: Walker) -> None:
    assert "Type your code." in words(Walker(sent.world).post("page/day/", given()))
    assert not Reminder.objects.exists()


def test_the_colleague_writes_one_down_in_the_last_talk(sent: Walker) -> None:
    somebody_accepts(sent)
    case = Case.objects.get(organization=sent.world.organization)
    who = next(name for name, row in sent.world.people.items() if row.pk == case.owner_id)
    desk = Desk(sent.world, who)
    path = f"cases/{case.pk}/day/"
    assert "kept apart from this request, the address sealed" in desk.text(path)
    page = desk.post(path, **given()).content.decode()
    assert CODE.search(page)
    assert "quiet@mail.example" not in page
    other = next(name for name in ("owner", "teammate", "third") if name != who)
    assert Desk(sent.world, other).post(path, **given()).status_code == 404


def test_whoever_hears_of_a_death_ends_it_and_learns_nothing(back: Walker) -> None:
    back.post("page/day/", given())
    client: Client = signed_in(back.world.administrator)
    at = f"/en/o/{back.world.slug}/desk/people/gone/"
    said = [
        client.post(at, {"email": email}, follow=True).content for email in ("quiet@mail.example", "no@mail.example")
    ]
    assert said[0].count(b"none will") == said[1].count(b"none will") == 1
    assert not Reminder.objects.exists()
    assert client.post(at, {"email": "x"}).status_code == 400
