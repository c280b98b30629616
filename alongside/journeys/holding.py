"""A legal hold: two people stop the erasure of what exists, and the person concerned sees that on their page.

Nothing is brought back by it and nothing more is written down. Each step stands in the ledger in clear, with who and
why and without the case: erasing a case must not erase that it was held.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from alongside.cases import holds
from alongside.cases import queries as cases
from alongside.cases.errors import NoSuchCase
from alongside.cases.models import Case, Hold
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.forgetting import HoldReason
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

_ROLES = (Role.COORDINATOR, Role.PROFESSIONAL, Role.AUDITOR)
"""In which role somebody acts here, where they hold more than one."""


def ask(*, member: Member, case: UUID, reason: HoldReason, now: datetime) -> None:
    """Ask that nothing of a case be erased; a second person must agree. Raises NoSuchCase."""
    with _held(member, case) as found:
        if holds.ask(case=found, reason=reason, person=member.person, now=now):
            _write(member, "hold.asked", reason, now)


def agree(*, member: Member, case: UUID, now: datetime) -> None:
    """Be the second person. Raises NoSuchCase, NoSuchHold, AnotherMustAgree."""
    with _held(member, case) as found:
        held = holds.agree(case=found, person=member.person, now=now)
        _write(member, "hold.agreed", held.reason, now)


def drop(*, member: Member, case: UUID, now: datetime) -> None:
    """Say no to what somebody else asked, or take back one's own wish. Raises NoSuchCase, NoSuchHold."""
    with _held(member, case) as found:
        asked = holds.drop(case=found)
        _write(member, "hold.dropped", asked.reason, now)


def lift(*, member: Member, case: UUID, now: datetime) -> Hold:
    """Ask to let it go or, as the second person, let it go: what is due is erased within the minute.

    Raises NoSuchCase, NoSuchHold, AnotherMustAgree.
    """
    with _held(member, case) as found:
        held = holds.lift(case=found, person=member.person, now=now)
        _write(member, "hold.lifted" if held.ended_at else "hold.lift_asked", held.reason, now)
    return held


@contextmanager
def _held(member: Member, case: UUID) -> Iterator[Case]:
    with one_transaction():
        cases.case_of(organization=member.organization, case=case)
        held = ladder.hold(case=case)
        if held.stage == Stage.ERASED:  # Meanwhile: nothing exists that could be kept.
            raise NoSuchCase
        yield held


def _write(member: Member, verb: str, reason: str, now: datetime) -> None:
    role = next(role for role in _ROLES if role in member.roles)
    ledger.write(
        organization=member.organization,
        actor_role=role,
        verb=verb,
        now=now,
        payload={"reason": str(reason)},
        actor=member.person,
    )
