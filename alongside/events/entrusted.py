"""What a report holds while it is being made or handed out; and how a person in it is written down to be sealed.

Belongs here: these shapes. Does not belong here: sealing (`operations`), what an outside system may send (`api`).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.vocabulary.happening import EventKind


@dataclass(frozen=True, repr=False)
class Colleague:
    """Somebody who was there: a name, and a way to reach them or their key in the people directory.

    `unit` where it is not the event's own; `language` empty means the organization's first.
    """

    name: str
    email: str = ""
    phone: str = ""
    person: UUID | None = None
    unit: UUID | None = None
    profession: str = "unsaid"
    language: str = ""

    def to_bytes(self) -> bytes:
        """Return compact JSON, to be sealed."""
        held = {**self.__dict__, "person": _hex(self.person), "unit": _hex(self.unit)}
        return json.dumps(held, separators=(",", ":"), ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> Colleague:
        """Read what `to_bytes` wrote."""
        held = json.loads(plain)
        return cls(**{**held, "person": _uuid(held["person"]), "unit": _uuid(held["unit"])})

    def __repr__(self) -> str:
        return "Colleague(…)"


@dataclass(frozen=True)
class Report:
    """One event as it is reported. `occurred_at` is aware; `came_by` is a code of `Event.CameBy`."""

    kind: EventKind
    occurred_at: datetime
    site: UUID
    unit: UUID | None
    people: tuple[Colleague, ...]
    came_by: str


def _hex(key: UUID | None) -> str:
    return key.hex if key else ""


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None
