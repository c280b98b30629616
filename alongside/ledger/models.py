"""Who did what, when, provably: an append-only chain per organization.

Belongs here: commitments and their chain, and the clear part that may be pruned. Does not belong here: a case's key,
name or number in clear; what a
caregiver reads of openings (`cases.Opening`).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.tenancy.models import DataClasses, OwnedRow


class Head(models.Model):
    """The newest entry of an organization's chain; locked last in each journey."""

    organization = models.OneToOneField(
        "tenancy.Organization", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "E"}


class Entry(OwnedRow):
    """One act: a commitment, chained. Never changed, never removed; triggers refuse both."""

    seq = models.BigIntegerField()
    hour = models.DateTimeField()
    actor_role = models.CharField(max_length=16)
    verb = models.CharField(max_length=40)
    prev = models.BinaryField(max_length=32)
    commitment = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "E"}

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "seq"], name="ledger_seq_once")]


class Proof(OwnedRow):
    """What opens a commitment.

    The payload and its 32 random bytes, sealed under the case's key. Goes with the case.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="proof")
    case = models.UUIDField(db_index=True)
    sealed = models.BinaryField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "E", "sealed": "A"}


class ClearPart(OwnedRow):
    """Actor and reason in clear, for acts that must outlive a case (role changes, key acts, settings, exports).

    Pruned after 24 months; no case reference.
    """

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="clear")
    actor = models.UUIDField(null=True, blank=True)
    payload = models.JSONField(default=dict)
    opening = models.BinaryField(max_length=32)
    prune_after = models.DateField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "E"}

    class Meta:
        indexes = [models.Index(fields=["prune_after"], name="ledger_prune_after")]
