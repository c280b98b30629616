"""Tokens by which a machine speaks for an organization: made, shown once, checked, revoked.

Belongs here: the token's spelling, its hash, its scopes and its end. Does not belong here: what a machine may then say
(`api`), who may make a token (`access`).

A token is `alm_<key>_<secret>`: 128 bits that find the row and 256 that prove it. The secret is drawn at random, so a
plain SHA-256 of it is enough, and comparing takes the same time whether a row was found or not.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from alongside.people.errors import UnknownMachine
from alongside.people.models import MachineKey
from alongside.tenancy.transactions import require_transaction

LIVES_AT_MOST = timedelta(days=366)
_PREFIX = "alm"
_NOBODY = "0" * 64


class Scope(StrEnum):
    """What a token may do. One verb each; none of them reads."""

    EVENTS_WRITE = "events:write"


@dataclass(frozen=True)
class Machine:
    """A machine that showed a token that holds: for whom it speaks, and what it may do."""

    key: UUID
    organization: UUID
    scopes: frozenset[str]

    def may(self, scope: Scope) -> bool:
        """Say whether the token was made for this."""
        return scope.value in self.scopes


@dataclass(frozen=True)
class MachineRow:
    """A token as the administrator sees it: never the token."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None

    def holds(self, *, now: datetime) -> bool:
        """Say whether it opens anything now."""
        return self.revoked_at is None and now < self.expires_at


@dataclass(frozen=True, repr=False)
class Made:
    """A fresh token, to be shown once."""

    key: UUID
    token: str


def make(*, organization: UUID, name: str, scopes: frozenset[Scope], expires_at: datetime, now: datetime) -> Made:
    """Make a token; only its hash is kept."""
    require_transaction()
    key, secret = uuid.uuid4(), secrets.token_hex(32)
    MachineKey.objects.create(
        id=key,
        organization_id=organization,
        name=name,
        scopes=sorted(scope.value for scope in scopes),
        secret_hash=_hash(secret),
        made_at=now,
        expires_at=min(expires_at, now + LIVES_AT_MOST),
    )
    return Made(key, f"{_PREFIX}_{key.hex}_{secret}")


def revoke(*, organization: UUID, key: UUID, now: datetime) -> str:
    """End a token at once, and return the name it had. Raises UnknownMachine."""
    require_transaction()
    row = MachineKey.objects.of(organization).filter(pk=key, revoked_at=None).first()
    if row is None:
        raise UnknownMachine
    MachineKey.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=now)
    return row.name


def machine(token: str, *, now: datetime) -> Machine | None:
    """Return whose token this is, or None: unknown, revoked and expired look alike and take as long."""
    key, secret = _parts(token)
    row = MachineKey.objects.filter(pk=key).first() if key else None
    same = hmac.compare_digest(row.secret_hash if row else _NOBODY, _hash(secret))
    if row is None or not same or row.revoked_at is not None or now >= row.expires_at:
        return None
    return Machine(row.pk, row.organization_id, frozenset(row.scopes))


def machines(*, organization: UUID) -> list[MachineRow]:
    """Return every token of an organization, the newest first; one query."""
    rows = MachineKey.objects.of(organization).order_by("-made_at", "pk")
    return [
        MachineRow(row.pk, row.name, tuple(row.scopes), row.made_at, row.expires_at, row.revoked_at) for row in rows
    ]


def _parts(token: str) -> tuple[UUID | None, str]:
    prefix, _, rest = token.partition("_")
    key, _, secret = rest.partition("_")
    try:
        found = UUID(hex=key) if prefix == _PREFIX else None
    except ValueError:
        found = None
    return found, secret


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
