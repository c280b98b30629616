"""When a case is forgotten: whose time has come, what puts it off, what brings it forward.

Belongs here: the time of erasure of one case, inside a journey's transaction. Does not belong here: erasing itself
(`journeys/forgetting.py` keeps its order, `cases.operations.leave_tombstone` its last step).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from alongside.cases import operations
from alongside.cases.holds import HOLDING
from alongside.cases.models import Case, Hold
from alongside.tenancy import queries as tenancy
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.rows import change
from alongside.tenancy.rules import LONGEST_RETENTION
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.stages import ENDED, Stage


def due(*, now: datetime) -> QuerySet[Case, Case]:
    """Return the ended cases whose retention is over and which neither danger nor a legal hold keeps."""
    held = Hold.objects.filter(HOLDING, case=OuterRef("pk"))
    ended = Case.objects.filter(stage__in=sorted(ENDED - {Stage.ERASED}), danger=False, due_at__lte=now)
    return ended.filter(~Exists(held))


def claim(*, now: datetime) -> UUID | None:
    """Lease the case whose retention was over first; None when there is none."""
    return lease_first_key(due(now=now), now=now)


def days_kept(*, organization: UUID, case: UUID) -> int:
    """Return for how many days after its end a request is kept, for whoever tells the person. 0 for an unknown one."""
    asked_at = Case.objects.of(organization).filter(pk=case).values_list("asked_at", flat=True).first()
    return tenancy.days_kept(organization, asked_at=asked_at) if asked_at else 0


def extend(*, case: Case, now: datetime) -> None:
    """Somebody came back to an ended case: it is kept for as long again, though never beyond the longest bound.

    One whose time has come is not kept: whoever said "erase now" in another window meant it.
    """
    require_transaction()
    if case.stage not in ENDED or case.ended_at is None or case.due_at is None:
        return
    if case.due_at <= now and not case.danger:
        return
    longest = case.ended_at + LONGEST_RETENTION
    kept = timedelta(days=tenancy.days_kept(case.organization_id, asked_at=case.asked_at))
    fresh = min(now + kept, longest)
    if fresh > case.due_at:
        operations.set_times(case=case, due_at=fresh)


def make_due(*, case: Case, now: datetime) -> bool:
    """Let an ended case be erased at once; False when its time had come already."""
    if case.due_at is not None and case.due_at <= now and case.stage in ENDED:
        return False
    operations.set_times(case=case, due_at=now)
    return True


def end_as_it_was(*, case: Case) -> None:
    """A restored backup shows a case that was erased meanwhile as it stood then: it had ended, whatever it shows."""
    require_transaction()
    change(case, stage=Stage.CLOSED, danger=False)
