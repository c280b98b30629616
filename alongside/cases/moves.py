"""Which move of a case was its newest: what somebody saw when they decided to move it on.

Belongs here: reads of the immutable moves. Does not belong here: moving (`cases.operations`).
"""

from __future__ import annotations

from uuid import UUID

from alongside.cases.models import Transition


def newest(*, organization: UUID, case: UUID) -> UUID | None:
    """Return the key of the newest move of a case: another one says that somebody moved it meanwhile."""
    rows = Transition.objects.of(organization).filter(case=case).order_by("-at", "-pk")
    return rows.values_list("pk", flat=True).first()
