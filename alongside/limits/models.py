"""Buckets that slow a flood without ever locking anybody out.

Belongs here: counts per network and kind of act, for a day. Does not belong here: an address: only a keyed hash of a
network, under a key that lives a day.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.tenancy.models import DataClasses, OwnedRow


class Bucket(OwnedRow):
    """How many acts of one kind came from one network within one window."""

    kind = models.CharField(max_length=16)
    network = models.BinaryField(max_length=32)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "network", "window_start"], name="limits_bucket_once"
            ),
        ]
        indexes = [models.Index(fields=["window_start"], name="limits_by_window")]


class Origin(OwnedRow):
    """That something came from a network: two hashes under the day's key.

    Without that key nobody can tell from which network it came, nor what it was; with it, only whether this network
    sent that request.
    """

    network = models.BinaryField(max_length=32)
    act = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        indexes = [
            models.Index(fields=["organization", "network"], name="limits_by_network"),
            models.Index(fields=["at"], name="limits_origin_by_time"),
        ]


class DayKey(models.Model):
    """The key of a day's network hashes, where several hosts share a database; deleted after 24 hours."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField(max_length=32)

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}
