"""Who is qualified to answer, and from when until when.

Belongs here: designations, their dates, the signed agreement. Does not belong here: who is on call, who is paged.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow


class Designation(OwnedRow):
    """A person named as a peer supporter or professional, after training and a signed confidentiality agreement."""

    class Kind(models.TextChoices):
        """Tier 2 or Tier 3."""

        SUPPORTER = "supporter"
        PROFESSIONAL = "professional"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="designations")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    designated_on = models.DateField()
    valid_until = models.DateField()
    agreement_signed_on = models.DateField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("designated_on")), name="training_designation_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(agreement_signed_on__lte=F("designated_on")), name="training_agreement_signed_before"
            ),
        ]
