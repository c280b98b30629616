"""A mail server for the demonstration: it accepts every message and keeps each as a file.

Belongs here: receiving. Does not belong here: showing what was received (`views.py`).
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from alongside import clock

LARGEST = 256 * 1024
"""Bytes; notices are far smaller."""


class Keeper:
    """Keeps each message under a name that sorts by arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's.
        """Write the message beside its final name, then rename: a reader never sees half of it."""
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        name = f"{int(clock.now().timestamp() * 1e9)}-{uuid.uuid4().hex[:6]}"
        half = self.folder / f"{name}.part"
        half.write_bytes(b"X-Envelope-To: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n" + raw)
        half.rename(self.folder / f"{name}.eml")
        return "250 kept"


@contextmanager
def opened(port: int, folder: Path) -> Iterator[None]:
    """Receive on this machine's own address until the block ends."""
    controller = Controller(Keeper(folder), hostname="127.0.0.1", port=port, data_size_limit=LARGEST)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
