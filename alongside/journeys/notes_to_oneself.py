"""A nameless reminder instead of a case: "second contact, Tuesday". Only whoever wrote it sees it.

On the day, in the morning, they get the one constant text that says nothing; the desk then shows the line. There is no
entry in the ledger: nobody else's data is touched, and the line names nobody.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from alongside.encounters.rules import Interactions
from alongside.notices import operations as notices
from alongside.people.queries import Member
from alongside.rota import own_notes
from alongside.rota.own_notes import Note
from alongside.tenancy.transactions import one_transaction

MAY_COME = (Interactions.SECOND, Interactions.THIRD_TO_FIFTH, Interactions.LATER)
"""Which contact somebody may want to be reminded of; the first one has been."""


def remind_me(*, member: Member, which: Interactions, day: date, now: datetime) -> None:
    """Write the line down. Raises rota.errors.NotAheadEnough, TooManyNotes."""
    with one_transaction():
        own_notes.remind_me(organization=member.organization, person=member.person, which=which, day=day, now=now)


def done(*, member: Member, note: UUID) -> None:
    """It was done, or is not wanted any more."""
    with one_transaction():
        own_notes.done(organization=member.organization, person=member.person, note=note)


def mine(*, member: Member, now: datetime) -> list[Note]:
    """Return somebody's own lines, the next first."""
    return own_notes.notes_of(organization=member.organization, person=member.person, now=now)


def tell_next(*, now: datetime) -> bool:
    """Tell the owner of one note whose morning has come; False when there is none."""
    with one_transaction(ring=False):
        own_notes.forget_past(now=now)
        note = own_notes.claim_due(now=now)
        if note is not None:
            notices.tell(organization=note.organization_id, person=note.person_id, template="page", now=now)
    return note is not None
