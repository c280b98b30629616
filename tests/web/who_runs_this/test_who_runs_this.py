"""Who runs this: support first, a person to reach, a question with an honest promise, and a list for who leads."""

import logging
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from alongside.ledger.models import Entry
from alongside.limits.rules import WINDOWS
from alongside.questions.models import Lead, Question
from alongside.tenancy.models import Organization
from tests.house_clock import HouseClock
from tests.signed_in import signed_in
from tests.web.walking import Walker, town, words
from tests.worlds import World

pytestmark = pytest.mark.django_db
ONCE = re.compile(r'name="once" value="([0-9a-f]{64})"')
TICKET = re.compile(r'name="ticket" value="([^"]+)"')
QUESTION = "Who may read what I say?"


@pytest.fixture
def walker(db: None) -> Walker:
    return Walker(town())


def fields(page: str, **given: str) -> dict[str, str]:
    (once,) = ONCE.findall(page)
    ticket = TICKET.findall(page)
    return {"once": once, "ticket": ticket[0] if ticket else "", "question": QUESTION, **given}


def body(answer: Any) -> str:
    return str(answer.content.decode())


def asked(walker: Walker, **given: str) -> Any:
    return walker.post("program/", fields(body(walker.get("program/")), **given))


def test_support_and_the_numbers_come_before_anything_else(walker: Walker) -> None:
    page = body(walker.get("program/"))
    assert page.index('href="tel:911"') < page.index("Who leads the program") < page.index("<textarea")
    assert page.index("begin/") < page.index("<textarea")


def test_it_says_who_leads_and_how_to_reach_them_in_each_language(walker: Walker) -> None:
    assert "Nobody has been named here yet" in walker.text("program/")
    Lead.objects.create(
        organization=walker.world.organization,
        name="Ada Reyes",
        role="Peer support lead",
        role_fr="Référente du soutien par les pairs",
        telephone="+12025550188",
        email="ada@testing.example",
        hours="Weekdays, 9 to 5",
    )
    page = body(walker.get("program/"))
    assert all(part in page for part in ("Ada Reyes", "Peer support lead", 'href="tel:+12025550188"', "Weekdays"))
    assert "Référente" in body(Walker(walker.world, language="fr").get("program/"))


@pytest.mark.parametrize(
    ("mode", "said"), [("live", "Open:"), ("withdrawn", "Closed for now"), ("setting_up", "set up")]
)
def test_it_says_where_the_program_stands(walker: Walker, mode: str, said: str) -> None:
    Organization.objects.filter(pk=walker.world.organization.pk).update(mode=mode)
    assert said in walker.text("program/")


def test_the_receipt_is_honest_and_holds_nothing_of_the_question(walker: Walker) -> None:
    answer = asked(walker, reply_to="me@somewhere.example")
    assert answer.status_code == 303
    receipt = body(walker.client.get(answer.headers["Location"]))
    assert "You will have an answer by" in receipt
    assert QUESTION not in receipt + answer.headers["Location"]
    assert "not a request for support" in receipt
    without = body(walker.client.get(asked(walker).headers["Location"]))
    assert "nobody can write back" in without
    assert "You will have an answer" not in without


def test_a_made_up_receipt_promises_nothing(walker: Walker) -> None:
    for by in ("", "made-up", "WzAsdHJ1ZV0:abc"):
        answer = walker.get(f"program/asked/?by={by}")
        assert (answer.status_code, answer.headers["Location"]) == (302, walker.at("program/"))


def test_a_double_tap_asks_once(walker: Walker) -> None:
    given = fields(body(walker.get("program/")))
    first, second = walker.post("program/", given), walker.post("program/", given)
    assert first.headers["Location"] == second.headers["Location"]
    assert Question.objects.count() == 1


@pytest.mark.parametrize("question", ["", "   ", "x" * 801])
def test_what_was_typed_is_kept_beside_a_kind_word(walker: Walker, question: str) -> None:
    page = body(asked(walker, question=question, reply_to="me@somewhere.example"))
    assert 'id="id_question_error"' in page
    assert 'value="me@somewhere.example"' in page
    assert not Question.objects.exists()


def test_a_changed_token_still_asks(walker: Walker) -> None:
    assert asked(walker, once="not hex").status_code == 303
    assert asked(walker, once="").status_code == 303


@pytest.mark.usefixtures("in_one_window")
def test_a_busy_network_waits_and_nothing_typed_is_lost(walker: Walker, moved_clock: HouseClock) -> None:
    for _ in range(WINDOWS["questions"].most):
        assert asked(walker).status_code == 303
    page = body(asked(walker, reply_to="me@somewhere.example"))
    assert "Please wait 20 seconds" in words_of(page)
    assert QUESTION in page
    given = fields(page, reply_to="me@somewhere.example")
    assert "Please wait" in words_of(body(walker.post("program/", given)))
    moved_clock.stands(21)
    assert walker.post("program/", given).status_code == 303
    another = {**given, "once": "ab" * 32}
    assert "Please wait" in words_of(body(walker.post("program/", another)))


