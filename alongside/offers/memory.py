"""Who was offered support already, remembered so that a name cannot be read back.

Belongs here: what a person is recognized by, spelled one way, and its keyed digests.
Does not belong here: for how long it is remembered (`rules`), writing it down (`operations`).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import phonenumbers

from alongside.vault import envelope, marks

if TYPE_CHECKING:
    from uuid import UUID

_PURPOSE = "offers"


@dataclass(frozen=True, repr=False)
class Identity:
    """What we know somebody by, any of: their key in the people directory, a telephone number, an email address."""

    person: UUID | None = None
    phone: str = ""
    email: str = ""

    def __repr__(self) -> str:
        return "Identity(…)"


def fresh_marks(*, organization: UUID, country: str, who: Identity) -> list[bytes]:
    """Return one 32-byte mark per identifier, to be kept."""
    return [marks.mark(_PURPOSE, plain) for plain in _spelled(organization, country, who)]


def possible_marks(*, organization: UUID, country: str, who: Identity) -> list[bytes]:
    """Return every mark that may have been kept of this person, under any pepper of the keyring."""
    return [each for plain in _spelled(organization, country, who) for each in marks.marks(_PURPOSE, plain)]


def _spelled(organization: UUID, country: str, who: Identity) -> list[bytes]:
    known = {
        "person": str(who.person or ""),
        "phone": _number(who.phone, country),
        "email": unicodedata.normalize("NFKC", who.email).strip().casefold(),
    }
    return [envelope.bind(organization, kind, value) for kind, value in known.items() if value]


def _number(phone: str, country: str) -> str:
    """Return a number as +12025550100 however it was written; what is no number, by its digits."""
    try:
        read = phonenumbers.parse(phone, country)
    except phonenumbers.NumberParseException:
        return "".join(sign for sign in phone if sign.isdigit())
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
