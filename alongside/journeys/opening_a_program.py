"""A program opens: an organization that is setting up, its first place, its first administrator and coordinator.

Both are invited. Typed once by whoever runs the software (`alongside organization`), who is the second person behind
the first coordinator: from then on a role that opens cases is proposed by one and confirmed by another. Everything else
is done on screen; asking stays closed until the conditions of going live hold.
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
    coordinator: str = ""
    coordinator_email: str = ""


def open_program(*, program: Program, address_of: Callable[[str], str], now: datetime) -> str:
    """Make it, invite both by mail, and return the administrator's address to join, in case no mail can leave yet.

    Without a coordinator the first one is proposed on screen, and confirmed by a second administrator.

    `address_of` turns the invitation's secret into an address that starts with "/".
    Raises AddressTaken, UnknownZone, AlreadyHere when both have one email address.
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
        reads = program.languages[0]
        first = Details(name=program.administrator, email=program.email, reads=reads)
        address = _invited(organization, first, Role.ADMINISTRATOR, address_of, now)
        if program.coordinator:
            second = Details(name=program.coordinator, email=program.coordinator_email, reads=reads)
            _invited(organization, second, Role.COORDINATOR, address_of, now)
        ledger.write(organization=organization, actor_role="operator", verb="organization.opened", now=now, payload={})
    return address


def _invited(organization: UUID, details: Details, role: Role, address_of: Callable[[str], str], now: datetime) -> str:
    """Add somebody with their role and invite them; return the address of their invitation."""
    person = people.add_person(organization=organization, details=details)
    people.grant_role(organization=organization, person=person, role=role, now=now)
    invited = people.make_invitation(organization=organization, person=person, by_telephone=False, now=now)
    address = address_of(invited.secret)
    notices.tell(organization=organization, person=person, template="invitation", slot={"link": address}, now=now)
    return address
