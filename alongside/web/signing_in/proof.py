"""How somebody proved who they are in this session, read from allauth's own record of it.

Belongs here: writing and reading that record, and what it is good for. Does not belong here: what a member may do
(`people/access.py`), or the ceremonies themselves.
"""

from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any

from allauth.account.internal.flows.login import (
    clear_authentication_records,
    get_authentication_records,
    record_authentication,
)
from django.conf import settings
from django.http import HttpRequest

from alongside.people import access
from alongside.people.queries import Member

DEMONSTRATION = "demonstration"
INVITATION = "invitation"
FRESH_FOR = timedelta(minutes=15)
"""How long a passkey counts where it is asked for again: before somebody is shown how to reach a person."""


class Proof(IntEnum):
    """From none to the strongest. A half proof (password alone, an invitation) only leads to setting up the rest."""

    NONE = 0
    HALF = 1
    CODES = 2
    PASSKEY = 3


def proof_of(request: HttpRequest) -> Proof:
    """Return the strongest proof given in this session by the account signed in."""
    if not request.user.is_authenticated:
        return Proof.NONE
    return max((_strength(record) for record in get_authentication_records(request, request.user)), default=Proof.NONE)


def enough(member: Member, proof: Proof) -> bool:
    """Say whether this proof opens the desk: a passkey for roles that open cases, two factors for the rest."""
    return proof >= (Proof.PASSKEY if access.must_use_a_passkey(member) else Proof.CODES)


def invited(request: HttpRequest) -> bool:
    """Say whether this session began with an invitation, so that new keys may be made although old ones exist."""
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return any(record.get("method") == INVITATION for record in records)


def start_over(request: HttpRequest) -> None:
    """Forget what was proved before: an invitation used up, or a key of before it."""
    clear_authentication_records(request)


def record_passkey(request: HttpRequest, *, now: datetime) -> None:
    """Note that a passkey was used, with its owner verified by the device, and when by our own clock."""
    at = now.isoformat()
    record_authentication(request, request.user, method="mfa", type="webauthn", passwordless=True, proved_at=at)


def proved_lately(request: HttpRequest, *, now: datetime) -> bool:
    """Say whether a passkey was used within the last quarter of an hour: whoever finds an open desk has not (T14)."""
    records = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return any(_is_fresh(record, now) for record in records if _strength(record) is Proof.PASSKEY)


def _is_fresh(record: dict[str, Any], now: datetime) -> bool:
    if record.get("method") == DEMONSTRATION:
        return True  # It proves nothing at all, so there is nothing to prove again.
    at = str(record.get("proved_at", ""))
    return bool(at) and timedelta() <= now - datetime.fromisoformat(at) < FRESH_FOR


def record_codes(request: HttpRequest, kind: str) -> None:
    """Note that a password and then a one-time (`totp`) or a recovery code (`recovery_codes`) were given."""
    record_authentication(request, request.user, method="password")
    record_authentication(request, request.user, method="mfa", type=kind)


def record_invitation(request: HttpRequest) -> None:
    """Note that an invitation was opened."""
    record_authentication(request, request.user, method=INVITATION)


def record_demonstration(request: HttpRequest) -> None:
    """Note the one-click sign-in of the demonstration, worth nothing anywhere else."""
    record_authentication(request, request.user, method=DEMONSTRATION)


def _strength(record: dict[str, object]) -> Proof:
    match record.get("method"), record.get("type"):
        case "mfa", "webauthn":
            return Proof.PASSKEY if record.get("passwordless") else Proof.HALF
        case "mfa", "totp" | "recovery_codes":
            return Proof.CODES
        case method, _ if method == DEMONSTRATION and settings.HOUSE.demonstration:
            return Proof.PASSKEY
        case "password" | "invitation", _:
            return Proof.HALF
    return Proof.NONE
