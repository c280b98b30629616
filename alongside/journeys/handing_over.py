"""Another supporter goes on: for a leave that is planned, or because it is better so.

The person is asked first. Then one colleague is asked by name, or those who can in turn; whoever carries them now goes
on until one has said yes, so that nobody is left without somebody. Whoever must stop at once gives back instead, and
the ladder is climbed. When a planned leave begins and nobody has said yes, the ladder is climbed as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases import follow_ups, hand_overs
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import MoveRefused, NotTheirs
from alongside.cases.models import Case, HandOver, HandOverTurn, Opening
from alongside.cases.rules import hand_overs as rules
from alongside.journeys import asking_to_go_on as in_turn
from alongside.journeys import going_on, letting_go
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.entries import write_of_case
from alongside.notices import operations as notices
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.paging.errors import MayNotBePaged, MayNotTake, NotNow, PagingError
from alongside.paging.rules.matching import THEIR_OWN
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


@dataclass(frozen=True)
class Able:
    """A colleague who could take over, for whoever hands over: a name; how many they carry is not theirs to know."""

    person: UUID
    name: str


def those_who_can(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> list[Able]:
    """Return who could take over. Why somebody is missing is told to nobody. Raises NotTheirs, CannotBeOpened."""
    with one_transaction(ring=False):
        mine = _own(organization=organization, case=case, person=person)
        able = in_turn.able(case=mine, now=now)
        write_of_case(mine, Role.SUPPORTER, "case.able_listed", now, person=person)
    return sorted((Able(one.person, one.name) for one in able), key=lambda one: one.name)


def propose(
    *,
    organization: UUID,
    case: UUID,
    person: UUID,
    chosen: UUID | None,
    they_agreed: bool,
    now: datetime,
    leaves_at: datetime | None = None,
) -> None:
    """Say that somebody else should go on. With their yes a colleague is asked at once; else they are asked first.

    The page sent again asks nobody else. Raises MayNotBePaged (who was chosen cannot), NotTheirs, CannotBeOpened.
    """
    with one_transaction():
        mine = _own(organization=organization, case=case, person=person)
        if hand_overs.stands_already(case=mine, chosen=chosen, leaves_at=leaves_at, agreed=they_agreed):
            return
        if chosen is not None and chosen not in {one.person for one in in_turn.able(case=mine, now=now)}:
            raise MayNotBePaged
        due = _answers_by(leaves_at, now)
        wish = hand_overs.propose(case=mine, giver=person, chosen=chosen, leaves_at=leaves_at, due_at=due, now=now)
        if they_agreed:
            in_turn.ask_next(case=mine, wish=wish, now=now)
        write_of_case(mine, Role.SUPPORTER, "hand_over.proposed", now, person=person)


def _answers_by(leaves_at: datetime | None, now: datetime) -> datetime:
    """Return until when their yes is waited for: not beyond the giver's leaving, a day where that has begun."""
    until = now + rules.CAREGIVER_ANSWERS_WITHIN
    if leaves_at is None:
        return until
    return min(until, leaves_at if leaves_at > now else now + rules.LEAVES_TODAY)


