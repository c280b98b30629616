"""Somebody writes back to a notice: the numbers answer, nothing is kept, and no machine is answered."""

import io
import sys
from datetime import datetime
from types import SimpleNamespace

import pytest
from django.core import mail
from django.db import OperationalError

from alongside.config import mailbox
from alongside.journeys import answering_replies
from alongside.notices import replies, texts
from alongside.notices.rules import Template
from alongside.tenancy import queries as tenancy
from tests.habits.house import ours
from tests.worlds import World

OWN = "Touching base <support@example.org>"
HEADS = b"Return-Path: <anna@home.example>\r\nFrom: Anna <anna@work.example>\r\nSubject: canary\r\n"
WROTE = HEADS + b"\r\nI cannot live with it\r\n"


@pytest.mark.parametrize(
    ("raw", "whom"),
    [
        (WROTE, "anna@home.example"),
        (b"From: Anna <anna@work.example>\n\nhello", "anna@work.example"),
        (b"Return-Path: <>\nFrom: anna@work.example\n\nbounce", None),
        (b"From: MAILER-DAEMON@mx.example\n\n", None),
        (b"From: support@EXAMPLE.org\n\n", None),
        (b"Auto-Submitted: auto-replied\nFrom: anna@work.example\n\n", None),
        (b"Precedence: bulk\nFrom: anna@work.example\n\n", None),
        (b"List-Id: <x>\nFrom: anna@work.example\n\n", None),
        (b"From: not an address\n\n", None),
        (b"From: anna@work.example\n\tBcc: b@c.example\n\n", "anna@work.example"),
        (b"\xff\x00\xfe", None),
        (b"", None),
    ],
)
def test_a_person_is_answered_and_a_machine_never(raw: bytes, whom: str | None) -> None:
    assert replies.whom_to_answer(raw, own=OWN) == whom


def _everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in ours()]  # type: ignore[attr-defined]  # Each has one.


def _pipe(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    return mailbox.answer(SimpleNamespace(email_from=OWN))  # type: ignore[arg-type]  # All it asks of the settings.


@pytest.mark.django_db
def test_reply_gets_numbers_and_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """U test_reply_gets_numbers_and_is_not_kept (T27)."""
    before = _everything()
    assert _pipe(WROTE, monkeypatch) == 0
    (said,) = mail.outbox
    assert said.to == ["anna@home.example"]
    assert said.extra_headers["Auto-Submitted"] == "auto-replied"
    for number in ("911", world.organization.fallback_line):
        assert number in said.body
    assert "Nobody reads this mailbox" in said.body
    assert "Personne ne lit cette boîte" in said.body
    assert "canary" not in said.subject + said.body
    assert "live with it" not in said.body
    assert _everything() == before


@pytest.mark.django_db
def test_a_machine_gets_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert _pipe(b"Auto-Submitted: auto-replied\nFrom: a@b.example\n\n", monkeypatch) == 0
    assert mail.outbox == []


@pytest.mark.django_db
def test_a_mail_server_that_does_not_take_it_is_asked_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_given: object, **_named: object) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(mailbox.EmailMessage, "send", refuses)
    assert _pipe(WROTE, monkeypatch) == 75


def test_without_a_database_there_are_numbers_still(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    def refuses() -> list[object]:
        raise OperationalError

    monkeypatch.setattr(tenancy, "houses", refuses)
    found = answering_replies.answer(WROTE, own=OWN, languages=("en", "fr"), now=now)
    assert found is not None
    assert "112 if a life is in danger" in found[2]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_notice_says_that_nobody_reads_answers_and_whom_to_call(language: str) -> None:
    sender = texts.Sender("https://x.example/desk/", "+1 555 0100", "Touching base", answered="+1 555 0199")
    bodies = [
        texts.words(one, sender=sender, language=language, slot={}).body for one in (Template.PAGE, Template.ALARM)
    ]
    for body in bodies:
        assert body.rstrip().splitlines()[-1].count("+1 555 0199") == 1
    assert len(bodies[0].encode()) == len(bodies[1].encode())