def test_what_fills_in_the_hidden_field_waits_and_is_not_dropped(walker: Walker, moved_clock: HouseClock) -> None:
    page = body(asked(walker, website="https://spam.example"))
    assert "Please wait" in words_of(page)
    moved_clock.stands(21)
    assert walker.post("program/", {**fields(page), "website": "x"}).status_code == 303


@pytest.mark.usefixtures("in_one_window")
def test_questions_never_slow_a_request_for_support(walker: Walker) -> None:
    for _ in range(WINDOWS["questions"].most + WINDOWS["requests"].most):
        asked(walker)
    walker.answer()
    assert "wait" not in walker.get("begin/check/").headers.get("Location", "")


def words_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_a_script_in_a_question_is_only_text(walker: Walker) -> None:
    asked(walker, question="<script>alert(1)</script>\u202e{{ 7 }}", reply_to='"><img src=x>')
    page = body(opened(walker.world))
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<img" not in page
    assert "\u202e" not in page


def opened(world: World) -> Any:
    question = Question.objects.latest("asked_at").pk
    return signed_in(world.coordinator).post(f"/o/{world.slug}/desk/questions/{question}/open/")


def test_the_list_is_closed_and_opening_is_written_down(walker: Walker) -> None:
    asked(walker)
    client, desk = signed_in(walker.world.coordinator), f"/o/{walker.world.slug}/desk/questions/"
    listed = body(client.get(desk))
    assert "Answer by" in listed
    assert QUESTION not in listed
    assert client.get(f"{desk}{Question.objects.get().pk}/open/").status_code == 405
    assert not Entry.objects.filter(verb="question.opened").exists()
    assert QUESTION in body(opened(walker.world))
    assert Entry.objects.filter(verb="question.opened", actor_role="coordinator").count() == 1


def test_what_was_asked_stands_nowhere_in_clear(walker: Walker, caplog: pytest.LogCaptureFixture) -> None:
    """Threats T7, T28: not in a row of any table, not in a log, not in what a refused form leaves behind."""
    caplog.set_level(logging.DEBUG)
    canary = {"question": "Zqcanary wants to know", "reply_to": "zqcanary@zqcanary.example"}
    asked(walker, **canary)
    asked(walker, **canary, website="spam")
    walker.post("program/", {**canary, "once": "zqcanary", "ticket": "zqcanary"})
    assert "Zqcanary wants" in body(opened(walker.world))
    rows = [
        b"".join(bytes(one) if isinstance(one, bytes | memoryview) else repr(one).encode() for one in row)
        for model in apps.get_models()
        for row in model._default_manager.values_list()
    ]
    assert rows
    assert [row for row in rows if b"qcanary" in row.lower()] == []
    assert "qcanary" not in caplog.text.lower()


def test_answered_stays_answered(walker: Walker) -> None:
    asked(walker)
    client, question = signed_in(walker.world.coordinator), Question.objects.get().pk
    for _ in range(2):
        answer = client.post(f"/o/{walker.world.slug}/desk/questions/{question}/answered/", follow=True)
        assert "Noted. It will be erased in 30 days." in body(answer)
    assert "Answered" in body(client.get(f"/o/{walker.world.slug}/desk/questions/"))
    assert Entry.objects.filter(verb="question.answered").count() == 1


def test_a_stranger_finds_no_question(walker: Walker) -> None:
    asked(walker)
    question, stranger = Question.objects.get().pk, town()
    client = signed_in(stranger.coordinator)
    for act in ("open", "answered"):
        assert client.post(f"/o/{stranger.slug}/desk/questions/{question}/{act}/").status_code == 404


def test_who_leads_is_said_and_read_at_once(walker: Walker) -> None:
    client, address = signed_in(walker.world.administrator), f"/o/{walker.world.slug}/desk/program/"
    given = {"name": "Ada Reyes", "role": "Lead", "email": "no address", "answer_within_hours": "1"}
    refused = body(client.post(address, given))
    assert "It needs an @" in refused
    assert "at least 4 hours" in refused
    assert 'value="Ada Reyes"' in refused
    assert client.post(address, {**given, "email": "", "answer_within_hours": "72"}).status_code == 302
    assert "Ada Reyes" in walker.text("program/")
    assert Entry.objects.filter(verb="program.lead_named").count() == 1
    assert 'value="72"' in body(client.get(address))


def test_reading_the_page_sets_no_session_and_needs_no_script(walker: Walker) -> None:
    client = Client()
    answer = client.get(walker.at("program/"))
    assert set(client.cookies) <= {"c"}
    assert b"<script>" not in answer.content
    assert words(answer)
