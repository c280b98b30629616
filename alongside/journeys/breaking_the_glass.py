"""Breaking the glass: a coordinator opens how to reach somebody, outside the usual way, and is seen doing it.

One case, a quarter of an hour, one of four coded reasons, a passkey just used. Whoever asked reads that it was done,
and
why. A second coordinator is told at once, else an auditor; nobody looks within the hour: everybody who could be the
second person is told. Where nobody could be told, nothing is opened. The ledger keeps who and why in clear for 24
months and names no case, so that erasing the case does not erase the proof (threats T3, T35). Messages stay closed.

The engine calls `tell_again_next`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases import glass
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import KeptAway, MoveRefused, NobodyToTell
from alongside.cases.models import Case, Opening
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.answering_a_page import ContactCard
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices import queries as outbox
from alongside.paging import queries as paging_queries
from alongside.paging.rules.matching import Exclusion
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.roles import Role

WITNESSES = (Role.COORDINATOR, Role.AUDITOR)
"""Who may be the second person, in the order in which they are told."""

_KEPT_AWAY = frozenset({Exclusion.SUPERVISES, Exclusion.INVOLVED, Exclusion.AVOIDED, Exclusion.HANDED_BACK})
"""What no reason opens: the caregiver's own chief, who was there, whom they named, who said they had better not."""


@dataclass(frozen=True)
class Opened(ContactCard):
    """How to reach one person, and in which language they read."""

    language: str


def break_the_glass(*, member: Member, case: UUID, reason: GlassReason, calling_number: str, now: datetime) -> Opened:
    """Open how to reach one person, for a quarter of an hour.

    Raises:
        NoSuchCase, MoveRefused: there is no such case that anybody answers for.
        NobodyToTell: no second person could be told.
        KeptAway: this coordinator may not, whatever the reason; that they tried stands in the ledger.
        CannotBeOpened: the key is lost.
    """
    with one_transaction():
        held, box = _held(member=member, case=case)
        witnesses = _whom_to_tell(organization=member.organization, but=member.person, now=now)
        if not witnesses:
            raise NobodyToTell
        kept_away = _is_kept_away(member=member, case=held, box=box, now=now)
        if not kept_away:
            opened = _opened(case=held, box=box, calling_number=calling_number)
            _note(member=member, case=held, reason=reason, witnesses=witnesses, now=now)
        verb = "glass.refused" if kept_away else "glass.broken"
        _write(member=member, verb=verb, payload={"reason": reason.value}, now=now)
    if kept_away:
        raise KeptAway
    return opened


def look_again(*, member: Member, case: UUID, calling_number: str, now: datetime) -> Opened | None:
    """Show it again within the same quarter of an hour; None when that is over. Raises NoSuchCase, MoveRefused."""
    with one_transaction(ring=False):
        if glass.open_until(case=case, person=member.person, now=now) is None:
            return None
        held, box = _held(member=member, case=case)
        if _is_kept_away(member=member, case=held, box=box, now=now):  # Named, or made a chief, meanwhile.
            return None
        opened = _opened(case=held, box=box, calling_number=calling_number)
        _write(member=member, verb="glass.looked_again", payload={}, now=now)
    return opened


def look(*, member: Member, witness: UUID, now: datetime) -> None:
    """Say, as a second person, that one has looked at it; once. Raises NoSuchWitness, also for whoever broke it."""
    with one_transaction(ring=False):
        if glass.look(organization=member.organization, witness=witness, person=member.person, now=now):
            _write(member=member, verb="glass.seen", payload={}, now=now)


def tell_again_next(*, now: datetime) -> bool:
    """Tell everybody who could be the second person of one that nobody has looked at; False when none is due."""
    with one_transaction(ring=False):
        found = glass.claim_unseen(now=now)
    if found is None:
        return False
    with one_transaction():
        if glass.told_again(witness=found, now=now):
            organization = found.organization_id
            everybody = {who for role in WITNESSES for who in _holders(organization, role, found.person_id, now)}
            _tell(organization=organization, who=everybody, now=now)
            ledger.write(
                organization=organization, actor_role=cases.ENGINE.role, verb="glass.told_again", now=now, payload={}
            )
    return True


def _held(*, member: Member, case: UUID) -> tuple[Case, sealing.Box]:
    """Return a case that somebody answers for, held, with its box. An offer is none; nor is one that has ended."""
    case_queries.case_of(organization=member.organization, case=case)
    held = ladder.hold(case=case)
    if not case_queries.is_answered_for(case=held):
        raise MoveRefused
    return held, case_queries.box_of(held)


def _opened(*, case: Case, box: sealing.Box, calling_number: str) -> Opened:
    return Opened(case_queries.contact_of(case=case, box=box), calling_number, case.language)


def _is_kept_away(*, member: Member, case: Case, box: sealing.Box, now: datetime) -> bool:
    facts = case_queries.facts_of(case=case, box=box)
    reasons = paging_queries.why_not(case=case, facts=facts, person=member.person, role=Role.COORDINATOR, now=now)
    return bool(reasons & _KEPT_AWAY)


def _note(*, member: Member, case: Case, reason: GlassReason, witnesses: Collection[UUID], now: datetime) -> None:
    glass.break_it(case=case, person=member.person, reason=reason, now=now)
    what = Opening.What.GLASS
    cases.note_opening(case=case, role=Role.COORDINATOR, person=member.person, what=what, reason=reason.value, now=now)
    _tell(organization=member.organization, who=witnesses, now=now)


def _whom_to_tell(*, organization: UUID, but: UUID, now: datetime) -> list[UUID]:
    """Return the other coordinators who can be told; where there is none, the auditors."""
    for role in WITNESSES:
        reachable = outbox.reachable(organization, _holders(organization, role, but, now))
        if reachable:
            return sorted(reachable)
    return []


def _holders(organization: UUID, role: Role, but: UUID, now: datetime) -> list[UUID]:
    return [who for who in people.holders(organization=organization, role=role, now=now) if who != but]


def _tell(*, organization: UUID, who: Collection[UUID], now: datetime) -> None:
    for person in who:
        notices.tell(organization=organization, person=person, template="alarm", now=now)


def _write(*, member: Member, verb: str, payload: dict[str, str], now: datetime) -> None:
    """Write who and why in clear, without the case: what proves abuse must not go when the case is erased."""
    ledger.write(
        organization=member.organization,
        actor_role=Role.COORDINATOR if Role.COORDINATOR in member.roles else Role.AUDITOR,
        verb=verb,
        now=now,
        payload=payload,
        actor=member.person,
    )
