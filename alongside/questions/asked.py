"""A question in memory: its words and where an answer may go.

Belongs here: the shape and its bytes. Does not belong here: sealing (`vault`), who asked: nobody is asked for a name.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

LONGEST_QUESTION, LONGEST_REPLY = 800, 120
"""Characters. Four bytes each at worst, all of it fits into the largest sealed cell."""


@dataclass(frozen=True)
class Asked:
    """What somebody wants to know, and an address for the answer, which may be empty."""

    question: str
    reply_to: str = ""

    def to_bytes(self) -> bytes:
        """Return compact JSON, to be sealed."""
        return json.dumps([self.question, self.reply_to], ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, plain: bytes) -> Asked:
        """Read what `to_bytes` wrote."""
        return cls(*json.loads(plain))
