"""Reading reported events: which is due, what waits for a coordinator, who was involved.

Belongs here: frozen rows; opening a list for the one journey that hands it out. Does not belong here: writes. There is
no list of events for anybody to read: nothing flows back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Min, Sum

from alongside.events import rules
from alongside.events.entrusted import Colleague
from alongside.events.models import Event, EventSetting, Intake, Involved
from alongside.tenancy.leases import free
from alongside.vault import sealing
from alongside.vocabulary.happening import HIGH_RISK, EventKind


@dataclass(frozen=True)
class Choices:
    """What an organization chose, or the house's own choices."""

    people_an_hour: int
    alarming: frozenset[EventKind]


@dataclass(frozen=True)
class Held:
    """What waits for a coordinator's word from one door, in numbers only."""

    came_by: str
    events: int
    people: int
    since: datetime


def choices(*, organization: UUID) -> Choices:
    """Return how many people an hour go out by themselves, and which kinds alarm."""
    row = EventSetting.objects.of(organization).first()
    if row is None:
        return Choices(rules.PEOPLE_AN_HOUR, HIGH_RISK)
    return Choices(row.people_an_hour, frozenset(EventKind(kind) for kind in row.alarming))


def something_is_due(*, now: datetime) -> bool:
    """Say whether a list is to be handed out or burned. What an engine holds, or failed at lately, does not count."""
    return Event.objects.filter(free(now=now), due_at__lte=now).exists()


def oldest_due(*, now: datetime) -> datetime | None:
    """Return since when the oldest due event waits, if any does."""
    return Event.objects.filter(due_at__lte=now).order_by("due_at").values_list("due_at", flat=True).first()


def event(key: UUID) -> Event | None:
    """Return an event that was claimed, held against any other writer until the transaction ends."""
    return Event.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=key).first()


def involved_in(event: Event) -> tuple[Colleague, ...]:
    """Open the list of those involved. Raises CannotOpen."""
    box = sealing.open_box(organization=event.organization_id, case=event.pk)
    rows = Involved.objects.filter(event=event).order_by("pk")
    opened = (
        box.open(table="events_involved", column="sealed", row=row.pk, sealed=row.sealed) for row in rows.iterator()
    )
    return tuple(Colleague.from_bytes(plain) for plain in opened)


def people_this_hour(*, organization: UUID, now: datetime) -> int:
    """Return how many people were named within the last hour."""
    rows = Intake.objects.of(organization).filter(minute__gt=now - rules.AN_HOUR)
    return rows.aggregate(people=Sum("people"))["people"] or 0


def held(*, organization: UUID) -> list[Held]:
    """Return what waits for a coordinator, by door; numbers only, one query."""
    rows = Event.objects.of(organization).filter(state=Event.State.HELD).values("came_by")
    counted = rows.annotate(events=Count("pk"), named=Sum("people"), since=Min("received_at")).order_by("came_by")
    return [Held(row["came_by"], row["events"], row["named"], row["since"]) for row in counted]
