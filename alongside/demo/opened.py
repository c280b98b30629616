"""A coordinator who opened how to reach somebody, outside the usual way: the second person has something to see.

Belongs here: that it happened once in each invented organization. Does not belong here: what follows; the journey does
that as in any house.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.cases import queries as cases
from alongside.cases.errors import CaseError
from alongside.journeys import breaking_the_glass
from alongside.people import queries as people
from alongside.vocabulary.breaking import GlassReason
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


def enter(organization: UUID, *, now: datetime) -> None:
    """Let a coordinator open one request of somebody who is walked with."""
    person = people.holders(organization=organization, role=Role.COORDINATOR, now=now)[0]
    account = people.account_of(organization=organization, person=person)
    member = people.member(account=account, organization=organization, now=now) if account else None
    walked = [row.case for row in cases.board(organization=organization) if row.stage is Stage.ALONGSIDE]
    if member is None:
        return
    for case in walked[:1]:
        try:
            breaking_the_glass.break_the_glass(
                member=member, case=case, reason=GlassReason.PERSON_ASKED, calling_number="", now=now
            )
        except CaseError:
            return  # Nobody to tell, or not theirs to open: then nothing is opened in the demonstration either.
