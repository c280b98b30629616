"""A supporter answers a page: takes it or passes, makes contact, says what came of it.

One wins; the others are stood down with no detail. Nothing identifying is shown before somebody accepts. The clock
stops on confirmed human contact: "we spoke"
settles after the ten minutes in which it can be undone, or at once when the caregiver says so too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases import follow_ups, hand_offs, rules
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import MoveRefused, NoMoreCalls, NotTheirs, WaitsForReceipt, WaitsForTheirYes
from alongside.cases.models import Case, Opening
from alongside.journeys import going_on, letting_go
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.entries import write_of_case
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.paging.errors import MayNotTake, NotNow, PagingError
from alongside.paging.rules.matching import THEIR_OWN
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from alongside.vocabulary.asking import Outcome, Urgency
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, Stage

ENDS_AS_NOT_REAL = frozenset({Stage.ACCEPTED, Stage.ALONGSIDE})
"""From these whoever carries a case may say that it is not a real request; a hand-off is not undone by it."""


@dataclass(frozen=True)
class ContactCard:
    """What a supporter needs to make contact, and nothing of what happened."""

    contact: ContactWish
    calling_number: str


def accept(*, organization: UUID, page: UUID, person: UUID, now: datetime) -> UUID:
    """Take the case; return its id. One winner.

    What held when they were paged is looked at again: meanwhile they may have become a chief there, been named by the
    caregiver, gone on leave, or taken enough others. Then somebody else is asked.

    Raises:
        paging.errors.AlreadyTaken: somebody was quicker.
        paging.errors.MayNotTake, paging.errors.NotNow: they may not any more.
        CannotBeOpened: nobody could read how to reach the person.
    """
    with one_transaction():
        case = paging.asked_now(organization=organization, page=page, person=person).case
        box = case_queries.box_of(case)
        facts = case_queries.facts_of(case=case, box=box)
        refusal = _refusal(case=case, page=page, person=person, facts=facts, now=now)
        if refusal is None:
            _take(case=case, box=box, page=page, person=person, now=now)
        else:
            paging.withdraw_pages(case=case, people=[person], now=now)
            ladder.widen_if_nobody_is_asked(case=case, facts=facts, now=now)
            write_of_case(case, Role.SUPPORTER, "page.refused", now, person=person, box=box)
    if refusal is not None:
        raise refusal
    return case.pk


def _refusal(*, case: Case, page: UUID, person: UUID, facts: MatchingFacts, now: datetime) -> PagingError | None:
    role = paging_queries.may_accept_as(organization=case.organization_id, person=person, case=case, now=now)
    still = paging_queries.open_page(organization=case.organization_id, page=page, person=person)
    if role is None or still is None:
        return None  # Taking it says so by itself.
    reasons = paging_queries.why_not(case=case, facts=facts, person=person, role=role, now=now)
    if reasons - THEIR_OWN:
        return MayNotTake()
    return NotNow() if reasons and not case.danger else None


def _take(*, case: Case, box: sealing.Box, page: UUID, person: UUID, now: datetime) -> None:
    won = paging.accept(organization=case.organization_id, page=page, person=person, now=now)
    promise, half = going_on.times(case=case, asked=paging_queries.clock_began(case=case), now=now)
    by = cases.Actor(won.role, person)
    cases.move(case=case, to=Stage.ACCEPTED, by=by, now=now, due_at=half, owner=person, owner_role=won.role)
    cases.set_times(case=case, contact_due=promise)
    cases.note(case=case, accepted_at=now, who_confirmed_at=None)
    ladder.go_on_uncalled(case=case, by=by, now=now)
    write_of_case(case, Role.SUPPORTER, "page.accepted", now, person=person, box=box)


def pass_on(*, organization: UUID, page: UUID, person: UUID, now: datetime) -> None:
    """Not this time; no reason asked. The next colleague is paged at once when nobody else is still being asked."""
    with one_transaction():
        case = paging.pass_on(organization=organization, page=page, person=person, now=now).case
        box = case_queries.box_or_none(case)
        facts = case_queries.facts_or_none(case=case, box=box)
        if case.stage == Stage.WAITING and facts is not None:
            ladder.widen_if_nobody_is_asked(case=case, facts=facts, now=now)
        write_of_case(case, Role.SUPPORTER, "page.passed", now, person=person, box=box)


def open_contact(*, organization: UUID, case: UUID, person: UUID, calling_number: str, now: datetime) -> ContactCard:
    """Show how to reach the person, to whoever accepted; the caregiver reads that it was opened.

    Raises:
        NotTheirs: the case is somebody else's.
        WaitsForTheirYes: the caregiver wanted to know first who it is, and has not answered.
        NoMoreCalls: the caregiver would rather not be called any more.
        WaitsForReceipt: a professional was asked to go on with them, and has not said yet that they do.
    """
    with one_transaction(ring=False):
        mine = _own(organization=organization, case=case, person=person)
        if case_queries.waits_for_yes(mine):
            raise WaitsForTheirYes
        if follow_ups.calls_are_unwanted(case=mine):
            raise NoMoreCalls
        if hand_offs.waits_for_receipt(case=mine):
            raise WaitsForReceipt
        box = case_queries.box_of(mine)
        contact = case_queries.contact_of(case=mine, box=box)
        role = mine.owner_role or Role.SUPPORTER
        cases.note_opening(case=mine, role=role, person=person, what=Opening.What.CONTACT, now=now)
        write_of_case(mine, Role.SUPPORTER, "case.contact_opened", now, person=person, box=box)
    return ContactCard(contact=contact, calling_number=calling_number)


def record_outcome(*, organization: UUID, case: UUID, person: UUID, outcome: Outcome, now: datetime) -> None:
    """Write down what came of a try: we spoke, I left word, no answer, not a real request.

    Can be taken back for ten minutes. "Not a real request" ends it only then (threat T16): as taken back, since nobody
    is left to agree and nobody failed to be reached; the person may ask again at once, nothing is held against them.
    Raises MoveRefused for it while danger is up, and for a try once the person would rather not be called.
    """
    with one_transaction():
        mine = _own_open(organization=organization, case=case, person=person)
        tried = outcome in {Outcome.NO_ANSWER, Outcome.LEFT_WORD}
        if (tried and follow_ups.calls_are_unwanted(case=mine)) or hand_offs.waits_for_receipt(case=mine):
            raise MoveRefused
        if outcome is Outcome.NOT_REAL and (mine.danger or mine.stage not in ENDS_AS_NOT_REAL):
            raise MoveRefused
        if case_queries.said_just_now(case=mine, person=person, outcome=outcome, now=now):
            return
        cases.note_attempt(case=mine, person=person, outcome=outcome, now=now)
        cases.set_times(case=mine, due_at=_due_after(mine, outcome, now))
        write_of_case(mine, Role.SUPPORTER, f"contact.{outcome}", now, person=person)


def _due_after(case: Case, outcome: Outcome, now: datetime) -> datetime:
    if outcome is Outcome.NOT_REAL:
        return now + rules.UNDO_FOR
    if outcome is Outcome.SPOKE:
        follow_ups.spoke(case=case, now=now)
        return follow_ups.due(case=case, now=now) if case.stage == Stage.ALONGSIDE else now + rules.UNDO_FOR
    if case.stage == Stage.ALONGSIDE:
        return follow_ups.due_after_a_try(case=case, now=now)
    return rules.due_after_a_try(urgency=Urgency(case.urgency), now=now, contact_due=case.contact_due)


def undo_outcome(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> None:
    """Take back the last outcome within ten minutes. Raises TooLateToUndo afterwards."""
    with one_transaction():
        mine = _own_open(organization=organization, case=case, person=person)
        undone = cases.undo_attempt(case=mine, person=person, now=now)
        if undone.outcome == Outcome.SPOKE:
            follow_ups.take_back(case=mine, since=undone.at)
        if mine.stage == Stage.ACCEPTED:
            cases.set_times(case=mine, due_at=max(mine.contact_due, now))
        elif mine.stage == Stage.ALONGSIDE:
            cases.set_times(case=mine, due_at=follow_ups.due(case=mine, now=now))
        write_of_case(mine, Role.SUPPORTER, "contact.undone", now, person=person)


def release(*, organization: UUID, case: UUID, person: UUID, conflict: bool, now: datetime) -> None:
    """Hand back, without shame and without a reason; or because one was there, or is their chief.

    Somebody else is paged at once.
    """
    with one_transaction():
        mine = _own(organization=organization, case=case, person=person)
        box = case_queries.box_or_none(mine)
        by = cases.Actor(Role.SUPPORTER, person)
        letting_go.hand_on(case=mine, box=box, person=person, by=by, conflict=conflict, now=now)
        verb = "case.conflict" if conflict else "case.released"
        write_of_case(mine, Role.SUPPORTER, verb, now, person=person, box=box)


def _own(*, organization: UUID, case: UUID, person: UUID) -> Case:
    mine = ladder.hold(case=case)
    if (mine.organization_id, mine.owner_id) != (organization, person):
        raise NotTheirs
    return mine


def _own_open(*, organization: UUID, case: UUID, person: UUID) -> Case:
    """As `_own`; what was taken back under danger is theirs to answer for, but no step is left in it."""
    mine = _own(organization=organization, case=case, person=person)
    if mine.stage not in ASKED_FOR:
        raise MoveRefused
    return mine
