"""Keeping broken glass: the right while it lasts, and the second person who looks.

Belongs here: verbs and reads on these rows, inside a journey's transaction; the case is held. Does not belong here: who
may, who is told, the ledger (`journeys/breaking_the_glass.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from alongside.cases.errors import NoSuchWitness
from alongside.cases.models import Case, Glass, Witness
from alongside.cases.rules import glass as rules
from alongside.tenancy.leases import lease_first
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.breaking import GlassReason

_SHOWN = 200


@dataclass(frozen=True)
class Broken:
    """One time the glass was broken, as a second person sees it: who, why, when; two made-up words while they stand."""

    witness: UUID
    person: UUID
    name: str
    reason: GlassReason
    at: datetime
    designation: str
    seen_by: str
    seen_at: datetime | None


def break_it(*, case: Case, person: UUID, reason: GlassReason, now: datetime) -> Witness:
    """Open one case to a person for a quarter of an hour; whatever else they had open this way is closed."""
    close(organization=case.organization_id, person=person, now=now)
    witness = Witness.objects.create(
        organization_id=case.organization_id,
        person_id=person,
        reason=reason,
        at=now.replace(minute=0, second=0, microsecond=0),
        tellings=1,
        due_at=rules.tell_again_at(tellings=1, now=now),
    )
    Glass.objects.create(
        organization_id=case.organization_id,
        case=case,
        person_id=person,
        witness=witness,
        opened_at=now,
        closes_at=now + rules.OPEN_FOR,
    )
    return witness


def close(*, organization: UUID, person: UUID, now: datetime) -> None:
    """Close whatever a person has open this way: they opened another one, left, or may not any more."""
    require_transaction()
    Glass.objects.of(organization).filter(person=person, closes_at__gt=now, opened_at__lte=now).update(closes_at=now)


def open_until(*, case: UUID, person: UUID, now: datetime) -> datetime | None:
    """Return until when this person may look at this case again; None when they may not."""
    rows = Glass.objects.filter(case=case, person=person).order_by("-opened_at")
    closes_at = rows.values_list("closes_at", flat=True).first()
    return closes_at if closes_at and rules.is_open(closes_at=closes_at, now=now) else None


def look(*, organization: UUID, witness: UUID, person: UUID, now: datetime) -> bool:
    """Note that a second person has looked; False if somebody had. Raises NoSuchWitness, also for whoever broke it."""
    require_transaction()
    theirs = Witness.objects.of(organization).filter(pk=witness).exclude(person=person)
    if not theirs.exists():
        raise NoSuchWitness
    return bool(theirs.filter(seen_by=None).update(seen_by=person, seen_at=now, due_at=None, lease_until=None))


def claim_unseen(*, now: datetime) -> Witness | None:
    """Lease the one that nobody has looked at for longest past its time; None when there is none."""
    return lease_first(Witness.objects.filter(seen_by=None, due_at__lte=now), now=now)


def told_again(*, witness: Witness, now: datetime) -> bool:
    """Count one more telling and set the next; False when somebody has looked meanwhile."""
    require_transaction()
    due_at = rules.tell_again_at(tellings=witness.tellings + 1, now=now)
    rows = Witness.objects.filter(pk=witness.pk, seen_by=None, tellings=witness.tellings)
    return bool(rows.update(tellings=F("tellings") + 1, due_at=due_at, lease_until=None))


def broken(*, organization: UUID) -> list[Broken]:
    """Return every time the glass was broken in the last 24 months, the latest first; one query."""
    rows = Witness.objects.of(organization).select_related("person", "seen_by", "glass__case")
    return [_broken(row) for row in rows.order_by(F("seen_at").asc(nulls_first=True), "-at", "pk")[:_SHOWN]]


def unseen(*, organization: UUID) -> int:
    """Return how many wait for a second person."""
    return Witness.objects.of(organization).filter(seen_by=None).count()


def sweep(*, now: datetime) -> int:
    """Forget what is older than the ledger's own clear part."""
    require_transaction()
    old = Witness.objects.filter(at__lt=rules.forgotten_before(now))
    Glass.objects.filter(witness__in=old).delete()
    return old.delete()[0]


def _broken(row: Witness) -> Broken:
    glass: Glass | None = getattr(row, "glass", None)
    return Broken(
        witness=row.pk,
        person=row.person_id,
        name=row.person.name,
        reason=GlassReason(row.reason),
        at=row.at,
        designation=glass.case.designation if glass else "",
        seen_by=row.seen_by.name if row.seen_by else "",
        seen_at=row.seen_at,
    )
