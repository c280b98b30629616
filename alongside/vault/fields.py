"""The column type of sealed values.

Belongs here: refusing to write clear bytes into a sealed column.
Does not belong here: sealing itself; in the database the column is plain binary.
"""

from typing import Any

from django.db import models

from alongside.vault.envelope import looks_sealed
from alongside.vault.errors import NotSealed


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # The stubs make it generic, Django does not.
    """Binary that must be an envelope; anything else raises NotSealed before it reaches the database."""

    def get_prep_value(self, value: Any) -> Any:  # noqa: ANN401  # As Django declares it.
        """Return the envelope to write."""
        if value is not None and not looks_sealed(bytes(value)):
            raise NotSealed(f"{self.model._meta.db_table}.{self.column} takes sealed bytes only")
        return super().get_prep_value(value)

    def deconstruct(self) -> Any:  # noqa: ANN401  # As Django declares it.
        """Describe the column as plain binary, which it is to a migration."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs
