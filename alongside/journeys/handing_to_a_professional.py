"""A supporter brings a professional in: with a yes, to somebody who confirms by a time, and with a way back.

The person says yes to the supporter, or on their own page; only to save a life is it done without one, and then they
are told. From then on it is the professional's turn, who confirms within two working days, under danger within an hour.
Until then they see nothing of how to reach the person, and the supporter stays with them. One who cannot, or is silent,
gives way to the next where the person said "whoever can"; when nobody is left it comes back to the supporter, and the
coordinators are told. Somebody outside is a code and nothing more: the case stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from alongside.cases import dangers, follow_ups, hand_offs
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.errors import MoveRefused, NeedsTheirYes, NoSuchHandOff, NotTheirs
from alongside.cases.hand_offs import Asked
from alongside.cases.models import Case, HandOff, Opening
from alongside.cases.rules import hand_offs as rules
from alongside.directory.rules.holidays import is_holiday
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.entries import write_of_case
from alongside.notices import operations as notices
from alongside.paging import operations as paging
from alongside.paging import professionals
from alongside.paging import queries as paging_queries
from alongside.paging.errors import MayNotBePaged
from alongside.paging.models import Alarm
from alongside.people.queries import Member
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.passing_on import Consent, HandOffState, Outside
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

FROM = frozenset({Stage.ACCEPTED, Stage.ALONGSIDE})
UNDER_DANGER = timedelta(minutes=15)


def those_who_can(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> list[professionals.Professional]:
    """Return the professionals whom the supporter may choose among. Raises NotTheirs."""
    with one_transaction(ring=False):
        mine = _own(organization, case, person)
        return professionals.who_can(case=mine, facts=_facts(mine), now=now)


def bring_in(*, organization: UUID, case: UUID, person: UUID, asked: Asked, now: datetime) -> None:
    """Ask a professional to go on with somebody; or ask the person first, on their page.

    Raises:
        NotTheirs, MoveRefused: it is not theirs, or not in a stage in which they walk with somebody.
        NeedsTheirYes: there is no danger, and nobody said yes.
        paging.errors.MayNotBePaged: that professional cannot be asked (any more).
    """
    with one_transaction():
        mine = _own(organization, case, person)
        if mine.stage not in FROM:
            raise MoveRefused
        if not rules.may_bring_in(asked.consent, danger=mine.danger):
            raise NeedsTheirYes
        if asked.to not in {one.person for one in professionals.who_can(case=mine, facts=_facts(mine), now=now)}:
            raise MayNotBePaged
        row = hand_offs.propose(case=mine, by=person, asked=asked, now=now)
        if asked.consent is not Consent.ASKED_ON_PAGE:
            _ask(mine, row, cases.Actor(Role.SUPPORTER, person), now)
        write_of_case(
            mine, Role.SUPPORTER, f"hand_off.{row.state}", now, person=person, also={"consent": asked.consent}
        )


def they_say(*, organization: UUID, token: bytes, hand_off: UUID, agreed: bool, now: datetime) -> None:
    """The person answers on their page: yes, and the professional is asked; no, and everything stays as it is."""
    with one_transaction():
        case = ladder.hold_visited(organization=organization, token=token, now=now)
        row = hand_offs.open_of(case=case)
        if row is None or row.pk != hand_off or row.state != HandOffState.PROPOSED or case.stage not in FROM:
            return  # Answered before, or it was taken back meanwhile: the page shows how it stands.
        if agreed:
            _ask(case, row, cases.CAREGIVER, now)
        else:
            hand_offs.end(row=row, state=HandOffState.REFUSED, now=now)
        _tell(case, hand_offs.peer_of(row), now)
        write_of_case(case, Role.CAREGIVER, f"hand_off.{row.state}", now)


def rather_my_colleague(*, organization: UUID, token: bytes, now: datetime) -> None:
    """The person would rather go back to peer support: their supporter has them again, or somebody else is asked."""
    with one_transaction():
        case = ladder.hold_visited(organization=organization, token=token, now=now)
        row = hand_offs.open_of(case=case)
        if case.stage != Stage.WITH_PROFESSIONAL or row is None:
            return
        professional = row.to_id
        hand_offs.end(row=row, state=HandOffState.GIVEN_BACK, now=now)
        _back(case, row, cases.CAREGIVER, now)
        _tell(case, professional, now)
        write_of_case(case, Role.CAREGIVER, "hand_off.given_back", now)


def confirm(*, member: Member, hand_off: UUID, now: datetime) -> UUID:
    """The professional has it in hand; from now on they see how to reach the person. Return the case.

    Pressed again because no answer came, it is done and written down once.
    """
    with one_transaction():
        case, row = _held(member, hand_off)
        if row.state == HandOffState.ASKED:
            hand_offs.confirm(row=row, now=now)
            cases.set_times(case=case, due_at=now + rules.LOOK_IN_AGAIN)
            _takes_danger_on(case, member.person, now)
            _tell(case, hand_offs.peer_of(row), now)
            write_of_case(case, Role.PROFESSIONAL, "hand_off.confirmed", now, person=member.person)
    return case.pk


def decline(*, member: Member, hand_off: UUID, now: datetime) -> None:
    """The professional cannot; nobody asks why. The next one is asked, or it comes back to the supporter."""
    with _asked_of(member, hand_off, "hand_off.declined", now) as (case, row):
        if row.state != HandOffState.ASKED:
            raise MoveRefused
        _next_or_back(case, row, HandOffState.DECLINED, cases.Actor(Role.PROFESSIONAL, member.person), now)


def give_back(*, member: Member, hand_off: UUID, now: datetime) -> None:
    """The professional gives the person back to peer support, as both agreed."""
    with _asked_of(member, hand_off, "hand_off.given_back", now) as (case, row):
        if row.state != HandOffState.CONFIRMED:
            raise MoveRefused
        hand_offs.end(row=row, state=HandOffState.GIVEN_BACK, now=now)
        _back(case, row, cases.Actor(Role.PROFESSIONAL, member.person), now)


def end_with_professional(*, member: Member, hand_off: UUID, now: datetime) -> None:
    """Support ends, as both agreed; danger holds it. Raises MoveRefused."""
    with _asked_of(member, hand_off, "case.closed", now) as (case, row):
        if row.state != HandOffState.CONFIRMED:
            raise MoveRefused
        hand_offs.end(row=row, state=HandOffState.ENDED, now=now)
        cases.move(case=case, to=Stage.CLOSED, by=cases.Actor(Role.PROFESSIONAL, member.person), now=now)
        follow_ups.end(case=case, now=now)
        ladder.stop(case=case, now=now)


def take_back(*, organization: UUID, hand_off: UUID, person: UUID, now: datetime) -> None:
    """The supporter takes back what nobody has confirmed yet. Raises NoSuchHandOff, MoveRefused."""
    with one_transaction():
        case = ladder.hold(case=hand_offs.case_of(organization=organization, hand_off=hand_off))
        row = hand_offs.held(hand_off)
        if hand_offs.peer_of(row) != person:
            raise NoSuchHandOff
        if row.state not in {HandOffState.PROPOSED, HandOffState.ASKED}:
            raise MoveRefused
        asked = row.state == HandOffState.ASKED
        hand_offs.end(row=row, state=HandOffState.TAKEN_BACK, now=now)
        if asked:
            _back(case, row, cases.Actor(Role.SUPPORTER, person), now)
        write_of_case(case, Role.SUPPORTER, "hand_off.taken_back", now, person=person)


def note_outside(*, organization: UUID, case: UUID, person: UUID, outside: Outside, now: datetime) -> None:
    """Note by a code that somebody outside goes on with the person too; the case stays. Raises NotTheirs."""
    with one_transaction(ring=False):
        mine = _own(organization, case, person)
        if mine.stage not in FROM:
            raise MoveRefused
        hand_offs.note_outside(case=mine, by=person, outside=outside, now=now)
        write_of_case(mine, Role.SUPPORTER, "hand_off.outside", now, person=person, also={"outside": outside})


def somebody_leaves(*, case: Case, by: cases.Actor, now: datetime) -> bool:
    """The professional can no longer: the next one is asked, or it comes back. False when there was no hand-off.

    In the caller's transaction; the case is held.
    """
    row = hand_offs.open_of(case=case)
    if row is not None:
        _next_or_back(case, row, HandOffState.GIVEN_BACK, by, now)
    return row is not None


def go_on_next(*, now: datetime) -> bool:
    """Deal with one case with a professional whose time has come: nobody confirmed, or a month has passed."""
    with one_transaction(ring=False):
        key = hand_offs.claim_due(now=now)
    if key is None:
        return False
    with one_transaction():
        case = ladder.hold(case=key)
        if case.stage == Stage.WITH_PROFESSIONAL and case.due_at and case.due_at <= now:
            write_of_case(case, cases.ENGINE.role, _go_on(case, now), now)
    return True


def _go_on(case: Case, now: datetime) -> str:
    row = hand_offs.open_of(case=case)
    if row is not None and row.state == HandOffState.CONFIRMED:
        ladder.nudge_owner(case=case, now=now)
        cases.set_times(case=case, due_at=now + rules.LOOK_IN_AGAIN)
        return "hand_off.reminded"
    paging.raise_once(organization=case.organization_id, kind=Alarm.Kind.HAND_OFF_OVERDUE, case=case, now=now)
    if row is None:  # With a professional by another way than a hand-off: they and the coordinators are told.
        ladder.nudge_owner(case=case, now=now)
        cases.set_times(case=case, due_at=now + rules.BACK_WITHIN)
        return "hand_off.overdue"
    _next_or_back(case, row, HandOffState.SILENT, cases.ENGINE, now)
    return "hand_off.silent"


def _ask(case: Case, row: HandOff, by: cases.Actor, now: datetime) -> None:
    """From now on it is the professional's turn; nothing about the person is shown to them before they confirm."""
    until = _confirm_by(case, now)
    hand_offs.ask(row=row, confirm_by=until)
    if case.stage == Stage.ACCEPTED and not case.danger:  # A yes was said: so they spoke.
        ladder.contact_happened(case=case, by=by, now=now)
    if not case.danger:
        notices.void_for_case(case=case.pk, now=now)
    cases.move(case=case, to=Stage.WITH_PROFESSIONAL, by=by, now=now, due_at=until, owner=row.to_id)
    follow_ups.end(case=case, now=now)
    _ring(case, row, now)


