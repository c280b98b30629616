"""Answers nobody can trace, and words of thanks.

Belongs here: tickets, what they may still answer, what waits sealed, answers, thanks. Does not belong here: a case, a
time, or a key that leads from an answer to anybody. Rows are only ever added in bulk, in an order of no meaning, and
deleted; none is changed, so that not even their place in the file tells when somebody was given a ticket.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.people.models import Person
from alongside.tenancy.models import DataClasses, OwnedRow
from alongside.vault.fields import SealedField
from alongside.vocabulary.evaluating import Helpful, InTime, Recommends, ThankYou, Trusted


class Ticket(OwnedRow):
    """One that nobody was given yet. Its text follows from this key under the pepper, and is kept nowhere."""

    supporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


class Expected(OwnedRow):
    """What recognizes a ticket that may still answer, given to somebody or not. It names nobody."""

    mark = models.BinaryField(max_length=32, unique=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}


class Thanked(OwnedRow):
    """To whom the word of thanks goes that comes with a ticket: found, and opened, by the ticket alone.

    In clear it would tell by what is missing how many of each supporter's tickets have answered.
    """

    mark = models.BinaryField(max_length=32, unique=True)
    sealed = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}


class Waiting(OwnedRow):
    """An answer or a word of thanks, sealed under a key of its own until it moves with others."""

    class Kind(models.TextChoices):
        """What waits."""

        ANSWER = "answer"
        THANKS = "thanks"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    sealed = SealedField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B", "sealed": "A"}

    class Meta:
        indexes = [models.Index(fields=["organization", "kind"], name="surveys_batch")]


class Answer(OwnedRow):
    """What somebody said, without a time and without anybody. `quarter` is when its batch moved."""

    quarter = models.CharField(max_length=7)
    helpful = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Helpful], blank=True)
    in_time = models.CharField(max_length=16, choices=[(one.value, one.value) for one in InTime], blank=True)
    trusted = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Trusted], blank=True)
    recommends = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Recommends], blank=True)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "C"}

    class Meta:
        indexes = [models.Index(fields=["organization", "quarter"], name="surveys_by_quarter")]


class Thanks(OwnedRow):
    """A word of thanks for one supporter, handed on with the others of a month. Only they read it."""

    supporter = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    phrase = models.CharField(max_length=16, choices=[(one.value, one.value) for one in ThankYou])
    month = models.CharField(max_length=7)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        indexes = [models.Index(fields=["organization", "supporter"], name="surveys_thanks_of")]


class HandedOn(OwnedRow):
    """Up to which month an organization's words of thanks were handed on."""

    month = models.CharField(max_length=7)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "D"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization"], name="surveys_handed_on_once")]
