"""Offers of support made by card, link or letter, and the memory that nobody is offered twice.

Belongs here: a mark by which a person is recognized, without saying who; a card, known by a hash of its secret.
Does not belong here: who gave an offer, to whom, or why: there is no column for any of it. An offer that a supporter
carries to somebody is a case (`cases`), a round of them is `rounds`.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.tenancy.models import DataClasses, OwnedRow


class Mark(OwnedRow):
    """Somebody is not to be offered support before `until`: a keyed digest, so that the table names nobody."""

    class Why(models.TextChoices):
        """Why not: an offer was made just now, or the person wants no more."""

        OFFERED = "offered"
        NO_MORE = "no_more"

    digest = models.BinaryField(max_length=32)
    why = models.CharField(max_length=8, choices=Why.choices)
    until = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "digest", "why"], name="offers_mark_once"),
        ]
        indexes = [models.Index(fields=["until"], name="offers_mark_by_until")]


class Card(OwnedRow):
    """An offer that was handed over, on paper, as a link or by letter. Accepting leaves it untouched.

    There is nowhere to write who gave it, or whether it was taken up; declined or lapsed, the row is gone.
    `addressee` holds the marks of whom a letter went to (none for a card), so that "no more" can be remembered.
    """

    secret_hash = models.BinaryField(max_length=32, unique=True)
    addressee = models.BinaryField(default=b"", max_length=96)
    lapses_at = models.DateTimeField(db_index=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}
