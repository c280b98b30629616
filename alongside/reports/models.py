"""The pages that leaders read: what was counted in a time, with whatever must be withheld already gone.

Belongs here: prepared and released pages, and how many work here. Does not belong here: a person, a case, an event, or
a number that may not be shown: it is never stored.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.reports.rules import SMALLEST, Span
from alongside.tenancy.models import DataClasses, OwnedRow


class Counting(OwnedRow):
    """An organization's own choices: how many work here, and the smallest count it shows."""

    staff = models.PositiveIntegerField(default=0)
    smallest = models.PositiveSmallIntegerField(default=SMALLEST)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization"], name="reports_one_counting"),
            models.CheckConstraint(condition=Q(smallest__gte=SMALLEST), name="reports_smallest_is_only_raised"),
        ]


class Report(OwnedRow):
    """One page of one quarter or year. `figures` holds protected figures only; once released it is never changed."""

    span = models.CharField(max_length=8, choices=[(span.value, span.value) for span in Span])
    starts_on = models.DateField()
    figures = models.JSONField()
    prepared_on = models.DateField()
    released_on = models.DateField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "span", "starts_on"], name="reports_one_a_period"),
        ]
