"""The organization's own wording of a guide, and who reviewed which text.

Belongs here: the two tables. Does not belong here: the guides as they ship (`content/`), the words that fill their
placeholders (`tenancy.Wording`).
"""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from alongside.tenancy.models import DataClasses, OwnedQuerySet, OwnedRow


class OwnText(OwnedRow):
    """One version of an organization's own wording of a guide, in one language; the newest stands.

    A version without words means: back to the house's text. Versions are never changed, so the history stays whole.
    `sentences` are those of the reflection, its lines by place ("questions.sleep"); {} for every other guide.
    `based_on_hash` is the fingerprint of the house's text at that time, to see when it changed afterwards.
    """

    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300, blank=True)
    text = models.TextField(max_length=16_000, blank=True)
    sentences = models.JSONField(default=dict, blank=True)
    based_on_hash = models.CharField(max_length=64)
    written_by = models.CharField(max_length=120)
    written_on = models.DateField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "slug", "language", "version"], name="guidance_own_text_version_once"
            ),
            models.CheckConstraint(
                condition=Q(title="", summary="", text="") | (~Q(title="") & ~Q(summary="") & ~Q(text="")),
                name="guidance_own_text_whole_or_none",
            ),
        ]


def newest(texts: OwnedQuerySet[OwnText]) -> OwnedQuerySet[OwnText]:
    """Keep the newest version of each guide in each language."""
    later = OwnText.objects.filter(
        organization=OuterRef("organization"),
        slug=OuterRef("slug"),
        language=OuterRef("language"),
        version__gt=OuterRef("version"),
    )
    return texts.filter(~Exists(later))


class Review(OwnedRow):
    """Somebody signed exactly this text: another text has another fingerprint and is open again."""

    class Kind(models.TextChoices):
        """In which capacity; labels stand in the vocabulary's list `review_kinds`."""

        CLINICAL = "clinical"
        COUNSEL = "counsel"
        READER = "reader"

    slug = models.SlugField(max_length=80)
    language = models.CharField(max_length=8)
    text_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    signed_by = models.CharField(max_length=120)
    signed_role = models.CharField(max_length=120)
    signed_on = models.DateField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "slug", "language", "text_hash", "signed_by"],
                name="guidance_review_signed_once",
            ),
        ]
