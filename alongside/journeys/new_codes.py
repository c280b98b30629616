"""A new return code: taken by whoever asked, on their page, or read aloud to them by the colleague who carries it.

Whoever thinks that somebody saw their code, or was handed one, takes a new one: shown, typed back, and the old one
opens nothing any more. Whoever lost theirs never needs it to be reached (hazard H19); the colleague may ask by phone
"shall I make a new code?" and read one aloud. Somebody else knows that one, so its owner takes one of their own at
first use.

Nothing changes until the last two groups were typed back: a page may be closed, a call may break off, and the old code
goes on working. Every change is written where whoever asked reads who opened their request.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from alongside.cases import hand_offs, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import MovedMeanwhile, MoveRefused, NotTheirs
from alongside.cases.models import Case, Opening
from alongside.cases.rules import messages as rules
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.asking_for_help import fresh_code
from alongside.journeys.entries import write_of_case
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class Drawn:
    """A code to show, and what tells which code it is to replace: one drawn earlier never replaces a later one."""

    code: str = field(repr=False)
    instead_of: str


def was_handed_over(*, organization: UUID, token: bytes, now: datetime) -> bool:
    """Say whether somebody else knows the code by which this visit began. Raises NoVisit."""
    visit = visits.find_visit(organization=organization, token=token, now=now)
    return case_queries.code_was_handed_over(case=visit.case)


def draw(*, organization: UUID, token: bytes, now: datetime) -> Drawn:
    """Return a code to show; nothing is changed until it was typed back. Raises NoVisit when the visit is over."""
    visit = visits.find_visit(organization=organization, token=token, now=now)
    return Drawn(fresh_code(organization).text, _mark(visit.case))


def take(*, organization: UUID, token: bytes, drawn: Drawn, now: datetime) -> None:
    """Let the code that was shown open the case from now on, and the one before no more.

    Whoever came in by the old one is out. A second tap changes nothing.

    Raises:
        MovedMeanwhile: another tab, or a colleague by phone, was quicker; this code is not the one to keep.
        Mistyped: it is no code.
        NoVisit: the visit is over.
    """
    code = codes.parse(drawn.code)
    verifier = codes.derive(code)  # Slow on purpose, and therefore before the transaction.
    with one_transaction():
        case = ladder.hold_visited(organization=organization, token=token, now=now)
        if _is_theirs(case, code):
            return
        _must_replace(case, drawn)
        cases.keep_code(case=case, code=code, verifier=verifier)
        visits.end_other_visits(case=case, now=now, token=token)
        cases.note_opening(case=case, role=Role.CAREGIVER, person=None, what=Opening.What.NEW_CODE, now=now)
        write_of_case(case, Role.CAREGIVER, "case.own_code", now)


def draw_by_phone(*, organization: UUID, case: UUID, person: UUID) -> Drawn:
    """Return a code to read aloud, to the colleague who carries the case; nothing is changed yet.

    Raises NotTheirs, NoSuchCase, MoveRefused as `take_by_phone` does.
    """
    mine = case_queries.case_of(organization=organization, case=case)
    _must_carry(mine, organization, person)
    return Drawn(fresh_code(organization).text, _mark(mine))


def take_by_phone(*, organization: UUID, case: UUID, person: UUID, drawn: Drawn, now: datetime) -> None:
    """Let the code that was read aloud, and read back, open the case; all visits end. A second tap changes nothing.

    Raises:
        NotTheirs: somebody else carries it.
        MoveRefused: nobody walks with them now, or they have not said yes to the name they asked to hear first, or a
            professional has not confirmed yet.
        MovedMeanwhile: whoever asked took another one meanwhile.
        Mistyped: it is no code.
    """
    code = codes.parse(drawn.code)
    verifier = codes.derive(code)  # As above.
    with one_transaction():
        mine = ladder.hold(case=case)
        _must_carry(mine, organization, person)
        if _is_theirs(mine, code):
            return
        _must_replace(mine, drawn)
        cases.keep_code(case=mine, code=code, verifier=verifier, handed_over=True)
        visits.end_visits(case=mine, now=now)
        cases.note_opening(case=mine, role=mine.owner_role, person=person, what=Opening.What.CODE_BY_PHONE, now=now)
        write_of_case(mine, mine.owner_role, "case.code_by_phone", now, person=person)


def _is_theirs(case: Case, code: codes.Code) -> bool:
    return case_queries.lookup_of(case=case) == code.lookup


def _mark(case: Case) -> str:
    return sha256(f"{case.pk} {case_queries.lookup_of(case=case)}".encode()).hexdigest()[:16]


def _must_replace(case: Case, drawn: Drawn) -> None:
    taken = case_queries.lookup_taken(organization=case.organization_id, lookup=codes.parse(drawn.code).lookup)
    if drawn.instead_of != _mark(case) or taken:
        raise MovedMeanwhile


def _must_carry(case: Case, organization: UUID, person: UUID) -> None:
    if (case.organization_id, case.owner_id) != (organization, person):
        raise NotTheirs
    if case.stage not in rules.TALKING or case_queries.waits_for_yes(case) or hand_offs.waits_for_receipt(case=case):
        raise MoveRefused
