"""Whose turn it is to say whether they would go on with somebody: one colleague after the other.

Belongs here: asking the next one, passing by whoever cannot be asked any more, what happens when nobody is left; all in
the caller's transaction, the case held. Does not belong here: the wish itself and its yes (`handing_over.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from alongside.cases import follow_ups, hand_overs
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.models import Case, HandOver, HandOverTurn, Opening
from alongside.cases.rules import hand_overs as rules
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.paging.models import Alarm
from alongside.vocabulary.roles import Role


def ask_next(*, case: Case, wish: HandOver, now: datetime) -> None:
    """Ask the colleague who was chosen, or whoever is next; the person has said yes.

    Where what was entrusted cannot be read nobody is asked blindly.
    """
    left = _left(case=case, wish=wish, now=now)
    if not left:
        _nobody(case=case, wish=wish, now=now)
        return
    until = rules.answer_by(
        by_name=wish.chosen_id is not None,
        danger=case.danger,
        leaves_at=wish.leaves_at,
        now=now,
        zone=follow_ups.zone_of(case),
    )
    hand_overs.ask(row=wish, person=left[0], answer_by=until, now=now)
    notices.tell(organization=case.organization_id, person=left[0], template="page", now=now, case=case.pk)
    cases.note_opening(case=case, role=Role.SUPPORTER, person=left[0], what=Opening.What.PAGED, now=now)


def pass_by(*, organization: UUID, person: UUID, now: datetime) -> None:
    """Somebody cannot go on with anybody any more: whoever they were asked to take over is asked of the next, at once.

    Each case keeps its own proof.
    """
    for one in hand_overs.asked_of(organization=organization, person=person):
        case = ladder.hold(case=one.case)
        if passed_by(case=case, people=[person], now=now):
            ledger.write(
                organization=organization,
                actor_role=cases.ENGINE.role,
                verb="hand_over.passed",
                now=now,
                payload={"stage": str(case.stage), "actor": ""},
                case=case.pk,
                box=case_queries.box_or_none(case),
            )


def passed_by(*, case: Case, people: Collection[UUID], now: datetime) -> bool:
    """Ask the next one, if one of these is being asked now; say whether that was so."""
    wish = hand_overs.standing(case=case)
    if wish is None or hand_overs.whose_turn(row=wish) not in people:
        return False
    for person in people:
        notices.void_for_person(case=case.pk, person=person)
    goes_on(case=case, wish=wish, answer=HandOverTurn.Answer.STOOD_DOWN, now=now)
    return True


def goes_on(*, case: Case, wish: HandOver, answer: str, now: datetime) -> None:
    """Note the answer, or the silence, and ask the next one."""
    hand_overs.answered(row=wish, answer=answer)
    if wish.chosen_id is None:
        ask_next(case=case, wish=wish, now=now)
    else:
        _nobody(case=case, wish=wish, now=now)


def _left(*, case: Case, wish: HandOver, now: datetime) -> list[UUID]:
    facts = case_queries.facts_or_none(case=case, box=case_queries.box_or_none(case))
    if facts is None:
        return []
    found = paging_queries.those_who_can(case=case, facts=facts, now=now)
    asked = hand_overs.asked_already(row=wish) | {case.owner_id}
    wanted = {wish.chosen_id} if wish.chosen_id else {one.person for one in found}
    return [one.person for one in found if one.person in wanted - asked]


def _nobody(*, case: Case, wish: HandOver, now: datetime) -> None:
    """Nobody has said yes: whoever carries them knows, and so do the coordinators where nobody else can be asked."""
    ahead = max(wish.leaves_at, now) if wish.leaves_at else None  # A leave that has begun is acted on at once.
    hand_overs.wait(row=wish, until=ahead)
    ladder.nudge_owner(case=case, now=now)
    if wish.chosen_id is None:
        tell_coordinators(case=case, now=now)


def tell_coordinators(*, case: Case, now: datetime) -> None:
    """Raise the alarm that nobody goes on, once until somebody has seen to it."""
    paging.raise_once(organization=case.organization_id, kind=Alarm.Kind.HAND_OVER, case=case, now=now)


def able(*, case: Case, now: datetime) -> Sequence[paging_queries.Able]:
    """Return who could go on, whoever carries them now left out. Raises CannotBeOpened."""
    facts = case_queries.facts_of(case=case, box=case_queries.box_of(case))
    found = paging_queries.those_who_can(case=case, facts=facts, now=now)
    return [one for one in found if one.person != case.owner_id]
