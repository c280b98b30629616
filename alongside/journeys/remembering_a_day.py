"""A word on a day that somebody chose: an anniversary, a hearing. Tied to nothing.

They choose it on the page of their request, or a colleague writes it down for them at the end. What is kept is the day,
whether it comes each year, a language, and an address that they gave for this alone, sealed under a key of its own: no
case, no name, no reason. So it outlives the request and nobody can say whose it is. The code shown once ends it, and so
does the link in each word. Once a year they are asked whether it should still come; no answer ends it. Whoever leaves
the house gets none any more, and nobody is told why (hazard H40).

The engine calls `tell_next`; `delivering.py` asks `where_to_tell` at the moment a word is sent.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from alongside.cases import hand_offs, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import NotTheirs
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices.rules import Nobody, Reach, Resolved
from alongside.people.queries import Member
from alongside.reminders import operations as reminders
from alongside.reminders import queries as reminder_queries
from alongside.reminders import rules
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.reminders.rules import Act
from alongside.tenancy import operations as tenancy
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role

ABOUT = "reminder"
_TEMPLATES = {Act.TELL: "chosen_day", Act.ASK: "still_wanted"}


def they_choose(*, organization: UUID, token: bytes, wish: Wish, once: bytes, now: datetime) -> str:
    """Keep a day for somebody who came back with their code; return the code that ends it, shown once.

    Raises NoVisit, NotAPossibleDay, SentAlready (a second tap, or the page sent again).
    """
    visits.find_visit(organization=organization, token=token, now=now)
    with one_transaction(ring=False):
        visits.claim_once(organization=organization, token=once, now=now)
        return _choose(organization=organization, wish=wish, now=now)


def we_choose(*, member: Member, case: UUID, wish: Wish, once: bytes, now: datetime) -> str:
    """Keep a day for somebody whom one carries, as they say it; return the code to be read to them.

    Raises NoSuchCase, NotTheirs, NotAPossibleDay, SentAlready.
    """
    with one_transaction(ring=False):
        mine = case_queries.case_of(organization=member.organization, case=case)
        if mine.owner_id != member.person or hand_offs.waits_for_receipt(case=mine):
            raise NotTheirs
        visits.claim_once(organization=member.organization, token=once, now=now)
        return _choose(organization=member.organization, wish=wish, now=now)


def keep(*, organization: UUID, secret: str, now: datetime) -> date:
    """They want it (again); return the day on which it comes. Raises NoSuchDay."""
    with one_transaction(ring=False):
        day = reminders.keep(organization=organization, secret=secret, zone=house_of(organization).zone, now=now)
        _write(organization=organization, verb="day.kept", role=Role.CAREGIVER, now=now)
    return day


def stop(*, organization: UUID, secret: str, now: datetime) -> None:
    """They want it no more: everything about it is destroyed.

    What was ended before ends nothing, and looks the same.
    """
    with one_transaction(ring=False):
        gone = reminders.stop(organization=organization, secret=secret, now=now)
        if gone is not None:
            notices.forget_somebody(about=gone)
            _write(organization=organization, verb="day.ended", role=Role.CAREGIVER, now=now)


def somebody_left(*, organization: UUID, emails: Collection[str], now: datetime) -> None:
    """End whatever goes to these addresses, in the caller's transaction: who left, or died, gets no word any more."""
    for email in emails:
        for gone in reminders.stop_all_to(organization=organization, email=email, now=now):
            notices.forget_somebody(about=gone)


def stop_to_address(*, member: Member, email: str, now: datetime) -> None:
    """Somebody left, or died: nothing goes to their address any more. Whether anything did is told to nobody."""
    with one_transaction(ring=False):
        tenancy.take_turn(organization=member.organization)
        somebody_left(organization=member.organization, emails=[email], now=now)
        ledger.write(
            organization=member.organization,
            actor_role=Role.ADMINISTRATOR,
            verb="day.address_ended",
            now=now,
            payload={},
            actor=member.person,
        )


def tell_next(*, now: datetime) -> bool:
    """Do what is due of one chosen day: a word, the question whether it should still come, or its end."""
    with one_transaction(ring=False):
        key = reminders.claim_due(now=now)
    if key is None:
        return False
    with one_transaction():
        row = reminders.hold(reminder=key)
        if row is not None:
            _act(row, now)
    return True


def where_to_tell(*, organization: UUID, about: UUID, now: datetime) -> Resolved:  # noqa: ARG001  # As all are asked.
    """Say where a word goes, asked at the moment of sending: nowhere, once it was ended."""
    found = reminder_queries.whom_to_tell(organization=organization, reminder=about)
    if found is None:
        return Nobody()
    return Reach(found.email, link=f"/o/{house_of(organization).slug}/day/{found.secret}/")


def _act(row: Reminder, now: datetime) -> None:
    zone = house_of(row.organization_id).zone
    standing = reminders.standing(row)
    what = rules.act(standing, now=now)
    if what in _TEMPLATES:
        notices.tell_somebody(
            organization=row.organization_id,
            about=row.pk,
            kind=ABOUT,
            template=_TEMPLATES[what],
            language=row.language,
            not_before=now,
            now=now,
        )
    then = rules.after(standing, what, now=now, zone=zone)
    if then is None:
        notices.forget_somebody(about=row.pk)
        reminders.forget(reminder=row.pk, now=now)
    else:
        reminders.go_on(row=row, then=then)
    _write(organization=row.organization_id, verb=f"day.{what}", role=cases.ENGINE.role, now=now)


def _choose(*, organization: UUID, wish: Wish, now: datetime) -> str:
    """Keep it, and write nothing in the ledger: its hour, laid beside that hour's visits, would tell whose it is."""
    return reminders.choose(organization=organization, wish=wish, zone=house_of(organization).zone, now=now)


def _write(*, organization: UUID, verb: str, role: str, now: datetime) -> None:
    """Write that it happened, and nothing of whom it concerns."""
    ledger.write(organization=organization, actor_role=role, verb=verb, now=now, payload={})
