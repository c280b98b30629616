"""The de-identified record of encounters: three kinds of sheets that nobody can lay side by side, and the mixer.

Belongs here: tables. Does not belong here: a key to a case, a person or an event, direct or through others; a time
finer than a month; a sentence. A test walks every forward key (tests/encounters/test_no_forward_path.py).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vault.fields import SealedField

CODE = 24
"""Longest code."""


class Sheet(OwnedRow):
    """A row that is kept. Its key is drawn anew whenever its month is dealt anew; `month` is "2026-11"."""

    month = models.CharField(max_length=7)

    class Meta:
        abstract = True


class Encounter(Sheet):
    """Whom it was with and what about, in groups: nothing that a case's clear rows tell."""

    kind = models.CharField(max_length=CODE)
    minutes = models.CharField(max_length=CODE, blank=True)
    role_group = models.CharField(max_length=CODE)
    unit_group = models.CharField(max_length=CODE)
    event_kind = models.CharField(max_length=CODE, blank=True)
    group_size = models.CharField(max_length=CODE, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "C"}

    class Meta:
        indexes = [models.Index(fields=["organization", "month"], name="encounters_by_month")]


class Course(Sheet):
    """How it came and went: what a case's clear rows tell as well, and nothing more."""

    kind = models.CharField(max_length=CODE)
    shift = models.CharField(max_length=CODE)
    outcome = models.CharField(max_length=CODE, blank=True)
    interactions = models.CharField(max_length=CODE, blank=True)
    source = models.CharField(max_length=CODE, blank=True)
    time_to_contact = models.CharField(max_length=CODE, blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "C"}

    class Meta:
        indexes = [models.Index(fields=["organization", "month"], name="encounters_course_by_month")]


class Leaf(Sheet):
    """One answer, alone: which tier was enough, or whom to turn to next."""

    about = models.CharField(max_length=CODE)
    code = models.CharField(max_length=CODE)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "C"}

    class Meta:
        indexes = [models.Index(fields=["organization", "month"], name="encounters_leaf_by_month")]


class Batch(OwnedRow):
    """What waits together: how many, for which month. Its key seals them, and is destroyed when they move."""

    month = models.CharField(max_length=7)
    waiting = models.PositiveSmallIntegerField(default=0)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        indexes = [models.Index(fields=["organization", "month"], name="encounters_batch_by_month")]


class Waiting(OwnedRow):
    """One record in the mixer, sealed. All of a batch are written anew whenever one joins, in an order drawn by lot."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="records")
    sealed = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}


class Spent(OwnedRow):
    """What recognizes a form that was sent, so that one sent again counts once, also after its record has moved.

    A digest of the form's random number, which stood on one page and is kept nowhere: it tells of no record and of
    nobody. All of a month are laid down anew in the order of the digests whenever one is added.
    """

    month = models.CharField(max_length=7)
    mark = models.BinaryField(max_length=32)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "mark"], name="encounters_spent_once")]
