"""A program opens: an organization that is setting up, its first place, and its first administrator, who is invited.

Typed once by whoever runs the software (`alongside organization`). Everything else is done on screen; asking stays
closed until the conditions of going live hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.people import operations as people
from alongside.people.rules import Details
from alongside.tenancy import operations as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class Program:
    """What must be known before anything can be done on screen. `country` as ISO 3166 alpha-2, `zone` as IANA name."""

    slug: str
    name: str
    country: str
    zone: str
    languages: tuple[str, ...]
    administrator: str
    email: str


def open_program(*, program: Program, address_of: Callable[[str], str], now: datetime) -> str:
    """Make it, invite its administrator by mail, and return the invitation's address, in case no mail can leave yet.

    `address_of` turns the invitation's secret into an address that starts with "/".
    Raises AddressTaken, UnknownZone.
    """
    with one_transaction():
        organization = tenancy.open_organization(
            slug=program.slug,
            name=program.name,
            country=program.country,
            zone=program.zone,
            languages=program.languages,
        )
        tenancy.add_site(organization=organization, name=program.name, zone=program.zone)
        person = _administrator(organization, program, now)
        invited = people.make_invitation(organization=organization, person=person, by_telephone=False, now=now)
        address = address_of(invited.secret)
        slot = {"link": address}
        notices.tell(organization=organization, person=person, template="invitation", slot=slot, now=now)
        ledger.write(organization=organization, actor_role="operator", verb="organization.opened", now=now, payload={})
    return address


def _administrator(organization: UUID, program: Program, now: datetime) -> UUID:
    details = Details(name=program.administrator, email=program.email, reads=program.languages[0])
    person = people.add_person(organization=organization, details=details)
    people.grant_role(organization=organization, person=person, role=Role.ADMINISTRATOR, now=now)
    return person
