"""Danger, once it is raised: somebody takes it on, it is reviewed, two people lower it, somebody looks again.

`raise_it` is called inside the transaction of whoever raised it. From then on the engine (`go_on_next`) asks
professionals and coordinators until one of them has taken it on, whatever else happens to the case: that ladder has no
end of its own. While a request still waits its own climb asks the same people, and this one stands by.

The flag stays up, and holds closing, lapsing and erasing, until one person said that the danger has passed, another one
agreed, and somebody looked a second time a day later. Only facts and codes are recorded, never a reason why it was
raised.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from alongside.cases import dangers
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import NoSuchDanger, NotTheirs, TakenOn
from alongside.cases.models import Case, Danger, Opening
from alongside.cases.rules.danger import REMIND_EVERY
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.entries import write_of_case
from alongside.paging import alarms
from alongside.paging import danger as asking
from alongside.paging.models import ABOUT_DANGER, Alarm
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.passing_on import Lowered
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

STANDS_BY = timedelta(minutes=1)
"""While a request waits its own climb asks the same people; this ladder looks so often whether somebody has it now."""

UNTIL_TAKEN = frozenset({Alarm.Kind.DANGER, Alarm.Kind.DANGER_UNTAKEN})
"""Alarms that ask for somebody; as soon as somebody has it, they have done their work."""


@dataclass
class _Theirs:
    """A danger that somebody has a say in, with its case, both held; `role` is in which role they speak.

    `again`: it is so already, as where somebody presses twice. Nothing is told or written anew then.
    """

    row: Danger
    case: Case
    role: Role
    again: bool = False


def supporter_raises(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> None:
    """Whoever carries the case fears for their safety: professionals and coordinators are asked at once.

    Raised again while it stands: whoever had taken it on has not been there, so everybody is asked. Raises NotTheirs.
    """
    with one_transaction():
        mine = ladder.hold(case=case)
        if (mine.organization_id, mine.owner_id) != (organization, person):
            raise NotTheirs
        box = case_queries.box_or_none(mine)
        ladder.raise_danger(case=mine, facts=case_queries.facts_or_none(case=mine, box=box), now=now)
        write_of_case(mine, Role(mine.owner_role or Role.SUPPORTER), "case.danger", now, person=person)


def take_on(*, member: Member, danger: UUID, now: datetime) -> None:
    """Say "I am on it": nobody else is asked, and whoever carries the case sees a name. Raises TakenOn."""
    with _theirs(member, danger, "danger.taken", now) as one:
        if one.row.taken_by_id not in {None, member.person}:
            raise TakenOn
        one.again = one.row.taken_by_id == member.person
        if one.again:
            return
        dangers.take(row=one.row, person=member.person, role=one.role, now=now)
        alarms.settle(case=one.case, kinds=UNTIL_TAKEN, now=now)
        asking.stand_down(row=one.row, now=now)
        what = Opening.What.DANGER_TAKEN
        cases.note_opening(case=one.case, role=one.role, person=member.person, what=what, now=now)
        ladder.nudge_owner(case=one.case, now=now)


def give_it_back(*, member: Member, danger: UUID, now: datetime) -> None:
    """Say "I cannot any longer": everybody is asked at once. Whoever has not taken it on gives nothing back."""
    with _theirs(member, danger, "danger.given_back", now) as one:
        one.again = one.row.taken_by_id != member.person
        if not one.again:
            dangers.give_back(row=one.row, now=now)
            asking.ring_next(row=one.row, case=one.case, now=now)


def still_there(*, member: Member, danger: UUID, now: datetime) -> None:
    """Somebody looked, and the danger stands: it is looked at again in three days. Any word of lowering is void."""
    with _theirs(member, danger, "danger.reviewed", now) as one:
        dangers.doubt(row=one.row, now=now)
        dangers.review(row=one.row, now=now)
        alarms.settle(case=one.case, kinds=ABOUT_DANGER - UNTIL_TAKEN, now=now)


def it_has_passed(*, member: Member, danger: UUID, reason: Lowered, now: datetime) -> None:
    """The first of two says so, with a coded reason. The flag stays up."""
    with _theirs(member, danger, "danger.said_passed", now, reason=reason) as one:
        one.again = (one.row.said_by_id, one.row.reason) == (member.person, reason)
        if one.again:
            return
        dangers.say_it_passed(row=one.row, person=member.person, role=one.role, reason=reason, now=now)
        asking.tell_who_answers(row=one.row, case=one.case, kind=Alarm.Kind.DANGER_AGREE, now=now)


def agree(*, member: Member, danger: UUID, now: datetime) -> None:
    """The second of two agrees: nobody is paged for it any more, and a day later somebody looks again.

    Raises MayNotLower: the same person, two peers, or nobody said so.
    """
    with _theirs(member, danger, "danger.agreed_passed", now) as one:
        one.again = one.row.agreed_by_id == member.person
        if one.again:
            return
        dangers.agree(row=one.row, person=member.person, role=one.role, now=now)
        alarms.settle(case=one.case, kinds=ABOUT_DANGER, now=now)
        asking.stand_down(row=one.row, now=now)


def look_again(*, member: Member, danger: UUID, now: datetime) -> None:
    """The second look, a day later: it has passed, and the flag falls. Raises MayNotLower before that."""
    with _theirs(member, danger, "danger.lowered", now) as one:
        dangers.end(row=one.row, person=member.person, now=now)
        cases.hasten(case=one.case, urgency=Urgency.TODAY)  # Or whoever is asked next would be asked as in danger.
        alarms.settle(case=one.case, kinds=ABOUT_DANGER, now=now)
        asking.forget_notices(row=one.row)
        ladder.nudge_owner(case=one.case, now=now)


def has_a_say(*, member: Member, danger: UUID, now: datetime) -> Role | None:
    """Say in which role this member speaks here; None: it does not exist for them.

    Whoever carries the case, whoever was asked, and coordinators; never somebody who must be kept away from this case.
    """
    try:
        key = dangers.case_of(organization=member.organization, danger=danger)
    except NoSuchDanger:
        return None
    case = case_queries.case_of(organization=member.organization, case=key)
    return _role(member, case, danger, now)


def _role(member: Member, case: Case, danger: UUID, now: datetime) -> Role | None:
    carries = case.owner_id == member.person
    asked = carries or dangers.was_asked(danger=danger, person=member.person)
    if Role.PROFESSIONAL in member.roles and asked:
        role = Role.PROFESSIONAL
    elif carries:
        role = Role.SUPPORTER
    elif Role.COORDINATOR in member.roles:
        role = Role.COORDINATOR
    else:
        return None
    barred = not carries and asking.is_barred(case=case, person=member.person, role=role, now=now)
    return None if barred else role


def go_on_next(*, now: datetime) -> bool:
    """Do what is due for one danger: ask the next ones, have it reviewed or looked at again. False when none is due.

    The claim is a transaction of its own: killed after it, the lease runs out and another engine goes on.
    """
    with one_transaction(ring=False):
        key = dangers.claim_due(now=now)
    if key is None:
        return False
    with suppress(NoSuchDanger), one_transaction(), _both(key) as (row, case):
        done = _go_on(row, case, now)
        if done:
            write_of_case(case, cases.ENGINE.role, done, now)
    return True


def _go_on(row: Danger, case: Case, now: datetime) -> str:
    if row.due_at > now:
        return ""  # Somebody was quicker between the claim and now.
    if row.agreed_at is not None:
        return _remind(row, case, Alarm.Kind.SECOND_LOOK, now)
    if row.taken_by_id is not None:
        return _remind(row, case, Alarm.Kind.DANGER_REVIEW, now)
    if case.stage == Stage.WAITING:
        dangers.look_later(row=row, at=now + STANDS_BY)
        return ""
    if case.owner_id and case.owner_role == Role.PROFESSIONAL and case.stage == Stage.ACCEPTED:
        dangers.take(row=row, person=case.owner_id, role=Role.PROFESSIONAL, now=now)
        alarms.settle(case=case, kinds=UNTIL_TAKEN, now=now)
        return "danger.taken"
    asking.ring_next(row=row, case=case, now=now)
    return "danger.asked"


def _remind(row: Danger, case: Case, kind: str, now: datetime) -> str:
    asking.tell_who_answers(row=row, case=case, kind=kind, now=now)
    dangers.look_later(row=row, at=now + REMIND_EVERY, told_at=now)
    return "danger.reminded"


def somebody_leaves(*, organization: UUID, person: UUID, now: datetime, roles: Collection[Role] | None = None) -> None:
    """Somebody can no longer answer for what they took on: everybody is asked at once. In the caller's transaction.

    Nor does their word that it has passed count any more: somebody else would be alone in lowering it.
    """
    for key in dangers.said_passed_by(organization=organization, person=person, roles=roles):
        with _both(key) as (row, _case):
            dangers.doubt(row=row, now=now)
    for key in dangers.taken_by(organization=organization, person=person, roles=roles):
        with _both(key) as (row, case):
            dangers.give_back(row=row, now=now)
            asking.ring_next(row=row, case=case, now=now)


def taken_off(*, case: Case, person: UUID, now: datetime) -> None:
    """Whoever was silent or away carries them no more: nor the danger, and their word that it has passed is void.

    In the caller's transaction; the case is held, and somebody else is being asked.
    """
    row = dangers.of_case(case=case) if case.danger else None
    if row is not None and row.said_by_id == person:
        dangers.doubt(row=row, now=now)
    if row is not None and row.taken_by_id == person:
        dangers.give_back(row=row, now=now)
        asking.ring_next(row=row, case=case, now=now)


def kept_away(*, case: Case, people: Collection[UUID], now: datetime) -> None:
    """The person would rather not have one of these: for them it is not there any more.

    If it is who took the danger on, everybody else is asked at once. In the caller's transaction; the case is held.
    """
    row = dangers.of_case(case=case) if case.danger else None
    if row is None:
        return
    asking.keep_away(row=row, people=people)
    if row.taken_by_id in people:
        dangers.give_back(row=row, now=now)
        asking.ring_next(row=row, case=case, now=now)


@contextmanager
def _both(key: UUID) -> Iterator[tuple[Danger, Case]]:
    """Hold the case, then its danger, always in this order; whatever is claimed may be over by now."""
    case = ladder.hold(case=dangers.whose(key))
    yield dangers.held(key), case


@contextmanager
def _theirs(member: Member, danger: UUID, verb: str, now: datetime, **more: str) -> Iterator[_Theirs]:
    with one_transaction():
        case = ladder.hold(case=dangers.case_of(organization=member.organization, danger=danger))
        role = _role(member, case, danger, now)
        if role is None:
            raise NoSuchDanger
        one = _Theirs(dangers.held(danger), case, role)
        yield one
        if not one.again:
            write_of_case(case, role, verb, now, person=member.person, also=more)
