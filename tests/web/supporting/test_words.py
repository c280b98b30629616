"""A few words at the desk, and a new code read aloud by phone: the passkey first, a button only, and both are noted."""

from __future__ import annotations

import re
from typing import Any

import pytest

from alongside import clock
from alongside.cases import visits
from alongside.cases.models import Message, Opening, ReturnCode, Visit
from alongside.journeys import returning
from alongside.journeys import writing_to_each_other as writing
from alongside.vault.codes import ALPHABET
from alongside.web.walking.code import SPOKEN
from tests import worlds
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.stories.story import Story
from tests.web.supporting.desk import Desk, plain, supporter_asked

pytestmark = pytest.mark.django_db


class Carrying:
    """A supporter who said yes, and whoever asked on their page."""

    def __init__(self, **answers: object) -> None:
        self.story = Story(worlds.make(now=clock.now()), now=clock.now())
        self.story.somebody_asks_for_help(urgency="today", **answers)
        self.who = supporter_asked(self.story)
        self.story.accepts(self.who)
        assert self.story.case
        self.story.they_come_back_with_their_code()
        self.desk = Desk(self.story.world, self.who)
        self.desk.client = signed_in(self.story.world.people[self.who])
        self.case = f"cases/{self.story.case.pk}"

    def they_write(self, text: str) -> None:
        draft = writing.Draft(text, visits.new_token())
        own = {"organization": self.story.world.organization.pk, "token": self.story.visit, "now": self.story.now}
        writing.they_write(**own, draft=draft)

    def post(self, path: str, **data: Any) -> str:
        answer = self.desk.post(f"{self.case}/{path}", **data)
        assert answer.status_code == 200, answer.status_code
        return plain(answer)

    def shown_code(self) -> tuple[str, str]:
        page = self.desk.post(f"{self.case}/code/").content.decode()
        signed = re.search(r'name="code" value="([^"]+)"', page)
        assert signed, page
        return signed[1].split("/")[0], signed[1]


@pytest.fixture
def carrying() -> Carrying:
    worlds.make_noise(now=clock.now())
    return Carrying()


def test_now_and_the_case_say_that_something_new_waits_and_nothing_of_it(carrying: Carrying) -> None:
    carrying.they_write("After the night shift, please.")
    assert "one new message" in carrying.desk.text()
    assert "One new message" in carrying.desk.text(f"{carrying.case}/")
    page = carrying.desk.text(f"{carrying.case}/words/")
    assert "There is one new message." in page
    assert "night shift" not in page
    assert Message.objects.get().read_at is None


def test_opened_by_a_button_it_is_noted(carrying: Carrying) -> None:
    carrying.they_write("After the night shift, please.")
    assert "After the night shift, please." in carrying.post("words/read/")
    assert Opening.objects.filter(what="messages", role="supporter", person__isnull=False).count() == 1
    assert "one new message" not in carrying.desk.text()


def test_they_write_back(carrying: Carrying) -> None:
    page = carrying.post("words/send/", words="I can call at ten past two.")
    assert "Sent. They read it when they look." in page
    assert "I can call at ten past two." in page
    own = {"organization": carrying.story.world.organization.pk, "token": carrying.story.visit, "now": clock.now()}
    assert [word.text for word in writing.they_read(**own)] == ["I can call at ten past two."]


def test_a_patient_is_held_back_here_too(carrying: Carrying) -> None:
    page = carrying.post("words/send/", words="Was it MRN 4471902?")
    assert "Nothing was sent yet. This looks like a number that stands for a patient." in page
    assert not Message.objects.exists()
    carrying.post("words/send/", words="Was it MRN 4471902?", sure="yes")
    assert Message.objects.exists()


def test_after_a_quarter_of_an_hour_the_passkey_comes_first(carrying: Carrying, moved_clock: HouseClock) -> None:
    carrying.they_write("After the night shift, please.")
    for minutes in (10, 20):
        moved_clock.stands(60 * minutes)
        carrying.desk.get("now/")
    assert "Your passkey, please." in carrying.post("words/read/")
    sent = carrying.post("words/send/", words="I will look soon.")
    assert "Sent." in sent
    assert "night shift" not in sent
    assert "Your passkey, please." in carrying.post("code/")
    assert Message.objects.filter(from_caregiver=True, read_at=None).exists()


def test_until_they_said_yes_to_the_name_nothing_is_shown_or_written() -> None:
    carrying = Carrying(tell_me_who_first=True)
    assert "/words/" not in carrying.desk.get(f"{carrying.case}/").content.decode()
    assert "You can write once they have said yes." in carrying.desk.text(f"{carrying.case}/words/")
    assert "Nothing was sent" in carrying.post("words/send/", words="Hello")
    assert carrying.desk.post(f"{carrying.case}/code/").status_code == 302
    assert not Message.objects.exists()


def test_nobody_else_opens_it_and_whoever_hands_back_no_more(carrying: Carrying) -> None:
    carrying.they_write("After the night shift, please.")
    other = Desk(carrying.story.world, "coordinator")
    carrying.story.hands_back(carrying.who)
    for desk in (other, carrying.desk):
        for path in ("words/", "code/"):
            assert desk.get(f"{carrying.case}/{path}").status_code == 404
        for path in ("words/read/", "words/send/", "code/"):
            assert desk.post(f"{carrying.case}/{path}", words="Hello").status_code == 404


# --- a new code by phone ----------------------------------------------------------------------------------------------


def enters(carrying: Carrying, code: str) -> bool:
    try:
        returning.enter(organization=carrying.story.world.organization.pk, typed=code, now=clock.now())
    except returning.case_queries.UnknownCode:
        return False
    return True


def test_a_code_is_read_aloud_read_back_and_then_the_old_one_is_out(carrying: Carrying) -> None:
    assert "Shall I make a new code?" in carrying.desk.text(f"{carrying.case}/code/")
    code, signed = carrying.shown_code()
    assert enters(carrying, carrying.story.code), "nothing changes while it is only shown"
    answer = carrying.desk.post(f"{carrying.case}/code/", code=signed, ending=code[-9:].lower())
    assert answer.status_code == 302
    assert enters(carrying, code)
    assert not enters(carrying, carrying.story.code)
    assert ReturnCode.objects.get().handed_over, "its owner takes one of their own at first use"
    assert Visit.objects.filter(ended_at=None).count() == 1, "only the one begun with the new code"
    assert Opening.objects.filter(what="code_by_phone", person__isnull=False).count() == 1


def test_misheard_it_stays_as_it_is(carrying: Carrying) -> None:
    _, signed = carrying.shown_code()
    assert "Not quite." in carrying.post("code/", code=signed, ending="WRNG-WRNG")
    assert enters(carrying, carrying.story.code)


def test_nobody_chooses_a_code_and_an_older_page_replaces_nothing(carrying: Carrying) -> None:
    (first, first_signed), (second, second_signed) = carrying.shown_code(), carrying.shown_code()
    carrying.desk.post(f"{carrying.case}/code/", code=second_signed, ending=second[-9:])
    carrying.desk.post(f"{carrying.case}/code/", code=second_signed, ending=second[-9:])
    carrying.desk.post(f"{carrying.case}/code/", code=first_signed, ending=first[-9:])
    for forged in (first, f"{first}/:x", ""):
        carrying.desk.post(f"{carrying.case}/code/", code=forged, ending=first[-9:])
    assert enters(carrying, second)
    assert not enters(carrying, first)


def test_every_letter_of_a_code_can_be_spelled_aloud() -> None:
    assert set(SPOKEN) >= {letter for letter in ALPHABET if letter.isalpha()}
