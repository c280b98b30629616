"""Carrying a notice by email.

Belongs here: one kept-open SMTP connection, the headers of a notice, what an answer of the server means. Does not
belong here: the words. No Reply-To, no tracking, one constant Message-ID domain. The same notice keeps its Message-ID,
so that a mailbox may fold a duplicate.
"""

import smtplib
from email.utils import formatdate, parseaddr
from functools import lru_cache
from types import TracebackType
from typing import Self

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.message import sanitize_address
from django.utils.crypto import salted_hmac

from alongside.notices.rules import PROVIDER_TIMEOUT, SLOTS, Letter, Permanent, Result, Retry, Sent

_REFUSED_FOR_EVER = 500


class EmailCarrier:
    """Sends one letter after another over one connection, opened when first needed and again when it broke."""

    def __init__(self) -> None:
        self._connection = get_connection(timeout=PROVIDER_TIMEOUT)
        self._used = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Say goodbye to the server."""
        self._connection.close()
        self._used = False

    def send(self, letter: Letter) -> Result:
        """Hand one letter to the server. Never raises for what a server or a network can do."""
        result = self._try(letter)
        if isinstance(result, Retry) and self._used and result.code in _STALE:
            self.close()  # The server had hung up on an idle connection: that is no failure of this letter.
            result = self._try(letter)
        if isinstance(result, Retry):
            self.close()
        return result

    def _try(self, letter: Letter) -> Result:
        if not letter.address:
            return Permanent("no_address")
        try:
            self._connection.open()
            self._hand_over(letter)
        except smtplib.SMTPException as problem:
            return _of_the_server(problem)
        except OSError as problem:
            return Retry(_of_the_network(problem))
        except ValueError:
            return Permanent("bad_address")
        self._used = True
        return Sent()

    def _hand_over(self, letter: Letter) -> None:
        smtp = getattr(self._connection, "connection", None)
        if isinstance(smtp, smtplib.SMTP):
            smtp.sendmail(_sender(settings.DEFAULT_FROM_EMAIL), [_ascii(letter.address)], _wire(letter))
        else:  # A backend for one's own desk: console, file, memory.
            self._connection.send_messages([_message(letter)])


_STALE = frozenset({"smtp_disconnected", "smtp_421", "net_broken"})


def _wire(letter: Letter) -> bytes:
    """Return the letter as it goes over the wire. All but three headers is one constant text, made once."""
    constant = _constant if not SLOTS[letter.template] else _constant.__wrapped__  # A secret is not kept.
    own = f"To: {_ascii(letter.address)}\r\nDate: {formatdate()}\r\nMessage-ID: {_message_id(letter)}\r\n"
    return own.encode("ascii") + constant(letter.subject, letter.body, letter.language, settings.DEFAULT_FROM_EMAIL)


@lru_cache(maxsize=256)
def _constant(subject: str, body: str, language: str, sender: str) -> bytes:
    message = EmailMessage(subject, body, sender, headers={**_HEADERS, "Content-Language": language}).message()
    for changing in ("To", "Date", "Message-ID"):
        del message[changing]
    return message.as_bytes().replace(b"\n", b"\r\n")


_HEADERS = {"Auto-Submitted": "auto-generated"}


def _message(letter: Letter) -> EmailMessage:
    headers = {**_HEADERS, "Content-Language": letter.language, "Message-ID": _message_id(letter)}
    return EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [letter.address], headers=headers)


def _message_id(letter: Letter) -> str:
    name = salted_hmac("alongside.notices.message", letter.id.hex, algorithm="sha256").hexdigest()[:32]
    return f"<{name}@{settings.EMAIL_MESSAGE_ID_DOMAIN}>"


def _sender(given: str) -> str:
    return _ascii(parseaddr(given)[1])


def _ascii(address: str) -> str:
    """Return an address as SMTP takes it: a domain of other letters is spelled in ASCII. Raises ValueError."""
    if any(sign in address for sign in "\r\n<> "):
        raise ValueError
    return address if address.isascii() else sanitize_address(address, "utf-8")


def _of_the_server(problem: smtplib.SMTPException) -> Result:
    """Tell a refusal of this address (permanent) from trouble of the server or of our own settings (retry)."""
    if isinstance(problem, smtplib.SMTPServerDisconnected):
        timed_out = isinstance(problem.__context__, TimeoutError)
        return Retry("net_timeout" if timed_out else "smtp_disconnected")
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return _by_number(max(answer[0] for answer in problem.recipients.values()))
    if isinstance(problem, smtplib.SMTPDataError):
        return _by_number(problem.smtp_code)
    if isinstance(problem, smtplib.SMTPResponseException):
        return Retry(f"smtp_{problem.smtp_code}")  # Sender or sign-in refused: a setting, which somebody can mend.
    return Retry("smtp_unclear")


def _by_number(number: int) -> Result:
    return (Permanent if number >= _REFUSED_FOR_EVER else Retry)(f"smtp_{number}")


def _of_the_network(problem: OSError) -> str:
    if isinstance(problem, TimeoutError):
        return "net_timeout"
    return "net_refused" if isinstance(problem, ConnectionRefusedError) else "net_broken"
