"""Whether a case's person may be given a ticket for the short evaluation, and whom a word of thanks would reach.

Belongs here: this one question and the note that a ticket was given. Does not belong here: tickets and answers
(`surveys`): they know no case.
"""

from __future__ import annotations

from uuid import UUID

from alongside.cases.models import Case, ContactAttempt, EvaluationOffered, Transition
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.asking import Outcome
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

_BY_WHOEVER_WALKS = (Stage.ACCEPTED, Stage.CLOSED, Stage.LAPSED)
"""Moves that are made by whoever carries a case, or takes it."""


def may_be_offered(*, case: Case) -> bool:
    """Say whether somebody spoke with them, and they were given no ticket yet."""
    return _who_walked(case) is not None and not EvaluationOffered.objects.filter(case=case).exists()


def claim(*, case: Case) -> UUID | None:
    """Note that a ticket is given now and return who walked with them; None when it was given, or nobody spoke."""
    require_transaction()
    supporter = _who_walked(case)
    if supporter is None:
        return None
    _, first = EvaluationOffered.objects.get_or_create(case=case, organization_id=case.organization_id)
    return supporter if first else None


def _who_walked(case: Case) -> UUID | None:
    """Return who walks with them, or did last; None when contact was never confirmed by either side."""
    moves = Transition.objects.filter(case=case)
    if not moves.filter(to_stage=Stage.ALONGSIDE).exists():
        return None
    spoke = ContactAttempt.objects.filter(case=case, outcome=Outcome.SPOKE, undone_at=None).order_by("-at")
    took = moves.filter(to_stage__in=_BY_WHOEVER_WALKS, actor_role=Role.SUPPORTER, actor__isnull=False).order_by("-at")
    walks = case.owner_id if case.stage == Stage.ALONGSIDE else None
    said = took.values_list("actor_id", flat=True).first(), spoke.values_list("person_id", flat=True).first()
    return walks or said[0] or said[1]
