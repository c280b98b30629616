"""The wrapped keys of what is sealed.

Belongs here: one key a case, wrapped, and by whom it can be opened. Does not belong here: the keyring (a file apart),
what is sealed (its own tables).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from alongside.tenancy.models import DataClasses, OwnedRow


class WrappedKey(OwnedRow):
    """A case's key as one holder can open it.

    Rows are (case, holder kind, holder, generation, blob), so that holders can change later.
    """

    class Holder(models.TextChoices):
        """Who can open the blob. Later also the return code and a supporter's own key (threat model, 5.7)."""

        KEYRING = "keyring"

    case = models.UUIDField(db_index=True)
    key_id = models.UUIDField()
    holder_kind = models.CharField(max_length=12, choices=Holder.choices, default=Holder.KEYRING)
    holder = models.CharField(max_length=64, blank=True)
    generation = models.CharField(max_length=40, db_index=True)
    blob = models.BinaryField()

    DATA_CLASS: ClassVar[DataClasses] = {"*": "B"}

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "holder_kind", "holder"], name="vault_one_key_per_holder"),
        ]


class ErasureHead(models.Model):
    """What the database knows of the list of erasures, which lies apart: how many lines, and their digest. One row.

    `home` is SHA-256 of the name of the host for which the database was put to work (`vault/home.py`).
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32)
    home = models.BinaryField(max_length=32, default=b"")

    DATA_CLASS: ClassVar[DataClasses] = {"*": "E"}
