"""Breaking the glass: a coordinator's quarter of an hour with one case, and the second person who looks at it.

Belongs here: the right while it lasts, which goes with the case; and what a second person is told, which outlives it
and
names no case. Does not belong here: who may (`people.access`), the verbs (`cases.glass`), the proof (`ledger`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.cases.models.case import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vocabulary.breaking import GlassReason

_REASONS = [(reason.value, reason.value) for reason in GlassReason]


class Witness(OwnedRow):
    """That somebody broke the glass, when (to the hour) and why, until a second person has looked at it. No case."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=32, choices=_REASONS)
    at = models.DateTimeField()
    tellings = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    seen_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "E"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True) | ~Q(seen_by=F("person")), name="cases_glass_seen_by_another"
            ),
            models.CheckConstraint(
                condition=Q(seen_by__isnull=True, seen_at__isnull=True, due_at__isnull=False)
                | Q(seen_by__isnull=False, seen_at__isnull=False, due_at__isnull=True),
                name="cases_glass_seen_or_due",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(seen_by__isnull=True), name="cases_glass_due")]


class Glass(OwnedRow):
    """The right itself: one person, one case, a quarter of an hour. It goes with the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="glasses")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    witness = models.OneToOneField(Witness, on_delete=models.PROTECT, related_name="glass")
    opened_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gte=F("opened_at")), name="cases_glass_closes_after_opening"),
        ]
