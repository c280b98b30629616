"""Somebody sees danger in a colleague and raises the level: a professional calls them back.

It needs no account, no case and no name, neither theirs nor the colleague's: a telephone number, and that is all. The
number is sealed under a key of its own. The professional on call is paged at once, another one every five minutes, by
ten
minutes the coordinators too; then the page shows the fallback line, and the asking goes on until somebody calls.
Whoever
opens the number has ten minutes to say what came of it; else it is somebody else's turn.

When no professional is on call, or the service is withdrawn, that is said at once, with the numbers to call instead.
Only the fact that the level was raised is written down. The number is destroyed when somebody called, at the latest
after
a day.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from alongside.ledger import operations as ledger
from alongside.paging import call_backs
from alongside.paging.errors import NobodyOnCall, NoSuchCallBack, NumberLost
from alongside.paging.models import CallBack
from alongside.people.queries import Member
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import one_transaction
from alongside.vault.errors import CannotOpen
from alongside.vocabulary.roles import Role


class Face(StrEnum):
    """How it stands, for whoever waits: what the page says."""

    PAGED = "paged"
    CALLING = "calling"
    TRIED = "tried"
    NOBODY_YET = "nobody_yet"
    CALLED = "called"
    NOT_REACHED = "not_reached"
    OVER = "over"


@dataclass
class _Theirs:
    """A call-back that somebody was asked for, held. `done`: this changed something; a second tap writes nothing."""

    row: CallBack
    done: bool = True


@dataclass(frozen=True)
class Standing:
    """What whoever raised the level sees; `people` is how many were paged so far."""

    face: Face
    asked_at: datetime | None = None
    people: int = 0


def can_page(*, organization: UUID, now: datetime) -> bool:
    """Say whether a professional who is on call can be reached now, and the service is open."""
    return house_of(organization).open and bool(call_backs.team(organization=organization, now=now).on_call)


def page_the_professional(*, organization: UUID, number: str, once: str, now: datetime) -> None:
    """Save the number and page the professional on call; a second tap does nothing more.

    `once` is the form's own token: by it the page is shown again. Raises NobodyOnCall: then nothing was saved.
    """
    with one_transaction():
        if call_backs.sent_before(organization=organization, once=once):
            return
        if not can_page(organization=organization, now=now):
            raise NobodyOnCall
        row = call_backs.save(organization=organization, number=number, once=once, now=now)
        if row is not None:
            call_backs.ask_next(row=row, now=now)
            _write(organization, "anybody", "level.raised", now)


def where_it_stands(*, organization: UUID, once: str) -> Standing:
    """Return what whoever holds the form's token may see. A token that is not known (any more) is over."""
    row = call_backs.sent_before(organization=organization, once=once)
    if row is None:
        return Standing(Face.OVER)
    return Standing(_face(row), row.asked_at, row.pages.values("person").distinct().count())


def _face(row: CallBack) -> Face:
    if row.outcome == CallBack.Outcome.CALLED:
        return Face.CALLED
    if row.ended_at is not None:
        return Face.NOT_REACHED
    if row.outcome == CallBack.Outcome.NO_ANSWER:
        return Face.TRIED
    if row.taken_by_id is not None:
        return Face.CALLING
    return Face.NOBODY_YET if row.fallback_at else Face.PAGED


def open_number(*, member: Member, call_back: UUID, now: datetime) -> str:
    """Take it upon oneself to call, and read the number. Raises NoSuchCallBack, AlreadyTaken.

    NumberLost: its key is lost. Nobody took it; whoever waits is shown a number to call, the coordinators are told.
    """
    try:
        with _theirs(member, call_back, "call_back.opened", now) as one:
            return call_backs.take(row=one.row, person=member.person, now=now)
    except CannotOpen as lost:
        with _theirs(member, call_back, "call_back.unreadable", now) as one:
            one.done = call_backs.note_unreadable(row=one.row, now=now)
        raise NumberLost from lost


def note_called(*, member: Member, call_back: UUID, now: datetime) -> None:
    """Say "I called": nobody else is asked. It can be taken back for ten minutes; then the number is destroyed."""
    with _theirs(member, call_back, "call_back.called", now) as one:
        called = CallBack.Outcome.CALLED
        one.done = call_backs.note_outcome(row=one.row, person=member.person, outcome=called, now=now)


def note_no_answer(*, member: Member, call_back: UUID, now: datetime) -> None:
    """Say "no answer": one is reminded to try again, three times in all."""
    with _theirs(member, call_back, "call_back.no_answer", now) as one:
        silent = CallBack.Outcome.NO_ANSWER
        one.done = call_backs.note_outcome(row=one.row, person=member.person, outcome=silent, now=now)


def take_it_back(*, member: Member, call_back: UUID, now: datetime) -> None:
    """Undo the last word, within ten minutes."""
    with _theirs(member, call_back, "call_back.undone", now) as one:
        one.done = call_backs.undo_outcome(row=one.row, person=member.person, now=now)


def go_on_next(*, now: datetime) -> bool:
    """Do what is due for one call-back: ask the next one, remind, end, forget. False when nothing is.

    The claim is a transaction of its own: killed after it, the lease runs out and another engine goes on.
    """
    with one_transaction(ring=False):
        key = call_backs.claim_due(now=now)
    if key is None:
        return False
    with one_transaction():
        try:
            row = call_backs.held(key)
        except NoSuchCallBack:
            return True
        organization = row.organization_id
        done = call_backs.go_on(row=row, now=now)
        if done != "nothing":
            _write(organization, "engine", f"call_back.{done}", now)
    return True


@contextmanager
def _theirs(member: Member, call_back: UUID, verb: str, now: datetime) -> Iterator[_Theirs]:
    with one_transaction():
        own = {"organization": member.organization, "call_back": call_back, "person": member.person}
        one = _Theirs(call_backs.asked_to(**own))
        yield one
        if one.done:
            role = Role.PROFESSIONAL if Role.PROFESSIONAL in member.roles else Role.COORDINATOR
            _write(member.organization, role, verb, now, actor=member.person)


def _write(organization: UUID, role: str, verb: str, now: datetime, actor: UUID | None = None) -> None:
    ledger.write(organization=organization, actor_role=role, verb=verb, now=now, payload={}, actor=actor)
