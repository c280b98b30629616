"""Somebody leaves the program: they are out everywhere at once, and nobody they cared for is left waiting.

An administrator does it, never for themselves. Roles, sign-in, sessions, ways to be reached, shifts and designations
end; each open case they carried is given back and somebody else is paged at once; a page they had not answered goes to
the next. What they did before stays in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices import queries as notice_queries
from alongside.paging import operations as paging
from alongside.paging import queries as paging_queries
from alongside.people import operations as people
from alongside.people.errors import CannotUndoOneself
from alongside.people.queries import Member
from alongside.rota import operations as rota
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.training import operations as training
from alongside.vault import sealing
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


@dataclass(frozen=True)
class _Entrusted:
    """A case that must go on without the one who leaves, with the box that proves what was done with it."""

    case: Case
    box: sealing.Box | None
    verb: str


def leave(*, member: Member, person: UUID, now: datetime) -> None:
    """Make somebody an ex-colleague. Raises CannotUndoOneself, UnknownPerson, AlreadyLeft."""
    if member.person == person:
        raise CannotUndoOneself
    by = cases.Actor(Role.ADMINISTRATOR, member.person)
    with one_transaction():
        asked = [page.case for page in paging_queries.open_pages(organization=member.organization, person=person)]
        carried = [row.case for row in case_queries.own_cases(organization=member.organization, person=person)]
        _end_everything(organization=member.organization, person=person, now=now)
        passed = [_ask_the_next(member.organization, case, person, now) for case in asked]
        given_back = [_give_back(member.organization, case, person, by, now) for case in carried]
        _write(member, person, [*passed, *given_back], now)


def _end_everything(*, organization: UUID, person: UUID, now: datetime) -> None:
    people.leave(organization=organization, person=person, now=now)
    for channel in notice_queries.channels_of(organization=organization, person=person):
        notices.remove_channel(organization=organization, person=person, channel=channel.id)
    rota.remove_everywhere(organization=organization, person=person, now=now)
    today = now.astimezone(tenancy.house_of(organization).zone).date()
    for kind in (Role.SUPPORTER, Role.PROFESSIONAL):
        training.end(organization=organization, person=person, kind=kind.value, on=today)


def _ask_the_next(organization: UUID, case: UUID, person: UUID, now: datetime) -> _Entrusted:
    waiting = case_queries.case_of(organization=organization, case=case)
    box = case_queries.box_or_none(waiting)
    paging.withdraw_pages(case=waiting, people=[person], now=now)
    if box is not None:  # Else nobody could reach the person; the coordinators are told again and again.
        facts = case_queries.facts_of(case=waiting, box=box)
        ladder.widen_if_nobody_is_asked(case=waiting, facts=facts, now=now)
    return _Entrusted(waiting, box, "case.paged")


def _give_back(organization: UUID, case: UUID, person: UUID, by: cases.Actor, now: datetime) -> _Entrusted:
    carried = case_queries.case_of(organization=organization, case=case)
    box = case_queries.box_or_none(carried)
    paging.note_release(case=carried, person=person, conflict=False, now=now)
    if carried.stage == Stage.WITH_PROFESSIONAL:  # The table leads back to waiting only by way of "alongside".
        cases.move(case=carried, to=Stage.ALONGSIDE, by=by, now=now, due_at=now, owner=person)
    facts = case_queries.facts_of(case=carried, box=box) if box else MatchingFacts()
    ladder.page_again(case=carried, facts=facts, by=by, now=now)
    return _Entrusted(carried, box, "case.released")


def _write(member: Member, person: UUID, entrusted: Iterable[_Entrusted], now: datetime) -> None:
    """Each case keeps its own proof; the leaving itself names no case."""
    for one in entrusted:
        ledger.write(
            organization=member.organization,
            actor_role=Role.ADMINISTRATOR,
            verb=one.verb,
            now=now,
            payload={"stage": str(one.case.stage), "actor": str(member.person)},
            case=one.case.pk,
            box=one.box,
        )
    ledger.write(
        organization=member.organization,
        actor_role=Role.ADMINISTRATOR,
        verb="person.left",
        now=now,
        payload={"person": str(person)},
        actor=member.person,
    )
