"""Whether a case's person may be given a ticket for the short evaluation, and whom a word of thanks would reach.

Belongs here: this one question and the note that a ticket was given. Does not belong here: tickets and answers
(`surveys`): they know no case.
"""

from __future__ import annotations

from uuid import UUID

from alongside.cases.models import Case, ContactAttempt, EvaluationOffered
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.asking import Outcome


def may_be_offered(*, case: Case) -> bool:
    """Say whether somebody spoke with them, and they were given no ticket yet."""
    return _who_spoke(case) is not None and not EvaluationOffered.objects.filter(case=case).exists()


def claim(*, case: Case) -> UUID | None:
    """Note that a ticket is given now and return who walked with them; None when it was given, or nobody spoke."""
    require_transaction()
    supporter = _who_spoke(case)
    if supporter is None:
        return None
    _, first = EvaluationOffered.objects.get_or_create(case=case, organization_id=case.organization_id)
    return supporter if first else None


def _who_spoke(case: Case) -> UUID | None:
    """Return who spoke with them last, by the supporters' own accounts."""
    spoke = ContactAttempt.objects.filter(case=case, outcome=Outcome.SPOKE, undone_at=None)
    return spoke.order_by("-at").values_list("person_id", flat=True).first()
