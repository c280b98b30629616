"""Stopping the erasure of what exists of a case, by two people, and letting it go on, by two.

Belongs here: verbs and reads on the hold of one case, inside a journey's transaction; the case is held. Does not belong
here: who may (`people/access.py`), the ledger (journeys), erasing (`cases.erasing`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, Q

from alongside.cases.errors import AnotherMustAgree, NoSuchHold
from alongside.cases.models import Case, Hold
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.asking import Source
from alongside.vocabulary.forgetting import HoldReason
from alongside.vocabulary.stages import Stage

HOLDING = Q(agreed_at__isnull=False, ended_at__isnull=True)


@dataclass(frozen=True)
class Kept:
    """A case that exists, as a coordinator may see it: two made-up words, a stage, when it is erased, and its hold."""

    case: UUID
    designation: str
    stage: Stage
    danger: bool
    erased_on: datetime | None
    reason: str
    asked_by: UUID | None
    holds: bool
    since: datetime | None
    lift_asked_by: UUID | None


def standing(*, case: Case) -> Hold | None:
    """Return the hold that stops the erasure of this case; None when nothing does."""
    return Hold.objects.filter(HOLDING, case=case).first()


def ask(*, case: Case, reason: HoldReason, person: UUID, now: datetime) -> bool:
    """Ask that nothing of this case be erased; False when that was asked before.

    Until a second person agrees, nothing is stopped.
    """
    require_transaction()
    wish = {"organization_id": case.organization_id, "reason": reason, "asked_by_id": person, "asked_at": now}
    return Hold.objects.get_or_create(case=case, ended_at=None, defaults=wish)[1]


def agree(*, case: Case, person: UUID, now: datetime) -> Hold:
    """Be the second person: from now on what exists is kept. Raises NoSuchHold, AnotherMustAgree."""
    require_transaction()
    asked = _open(case)
    if asked.agreed_at is not None:
        return asked
    if asked.asked_by_id == person:
        raise AnotherMustAgree
    Hold.objects.filter(pk=asked.pk).update(agreed_by=person, agreed_at=now)
    asked.agreed_by_id, asked.agreed_at = person, now
    return asked


def drop(*, case: Case) -> Hold:
    """Take off a hold that nobody agreed to; or take back that somebody asked to lift it. Raises NoSuchHold."""
    require_transaction()
    asked = _open(case)
    if asked.agreed_at is None:
        Hold.objects.filter(pk=asked.pk).delete()
    else:
        Hold.objects.filter(pk=asked.pk).update(lift_asked_by=None)
    return asked


def lift(*, case: Case, person: UUID, now: datetime) -> Hold:
    """Ask that it be let go, or, as another person, let it go. Raises NoSuchHold, AnotherMustAgree."""
    require_transaction()
    held = _open(case)
    if held.agreed_at is None:
        raise NoSuchHold
    if held.lift_asked_by_id is None:
        Hold.objects.filter(pk=held.pk).update(lift_asked_by=person)
        held.lift_asked_by_id = person
        return held
    if held.lift_asked_by_id == person:
        raise AnotherMustAgree
    Hold.objects.filter(pk=held.pk).update(ended_by=person, ended_at=now)
    held.ended_by_id, held.ended_at = person, now
    return held


def what_exists(*, organization: UUID) -> list[Kept]:
    """Return every case that exists and was asked for, the soonest to be erased first. Offers are nobody's business."""
    offers = Q(stage__in=[Stage.OFFERED, Stage.DECLINED]) | Q(stage=Stage.LAPSED, source=Source.CARRIED)
    rows = Case.objects.of(organization).exclude(offers).exclude(stage=Stage.ERASED)
    current = Prefetch("holds", queryset=Hold.objects.filter(ended_at=None), to_attr="current")
    return [
        _kept(row) for row in rows.prefetch_related(current).order_by(F("ended_at").asc(nulls_last=True), "asked_at")
    ]


def _kept(row: Case) -> Kept:
    held: Hold | None = next(iter(row.current), None)  # type: ignore[attr-defined]  # Made by the prefetch above.
    return Kept(
        case=row.pk,
        designation=row.designation,
        stage=Stage(row.stage),
        danger=row.danger,
        erased_on=row.due_at if row.ended_at and not row.danger else None,
        reason=held.reason if held else "",
        asked_by=held.asked_by_id if held else None,
        holds=bool(held and held.agreed_at),
        since=held.agreed_at if held else None,
        lift_asked_by=held.lift_asked_by_id if held else None,
    )


def _open(case: Case) -> Hold:
    found = Hold.objects.filter(case=case, ended_at=None).first()
    if found is None:
        raise NoSuchHold
    return found
