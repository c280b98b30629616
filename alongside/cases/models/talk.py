"""A few words between whoever asked and the colleague who carries it: short, sealed, and burned soon.

Belongs here: the message, and how somebody wants to hear that one came. Does not belong here: what may stand in one
(`cases.rules`), sending and burning (`cases.messages`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.cases.models.case import Case
from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vault.fields import SealedField


class Message(OwnedRow):
    """A few words. `colleague` is who wrote them, or who read them: nobody who carries the case later sees them."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    from_caregiver = models.BooleanField()
    colleague = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = SealedField()
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    burns_at = models.DateTimeField(db_index=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "text": "A"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(from_caregiver=True) | Q(colleague__isnull=False), name="cases_message_has_a_writer"
            ),
            models.CheckConstraint(
                condition=Q(from_caregiver=False)
                | Q(colleague__isnull=True, read_at__isnull=True)
                | Q(colleague__isnull=False, read_at__isnull=False),
                name="cases_message_read_by_somebody",
            ),
        ]


class Telling(OwnedRow):
    """How whoever asked wants to hear that a message came: only if they chose it, and never in the hours they named."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="telling")
    sealed = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}