def _next_or_back(case: Case, row: HandOff, state: HandOffState, by: cases.Actor, now: datetime) -> None:
    """Ask the next professional where that was agreed; else, or when none is left, it comes back."""
    hand_offs.end(row=row, state=state, now=now)
    following = _following(case, row, now)
    if following is None:
        _back(case, row, by, now)
        paging.raise_once(organization=case.organization_id, kind=Alarm.Kind.HAND_OFF_BACK, case=case, now=now)
        return
    until = _confirm_by(case, now)
    another = hand_offs.ask_another(row=row, to=following, confirm_by=until, now=now)
    hand_offs.hand_to(case=case, owner=following, due_at=until)
    _ring(case, another, now)


def _following(case: Case, row: HandOff, now: datetime) -> UUID | None:
    if not rules.asks_the_next(anyone=row.anyone, consent=Consent(row.consent)):
        return None
    asked = hand_offs.asked_before(case=case, since=hand_offs.began(row=row))
    able = professionals.who_can(case=case, facts=_facts(case), now=now, but=asked)
    return able[0].person if able else None


def _ring(case: Case, row: HandOff, now: datetime) -> None:
    what = Opening.What.HANDED_ON
    cases.note_opening(case=case, role=Role.PROFESSIONAL, person=row.to_id, what=what, now=now)
    _tell(case, row.to_id, now)


