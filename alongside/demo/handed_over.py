"""Somebody in each invented organization whose supporter will be away, so that a colleague is asked to go on.

Belongs here: one made-up number, and the day of the leave. Does not belong here: who is asked; the journeys choose as
in any house.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from alongside.demo import walks
from alongside.demo.towns import Town
from alongside.journeys import handing_over, returning

PHONES = {"northfield": "+12025550179", "valbrune": "+33199000179"}
AWAY_IN = timedelta(days=9)


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Let them speak, and the supporter ask that somebody else goes on from next week."""
    person, case, code = walks.somebody_said_yes(town, organization, phone=PHONES[town.slug], now=now)
    visit = returning.enter(organization=organization, typed=code, now=now)
    returning.we_spoke(organization=organization, token=visit, now=now)
    returning.leave(organization=organization, token=visit, now=now)
    ours = {"organization": organization, "case": case, "person": person}
    handing_over.propose(**ours, chosen=None, they_agreed=True, leaves_at=now + AWAY_IN, now=now)
