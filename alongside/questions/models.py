"""Who leads the program, and questions about it.

Belongs here: what the page "Who runs this" shows, each question (sealed) with its clock. Does not belong here: a
request for support (`cases`): nothing here leads to one, and nothing here pages a supporter.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.people.models import Person
from alongside.questions.rules import ANSWER_WITHIN_HOURS
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vault.fields import SealedField


class Lead(OwnedRow):
    """Who leads the program and how to reach them, as the organization says it to everybody."""

    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    role_fr = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    hours = models.CharField(max_length=120, blank=True)
    hours_fr = models.CharField(max_length=120, blank=True)
    answer_within_hours = models.PositiveSmallIntegerField(default=ANSWER_WITHIN_HOURS)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="questions_one_lead")]


class Question(OwnedRow):
    """A question about the program: its words are sealed under a key of its own; its clock is not.

    `due_at` is when the engine looks at it next: to raise the alarm, then to erase it.
    """

    once = models.BinaryField(max_length=32)
    sealed = SealedField()
    language = models.CharField(max_length=8)
    can_be_answered = models.BooleanField()
    asked_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    alarmed_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(db_index=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "once"], name="questions_sent_once"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="questions_answered_by_somebody",
            ),
        ]
