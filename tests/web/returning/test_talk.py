"""A few words, on the page of whoever asked: without JavaScript, opened by a button only, held back kindly."""

from __future__ import annotations

import re

import pytest

from alongside import clock
from alongside.cases import visits
from alongside.cases.models import Case, Message, Telling
from alongside.journeys import answering_a_page
from alongside.journeys import writing_to_each_other as writing
from alongside.paging.models import Page
from tests.house_clock import HouseClock
from tests.web.walking import Walker, words


@pytest.fixture
def back(sent: Walker) -> Walker:
    """Somebody who came back with their code, after a colleague said yes."""
    page = Page.objects.filter(organization=sent.world.organization, answer="none").latest("paged_at")
    answering_a_page.accept(
        organization=sent.world.organization.pk, page=page.pk, person=page.person_id, now=clock.now()
    )
    sent.come_back(sent.code())
    return sent


def colleague_writes(walker: Walker, text: str) -> None:
    case = Case.objects.get(organization=walker.world.organization)
    assert case.owner_id
    draft = writing.Draft(text, visits.new_token())
    own = {"organization": case.organization_id, "case": case.pk, "person": case.owner_id}
    writing.we_write(**own, draft=draft, now=clock.now())


def once(page: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', page)
    assert found
    return found[1]


def test_before_anybody_said_yes_there_is_no_box_to_write_in(sent: Walker) -> None:
    sent.come_back(sent.code())
    assert "page/words/" not in sent.get("page/").content.decode()
    assert "<textarea" not in sent.get("page/words/").content.decode()
    assert "so none can be written" in words(sent.post("page/words/send/", {"words": "Hello"}))
    assert not Message.objects.exists()


def test_they_write_and_read_it_in_the_answer(back: Walker) -> None:
    page = back.get("page/words/").content.decode()
    assert "500 letters at most. Please leave out the patient and what happened." in page
    answer = back.post("page/words/send/", {"words": "Could you call after 6?", "once": once(page)})
    assert "Sent. Your colleague reads it when they can." in words(answer)
    assert "Could you call after 6?" in words(answer)
    assert Message.objects.get().from_caregiver


def test_looking_shows_how_many_and_never_the_words(back: Walker) -> None:
    colleague_writes(back, "I can call at ten past two.")
    assert "Your colleague has written to you." in back.text("page/")
    assert "There is one new message." in back.text("page/words/")
    assert "ten past two" not in back.text("page/") + back.text("page/words/")
    assert Message.objects.get().read_at is None
    opened = words(back.post("page/words/read/"))
    assert "I can call at ten past two." in opened
    assert "The messages were opened with the code" in back.text("page/")
    assert "There is one message, nothing new." in back.text("page/words/")


def test_the_page_says_when_each_is_gone_and_never_whether_it_was_read(back: Walker) -> None:
    colleague_writes(back, "I can call at ten past two.")
    back.post("page/words/send/", {"words": "Yes please"})
    page = words(back.post("page/words/read/"))
    assert "gone 72 hours after it was read, and after 14 days in any case" in page
    assert len(re.findall(r"Gone on \w+ \d+, \d{4}\.", page)) == 1
    assert len(re.findall(r"Gone by \w+ \d+, \d{4} at the latest\.", page)) == 1
    assert "Not read" not in page


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Chart 4471902 is what I see", "This looks like a number that stands for a patient."),
        ("She was born 3/4/1951", "This looks like a date of birth."),
        ("We lost Robert Kowalski", "This looks like somebody’s full name."),
    ],
)
def test_what_looks_like_a_patient_is_held_back_kindly_and_keeps_what_was_typed(
    back: Walker, text: str, said: str
) -> None:
    answer = back.post("page/words/send/", {"words": text})
    assert f"Nothing was sent yet. {said}" in words(answer)
    assert text in answer.content.decode()
    assert 'id="id_words_error"' in answer.content.decode()
    assert not Message.objects.exists()
    assert "Sent." in words(back.post("page/words/send/", {"words": text, "sure": "yes"}))
    assert Message.objects.exists()


