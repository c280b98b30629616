"""How often supporters handed somebody back after they had opened how to reach them: for mentors, without a case.

Belongs here: this one count (threat T17). Does not belong here: a reason: nobody is asked for one. Pages go with their
case, so this looks back only as far as cases that are not erased yet.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from alongside.cases.models import Opening
from alongside.paging.models import Page


def counted(*, organization: UUID, since: datetime) -> dict[UUID, int]:
    """Return by person how often, since a moment; people who never did are absent."""
    opened = Opening.objects.filter(case=OuterRef("case"), person=OuterRef("person"), what=Opening.What.CONTACT)
    rows = Page.objects.of(organization).filter(Exists(opened), answer=Page.Answer.RELEASED, answered_at__gte=since)
    return dict(rows.values_list("person").annotate(times=Count("pk")).values_list("person", "times"))
