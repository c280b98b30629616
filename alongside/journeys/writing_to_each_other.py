"""A few words by code: between whoever asked and the colleague who carries it, from their yes until it ends.

Short, sealed under the case's own key, burned 72 hours after they were read and after 14 days in any case. They are for
arranging contact, not for what happened: whatever looks like a patient, and any return code, is held back before it is
sent, and its writer asked kindly. Neither side sees whether the other has read; a notice holds no word of it.

The engine calls `burn_next`; `delivering.py` asks `where_to_tell` at the moment a notice is sent.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.cases import hand_offs, messages, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import HeldBack, NobodyReads, NoSuchCase, NotTheirs, SentAlready
from alongside.cases.messages import Glance, HowToTell, Word
from alongside.cases.models import Case, Opening
from alongside.cases.rules import identifiers
from alongside.cases.rules import messages as rules
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.notices.rules import Later, Nobody, Reach, Resolved
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes, sealing
from alongside.vault.errors import Mistyped
from alongside.vocabulary.asking import Way
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

ABOUT = "case"
TEMPLATE = "message"


@dataclass(frozen=True)
class Talk:
    """What a page may show without opening anything."""

    glance: Glance
    may_write: bool
    site_zone: str


@dataclass(frozen=True)
class Telling:
    """How somebody is told that a message came, never in full; `at_hand` is the end of an address we have already."""

    chosen: HowToTell | None
    ending: str
    at_hand: str


@dataclass(frozen=True)
class Draft:
    """What somebody wants to send. `sure`: they looked at what was held back and say that it is no patient's.

    `once` tells a second tap, or a page sent again, from a second message.
    """

    text: str
    once: bytes
    sure: bool = False


# --- whoever asked, by their code -------------------------------------------------------------------------------------


def their_talk(*, organization: UUID, token: bytes, now: datetime) -> Talk:
    """Return what their page shows. Raises NoVisit."""
    visit = visits.find_visit(organization=organization, token=token, now=now)
    visits.touch_visit(visit=visit, now=now)
    return _talk(case=visit.case, reader=None, now=now)


def they_read(*, organization: UUID, token: bytes, now: datetime) -> list[Word]:
    """Open their messages; they see later that the code did. Raises NoVisit, CannotBeOpened."""
    with _theirs(organization=organization, token=token, now=now) as case:
        words = _read(case=case, reader=None, now=now)
        _write(case=case, verb="message.read", role=Role.CAREGIVER, now=now)
    return words


def they_write(*, organization: UUID, token: bytes, draft: Draft, now: datetime) -> None:
    """Send a few words to the colleague who carries it, who is told, by the constant text, once until they look.

    Raises:
        HeldBack: it may hold a return code or point at a patient; nothing was sent.
        NobodyReads: no colleague carries it now.
        TooManyUnread: the last ones were not read yet.
        NoVisit: the visit is over.
    """
    with _theirs(organization=organization, token=token, now=now) as case:
        if _first_unread(case=case, writer=None, draft=draft, now=now):
            ladder.nudge_owner(case=case, now=now)
        _write(case=case, verb="message.sent", role=Role.CAREGIVER, now=now)


def how_they_are_told(*, organization: UUID, token: bytes, now: datetime) -> Telling:
    """Return how they hear of a message, masked. Raises NoVisit, CannotBeOpened."""
    visit = visits.find_visit(organization=organization, token=token, now=now)
    box = case_queries.box_of(visit.case)
    contact = case_queries.contact_of(case=visit.case, box=box)
    at_hand = contact.ending if contact.way is Way.EMAIL else ""
    chosen = messages.how_to_tell(case=visit.case, box=box)
    ending = chosen.email.split("@")[0][-2:] if chosen and chosen.email else at_hand
    return Telling(chosen=chosen, ending=ending, at_hand=at_hand)


def choose_how_they_are_told(*, organization: UUID, token: bytes, how: HowToTell | None, now: datetime) -> None:
    """Keep how they want to hear that a message came; None: not at all. Raises NoVisit, CannotBeOpened."""
    with _theirs(organization=organization, token=token, now=now) as case:
        if how is None:
            messages.tell_no_more(case=case)
        else:
            messages.choose_to_be_told(case=case, box=case_queries.box_of(case), how=how)
        _write(case=case, verb="message.telling" if how else "message.no_telling", role=Role.CAREGIVER, now=now)


# --- the colleague who carries it -------------------------------------------------------------------------------------


def our_talk(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> Talk:
    """Return what the page of whoever carries it shows. Raises NotTheirs, NoSuchCase."""
    found = case_queries.case_of(organization=organization, case=case)
    if found.owner_id != person:
        raise NotTheirs
    talk = _talk(case=found, reader=person, now=now)
    return replace(talk, may_write=talk.may_write and not _nothing_opens(found))


def we_read(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> list[Word]:
    """Open the messages; whoever asked reads that it was done. Raises NotTheirs, NobodyReads, CannotBeOpened."""
    with _ours(organization=organization, case=case, person=person) as mine:
        words = _read(case=mine, reader=person, now=now)
        _write(case=mine, verb="message.read", role=mine.owner_role, now=now, person=person)
    return words


def we_write(*, organization: UUID, case: UUID, person: UUID, draft: Draft, now: datetime) -> None:
    """Send a few words to whoever asked; they are told only if they chose it, once until they look.

    Raises HeldBack, NobodyReads, TooManyUnread, NotTheirs as `they_write` does.
    """
    with _ours(organization=organization, case=case, person=person) as mine:
        if _first_unread(case=mine, writer=person, draft=draft, now=now):
            _tell_them(case=mine, now=now)
        _write(case=mine, verb="message.sent", role=mine.owner_role, now=now, person=person)


def _tell_them(*, case: Case, now: datetime) -> None:
    notices.tell_somebody(
        organization=case.organization_id,
        about=case.pk,
        kind=ABOUT,
        template=TEMPLATE,
        language=case.language,
        not_before=now,
        now=now,
    )


# --- telling and burning ----------------------------------------------------------------------------------------------


def where_to_tell(*, organization: UUID, about: UUID, now: datetime) -> Resolved:
    """Say where "you have a message" goes, asked at the moment of sending.

    Nobody, unless they chose it, something waits to be read, and the case still stands; later, in the hours that they
    excluded. An address is read from the case's own box and kept nowhere.
    """
    try:
        case = case_queries.case_of(organization=organization, case=about)
    except NoSuchCase:
        return Nobody()
    box = case_queries.box_or_none(case)
    how = messages.how_to_tell(case=case, box=box) if box else None
    if box is None or how is None or case.stage not in rules.TALKING or not messages.waits_for_them(case=case, now=now):
        return Nobody()
    at = rules.tell_not_before(how.quiet, now=now, zone=ZoneInfo(case.site.timezone))
    if at > now:
        return Later(at)
    address = how.email or case_queries.contact_of(case=case, box=box).email
    return Reach(address) if address else Nobody()


def burn_next(*, now: datetime) -> bool:
    """Destroy the messages of one case that should be gone; False when none is due."""
    key = messages.next_to_burn(now=now)
    if key is None:
        return False
    with one_transaction(ring=False):
        case = ladder.hold(case=key)
        if messages.burn(case=case, now=now):
            _write(case=case, verb="message.burned", role=cases.ENGINE.role, now=now)
    return True


# --- inside -----------------------------------------------------------------------------------------------------------


def _talk(*, case: Case, reader: UUID | None, now: datetime) -> Talk:
    return Talk(
        glance=messages.glance(case=case, reader=reader, now=now), may_write=_may(case), site_zone=case.site.timezone
    )


def _may(case: Case) -> bool:
    return rules.may_write(Stage(case.stage), waits_for_yes=case_queries.waits_for_yes(case)) and bool(case.owner_id)


def _nothing_opens(case: Case) -> bool:
    return case_queries.waits_for_yes(case) or hand_offs.waits_for_receipt(case=case)


def _read(*, case: Case, reader: UUID | None, now: datetime) -> list[Word]:
    words = messages.read(case=case, box=case_queries.box_of(case), reader=reader, now=now)
    role = case.owner_role if reader else Role.CAREGIVER
    what = Opening.What.MESSAGES
    if not case_queries.seen_of_late(case=case, person=reader, what=what, now=now):
        cases.note_opening(case=case, role=role, person=reader, what=what, now=now)
    return words


def _first_unread(*, case: Case, writer: UUID | None, draft: Draft, now: datetime) -> bool:
    """Check and keep a message; return whether the other is to be told of it."""
    if not _may(case):
        raise NobodyReads
    text = rules.tidy(draft.text)[: rules.LONGEST]
    found = _held_back(case=case, text=text, now=now)
    if identifiers.Kind.CODE in found or (found and not draft.sure):
        raise HeldBack(tuple(found))
    visits.claim_once(organization=case.organization_id, token=draft.once, now=now)
    return messages.write(case=case, box=case_queries.box_of(case), writer=writer, text=text, now=now)


def _held_back(*, case: Case, text: str, now: datetime) -> list[identifiers.Kind]:
    lookup = case_queries.lookup_of(case=case)
    return identifiers.found_in(text, year=now.year, is_code=lambda letters: _is_code(letters, lookup))


def _is_code(letters: str, lookup: str) -> bool:
    """Say whether twenty letters are a return code, or this case's own with a slip of the finger."""
    try:
        codes.parse(letters)
    except Mistyped:
        return bool(lookup) and letters.startswith(lookup)
    return True


@contextmanager
def _theirs(*, organization: UUID, token: bytes, now: datetime) -> Iterator[Case]:
    with one_transaction():
        yield ladder.hold_visited(organization=organization, token=token, now=now)


@contextmanager
def _ours(*, organization: UUID, case: UUID, person: UUID) -> Iterator[Case]:
    """Hold the case of whoever carries it. Until whoever asked said yes to their name, nothing opens or is written.

    Nor before a professional has confirmed that they have it in hand.
    """
    with one_transaction():
        mine = ladder.hold(case=case)
        if (mine.organization_id, mine.owner_id) != (organization, person):
            raise NotTheirs
        if _nothing_opens(mine):
            raise NobodyReads
        yield mine


def _write(*, case: Case, verb: str, role: str, now: datetime, person: UUID | None = None) -> None:
    box: sealing.Box | None = case_queries.box_or_none(case)
    ledger.write(
        organization=case.organization_id,
        actor_role=role,
        verb=verb,
        now=now,
        payload={"actor": str(person or "")},
        case=case.pk,
        box=box,
    )


__all__ = ["Draft", "SentAlready", "Talk", "Telling", "Word"]
