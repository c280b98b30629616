"""Danger, from the moment it is raised until two people have lowered it and somebody has looked a second time.

Belongs here: one row for each time it stood, and who was asked to see to it. Does not belong here: the flag on the case
(`Case.danger`), who is asked next (`paging.rules.danger`), the verbs (`cases.dangers`). There is no column for a reason
why it was raised.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.cases.models.case import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vocabulary.passing_on import Lowered
from alongside.vocabulary.roles import Role

_ROLES = [(role.value, role.value) for role in Role]


class Danger(OwnedRow):
    """One stretch of danger. It ends only when two people said so and somebody has looked again a day later."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="dangers")
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    rung = models.PositiveSmallIntegerField(default=0)
    fallback_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_role = models.CharField(max_length=16, blank=True, choices=_ROLES)
    taken_at = models.DateTimeField(null=True, blank=True)
    review_due = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=32, blank=True, choices=[(one.value, one.value) for one in Lowered])
    said_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    said_role = models.CharField(max_length=16, blank=True, choices=_ROLES)
    said_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_role = models.CharField(max_length=16, blank=True, choices=_ROLES)
    agreed_at = models.DateTimeField(null=True, blank=True)
    looked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="cases_one_danger_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | (Q(said_by__isnull=False) & ~Q(agreed_by=F("said_by"))),
                name="cases_danger_lowered_by_two",
            ),
            models.CheckConstraint(
                condition=Q(said_at__isnull=True, reason="") | (Q(said_at__isnull=False) & ~Q(reason="")),
                name="cases_danger_lowered_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(agreed_at__isnull=False, looked_by__isnull=False),
                name="cases_danger_looked_at_again",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(ended_at__isnull=True), name="cases_danger_due")]


class DangerAsked(OwnedRow):
    """One person asked to see to it; whoever was asked may open the page of this danger, and take it on."""

    danger = models.ForeignKey(Danger, on_delete=models.CASCADE, related_name="asked")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=_ROLES)
    rung = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["danger", "rung", "person"], name="cases_danger_asked_once_a_rung"),
        ]
