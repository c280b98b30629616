"""Writing reported events: keeping one, handing the next to an engine, forgetting it.

Belongs here: verbs on this floor's rows, inside a journey's transaction. Does not belong here: offers, alarms, the
ledger (journeys).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F

from alongside.events import rules
from alongside.events.entrusted import Colleague, Report
from alongside.events.errors import KeyUsedDifferently, NotAPossibleTime
from alongside.events.models import Event, EventSetting, Intake, Involved, Receipt
from alongside.limits.rules import rest_after
from alongside.tenancy.leases import first_free
from alongside.tenancy.transactions import require_transaction
from alongside.vault import envelope, erasures, marks, sealing
from alongside.vocabulary.happening import EventKind

_PURPOSE = "event-receipt"
_COUNTED_FOR = timedelta(days=1)


def keep(*, organization: UUID, report: Report, hold: bool, now: datetime) -> Event:
    """Keep an event with its list sealed under a key of its own; due at once unless it is held.

    A held one is due when its list has lived as long as it may. Raises NotAPossibleTime.
    """
    require_transaction()
    if not rules.possible_time(report.occurred_at, now=now):
        raise NotAPossibleTime
    event = Event.objects.create(
        organization_id=organization,
        kind=report.kind,
        site_id=report.site,
        unit_id=report.unit,
        occurred_at=report.occurred_at,
        came_by=report.came_by,
        people=len(report.people),
        received_at=now,
        state=Event.State.HELD if hold else Event.State.DUE,
        due_at=now + rules.KEPT if hold else now,
    )
    _seal(event, report.people)
    return event


def _seal(event: Event, people: Iterable[Colleague]) -> None:
    box = sealing.make_box(organization=event.organization_id, case=event.pk)
    rows = [(uuid.uuid4(), colleague.to_bytes()) for colleague in people]
    Involved.objects.bulk_create(
        Involved(
            id=row,
            organization_id=event.organization_id,
            event=event,
            sealed=box.seal(table="events_involved", column="sealed", row=row, plain=plain),
        )
        for row, plain in rows
    )


def first_time(*, organization: UUID, machine: UUID, key: str, body: bytes, now: datetime) -> bool:
    """Remember an idempotency key with its body; False when both came before. Raises KeyUsedDifferently.

    Two requests with one key at once: one of them is the first. Of key and body only digests are kept.
    """
    require_transaction()
    name = envelope.bind(organization, machine, key)
    before = Receipt.objects.of(organization).filter(
        key_mark__in=marks.marks(_PURPOSE, name), made_at__gt=now - rules.KEPT
    )
    receipt = before.first() or _receipt(organization, name, body, now)
    if receipt is None:
        return True
    if bytes(receipt.body_mark) not in marks.marks(_PURPOSE, name + body):
        raise KeyUsedDifferently
    return False


def _receipt(organization: UUID, name: bytes, body: bytes, now: datetime) -> Receipt | None:
    """Write a receipt; return the one that somebody else wrote at the same moment, if so."""
    mark = marks.mark(_PURPOSE, name)
    Receipt.objects.of(organization).filter(key_mark=mark, made_at__lte=now - rules.KEPT).delete()
    mine = Receipt(
        organization_id=organization, key_mark=mark, body_mark=marks.mark(_PURPOSE, name + body), made_at=now
    )
    Receipt.objects.bulk_create([mine], ignore_conflicts=True)
    return Receipt.objects.of(organization).filter(key_mark=mark).exclude(pk=mine.pk).first()


def count_people(*, organization: UUID, people: int, now: datetime) -> None:
    """Count people who were named, by the minute. In the database, so that no two processes lose one."""
    require_transaction()
    minute = now.replace(second=0, microsecond=0)
    Intake.objects.bulk_create([Intake(organization_id=organization, minute=minute)], ignore_conflicts=True)
    Intake.objects.of(organization).filter(minute=minute).update(people=F("people") + people)


def claim_due(*, now: datetime) -> Event | None:
    """Lease the event that has been due longest; None when none is.

    A lease that ran out means retry: a minute the first time, longer each time, so that one that fails again and again
    leaves the others their turn.
    """
    event = first_free(Event.objects.filter(due_at__lte=now), now=now)
    if event is not None:
        event.tries += 1
        event.lease_until = now + rest_after(event.tries)
        event.save(update_fields=["tries", "lease_until"])
    return event


def put_off(*, event: Event, until: datetime) -> None:
    """Look at an event again later, though never after its list must be gone."""
    require_transaction()
    due_at = min(until, event.received_at + rules.KEPT)
    Event.objects.filter(pk=event.pk).update(due_at=due_at, lease_until=None, tries=0)


def burn(*, event: UUID, now: datetime) -> None:
    """Destroy an event's key, then its list and all that is known of it. Safe to repeat."""
    require_transaction()
    erasures.destroy_key(case=event, now=now)
    Involved.objects.filter(event=event).delete()
    Event.objects.filter(pk=event).delete()


def release_held(*, organization: UUID, came_by: str, now: datetime) -> int:
    """Let go of what was held from one door; return how many events are now due."""
    require_transaction()
    held = Event.objects.of(organization).filter(state=Event.State.HELD, came_by=came_by)
    return held.update(state=Event.State.DUE, due_at=now, lease_until=None)


def discard_held(*, organization: UUID, came_by: str, now: datetime) -> int:
    """Burn what was held from one door; return how many events there were."""
    require_transaction()
    held = Event.objects.of(organization).filter(state=Event.State.HELD, came_by=came_by)
    keys = list(held.select_for_update().values_list("pk", flat=True))
    for key in keys:
        burn(event=key, now=now)
    return len(keys)


def choose(*, organization: UUID, people_an_hour: int, alarming: Iterable[EventKind]) -> None:
    """Keep what an organization chose."""
    require_transaction()
    EventSetting.objects.update_or_create(
        organization_id=organization,
        defaults={"people_an_hour": people_an_hour, "alarming": sorted(kind.value for kind in alarming)},
    )


def sweep(*, now: datetime) -> int:
    """Forget idempotency keys after seven days and counts after one; return how many rows went."""
    require_transaction()
    receipts, _ = Receipt.objects.filter(made_at__lte=now - rules.KEPT).delete()
    counts, _ = Intake.objects.filter(minute__lte=now - _COUNTED_FOR).delete()
    return receipts + counts
