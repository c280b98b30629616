"""How often supporters let somebody go after they had opened how to reach them: for mentors, without a case.

Belongs here: this one count (threat T17). Does not belong here: a reason: nobody is asked for one. Pages go with their
case, so this looks back only as far as cases that are not erased yet.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from alongside.cases.models import HandOver, Opening, Transition
from alongside.paging.models import Page
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


def counted(*, organization: UUID, since: datetime) -> dict[UUID, int]:
    """Return by person how often, since a moment; people who never did are absent.

    Given back, or let run out: a case that somebody opened and then was silent about counts. One that a colleague took
    over as agreed does not, nor one that a coordinator had others asked for.
    """
    opened = Opening.objects.filter(case=OuterRef("case"), person=OuterRef("person"), what=Opening.What.CONTACT)
    then = {"case": OuterRef("case"), "ended_at": OuterRef("answered_at")}
    agreed = HandOver.objects.filter(**then, giver=OuterRef("person"), state=HandOver.State.TAKEN)
    moved = Transition.objects.filter(
        case=OuterRef("case"), at=OuterRef("answered_at"), actor_role=Role.COORDINATOR, to_stage=Stage.WAITING
    )
    rows = Page.objects.of(organization).filter(Exists(opened), answer=Page.Answer.RELEASED, answered_at__gte=since)
    rows = rows.filter(~Exists(agreed), ~Exists(moved))
    return dict(rows.values_list("person").annotate(times=Count("pk")).values_list("person", "times"))
