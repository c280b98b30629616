"""Whether a request that is being sent comes in a flood.

Belongs here: the counts that `paging.rules.flood` judges, by network and by hour. Does not belong here: slowing
(`limits`), which is asked for before Send and never changes who is woken. Of an address only a keyed hash is compared.
"""

from datetime import datetime, timedelta
from uuid import UUID

from alongside.cases import arrivals
from alongside.limits import operations as limits
from alongside.paging.rules import flood
from alongside.vocabulary.asking import Urgency, Way

HOUR = timedelta(hours=1)
HISTORY = timedelta(days=28)


def bundles(*, organization: UUID, urgency: Urgency, way: Way, address: str, now: datetime) -> bool:
    """Say whether this request wakes only the coordinator, once for all of them. Without an address, by the hour."""
    if not flood.may_be_bundled(urgency=urgency, way=way):
        return False
    return (bool(address) and _from_here(organization, address, now)) or _by_the_hour(organization, now)


def _from_here(organization: UUID, address: str, now: datetime) -> bool:
    marks = limits.came_from(organization=organization, address=address, now=now)
    if not flood.too_many_from_here(len(marks)):
        return False
    waiting = arrivals.unanswered(organization=organization)
    return flood.too_many_from_here(limits.count_among(marks, acts=waiting, now=now))


def _by_the_hour(organization: UUID, now: datetime) -> bool:
    this_hour = arrivals.since(organization=organization, moment=now - HOUR)
    if not flood.could_be_unusual(this_hour):
        return False
    hours = arrivals.by_hour(organization=organization, after=now - HISTORY, before=now - HOUR)
    return flood.unusual(this_hour=this_hour, hours=hours)
