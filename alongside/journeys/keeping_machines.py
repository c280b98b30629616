"""Keeping the tokens of machines: an administrator makes one, sees it once, and may revoke it at once.

A token lets an incident-reporting system say that an event happened, and nothing else: it reads nothing.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.ledger import operations as ledger
from alongside.people import machine_keys
from alongside.people.machine_keys import Scope
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


def make(*, member: Member, name: str, expires_at: datetime, now: datetime) -> str:
    """Make a token for reporting events and return it; nobody can see it again."""
    with one_transaction(ring=False):
        made = machine_keys.make(
            organization=member.organization,
            name=name,
            scopes=frozenset({Scope.EVENTS_WRITE}),
            expires_at=expires_at,
            now=now,
        )
        _write(member, "machine.made", made.key, now)
    return made.token


def revoke(*, member: Member, key: UUID, now: datetime) -> str:
    """End a token at once and return its name. Raises UnknownMachine."""
    with one_transaction(ring=False):
        name = machine_keys.revoke(organization=member.organization, key=key, now=now)
        _write(member, "machine.revoked", key, now)
    return name


def _write(member: Member, verb: str, key: UUID, now: datetime) -> None:
    ledger.write(
        organization=member.organization,
        actor_role=Role.ADMINISTRATOR,
        verb=verb,
        now=now,
        payload={"machine": str(key)},
        actor=member.person,
    )
