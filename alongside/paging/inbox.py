"""What became of one person's own pages.

Belongs here: reads for the person who was asked. Does not belong here: pages still open (`paging.queries`), and who
answered instead: that is told to nobody.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from alongside.paging.models import Page
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ASKED_FOR, Stage


def taken_by_another(*, organization: UUID, person: UUID, since: datetime) -> bool:
    """Say whether somebody else answered a page of this person's since then."""
    rows = Page.objects.of(organization).filter(person=person, answer=Page.Answer.STOOD_DOWN, answered_at__gte=since)
    return rows.filter(climb__pages__answer=Page.Answer.ACCEPTED).exists()


def asked_anew(*, organization: UUID, person: UUID, since: datetime) -> list[str]:
    """Return whom a coordinator had others asked to go on with instead of this person: the made-up words, one query."""
    rows = Page.objects.of(organization).filter(person=person, answer=Page.Answer.RELEASED, answered_at__gte=since)
    moved = Q(case__transitions__at=F("answered_at"), case__transitions__actor_role=Role.COORDINATOR)
    rows = rows.filter(moved, case__transitions__to_stage=Stage.WAITING, case__stage__in=ASKED_FOR)
    rows = rows.exclude(case__owner=person).order_by("case__designation")
    return list(rows.values_list("case__designation", flat=True).distinct())


def case_taken(*, organization: UUID, person: UUID, page: UUID) -> UUID | None:
    """Return the case that this person took by this page, so that a second tap leads where the first one did."""
    rows = Page.objects.of(organization).filter(pk=page, person=person, answer=Page.Answer.ACCEPTED)
    return rows.values_list("case_id", flat=True).first()
