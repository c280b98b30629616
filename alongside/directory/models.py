"""Whom to turn to: lines and services, and who dialed them when.

Belongs here: numbers, hours, languages, proof that a person dialed. Does not belong here: guidance texts, people's own
numbers.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow, Site


class Line(OwnedRow):
    """A number or address that an organization may show. A candidate until a named person has dialed it."""

    class Kind(models.TextChoices):
        """Where it stands: life first, then crisis, then people who know this work; internal is the house's own."""

        EMERGENCY = "emergency"
        CRISIS = "crisis"
        STAFF = "staff"
        INTERNAL = "internal"

    class Audience(models.TextChoices):
        """Whom it is for. Labels: the vocabulary's `service_audiences`."""

        EVERYONE = "everyone"
        CAREGIVER = "caregiver"
        MANAGER = "manager"

    candidate = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    resource = models.CharField(max_length=32, blank=True)
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=160)
    name_fr = models.CharField(max_length=160, blank=True)
    dial = models.CharField(max_length=32, blank=True)
    display = models.CharField(max_length=40, blank=True)
    text_to = models.CharField(max_length=32, blank=True)
    always_open = models.BooleanField(default=False)
    hours = models.CharField(max_length=300, blank=True)
    hours_fr = models.CharField(max_length=300, blank=True)
    hours_code = models.CharField(max_length=600, blank=True)
    timezone = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=160, blank=True)
    place_fr = models.CharField(max_length=160, blank=True)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.EVERYONE)
    professions = models.JSONField(default=list, blank=True)
    languages = models.JSONField(default=list, blank=True)
    cost = models.CharField(max_length=16, blank=True)
    confidentiality = models.CharField(max_length=300, blank=True)
    confidentiality_fr = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    note_fr = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "candidate"], condition=~Q(candidate=""), name="directory_candidate_once"
            ),
            models.CheckConstraint(
                condition=Q(always_open=True) | ~Q(hours="") | ~Q(hours_code=""),
                name="directory_hours_are_always_known",
            ),
            models.CheckConstraint(condition=Q(hours_code="") | ~Q(timezone=""), name="directory_hours_have_a_zone"),
            models.CheckConstraint(
                condition=(Q(kind="internal") & ~Q(resource="")) | (~Q(kind="internal") & Q(resource="")),
                name="directory_internal_says_what_it_is",
            ),
        ]


class LineAtSite(OwnedRow):
    """A line that is for one site; a line without any such row is for all of them."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="at_sites")
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="+")

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["line", "site"], name="directory_line_once_a_site")]


class Dialing(OwnedRow):
    """A named person dialed a line on a day, and what they heard."""

    class Heard(models.TextChoices):
        """The outcome, coded."""

        ANSWERED = "answered"
        CLOSED = "closed"
        WRONG = "wrong"

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="dialings")
    dialed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    dialed_on = models.DateField()
    heard = models.CharField(max_length=8, choices=Heard.choices)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}


class Reminder(OwnedRow):
    """When an organization was last reminded to dial its numbers again."""

    reminded_at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="directory_one_reminder")]
