"""The engine says that it lives, and since when the oldest overdue thing waits: the web asks for both.

Only the engine calls this, every few seconds. A beat older than a minute makes the asking pages say at once: call this
number now.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from alongside.cases.models import Case
from alongside.notices import queries as notices
from alongside.paging.models import Beat, Climb
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.stages import OPEN, Stage

FORGOTTEN_AFTER = timedelta(days=1)


def note_beat(*, engine: UUID, now: datetime) -> None:
    """Write this engine's beat; forget engines that stopped a day ago."""
    overdue = oldest_overdue(now=now)
    with one_transaction(ring=False):
        known = Beat.objects.filter(pk=engine).update(at=now, oldest_overdue=overdue)
        if not known:
            Beat.objects.create(engine=engine, at=now, oldest_overdue=overdue)
            Beat.objects.filter(at__lt=now - FORGOTTEN_AFTER).delete()


def end_beat(*, engine: UUID) -> None:
    """Take the beat of an engine away that stops on purpose: no other page should rely on it."""
    with one_transaction(ring=False):
        Beat.objects.filter(pk=engine).delete()


def oldest_overdue(*, now: datetime) -> datetime | None:
    """Return the earliest due time that has passed unanswered, among notices, climbs and accepted cases."""
    climb = Climb.objects.filter(ended_at__isnull=True, due_at__lte=now).order_by("due_at")
    case = Case.objects.filter(stage__in=sorted(OPEN - {Stage.WAITING}), due_at__lte=now).order_by("due_at")
    found = [
        notices.oldest_due(now=now),
        climb.values_list("due_at", flat=True).first(),
        case.values_list("due_at", flat=True).first(),
    ]
    return min((moment for moment in found if moment), default=None)
