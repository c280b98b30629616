"""Somebody leaves the program: they are out everywhere at once, and nobody they cared for is left waiting.

An administrator does it, never for themselves. Roles, sign-in, sessions, ways to be reached, shifts and designations
end; each open case they carried is given back and somebody else is paged at once; a page they had not answered goes to
the next; offers they carried go to another supporter. No word for a day they once chose goes to their address. What
they did before stays in the ledger.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.care import operations as care
from alongside.cases import operations as cases
from alongside.journeys import letting_go, remembering_a_day
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices import queries as notice_queries
from alongside.people import operations as people
from alongside.people import queries as people_queries
from alongside.people.errors import CannotUndoOneself
from alongside.people.queries import Member
from alongside.rota import operations as rota
from alongside.rota import own_notes
from alongside.surveys import operations as surveys
from alongside.tenancy import operations as turns
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.training import operations as training
from alongside.vocabulary.roles import Role


def leave(*, member: Member, person: UUID, now: datetime) -> None:
    """Make somebody an ex-colleague. Raises CannotUndoOneself, UnknownPerson, AlreadyLeft."""
    if member.person == person:
        raise CannotUndoOneself
    by = cases.Actor(Role.ADMINISTRATOR, member.person)
    with one_transaction():
        turns.take_turn(organization=member.organization)
        _end_everything(organization=member.organization, person=person, now=now)
        letting_go.let_go(organization=member.organization, person=person, by=by, now=now)
        _write(member, person, now)


def _end_everything(*, organization: UUID, person: UUID, now: datetime) -> None:
    addresses = _addresses(organization=organization, person=person, now=now)
    people.leave(organization=organization, person=person, now=now)
    notices.forget_person(organization=organization, person=person)
    remembering_a_day.somebody_left(organization=organization, emails=addresses, now=now)
    for channel in notice_queries.channels_of(organization=organization, person=person):
        notices.remove_channel(organization=organization, person=person, channel=channel.id)
    rota.remove_everywhere(organization=organization, person=person, now=now)
    care.let_go_of(organization=organization, person=person)
    surveys.let_go_of(organization=organization, supporter=person)
    own_notes.forget_all(organization=organization, person=person)
    today = now.astimezone(tenancy.house_of(organization).zone).date()
    for kind in (Role.SUPPORTER, Role.PROFESSIONAL):
        training.end(organization=organization, person=person, kind=kind.value, on=today)


def _addresses(*, organization: UUID, person: UUID, now: datetime) -> set[str]:
    """Return every email address by which the house knows them: words for a day they chose may go there."""
    row = people_queries.person(organization=organization, person=person, now=now)
    channels = notice_queries.channels_of(organization=organization, person=person)
    return {row.email if row else "", *(channel.address for channel in channels)} - {""}


def _write(member: Member, person: UUID, now: datetime) -> None:
    """The leaving itself names no case; each case kept its own proof."""
    ledger.write(
        organization=member.organization,
        actor_role=Role.ADMINISTRATOR,
        verb="person.left",
        now=now,
        payload={"person": str(person)},
        actor=member.person,
    )
