"""A word on a day that somebody chose: an anniversary, a hearing. What for is kept nowhere.

Belongs here: the day, whether it comes each year, and the sealed address. Does not belong here: a case, a person, a
reason, or the day on which it was chosen: nothing here leads back to a request, and its key is its own.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.tenancy.models import DataClasses, OwnedRow, one_of
from alongside.vault.fields import SealedField


class Reminder(OwnedRow):
    """One day, one address. `due_at` is when the engine acts next; what it then does follows from `state`."""

    class State(models.TextChoices):
        """What the next act is."""

        WAITS = "waits"
        ASKED = "asked"
        TOLD = "told"

    day = models.DateField()
    yearly = models.BooleanField(default=False)
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITS)
    confirm_by = models.DateField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    secret_hash = models.BinaryField(max_length=32, unique=True)
    addressee = models.BinaryField(max_length=32, db_index=True)
    sealed = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}

    class Meta:
        constraints = [
            one_of("state", ["waits", "asked", "told"], name="reminders_state_is_known"),
            models.CheckConstraint(
                condition=Q(state="told", yearly=False) | ~Q(state="told"), name="reminders_told_is_the_last"
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="reminders_due")]