def test_ones_own_code_is_held_back_and_cannot_be_insisted_on(back: Walker) -> None:
    code = back.code()
    for sure in ("", "yes"):
        answer = back.post("page/words/send/", {"words": f"It is {code}", "sure": sure})
        assert "Whoever has it can open the page, so it is never sent." in words(answer)
        assert 'name="sure"' not in answer.content.decode()
        assert "point at a patient" not in answer.content.decode()
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "There is nothing to send yet. Please write a few words."),
        ("   \n \n", "There is nothing to send yet. Please write a few words."),
        ("\u200e\u202e\x00", "There is nothing to send yet. Please write a few words."),
        ("x" * 501, "Please make this shorter: 500 letters at most."),
    ],
)
def test_what_cannot_be_sent_is_said_beside_the_box(back: Walker, typed: str, said: str) -> None:
    answer = back.post("page/words/send/", {"words": typed})
    assert said in words(answer)
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not Message.objects.exists()


def test_lines_and_scripts_are_only_text(back: Walker) -> None:
    answer = back.post("page/words/send/", {"words": "One\r\n\r\n\r\nTwo <script>alert(1)</script>"})
    page = answer.content.decode()
    assert "One<br><br>Two &lt;script&gt;" in page
    assert "<script>alert" not in page


def test_a_page_sent_again_sends_nothing_again(back: Walker) -> None:
    form = {"words": "Hello", "once": once(back.get("page/words/").content.decode())}
    for _ in range(3):
        assert "Sent." in words(back.post("page/words/send/", form))
    assert Message.objects.count() == 1


def test_too_many_at_once_are_refused_kindly(back: Walker) -> None:
    for number in range(10):
        back.post("page/words/send/", {"words": f"Number {number}"})
    answer = back.post("page/words/send/", {"words": "One more"})
    assert "your last messages were not read yet. Calling may be quicker." in words(answer)
    assert ">One more</textarea>" in answer.content.decode()
    assert Message.objects.count() == 10


def test_to_be_told_is_off_until_chosen_and_the_address_is_never_shown_in_full(back: Walker) -> None:
    page = back.get("page/words/tell/").content.decode()
    assert re.search(r'value="no"[^>]*checked', page)
    answer = back.post("page/words/tell/", {"tell": "yes", "email": "", "quiet": "night"})
    assert "Please give the address to write to." in words(answer)
    form = {"tell": "yes", "email": "me@home.example", "quiet": "day"}
    assert back.post("page/words/tell/", form).headers["Location"] == back.at("page/words/?told=1")
    page = back.get("page/words/tell/").content.decode()
    assert "home.example" not in page
    assert "ends in me" in words(back.get("page/words/tell/"))
    back.post("page/words/tell/", {"tell": "yes", "email": "", "quiet": "night"})
    assert Telling.objects.count() == 1
    back.post("page/words/tell/", {"tell": "no", "quiet": "night"})
    assert not Telling.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"tell": "yes", "email": "no address", "quiet": "night"},
        {"tell": "perhaps", "quiet": "night"},
        {"tell": "yes", "email": "me@home.example", "quiet": "always"},
        {},
    ],
)
def test_a_bad_choice_is_asked_again(back: Walker, form: dict[str, str]) -> None:
    assert back.post("page/words/tell/", form).status_code == 200
    assert not Telling.objects.exists()


def test_after_the_end_nothing_can_be_written_and_what_is_left_can_be_read(back: Walker) -> None:
    colleague_writes(back, "I can call at ten past two.")
    back.post("page/stop/")
    assert "<textarea" not in back.get("page/words/").content.decode()
    assert "ten past two" in words(back.post("page/words/read/"))


def test_the_page_weighs_little_and_has_no_case_in_it(back: Walker, moved_clock: HouseClock) -> None:
    moved_clock.stands(120)
    for number in range(8):
        back.post("page/words/send/", {"words": f"{number} " + "é" * 498})
    page = back.post("page/words/read/").content
    assert len(page) < 60_000
    assert str(Case.objects.get().pk).encode() not in page
