"""Events that were reported, until offers are on their way.

Belongs here: what happened by code, when and where; who was involved, sealed under the event's own key; which
idempotency keys were used; how many people were named lately; what an organization chose.
Does not belong here: offers and cases. Nothing here points at one, nor one at anything here: once an event is handed
out, its row, its list and its key are gone.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.tenancy.models import DataClasses, OwnedRow, Site, Unit, one_of
from alongside.vault.fields import SealedField
from alongside.vocabulary.happening import EventKind


class Event(OwnedRow):
    """Something that happened: a kind, a moment, a place. `people` is how many were named.

    `tries`: how often an engine has begun to hand it out since it was last put off on purpose.
    """

    class CameBy(models.TextChoices):
        """By which door."""

        FORM = "form"
        MACHINE = "machine"

    class State(models.TextChoices):
        """Whether it is handed out by itself, or waits for a coordinator's word."""

        DUE = "due"
        HELD = "held"

    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in EventKind])
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    occurred_at = models.DateTimeField()
    came_by = models.CharField(max_length=8, choices=CameBy.choices)
    people = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.DUE)
    due_at = models.DateTimeField(db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [one_of("state", ["due", "held"], name="events_state_is_known")]


class Involved(OwnedRow):
    """One person who was involved, sealed under the key of the event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="involved")
    sealed = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}


class Receipt(OwnedRow):
    """An idempotency key that was used, and with which body: two keyed digests, for seven days."""

    key_mark = models.BinaryField(max_length=32)
    body_mark = models.BinaryField(max_length=32)
    made_at = models.DateTimeField(db_index=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "key_mark"], name="events_receipt_once")]


class Intake(OwnedRow):
    """How many people were named within one minute; forgotten after a day."""

    minute = models.DateTimeField()
    people = models.PositiveIntegerField(default=0)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "minute"], name="events_intake_once")]


class EventSetting(OwnedRow):
    """What an organization chose: how many people an hour, and which kinds alarm the coordinators."""

    people_an_hour = models.PositiveIntegerField()
    alarming = models.JSONField(default=list)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="events_one_setting")]
