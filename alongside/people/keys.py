"""What an account proves itself with: passkeys, one-time codes, recovery codes, a password; kept in allauth's table.

Belongs here: reading and writing them. Does not belong here: the ceremony in the browser and the session
(`web/signing_in`), or who needs which (`access.must_use_a_passkey`).
"""

from __future__ import annotations

import functools
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt
from django.contrib.auth.hashers import check_password, make_password

from alongside.people.errors import LastKey, NotThisCode
from alongside.people.models import Account, fresh_seed
from alongside.tenancy.transactions import require_transaction

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

PERIOD = 30
"""Seconds that a one-time code lasts; the one before and the one after are taken too, for slow hands and clocks."""
_KIND = Authenticator.Type


@dataclass(frozen=True)
class Key:
    """One passkey, as its owner sees it."""

    id: int
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Keys:
    """Everything an account signs in with. `recovery_codes_left` is None where none were made."""

    passkeys: tuple[Key, ...]
    password: bool
    one_time_codes: bool
    recovery_codes_left: int | None

    @property
    def complete(self) -> bool:
        """Whether the account can sign in at all."""
        return bool(self.passkeys) or (self.password and self.one_time_codes)


def keys_of(account: UUID) -> Keys:
    """Return what an account signs in with."""
    rows = list(Authenticator.objects.filter(user=account).order_by("created_at"))
    recovery = [row for row in rows if row.type == _KIND.RECOVERY_CODES]
    return Keys(
        passkeys=tuple(
            Key(row.pk, row.data["name"], row.created_at, row.last_used_at)
            for row in rows
            if row.type == _KIND.WEBAUTHN
        ),
        password=Account.objects.get(pk=account).has_usable_password(),
        one_time_codes=any(row.type == _KIND.TOTP for row in rows),
        recovery_codes_left=len(RecoveryCodes(recovery[0]).get_unused_codes()) if recovery else None,
    )


def account_with_password(*, email: str, password: str) -> UUID | None:
    """Return the account whose password this is and that has one-time codes. The same work whether or not it exists."""
    account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    stored = account.password if account and account.has_usable_password() else _nobodys_password()
    right = check_password(password, stored)
    coded = Authenticator.objects.filter(user=account.pk if account else None, type=_KIND.TOTP).exists()
    return account.pk if account and right and coded else None


@functools.cache
def _nobodys_password() -> str:
    return make_password(secrets.token_urlsafe(32))


def add_passkey(*, account: UUID, name: str, credential: dict[str, Any], now: datetime) -> int:
    """Keep a passkey that the ceremony has verified."""
    require_transaction()
    row = Authenticator.objects.create(
        user_id=account,
        type=_KIND.WEBAUTHN,
        data={"name": name.strip()[:60], "credential": credential},
        created_at=now,
        last_used_at=now,
    )
    return int(row.pk)


def note_use(*, key: int, now: datetime) -> None:
    """Note when a key was last used."""
    require_transaction()
    Authenticator.objects.filter(pk=key).update(last_used_at=now)


def remove_passkey(*, account: UUID, key: int) -> None:
    """Remove a passkey; raise LastKey if nothing else would open the account."""
    require_transaction()
    keys = keys_of(account)
    others = [passkey for passkey in keys.passkeys if passkey.id != key]
    if not others and not (keys.password and keys.one_time_codes):
        raise LastKey
    Authenticator.objects.filter(user=account, type=_KIND.WEBAUTHN, pk=key).delete()


def set_password_and_codes(*, account: UUID, password: str, secret: str, code: str, now: datetime) -> None:
    """Set a password with one-time codes (`secret` in base 32), once a first code was typed. Raise NotThisCode."""
    require_transaction()
    counter = _matching(secret, code, now)
    if counter is None:
        raise NotThisCode
    Authenticator.objects.filter(user=account, type=_KIND.TOTP).delete()
    Authenticator.objects.create(
        user_id=account,
        type=_KIND.TOTP,
        data={"secret": encrypt(secret), "last": counter},
        created_at=now,
        last_used_at=now,
    )
    Account.objects.filter(pk=account).update(password=make_password(password))


def use_code(*, account: UUID, code: str, now: datetime) -> str:
    """Take a one-time code or a recovery code, each once; return which it was (`totp`, `recovery_codes`).

    Raise NotThisCode for a wrong one and for one used before.
    """
    require_transaction()
    if _use_one_time_code(account, code, now):
        return str(_KIND.TOTP)
    row = Authenticator.objects.filter(user=account, type=_KIND.RECOVERY_CODES).first()
    if row is not None and RecoveryCodes(row).validate_code(_digits(code)):
        return str(_KIND.RECOVERY_CODES)
    raise NotThisCode


def new_recovery_codes(*, account: UUID, now: datetime) -> list[str]:
    """Make ten recovery codes, each good once; earlier ones end. They are shown only now."""
    require_transaction()
    Authenticator.objects.filter(user=account, type=_KIND.RECOVERY_CODES).delete()
    seed = encrypt(RecoveryCodes.generate_seed())
    row = Authenticator.objects.create(
        user_id=account, type=_KIND.RECOVERY_CODES, data={"seed": seed, "used_mask": 0}, created_at=now
    )
    codes: list[str] = RecoveryCodes(row).generate_codes()
    return codes


def forget_keys(*, account: UUID) -> None:
    """Forget every key and the password: whoever opens an invitation anew starts from nothing."""
    require_transaction()
    Authenticator.objects.filter(user=account).delete()
    Account.objects.filter(pk=account).update(password=make_password(None))


def end_sessions(*, account: UUID) -> None:
    """End every session of an account, everywhere, at once."""
    require_transaction()
    Account.objects.filter(pk=account).update(session_seed=fresh_seed())


def _use_one_time_code(account: UUID, code: str, now: datetime) -> bool:
    row = Authenticator.objects.select_for_update().filter(user=account, type=_KIND.TOTP).first()
    if row is None:
        return False
    counter = _matching(decrypt(row.data["secret"]), code, now)
    if counter is None or counter <= row.data.get("last", 0):
        return False
    Authenticator.objects.filter(pk=row.pk).update(data={**row.data, "last": counter}, last_used_at=now)
    return True


def _matching(secret: str, code: str, now: datetime) -> int | None:
    """Return the counter whose code this is, by our own clock. Each counter is taken once."""
    middle = int(now.timestamp()) // PERIOD
    for counter in (middle - 1, middle, middle + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, counter)), _digits(code)):
            return counter
    return None


def _digits(code: str) -> str:
    return "".join(sign for sign in code if sign in "0123456789")
