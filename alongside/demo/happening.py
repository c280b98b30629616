"""Something that happened in each invented organization, so that a supporter has an offer to carry to its people.

Belongs here: who was there, all made up. Does not belong here: what follows; the engine does that as in any house.
"""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.demo.towns import Town
from alongside.events.entrusted import Colleague, Report
from alongside.journeys import an_event_happened
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.vocabulary.happening import EventKind
from alongside.vocabulary.roles import Role

A_FEW_HOURS = timedelta(hours=6)

THERE = {
    "northfield": (
        ("Anna Keller", "+12025550161"),
        ("Luis Medina", "+12025550162"),
        ("Joan Pratt", "+12025550163"),
        ("Omar Said", "+12025550164"),
        ("Beth Tran", "+12025550165"),
        ("Chris Wolfe", "+12025550166"),
    ),
    "valbrune": (
        ("Maëlle Gauthier", "+33199000161"),
        ("Younes Amrani", "+33199000162"),
        ("Solène Picot", "+33199000163"),
    ),
}
"""By organization, the name and number of everybody who was there; none of them is in its people directory."""


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Report it as the safety officer would, by the form."""
    officer = _officer(organization, now)
    place = next(row for row in people.people_of(organization=organization, now=now) if row.id == officer.person)
    if place.site is None:
        raise LookupError(place.name)
    report = Report(
        kind=EventKind.UNEXPECTED_DEATH,
        occurred_at=now - A_FEW_HOURS,
        site=place.site,
        unit=place.unit,
        people=tuple(Colleague(name, phone=phone, language=town.reads) for name, phone in THERE[town.slug]),
        came_by="form",
    )
    an_event_happened.report(member=officer, report=report, once=f"demonstration {town.slug}", now=now)


def _officer(organization: UUID, now: datetime) -> Member:
    rows = people.people_of(organization=organization, now=now)
    row = next(row for row in rows if Role.SAFETY_OFFICER in row.roles)
    account = people.account_of(organization=organization, person=row.id)
    found = people.member(account=account, organization=organization, now=now) if account else None
    if found is None:
        raise LookupError(row.name)
    return found
