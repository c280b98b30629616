"""What became of one person's own pages.

Belongs here: reads for the person who was asked. Does not belong here: pages still open (`paging.queries`), and who
answered instead: that is told to nobody.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from alongside.paging.models import Page


def taken_by_another(*, organization: UUID, person: UUID, since: datetime) -> bool:
    """Say whether somebody else answered a page of this person's since then."""
    rows = Page.objects.of(organization).filter(person=person, answer=Page.Answer.STOOD_DOWN, answered_at__gte=since)
    return rows.filter(climb__pages__answer=Page.Answer.ACCEPTED).exists()


def case_taken(*, organization: UUID, person: UUID, page: UUID) -> UUID | None:
    """Return the case that this person took by this page, so that a second tap leads where the first one did."""
    rows = Page.objects.of(organization).filter(pk=page, person=person, answer=Page.Answer.ACCEPTED)
    return rows.values_list("case_id", flat=True).first()
