"""Somebody to whom support was carried says yes: from then on it is their own request.

With the supporter who brought it, whose it is at once; or with somebody else, who is paged as for anybody: never one
who was involved, never the one who brought it. They may have their own return code, read aloud or handed over. Danger
waits for no yes: the supporter carries it on, and those who can help are paged.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from alongside.cases import offered, visits
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases import rules as case_rules
from alongside.cases.entrusted import ContactWish, MatchingFacts
from alongside.cases.errors import NoSuchCase, SentAlready
from alongside.cases.models import Case, Opening
from alongside.cases.offered import OfferedTo
from alongside.journeys import taking_a_call as once
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.asking_for_help import Sent, fresh_code
from alongside.journeys.carrying_an_offer import hold_mine, note_in_ledger
from alongside.ledger import operations as ledger
from alongside.paging import queries as paging_queries
from alongside.people.queries import Member
from alongside.rounds import operations as rounds
from alongside.rounds.errors import MayNotCarry, NoSuchOffer, NoWayToReach
from alongside.tenancy.transactions import one_transaction
from alongside.vault import codes, sealing
from alongside.vocabulary.asking import Urgency, Way
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


@dataclass(frozen=True)
class Yes:
    """Somebody said yes: with whom, how soon, and how they want to be reached ("" where as known already)."""

    with_me: bool
    urgency: Urgency
    contact: ContactWish
    language: str
    wants_code: bool
    once: bytes


def said_yes(*, member: Member, case: UUID, yes: Yes, now: datetime) -> Sent:
    """They said yes: from now on it is their request, with the promise that goes with it, and their own code.

    With this supporter, whose it is at once; or somebody else is paged, and this supporter is not asked again.
    A second tap returns what the first one did. Raises NoSuchOffer, NoWayToReach, MayNotCarry.
    """
    code = fresh_code(member.organization)
    verifier = codes.derive(code) if yes.wants_code else None  # Slow on purpose, and therefore before.
    try:
        with one_transaction():
            visits.claim_once(organization=member.organization, token=yes.once, now=now)
            theirs, box = _taken_up(member=member, case=case, now=now)
            contact = _completed(yes.contact, offered.whom(case=theirs, box=box))
            facts = _asked_for(theirs, box, contact, yes.language)
            _begin(member, theirs, facts, box, yes.urgency, with_me=yes.with_me, now=now)
            if verifier:
                cases.keep_code(case=theirs, code=code, verifier=verifier, handed_over=True)
            sent = Sent(code.text if yes.wants_code else "", Urgency(theirs.urgency), theirs.contact_due)
            once.keep(member=member, once=yes.once, sent=sent, now=now)
            _settled(member, theirs, box, "yes", now)
    except SentAlready:
        return once.sent_before(member=member, once=yes.once, now=now)
    return sent


def raise_danger(*, member: Member, case: UUID, now: datetime) -> None:
    """The supporter fears for their safety: danger waits for no yes. They carry it on; those who can help are paged.

    Raises NoSuchOffer.
    """
    with one_transaction():
        theirs, box = _taken_up(member=member, case=case, now=now)
        contact = offered.whom(case=theirs, box=box).as_contact()
        facts = _asked_for(theirs, box, contact, theirs.language)
        _with_me(member, theirs, Urgency.NOW, now)
        ladder.raise_danger(case=theirs, facts=facts, now=now)
        _settled(member, theirs, box, "danger", now)


def _settled(member: Member, case: Case, box: sealing.Box, said: str, now: datetime) -> None:
    """Write what was noted, sealed; and that it is settled, as after a no: an entry less would tell a yes."""
    note_in_ledger(member, case, box, said, now)
    ledger.write(
        organization=member.organization, actor_role=cases.ENGINE.role, verb="offer.settled", now=now, payload={}
    )


def _taken_up(*, member: Member, case: UUID, now: datetime) -> tuple[Case, sealing.Box]:
    """Take the offer out of its round, which counts it as reached and forgets which it was."""
    offer = hold_mine(member=member, case=case)
    try:
        theirs = offered.held(organization=member.organization, case=case)
    except NoSuchCase as over:
        raise NoSuchOffer from over
    rounds.settle(offer=offer, reached=True, now=now)
    return theirs, case_queries.box_of(theirs)


def _completed(contact: ContactWish, known: OfferedTo) -> ContactWish:
    """Fill in what they did not say anew; a name is not kept where a number or an address is."""
    if contact.way in {Way.PHONE_CALL, Way.TEXT_MESSAGE}:
        contact = replace(contact, phone=contact.phone or known.phone)
    elif contact.way is Way.EMAIL:
        contact = replace(contact, email=contact.email or known.email)
    if not (contact.phone or contact.email or contact.place):
        raise NoWayToReach
    return contact


def _asked_for(case: Case, box: sealing.Box, contact: ContactWish, language: str) -> MatchingFacts:
    """Seal how they want to be reached in place of the name, and who was involved beside it."""
    offered.entrust(case=case, box=box, contact=contact)
    known = case_queries.facts_of(case=case, box=box)
    facts = replace(known, way=contact.way.value, language=language)
    cases.change_facts(case=case, box=box, facts=facts)
    return facts


def _begin(
    member: Member,
    case: Case,
    facts: MatchingFacts,
    box: sealing.Box,
    urgency: Urgency,
    *,
    with_me: bool,
    now: datetime,
) -> None:
    cases.note_opening(case=case, role=Role.SUPPORTER, person=member.person, what=Opening.What.CALL_TAKEN, now=now)
    if with_me:
        danger = urgency is Urgency.DANGER
        _with_me(member, case, Urgency.NOW if danger else urgency, now)
        if danger:
            ladder.raise_danger(case=case, facts=facts, now=now)
        return
    facts = offered.keep_away(case=case, box=box, facts=facts, person=member.person, involved=False)
    _ask_anew(case, urgency, accepted=None, now=now)
    ladder.page_again(case=case, facts=facts, by=cases.Actor(Role.SUPPORTER, member.person), now=now)


def _with_me(member: Member, case: Case, urgency: Urgency, now: datetime) -> None:
    """The carrier becomes their supporter; the clock of contact runs as for anybody who accepts."""
    person = member.person
    if paging_queries.may_accept_as(organization=member.organization, person=person, case=case, now=now) is None:
        raise MayNotCarry
    _ask_anew(case, urgency, accepted=now, now=now)
    half = case_rules.half_time(accepted=now, contact_due=case.contact_due)
    by = cases.Actor(Role.SUPPORTER, person)
    cases.move(case=case, to=Stage.ACCEPTED, by=by, now=now, due_at=half, owner=person, owner_role=Role.SUPPORTER)
    cases.note(case=case, accepted_at=now)


def _ask_anew(case: Case, urgency: Urgency, *, accepted: datetime | None, now: datetime) -> None:
    promise = paging_queries.promise(
        organization=case.organization_id, site=case.site_id, urgency=urgency, asked=now, accepted=accepted
    )
    cases.ask_anew(case=case, urgency=urgency, contact_due=promise, now=now)
