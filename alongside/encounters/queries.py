"""Reads of the de-identified record: totals by month, for released reports.

Belongs here: counting. Does not belong here: protecting small numbers (`reports.rules`), any row by itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from alongside.encounters.models import Batch, Course
from alongside.encounters.rules import WITH_SOMEBODY, Interactions, Outcome


@dataclass(frozen=True)
class Counted:
    """Totals of some months. Not protected: whoever shows them applies the rules of disclosure first.

    contacts: talks with one person, each counted; first_contacts: people, counted at the first talk with each;
    time_bands: of the first talks whose wait is known, how many in each band of `encounter.time_to_contact_bands`.
    """

    contacts: int
    first_contacts: int
    time_bands: dict[str, int] = field(default_factory=dict)


def counted(*, organization: UUID, first_month: date, last_month: date) -> Counted:
    """Count the talks of these months, both included; days are ignored. A month that is over never changes."""
    talks = Course.objects.of(organization).filter(
        month__gte=_month(first_month), month__lte=_month(last_month), kind__in=WITH_SOMEBODY, outcome=Outcome.SPOKE
    )
    rows = list(talks.values_list("interactions", "time_to_contact"))
    bands = Counter(band for _which, band in rows if band)
    firsts = sum(which == Interactions.FIRST for which, _band in rows)
    return Counted(contacts=len(rows), first_contacts=firsts, time_bands=dict(bands))


def still_waiting(*, organization: UUID, last_month: date) -> bool:
    """Say whether something of these months still waits in the mixer: then it is too early to count them."""
    return Batch.objects.of(organization).filter(month__lte=_month(last_month), waiting__gt=0).exists()


def _month(day: date) -> str:
    return day.strftime("%Y-%m")
