"""The two ceremonies of a passkey: making one and using one. The challenge waits in the session.

Belongs here: asking allauth's machinery, one error for whatever is wrong with an answer.
Does not belong here: keeping the key (`journeys/signing_in.py`), pages.
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.webauthn.internal import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError

LARGEST = 12_000
"""Characters of an answer; a real one has about two thousand."""


class NotThisPasskey(Exception):  # Named for the fact.
    """The answer is not one to our challenge, or nobody's; which is not told."""


@dataclass(frozen=True)
class Used:
    """A passkey that answered our challenge."""

    account: UUID
    key: int


def ask_to_make(user: AbstractBaseUser) -> dict[str, Any]:
    """Return what the browser needs to make a passkey that its device guards by PIN, finger or face."""
    return dict(auth.begin_registration(user, passwordless=True))


def verify_made(answer: str) -> dict[str, Any]:
    """Return the credential to keep, once it answers the challenge. Raises NotThisPasskey."""
    try:
        credential = _read(answer)
        auth.parse_registration_response(credential)
        if not auth.complete_registration(credential).is_user_verified():
            raise NotThisPasskey
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise NotThisPasskey from problem
    return credential


def ask_to_use() -> dict[str, Any]:
    """Return what the browser needs to offer whatever passkeys it has for us; nobody is named."""
    return dict(auth.begin_authentication(user=None))


def verify_used(answer: str) -> Used:
    """Return whose passkey answered. Raises NotThisPasskey."""
    try:
        credential = _read(answer)
        auth.parse_authentication_response(credential)
        user = auth.extract_user_from_response(credential)
        key = auth.complete_authentication(user, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as problem:
        raise NotThisPasskey from problem
    return Used(user.pk, key.pk)


def _read(answer: str) -> dict[str, Any]:
    read = json.loads(answer) if len(answer) <= LARGEST else None
    if not isinstance(read, dict):
        raise NotThisPasskey
    return read
