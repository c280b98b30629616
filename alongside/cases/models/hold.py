"""A legal hold: two people stop the erasure of what exists of one case, for a coded reason, and the person sees it.

Belongs here: this one state. Does not belong here: anything that exists because of it: a hold extends nothing, brings
nothing back and has no column for words.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.cases.models.case import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vocabulary.forgetting import HoldReason


class Hold(OwnedRow):
    """Asked for by one, agreed by another; lifted by two as well. Only between `agreed_at` and `ended_at` it holds."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(max_length=16, choices=[(one.value, one.value) for one in HoldReason])
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="cases_one_hold_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | (Q(agreed_by__isnull=False, agreed_at__isnull=False) & ~Q(agreed_by=F("asked_by"))),
                name="cases_hold_by_two",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | (
                    Q(ended_by__isnull=False, ended_at__isnull=False, lift_asked_by__isnull=False)
                    & ~Q(ended_by=F("lift_asked_by"))
                ),
                name="cases_hold_lifted_by_two",
            ),
        ]
