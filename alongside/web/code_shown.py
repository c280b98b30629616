"""A code that was drawn and is shown, travelling in the form until it was typed back: signed, so nobody chooses it.

Belongs here: signing it for one reader, and reading it back. Does not belong here: keeping it
(`journeys/new_codes.py`).
"""

from __future__ import annotations

from typing import Any

from django.core import signing

from alongside.journeys.new_codes import Drawn
from alongside.vault import codes

SEPARATOR = "/"


def words(drawn: Drawn, *, reader: str, typed: str = "", mistyped: bool = False) -> dict[str, Any]:
    """Return what the page's template asks. `reader` is whoever it is shown to, and nobody else may send it back."""
    return {
        "code": drawn.code,
        "groups": drawn.code.split("-"),
        "signed": _signer(reader).sign(f"{drawn.code}{SEPARATOR}{drawn.instead_of}"),
        "typed": typed,
        "mistyped": mistyped,
    }


def sent_back(signed: str, *, reader: str) -> Drawn | None:
    """Return the code that this reader was shown; None when the form was tampered with or is somebody else's."""
    try:
        code, _, instead_of = _signer(reader).unsign(signed).partition(SEPARATOR)
    except signing.BadSignature:
        return None
    return Drawn(code, instead_of)


def typed_back(drawn: Drawn, typed: str) -> bool:
    """Say whether the last two groups were typed, in any spelling."""
    return codes.same_ending(drawn.code, typed)


def _signer(reader: str) -> signing.Signer:
    return signing.Signer(salt=f"alongside.code-shown.{reader}")
