"""What is kept in the invented organizations: the days counsel signed, and one request that a coordinator wants held.

Belongs here: these two, entered as their people would. Does not belong here: the requests themselves (`walks.py`,
`talks.py`).
"""

from datetime import date, datetime
from uuid import UUID

from alongside.cases import holds
from alongside.demo.towns import Town
from alongside.journeys import holding, running_the_program
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.tenancy.queries import Kept
from alongside.vocabulary.forgetting import HoldReason
from alongside.vocabulary.roles import Role

SIGNED = {
    "northfield": Kept(14, 5, "HR 4.12, transitory records", "Helen Brandt", "General counsel", date(2026, 1, 12)),
    "valbrune": Kept(14, 5, "Tableau de gestion, série T-07", "Claire Aubry", "Juriste", date(2026, 1, 12)),
}


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Sign the days, and let a coordinator ask for one hold: a second person may agree to it or say no."""
    administrator = _member(organization, Role.ADMINISTRATOR, now)
    running_the_program.sign_retention(member=administrator, kept=SIGNED[town.slug], now=now)
    row = next((row for row in holds.what_exists(organization=organization) if not row.danger), None)
    if row is not None:
        coordinator = _member(organization, Role.COORDINATOR, now)
        holding.ask(member=coordinator, case=row.case, reason=HoldReason.COUNSEL, now=now)


def _member(organization: UUID, role: Role, now: datetime) -> Member:
    rows = people.people_of(organization=organization, now=now)
    row = next(row for row in rows if role in row.roles)
    account = people.account_of(organization=organization, person=row.id)
    found = people.member(account=account, organization=organization, now=now) if account else None
    if found is None:
        raise LookupError(row.name)
    return found
