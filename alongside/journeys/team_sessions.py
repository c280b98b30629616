"""A session is offered to a whole team: voluntary, apart from any review, without retelling; nobody notes who comes.

1. It is proposed after an event with many people or several units, or a manager asks for one: a coded reason, a unit, a
   week; no names.
2. The coordinator plans it: a place, a time, and two trained supporters who supervise nobody there.
3. The invitation has the same words for everybody. Nobody is invited by name.
4. Afterwards one thing is noted: how many came, as a band; it is counted with the other encounters. Place, time and
   who led are forgotten.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from alongside.cases.entrusted import MatchingFacts
from alongside.encounters import operations as encounters
from alongside.encounters.rules import Kind, Record, shift_of
from alongside.journeys.carrying_an_offer import tell_carrier
from alongside.ledger import operations as ledger
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.paging.uninvolved import Free, Roster
from alongside.people.queries import Member
from alongside.rounds import sessions
from alongside.rounds.errors import MayNotCarry, NoSuchSession
from alongside.rounds.models import TeamSession
from alongside.rounds.rules import Reason
from alongside.rounds.sessions import Plan, SessionRow
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


def propose_team_session(
    *, organization: UUID, site: UUID, unit_group: UUID | None, reason: str, now: datetime
) -> None:
    """Propose a session and tell the coordinators; in the caller's transaction, who writes the ledger's entry."""
    sessions.propose(organization=organization, site=site, unit_group=unit_group, reason=Reason(reason), now=now)
    paging.raise_alarm(organization=organization, kind=Alarm.Kind.TEAM_SESSION, case=None, now=now)


def ask_for_one(
    *, member: Member, site: UUID, unit_group: UUID | None, reason: Reason, wished_week: date, now: datetime
) -> None:
    """A manager asks for a session: reason and unit as codes, and a week."""
    with one_transaction():
        sessions.propose(
            organization=member.organization, site=site, unit_group=unit_group, reason=reason, now=now,
            asked_by=member.person, wished_week=wished_week,
        )  # fmt: skip
        paging.raise_alarm(organization=member.organization, kind=Alarm.Kind.TEAM_SESSION, case=None, now=now)
        _write(member, _role_asking(member), "session.asked", now)


def _role_asking(member: Member) -> Role:
    return Role.MANAGER if Role.MANAGER in member.roles else Role.COORDINATOR


def those_who_may_lead(*, organization: UUID, row: SessionRow, now: datetime) -> list[Free]:
    """Return who may lead: designated, rested, reachable, and nobody's chief in that unit.

    Why others may not is not told.
    """
    facts = MatchingFacts(unit_group=row.unit_group, site=row.site)
    return Roster(organization=organization, zone=row.zone, now=now).able_for_all([facts])


def plan(*, member: Member, session: UUID, chosen: Plan, now: datetime) -> None:
    """Plan a session, or plan it anew; both who lead are told, by day.

    Raises:
        MayNotCarry: a hard rule keeps one of the two away.
        NoSuchSession, TwoAreNeeded.
    """
    with one_transaction():
        held = sessions.hold(organization=member.organization, session=session)
        row = sessions.session_row(organization=member.organization, session=session)
        if row is None:
            raise NoSuchSession
        able = {free.person for free in those_who_may_lead(organization=member.organization, row=row, now=now)}
        if not able.issuperset(chosen.leaders):
            raise MayNotCarry
        sessions.plan(session=held, plan=chosen)
        for leader in chosen.leaders:
            tell_carrier(organization=member.organization, carrier=leader, zone=row.zone, now=now)
        _write(member, Role.COORDINATOR, "session.planned", now)


def not_me(*, member: Member, session: UUID, now: datetime) -> None:
    """One who was to lead cannot, or was there; no reason asked.

    The coordinator plans it anew. Raises NoSuchSession.
    """
    with one_transaction():
        _back_to_proposed(_led(member, session), now)
        _write(member, Role.SUPPORTER, "session.handed_back", now)


def note_held(*, member: Member, session: UUID, heads: str, now: datetime) -> None:
    """It was held: a band of heads remains. Raises NoSuchSession, NotNow."""
    with one_transaction():
        by_coordinator = Role.COORDINATOR in member.roles
        held = (
            sessions.hold(organization=member.organization, session=session)
            if by_coordinator
            else _led(member, session)
        )
        row = sessions.session_row(organization=member.organization, session=session)
        sessions.note_held(session=held, heads=heads, now=now)
        if row is not None and row.starts_at is not None:
            shift = shift_of(row.starts_at, zone=row.zone)
            counted = Record(Kind.TEAM_SESSION, shift, unit_group=row.group_code or "unsaid", group_size=heads)
            encounters.record(organization=member.organization, record=counted, now=now)
        _write(member, Role.COORDINATOR if by_coordinator else Role.SUPPORTER, "session.held", now)


def drop(*, member: Member, session: UUID, now: datetime) -> None:
    """It will not take place. Raises NoSuchSession."""
    with one_transaction():
        sessions.drop(session=sessions.hold(organization=member.organization, session=session))
        _write(member, Role.COORDINATOR, "session.dropped", now)


def leader_leaves(*, organization: UUID, person: UUID, now: datetime) -> None:
    """Somebody who was to lead has left the program; in the caller's transaction."""
    for row in sessions.led_by(organization=organization, person=person):
        _back_to_proposed(sessions.hold(organization=organization, session=row.session), now)


def _back_to_proposed(session: TeamSession, now: datetime) -> None:
    sessions.plan_anew(session=session)
    paging.raise_alarm(organization=session.organization_id, kind=Alarm.Kind.TEAM_SESSION, case=None, now=now)


def _led(member: Member, session: UUID) -> TeamSession:
    held = sessions.hold(organization=member.organization, session=session)
    if member.person not in {held.first_leader_id, held.second_leader_id}:
        raise NoSuchSession
    return held


def _write(member: Member, role: Role, verb: str, now: datetime) -> None:
    ledger.write(organization=member.organization, actor_role=role, verb=verb, now=now, payload={}, actor=member.person)
