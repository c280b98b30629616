"""A real SMTP server that keeps what it receives in memory, for one test or one bench.

Belongs here: receiving, reading, refusing on request.
Does not belong here: the demonstration's sink, which keeps files for a browser.
"""

import email
import email.policy
import threading
import time
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True)
class Letter:
    """One message as it came over the wire. `at` is `time.perf_counter()` in seconds."""

    to: tuple[str, ...]
    raw: bytes
    at: float

    @property
    def message(self) -> EmailMessage:
        """Return the parsed message."""
        return email.message_from_bytes(self.raw, policy=email.policy.default)  # type: ignore[return-value]

    @property
    def text(self) -> str:
        """Return its plain body."""
        body = self.message.get_body(("plain",))
        return body.get_content() if body else ""


@dataclass
class Sink:
    """Every letter since it opened. `refuse` answers 451 while true: try again later."""

    port: int = 0
    letters: list[Letter] = field(default_factory=list)
    refuse: bool = False
    _came: threading.Condition = field(default_factory=threading.Condition)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's.
        """Keep a message, or refuse it for now."""
        if self.refuse:
            return "451 try again later"
        with self._came:
            content = envelope.content or b""
            raw = content if isinstance(content, bytes) else content.encode()
            self.letters.append(Letter(tuple(envelope.rcpt_tos), raw, time.perf_counter()))
            self._came.notify_all()
        return "250 kept"

    def to(self, address: str) -> list[Letter]:
        """Return what one address received, oldest first."""
        return [letter for letter in self.letters if address in letter.to]

    def wait_for(self, address: str, *, count: int = 1, seconds: float = 20) -> list[Letter]:
        """Wait until an address has received `count` letters; fail after `seconds`."""
        with self._came:
            if not self._came.wait_for(lambda: len(self.to(address)) >= count, seconds):
                raise AssertionError(f"{address} got {len(self.to(address))} of {count} letters")
        return self.to(address)


class _Controller(Controller):
    """aiosmtpd's thread, on a port that the system chooses."""

    @property
    def bound_port(self) -> int:
        return int(self.server.sockets[0].getsockname()[1])  # type: ignore[union-attr]

    def _trigger_server(self) -> None:
        self.port = self.bound_port
        super()._trigger_server()


class opened:  # noqa: N801  # Read as a phrase: `with sink.opened() as letters`.
    """Open a sink until the block ends."""

    def __init__(self) -> None:
        self.sink = Sink()
        self._controller = _Controller(self.sink, hostname="127.0.0.1", port=0)

    def __enter__(self) -> Sink:
        self._controller.start()
        self.sink.port = self._controller.bound_port
        return self.sink

    def __exit__(self, *_problem: object) -> None:
        self._controller.stop()
