"""A peer stays in touch while a professional goes on with somebody, if the person would like that.

Until the professional has confirmed, the peer is still the one to call; afterwards only with the person's wish.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.cases import follow_ups, hand_offs
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import MoveRefused, NoSuchHandOff
from alongside.cases.models import Opening
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.answering_a_page import ContactCard
from alongside.journeys.entries import write_of_case
from alongside.people.queries import Member
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


def open_contact(*, member: Member, hand_off: UUID, calling_number: str, now: datetime) -> ContactCard:
    """Show the peer how to reach the person; the person reads that it was opened.

    Raises:
        NoSuchHandOff: it is somebody else's, or the person would rather not have this peer near.
        MoveRefused: a professional has confirmed, and the peer does not stay in touch.
    """
    with one_transaction(ring=False):
        case = ladder.hold(case=hand_offs.case_of(organization=member.organization, hand_off=hand_off))
        row = hand_offs.held(hand_off)
        if hand_offs.peer_of(row) != member.person:
            raise NoSuchHandOff
        unwanted = follow_ups.calls_are_unwanted(case=case)
        if case.stage != Stage.WITH_PROFESSIONAL or unwanted or not hand_offs.peer_may_call(row):
            raise MoveRefused
        box = case_queries.box_of(case)
        contact = case_queries.contact_of(case=case, box=box)
        what = Opening.What.CONTACT
        cases.note_opening(case=case, role=Role.SUPPORTER, person=member.person, what=what, now=now)
        write_of_case(case, Role.SUPPORTER, "case.contact_opened", now, person=member.person, box=box)
    return ContactCard(contact=contact, calling_number=calling_number)