def _back(case: Case, row: HandOff, by: cases.Actor, now: datetime) -> None:
    """Back to the supporter who made it; to somebody else, at once, when they cannot any more."""
    facts = case_queries.facts_or_none(case=case, box=case_queries.box_or_none(case))
    able = professionals.may_go_on(case=case, facts=facts or MatchingFacts(), person=row.made_by_id, now=now)
    within = UNDER_DANGER if case.danger else rules.BACK_WITHIN
    cases.move(case=case, to=Stage.ALONGSIDE, by=by, now=now, due_at=now + within, owner=row.made_by_id)
    if not able:
        ladder.page_again(case=case, facts=facts, by=by, now=now)
        return
    cases.set_times(case=case, due_at=min(now + within, follow_ups.due(case=case, now=now)))
    _tell(case, hand_offs.peer_of(row), now)


def _takes_danger_on(case: Case, person: UUID, now: datetime) -> None:
    """Whoever takes over under danger answers for the danger too."""
    danger = dangers.of_case(case=case) if case.danger else None
    if danger is not None and danger.taken_by_id is None:
        dangers.take(row=danger, person=person, role=Role.PROFESSIONAL, now=now)


def _confirm_by(case: Case, now: datetime) -> datetime:
    country = house_of(case.organization_id).country
    zone = paging_queries.zone_of(case)
    return rules.confirm_by(now=now, zone=zone, danger=case.danger, holiday=partial(is_holiday, country=country))


def _tell(case: Case, person: UUID | None, now: datetime) -> None:
    if person is not None:
        notices.tell(organization=case.organization_id, person=person, template="page", now=now, case=case.pk)


def _facts(case: Case) -> MatchingFacts:
    return case_queries.facts_of(case=case, box=case_queries.box_of(case))


def _own(organization: UUID, case: UUID, person: UUID) -> Case:
    mine = ladder.hold(case=case)
    if (mine.organization_id, mine.owner_id) != (organization, person):
        raise NotTheirs
    return mine


@contextmanager
def _asked_of(member: Member, hand_off: UUID, verb: str, now: datetime) -> Iterator[tuple[Case, HandOff]]:
    """Open the one transaction around a hand-off, and write its one entry."""
    with one_transaction():
        case, row = _held(member, hand_off)
        yield case, row
        write_of_case(case, Role.PROFESSIONAL, verb, now, person=member.person)


def _held(member: Member, hand_off: UUID) -> tuple[Case, HandOff]:
    """Hold a hand-off that this professional was asked for, and its case. Raises NoSuchHandOff for anybody else."""
    case = ladder.hold(case=hand_offs.case_of(organization=member.organization, hand_off=hand_off))
    row = hand_offs.held(hand_off)
    if row.to_id != member.person or case.owner_id != member.person or Role.PROFESSIONAL not in member.roles:
        raise NoSuchHandOff
    return case, row
