"""How soon, in words that stay true: what each urgency is called, and by when one would hear.

Belongs here: names and promises of urgencies before anything is sent. Does not belong here: the promise of a request
(`paging`), the question itself (the rooms that ask it).
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from alongside.paging import settings as clocks
from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Urgency

HOUR = timedelta(hours=1)


def promises(house: House, *, now: datetime) -> dict[str, datetime]:
    """Return by when each answer to "how soon" would be heard, if it were sent now; for a house that has a site."""
    zone = queries.sites(house.id)[0].zone
    return {urgency.value: due for urgency, due in clocks.promises(organization=house.id, zone=zone, asked=now).items()}


def named(house: House, promised: dict[str, datetime], *, now: datetime) -> list[tuple[str, str]]:
    """Return (code, plain word) for each urgency, ready for a form."""
    return [(urgency, name(urgency, due=due, zone=house.zone, now=now)) for urgency, due in promised.items()]


def name(urgency: str, *, due: datetime | None, zone: ZoneInfo, now: datetime) -> str:
    """Return the plain word for an urgency: "today" only while that is promised, else within how many hours."""
    if urgency == Urgency.DANGER:
        return _("I am in danger")
    if urgency == Urgency.TODAY and due and due.astimezone(zone).date() != now.astimezone(zone).date():
        hours = -((now - due) // HOUR)
        return ngettext("Within %(hours)s hour", "Within %(hours)s hours", hours) % {"hours": hours}
    return labels.label("urgency", urgency)
