"""Organizations, their places and words, and the `.of(organization)` that every query passes through.

Belongs here: who the house is run for, where, in which words, and whether asking is open.
Does not belong here: people, cases, or any rule about time.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import ClassVar, Self, TypeVar

from django.db import models
from django.db.models import Q

from alongside.tenancy import rules

Row = TypeVar("Row", bound=models.Model, covariant=True)  # noqa: PLC0105  # Named as Django's own stubs name theirs.

DataClasses = dict[str, str]
"""Field name → data class (threat model, section 2): A sealed, B operational, C de-identified, D program, E proof."""


def one_of(column: str, codes: Iterable[str], *, name: str) -> models.CheckConstraint:
    """Return the constraint that a state is one of these: with any other a row stands on no list and in no queue."""
    return models.CheckConstraint(condition=Q(**{f"{column}__in": sorted(map(str, codes))}), name=name)


class OwnedQuerySet(models.QuerySet[Row, Row]):
    """A query that says whose rows it reads."""

    def of(self, organization: Organization | uuid.UUID) -> Self:
        """Keep only the rows of this organization."""
        return self.filter(organization=organization)


class Organization(models.Model):
    """A hospital, an EMS agency, or whoever else runs a program."""

    class Mode(models.TextChoices):
        """Whether asking is open. Guidance and numbers are shown in every mode."""

        SETTING_UP = "setting_up"
        LIVE = "live"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    country = models.CharField(max_length=2)
    timezone = models.CharField(max_length=64)
    languages = models.JSONField(default=list)
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.SETTING_UP)
    demonstration = models.BooleanField(default=False)
    fallback_line = models.CharField(max_length=32, blank=True)
    calling_number = models.CharField(max_length=32, blank=True)
    exit_address = models.URLField(default="https://www.wikipedia.org/")
    now_open_from = models.TimeField(null=True, blank=True)
    now_open_until = models.TimeField(null=True, blank=True)
    small_agency = models.BooleanField(default=False)
    names_of_supporters_shown = models.BooleanField(default=False)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            one_of("mode", ["setting_up", "live", "withdrawn"], name="tenancy_mode_is_known"),
            models.CheckConstraint(
                condition=Q(now_open_from__isnull=True, now_open_until__isnull=True)
                | Q(now_open_from__isnull=False, now_open_until__isnull=False),
                name="tenancy_now_hours_belong_together",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class OwnedRow(models.Model):
    """Every other table's row: it belongs to one organization and has a key that tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="+")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        abstract = True


class Site(OwnedRow):
    """A place with its own zone: a hospital, a station."""

    name = models.CharField(max_length=120)
    timezone = models.CharField(max_length=64)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="tenancy_site_named_once")]


class UnitGroup(OwnedRow):
    """Units that count and match together. `code` is from the vocabulary's unit groups."""

    code = models.CharField(max_length=32)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "code"], name="tenancy_unit_group_once")]


class Unit(OwnedRow):
    """A ward, a station crew, a dispatch room."""

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="units")
    group = models.ForeignKey(UnitGroup, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(max_length=120)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "site", "name"], name="tenancy_unit_named_once")]


class Wording(OwnedRow):
    """An organization's own words for a key of the vocabulary, in one language."""

    key = models.CharField(max_length=80)
    language = models.CharField(max_length=8)
    text = models.CharField(max_length=400)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "key", "language"], name="tenancy_wording_once"),
        ]


class LimitsText(OwnedRow):
    """The limits of confidentiality, in counsel's words: versioned, signed, shown before anything is asked."""

    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    text = models.TextField(max_length=4000)
    signed_by = models.CharField(max_length=120, blank=True)
    signed_role = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "language", "version"], name="tenancy_limits_version_once"),
            models.CheckConstraint(
                condition=Q(signed_by="", signed_on__isnull=True) | (~Q(signed_by="") & Q(signed_on__isnull=False)),
                name="tenancy_limits_signature_whole",
            ),
        ]


class GoLiveCheck(OwnedRow):
    """A condition of going live that a named person saw to: which, when, by whom."""

    class Kind(models.TextChoices):
        """What the hazard log's gate asks for (standing rule 4) beyond what rows elsewhere already prove."""

        FALLBACK_ANSWERED = "fallback_answered"
        PARTNER_AGREED = "partner_agreed"
        PARTNER_ANSWERED = "partner_answered"
        TEST_REQUEST_ANSWERED = "test_request_answered"

    kind = models.CharField(max_length=32, choices=Kind.choices)
    seen_on = models.DateField()
    seen_by = models.CharField(max_length=120)
    detail = models.CharField(max_length=200, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}


class Retention(OwnedRow):
    """How long what was entrusted is kept after support ends, and what names nobody: the newest row counts.

    With the place in the organization's records schedule where it stands, and counsel's signature. A longer time counts
    for whoever asks from `since` on; rows from before this was kept count from the beginning.
    """

    days = models.PositiveSmallIntegerField()
    years = models.PositiveSmallIntegerField(default=rules.YEARS)
    schedule = models.CharField(max_length=120)
    signed_by = models.CharField(max_length=120)
    signed_role = models.CharField(max_length=120)
    signed_on = models.DateField()
    version = models.PositiveIntegerField()
    since = models.DateTimeField(null=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "version"], name="tenancy_retention_version_once"),
            models.CheckConstraint(condition=Q(days__gte=7, days__lte=90), name="tenancy_retention_within_bounds"),
            models.CheckConstraint(condition=Q(years__gte=2, years__lte=10), name="tenancy_years_within_bounds"),
        ]
