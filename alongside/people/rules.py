"""Decisions about people on plain data: what is known of a person, how an invitation is spelled and how long it lives.

Does not belong here: reading a spreadsheet (`import_rules.py`), or writing anything.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from uuid import UUID

LINK_LIVES = timedelta(days=7)
TELEPHONE_CODE_LIVES = timedelta(hours=24)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8
_LOOKALIKES = str.maketrans("OIL", "011")


@dataclass(frozen=True)
class Details:
    """What is known of a person besides roles. `gender` only serves a wish; `reads` is the language of notices."""

    name: str
    email: str = ""
    phone: str = ""
    unit: UUID | None = None
    profession: str = "unsaid"
    gender: str = "unsaid"
    languages: tuple[str, ...] = ()
    ways_to_talk: tuple[str, ...] = ()
    reads: str = "en"


def expires_at(*, by_telephone: bool, now: datetime) -> datetime:
    """Return when an invitation made at `now` (aware) runs out: 7 days for a link, 24 hours for a telephone code."""
    return now + (TELEPHONE_CODE_LIVES if by_telephone else LINK_LIVES)


def new_telephone_code() -> str:
    """Return eight Crockford characters, to be read out in two groups."""
    return "".join(secrets.choice(CROCKFORD) for _ in range(CODE_LENGTH))


def heard(text: str) -> str:
    """Return a code as typed from hearing: without spaces and dashes, O as 0, I and L as 1."""
    return re.sub(r"[\s\-\u2010-\u2015.]", "", text).upper().translate(_LOOKALIKES)


def spelled(code: str) -> str:
    """Return a code in two groups of four."""
    return f"{code[:4]}-{code[4:]}"