def take_back(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> None:
    """Go on after all; whoever is being asked is stood down. Raises NotTheirs, MoveRefused."""
    with one_transaction():
        mine = _own(organization=organization, case=case, person=person)
        wish = hand_overs.standing(case=mine)
        if wish is None:
            raise MoveRefused
        hand_overs.end(row=wish, state=HandOver.State.OVER, now=now)
        write_of_case(mine, Role.SUPPORTER, "hand_over.taken_back", now, person=person)


def take(*, organization: UUID, turn: UUID, person: UUID, now: datetime) -> UUID:
    """Say yes: from now on this colleague carries them, and is in touch on the day they agreed to or as promised.

    What held when they were asked is looked at again. Returns the case.

    Raises:
        NoSuchHandOver: not theirs to take, or not any more.
        MayNotTake, NotNow: they may not any more; the next colleague is asked.
    """
    with one_transaction():
        mine, case = _asked(organization=organization, turn=turn, person=person)
        paging.hold_person(person=person)
        refusal = _refusal(case=case, person=person, now=now)
        if refusal is None:
            _take(case=case, wish=mine.hand_over, person=person, now=now)
        else:
            in_turn.goes_on(case=case, wish=mine.hand_over, answer=HandOverTurn.Answer.PASSED, now=now)
        verb = "hand_over.taken" if refusal is None else "page.refused"
        write_of_case(case, Role.SUPPORTER, verb, now, person=person)
    if refusal is not None:
        raise refusal
    return case.pk


def pass_on(*, organization: UUID, turn: UUID, person: UUID, now: datetime) -> None:
    """Not this time; no reason asked. Raises NoSuchHandOver."""
    with one_transaction():
        mine, case = _asked(organization=organization, turn=turn, person=person)
        in_turn.goes_on(case=case, wish=mine.hand_over, answer=HandOverTurn.Answer.PASSED, now=now)
        write_of_case(case, Role.SUPPORTER, "hand_over.passed", now, person=person)


def see_to_next(*, now: datetime) -> bool:
    """See to one wish whose time has come: nobody answered, or the leave has begun. False when there is none."""
    with one_transaction(ring=False):
        key = hand_overs.claim_due(now=now)
    if key is None:
        return False
    with one_transaction():
        found = hand_overs.case_of(key=key)
        if found is None:
            return True
        case = ladder.hold(case=found)
        wish = hand_overs.claimed(key=key, now=now)
        if wish is not None:
            _see_to(case=case, wish=wish, now=now)
            write_of_case(case, cases.ENGINE.role, "hand_over.reminded", now)
    return True


def _see_to(*, case: Case, wish: HandOver, now: datetime) -> None:
    agreed = wish.state != HandOver.State.PROPOSED
    if not hand_overs.stands(row=wish):
        hand_overs.end(row=wish, state=HandOver.State.OVER, now=now)
    elif agreed and wish.leaves_at and wish.leaves_at <= now:
        _leave_begins(case=case, wish=wish, now=now)
    elif agreed:
        in_turn.goes_on(case=case, wish=wish, answer=HandOverTurn.Answer.SILENT, now=now)
    else:  # They never said yes: whoever carries them goes on, and the coordinators know of the leave.
        hand_overs.end(row=wish, state=HandOver.State.OVER, now=now)
        ladder.nudge_owner(case=case, now=now)
        if wish.leaves_at:
            in_turn.tell_coordinators(case=case, now=now)


def _leave_begins(*, case: Case, wish: HandOver, now: datetime) -> None:
    """The leave has begun and nobody has said yes: everybody who can is asked, as for a new request."""
    hand_overs.end(row=wish, state=HandOver.State.OVER, now=now)
    box = case_queries.box_or_none(case)
    letting_go.hand_on(case=case, box=box, person=wish.giver_id, by=cases.ENGINE, now=now)


def _refusal(*, case: Case, person: UUID, now: datetime) -> PagingError | None:
    role = paging_queries.may_accept_as(organization=case.organization_id, person=person, case=case, now=now)
    if role is None:
        return MayNotTake()
    facts = case_queries.facts_of(case=case, box=case_queries.box_of(case))
    reasons = paging_queries.why_not(case=case, facts=facts, person=person, role=role, now=now)
    if reasons - THEIR_OWN:
        return MayNotTake()
    return NotNow() if reasons and not case.danger else None


def _take(*, case: Case, wish: HandOver, person: UUID, now: datetime) -> None:
    """The case goes by the table's own way, in one step that nobody sees in between."""
    hand_overs.answered(row=wish, answer=HandOverTurn.Answer.TOOK)
    hand_overs.end(row=wish, state=HandOver.State.TAKEN, now=now)
    paging.note_release(case=case, person=wish.giver_id, conflict=False, now=now)
    notices.void_for_case(case=case.pk, now=now)
    by = cases.Actor(Role.SUPPORTER, person)
    cases.move(case=case, to=Stage.WAITING, by=cases.Actor(Role.SUPPORTER, wish.giver_id), now=now, due_at=now)
    if not case.danger:
        cases.hasten(case=case, urgency=Urgency.THIS_WEEK)  # They have company; the hurry of the first day is past.
    promise, reminded = going_on.times(case=case, asked=now, now=now)
    cases.move(case=case, to=Stage.ACCEPTED, by=by, now=now, due_at=reminded, owner=person)
    cases.set_times(case=case, contact_due=promise)
    cases.note(case=case, accepted_at=now, who_confirmed_at=now if wish.chosen_id else None)
    cases.note_opening(case=case, role=Role.SUPPORTER, person=person, what=Opening.What.HANDED_OVER, now=now)
    ladder.go_on_uncalled(case=case, by=by, now=now)


def after_an_answer(*, case: Case, by: cases.Actor, now: datetime) -> None:
    """They answered about the next talk: whoever has them now, or goes on with them, keeps to it from now on."""
    if case.stage == Stage.ALONGSIDE:
        cases.set_times(case=case, due_at=follow_ups.due(case=case, now=now))
    elif case.stage == Stage.WAITING:
        going_on.keep_to_the_day(case=case, now=now)
    elif case.stage == Stage.ACCEPTED and case.first_contact_at is not None:  # Somebody else goes on from that day.
        promise, reminded = going_on.times(case=case, asked=now, now=now)
        cases.set_times(case=case, contact_due=promise, due_at=reminded)
        ladder.go_on_uncalled(case=case, by=by, now=now)


def _asked(*, organization: UUID, turn: UUID, person: UUID) -> tuple[HandOverTurn, Case]:
    found = hand_overs.turn_of(organization=organization, turn=turn, person=person)
    case = ladder.hold(case=found.hand_over.case_id)
    return hand_overs.held_turn(turn=found), case


def _own(*, organization: UUID, case: UUID, person: UUID) -> Case:
    mine = ladder.hold(case=case)
    if (mine.organization_id, mine.owner_id) != (organization, person):
        raise NotTheirs
    if mine.stage != Stage.ALONGSIDE:
        raise MoveRefused
    return mine
