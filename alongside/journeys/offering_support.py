"""Somebody offers support to a colleague: by a card or a link handed over, or by letter.

The giver learns one thing, that it was delivered, at the moment of handing it over and never anything later. Nothing is
kept by which they could learn more: no giver stands in any row, yes writes nothing at all, and no deletes the offer.
Whoever says yes goes the same way as everybody who asks (`asking_for_help.py`), to a return code of their own. An offer
never opens a case, and nobody is paged by it.

A letter goes only to somebody whose name was confirmed in the people directory, at most once in 14 days by whatever
way, and never to somebody who wants no more of them. Whether it really went is not told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.offers import operations as offers
from alongside.offers.memory import Identity
from alongside.people import queries as people
from alongside.tenancy.transactions import one_transaction

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from alongside.people.queries import Member


@dataclass(frozen=True)
class Found:
    """Somebody in the people directory who can be written to, as a colleague may see them: a name and where."""

    person: UUID
    name: str
    unit: str
    site: str


def give_a_card(*, organization: UUID, now: datetime) -> str:
    """Make an offer to hand over; return its secret. It bears no name, neither the giver's nor anybody else's."""
    with one_transaction(ring=False):
        return offers.make_card(organization=organization, now=now)


def look_up(*, organization: UUID, said: str, now: datetime) -> list[Found]:
    """Return who goes by exactly this name or address and can be written to; several where names are alike."""
    rows = people.people_called(organization=organization, said=said, now=now)
    return [Found(row.id, row.name, row.unit_name, row.site_name) for row in rows if row.email]


def write_to(*, member: Member, person: UUID, address_of: Callable[[str], str], now: datetime) -> None:
    """Send the constant letter to a person of the directory, if it is their turn; nothing tells whether it was.

    `address_of` turns the offer's secret into the address of its page, starting with "/". The entry in the ledger says
    that a letter was asked for, the same whoever it went to and whether it went; it names neither of the two.
    """
    organization = member.organization
    with one_transaction():
        row = people.person(organization=organization, person=person, now=now)
        if row is not None and row.left_at is None and row.email:
            who = Identity(person=row.id, phone=row.phone, email=row.email)
            if offers.claim_turn(organization=organization, who=who, now=now):
                secret = offers.make_card(organization=organization, who=who, now=now)
                slot = {"link": address_of(secret)}
                notices.tell(organization=organization, person=row.id, template="offer", slot=slot, now=now)
        ledger.write(organization=organization, actor_role="staff", verb="offer.handed_over", now=now, payload={})


def say_no(*, organization: UUID, secret: str, wants_no_more: bool, now: datetime) -> None:
    """End an offer for good. Nothing is written down about it, anywhere: not even that it was answered."""
    with one_transaction(ring=False):
        offers.decline(organization=organization, secret=secret, wants_no_more=wants_no_more, now=now)
