"""Two people in each invented organization for whom a professional is there: one asked, one under danger.

Belongs here: two made-up numbers. Does not belong here: what follows; the journeys do that as in any house.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.cases import dangers
from alongside.cases.hand_offs import Asked
from alongside.demo import walks
from alongside.demo.towns import Town
from alongside.journeys import danger, handing_to_a_professional, returning
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.vocabulary.passing_on import Consent
from alongside.vocabulary.roles import Role

PHONES = {
    "northfield": ("+12025550181", "+12025550182"),
    "valbrune": ("+33199000181", "+33199000182"),
}


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Let a supporter bring a professional in, and another one fear for somebody, whom a professional takes on."""
    asked, feared = PHONES[town.slug]
    ours = _spoke(town, organization, asked, now)
    professional = handing_to_a_professional.those_who_can(**ours, now=now)[0].person
    wish = Asked(professional, Consent.SAID_YES, anyone=True, in_touch=True)
    handing_to_a_professional.bring_in(**ours, asked=wish, now=now)
    ours = _spoke(town, organization, feared, now)
    danger.supporter_raises(**ours, now=now)
    row = dangers.row_of_case(organization=organization, case=ours["case"])
    if row is not None:
        danger.take_on(member=_who_was_asked(organization, row.danger, now), danger=row.danger, now=now)


def _spoke(town: Town, organization: UUID, phone: str, now: datetime) -> dict[str, UUID]:
    person, case, code = walks.somebody_said_yes(town, organization, phone=phone, now=now)
    visit = returning.enter(organization=organization, typed=code, now=now)
    returning.we_spoke(organization=organization, token=visit, now=now)
    returning.leave(organization=organization, token=visit, now=now)
    return {"organization": organization, "case": case, "person": person}


def _who_was_asked(organization: UUID, asked: UUID, now: datetime) -> Member:
    """Return the professional who is on call, and so was asked."""
    rows = people.people_of(organization=organization, now=now)
    keys = [row.id for row in rows if Role.PROFESSIONAL in row.roles and dangers.was_asked(danger=asked, person=row.id)]
    account = people.account_of(organization=organization, person=keys[0])
    found = people.member(account=account, organization=organization, now=now) if account else None
    if found is None:
        raise LookupError(keys[0])
    return found
