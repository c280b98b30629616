"""Who is on call, who is away.

Belongs here: shifts, leave, pauses, a supporter's notes to themselves. Does not belong here: who is qualified
(`training`), who is paged (`paging`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow


class Shift(OwnedRow):
    """One person on call, from one moment until another."""

    class Duty(models.TextChoices):
        """What they are on call as."""

        SUPPORTER = "supporter"
        COORDINATOR = "coordinator"
        PROFESSIONAL = "professional"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="shifts")
    duty = models.CharField(max_length=16, choices=Duty.choices, default=Duty.SUPPORTER)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="rota_shift_ends_after_start"),
            models.UniqueConstraint(fields=["person", "duty", "starts_at"], name="rota_shift_once"),
        ]
        indexes = [models.Index(fields=["organization", "duty", "ends_at"], name="rota_by_end")]


class Leave(OwnedRow):
    """A time in which a person is not to be paged: leave, rest after a hard case, or "not now"."""

    class Kind(models.TextChoices):
        """Why, coarsely: nobody is asked for a reason."""

        LEAVE = "leave"
        REST = "rest"
        PAUSE = "pause"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaves")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")), name="rota_leave_ends_after_start"
            ),
        ]


class OwnNote(OwnedRow):
    """A supporter's note to themselves: a contact again, on a day. No name, no unit, no word; only they see it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    which = models.CharField(max_length=8)
    day = models.DateField()
    due_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(told_at__isnull=True), name="rota_notes_to_tell"),
        ]
