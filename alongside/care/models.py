"""How supporters fare: how heavy it was, and the talk with a mentor.

Belongs here: ratings by the day, talks that are due. Does not belong here: any case or anybody who was supported; rest
and pauses (`rota`); how many people somebody carries (`cases`). Only the supporter and the mentors read this.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vocabulary.evaluating import DebriefReason, TalkOutcome, Weight


class Burden(OwnedRow):
    """How heavy a contact was, by the supporter's own account. A day, no hour, no case."""

    supporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    weight = models.CharField(max_length=8, choices=[(weight.value, weight.value) for weight in Weight])
    day = models.DateField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        indexes = [models.Index(fields=["organization", "day"], name="care_burden_by_day")]


class Debrief(OwnedRow):
    """A talk with a mentor. `look_at` is when the engine looks at it next, until somebody says that they talked."""

    supporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=8, choices=[(reason.value, reason.value) for reason in DebriefReason])
    due_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True, blank=True)
    alarmed = models.BooleanField(default=False)
    mentor = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=12, choices=[(each.value, each.value) for each in TalkOutcome], blank=True)
    ended_on = models.DateField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "supporter"], condition=Q(ended_on=None), name="care_one_open_talk"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, outcome="", look_at__isnull=False)
                | (Q(ended_on__isnull=False, look_at__isnull=True) & ~Q(outcome="")),
                name="care_talk_ended_or_looked_at",
            ),
        ]
        indexes = [models.Index(fields=["look_at"], condition=Q(ended_on=None), name="care_talk_due")]
