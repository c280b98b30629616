"""A few talks that were written down of late in each invented organization, and a supporter's line to themselves.

Belongs here: what was talked about, in codes, all made up. Does not belong here: the mixer; it treats them as any
others, so that for now they wait in it.
"""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.demo.towns import Town
from alongside.encounters import operations as encounters
from alongside.encounters.rules import Kind, Record
from alongside.people import queries as people
from alongside.rota import own_notes
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role

TALKS = (
    Record(
        Kind.INFORMAL, "weekday_evening", minutes="m0_15", role_group="nursing", unit_group="emergency",
        outcome="spoke", interactions="i1", source="in_passing", tier="tier2_enough", referral="none",
    ),
    Record(Kind.LEADER_TALK, "weekday_day", minutes="m16_30", unit_group="intensive_care"),
    Record(Kind.TEAM_SESSION, "weekday_day", minutes="m61_90", unit_group="emergency", group_size="g6_10"),
)  # fmt: skip

SOON = timedelta(days=2)


def enter(town: Town, organization: UUID, *, now: datetime) -> None:
    """Write them down, and let the first supporter have a line to themselves."""
    first = next(one.name for one in town.colleagues if Role.SUPPORTER in one.roles)
    person = next(row.id for row in people.people_of(organization=organization, now=now) if row.name == first)
    with one_transaction(ring=False):
        for talk in TALKS:
            encounters.record(organization=organization, record=talk, now=now)
        own_notes.remind_me(organization=organization, person=person, which="i2", day=(now + SOON).date(), now=now)
