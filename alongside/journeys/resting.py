"""A supporter rests: nobody pages them until they say that they can again. No reason is asked, and none is kept.

Whoever they carry stays theirs. Leave that was planned and rest after a hard case are not touched.
"""

from __future__ import annotations

from datetime import datetime

from alongside.ledger import operations as ledger
from alongside.people.queries import Member
from alongside.rota import operations as rota
from alongside.tenancy.transactions import one_transaction


def rest(*, member: Member, now: datetime) -> None:
    """Say "not now", for as long as it takes."""
    with one_transaction(ring=False):
        rota.pause(organization=member.organization, person=member.person, now=now)
        _write(member=member, verb="rota.paused", now=now)


def come_back(*, member: Member, now: datetime) -> None:
    """Say "I can again"; an open request rings them at its next rung."""
    with one_transaction(ring=False):
        rota.resume(organization=member.organization, person=member.person, now=now)
        _write(member=member, verb="rota.resumed", now=now)


def _write(*, member: Member, verb: str, now: datetime) -> None:
    ledger.write(
        organization=member.organization,
        actor_role=min(member.roles),
        verb=verb,
        now=now,
        payload={},
        actor=member.person,
    )
