"""How allauth behaves in this house: no open sign-up, no mail of its own, secrets sealed, no lock-out.

Belongs here: what allauth asks its adapters. Does not belong here: pages or addresses; none of allauth's are used.
"""

import base64
import os
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

_PURPOSE = b"alongside.web.signing_in"
_NONCE = 12


class MailGoesThroughTheOutbox(Exception):  # Read aloud when it stops something.
    """allauth tried to send mail by itself; only `notices` tells people anything."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types.
    """People come in by invitation only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth passes it.
        """Nobody makes an account by themselves."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002  # As above.
        """Refuse: a message leaves by the outbox or not at all."""
        raise MailGoesThroughTheOutbox(template_prefix)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # As above.
    """Passkeys and one-time codes."""

    def encrypt(self, text: str) -> str:
        """Seal the secret of one-time or recovery codes, so that the database alone does not open an account."""
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(_key(settings.SECRET_KEY)).encrypt(nonce, text.encode(), _PURPOSE)
        return base64.b64encode(nonce + sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret, with the present key of the house or an earlier one."""
        sealed = base64.b64decode(encrypted_text)
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            try:
                return AESGCM(_key(secret)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _PURPOSE).decode()
            except InvalidTag:
                continue
        raise InvalidTag

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the house by its one origin, never by what a request claims."""
        return {"id": urlsplit(settings.HOUSE.origin).hostname or "localhost", "name": "Alongside"}

    def get_public_key_credential_user_entity(self, user: AbstractBaseUser) -> dict[str, Any]:
        """Name the owner as this organization knows them; what the device shows beside the passkey."""
        name = context.request.member.name
        return {"id": str(user.pk.hex).encode(), "display_name": name, "name": name}


@cache
def _key(secret: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
