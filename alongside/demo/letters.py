"""The messages that the demonstration's mail server kept, newest first.

Belongs here: reading the files. Does not belong here: receiving them (`sink.py`), showing them (`views.py`).
"""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

SHOWN = 100
"""How many the list shows; older ones stay on disk."""


@dataclass(frozen=True)
class Letter:
    """One message. `code` is its file's name without the ending; `came_at` is aware, UTC."""

    code: str
    to: str
    sender: str
    subject: str
    came_at: datetime
    text: str


def newest(folder: Path) -> list[Letter]:
    """Return the newest letters of a folder; none when nothing was ever received."""
    return [_read(path) for path in sorted(folder.glob("*.eml"), reverse=True)[:SHOWN]]


def one(folder: Path, code: str) -> Letter | None:
    """Return one letter by its code, or None."""
    return next((_read(path) for path in folder.glob("*.eml") if path.stem == code), None)


def _read(path: Path) -> Letter:
    message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    body = message.get_body(("plain",))
    nanoseconds = int(path.stem.split("-")[0])
    return Letter(
        code=path.stem,
        to=str(message["X-Envelope-To"] or message["To"]),
        sender=str(message["From"]),
        subject=str(message["Subject"]),
        came_at=datetime.fromtimestamp(nanoseconds / 1e9, UTC),
        text=str(body.get_content()) if body else "",
    )
