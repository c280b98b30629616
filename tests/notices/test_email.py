"""Email over a real SMTP server: one connection kept, reopened when it broke, every answer told apart."""

import socket
import threading
from collections.abc import Iterator

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django.fixtures import Settings

from alongside.notices.channels import email
from alongside.notices.channels.email import EmailCarrier
from alongside.notices.rules import Permanent, Retry, Sent
from tests import providers, sink
from tests.notices import letters


class Moody(sink.Sink):
    """A sink that refuses what a test tells it to refuse."""

    to_recipient = ""

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name.
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.to_recipient:
            return self.to_recipient
        envelope.rcpt_tos.append(address)
        return "250 ok"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Moody]:
    with sink.opened() as opened:
        opened.__class__ = Moody
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", opened.port
        yield opened  # type: ignore[misc]


def _to_port(settings: Settings, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_a_letter_arrives_as_it_was_written(mailbox: Moody) -> None:
    with EmailCarrier() as carrier:
        assert carrier.send(letters.make()) == Sent()
    [came] = mailbox.letters
    assert came.to == ("owner@example.org",)
    assert came.message["Subject"] == "Touching base"
    assert came.text.replace("\r\n", "\n") == letters.make().body


def test_the_headers_let_nobody_answer_follow_or_tell_apart(mailbox: Moody) -> None:
    letter = letters.make(language="fr")
    with EmailCarrier() as carrier:
        carrier.send(letter)
    message = mailbox.letters[0].message
    assert set(message.keys()) - {"X-Peer", "X-MailFrom", "X-RcptTo"} == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date",
        "Message-ID", "Auto-Submitted", "Content-Language",
    }  # fmt: skip
    assert message["Message-ID"].endswith("@alongside.invalid>")
    assert letter.id.hex not in str(message)
    assert message["Auto-Submitted"] == "auto-generated"


def test_a_duplicate_keeps_its_message_id(mailbox: Moody) -> None:
    letter = letters.make()
    with EmailCarrier() as carrier:
        carrier.send(letter)
        carrier.send(letter)
        carrier.send(letters.make())
    first, second, third = (came.message["Message-ID"] for came in mailbox.letters)
    assert first == second != third


def test_one_connection_carries_many(mailbox: Moody) -> None:
    sessions: set[int] = set()
    kept = Moody.handle_DATA

    async def noting(self: Moody, server: SMTP, session: Session, envelope: Envelope) -> str:
        sessions.add(id(session))
        return await kept(self, server, session, envelope)

    Moody.handle_DATA = noting  # type: ignore[method-assign]
    try:
        with EmailCarrier() as carrier:
            assert [carrier.send(letters.make()) for _ in range(10)] == [Sent()] * 10
    finally:
        Moody.handle_DATA = kept  # type: ignore[method-assign]
    assert len(sessions) == 1


def test_a_connection_that_the_server_closed_is_opened_again_at_once(mailbox: Moody) -> None:
    with EmailCarrier() as carrier:
        carrier.send(letters.make())
        carrier._connection.connection.sock.shutdown(socket.SHUT_RDWR)  # noqa: SLF001  # The server hung up.
        assert carrier.send(letters.make()) == Sent()
    assert len(mailbox.letters) == 2


@pytest.mark.parametrize(
    ("answer", "result"),
    [
        ("550 no such user", Permanent("smtp_550")),
        ("553 bad name", Permanent("smtp_553")),
        ("450 busy", Retry("smtp_450")),
        ("452 full", Retry("smtp_452")),
    ],
)
def test_a_refused_address_is_told_from_a_busy_one(mailbox: Moody, answer: str, result: object) -> None:
    mailbox.to_recipient = answer
    with EmailCarrier() as carrier:
        assert carrier.send(letters.make()) == result
        mailbox.to_recipient = ""
        assert carrier.send(letters.make()) == Sent()


def test_try_again_later_is_tried_again_later(mailbox: Moody) -> None:
    mailbox.refuse = True
    with EmailCarrier() as carrier:
        assert carrier.send(letters.make()) == Retry("smtp_451")
        mailbox.refuse = False
        assert carrier.send(letters.make()) == Sent()


def test_a_server_that_is_not_there(settings: Settings) -> None:
    _to_port(settings, providers.closed_port())
    with EmailCarrier() as carrier:
        assert carrier.send(letters.make()) == Retry("net_refused")


def test_a_server_that_never_answers(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email, "PROVIDER_TIMEOUT", 0.3)
    with providers.silent() as port:
        _to_port(settings, port)
        with EmailCarrier() as carrier:
            assert carrier.send(letters.make()) == Retry("net_timeout")


def _hang_up(server: socket.socket) -> None:
    server.accept()[0].close()


def test_a_server_that_hangs_up_in_the_middle(settings: Settings) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        threading.Thread(target=_hang_up, args=(server,), daemon=True).start()
        _to_port(settings, server.getsockname()[1])
        with EmailCarrier() as carrier:
            result = carrier.send(letters.make())
    assert isinstance(result, Retry)
    assert result.code in {"smtp_disconnected", "net_broken"}


@pytest.mark.parametrize("address", ["", "a@b\nBcc: victim@example.org"])
def test_an_address_that_cannot_be_one_is_given_up(mailbox: Moody, address: str) -> None:
    with EmailCarrier() as carrier:
        assert isinstance(carrier.send(letters.make(address)), Permanent)
    assert mailbox.letters == []
