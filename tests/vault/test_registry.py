"""The registry lists every sealed column, and no sealed column takes clear bytes."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from alongside.vault import envelope
from alongside.vault.errors import NotSealed
from alongside.vault.fields import SealedField
from alongside.vault.registry import SEALED


def _about(model: type[models.Model]) -> Any:
    return model._meta


def _model(table: str) -> type[models.Model]:
    return next(each for each in apps.get_models() if _about(each).db_table == table)


def _sealed_columns() -> set[str]:
    """Every column whose model calls it A (threat model, section 2)."""
    found = set()
    for model in apps.get_models():
        classes: dict[str, str] = getattr(model, "DATA_CLASS", {})
        for field in _about(model).concrete_fields:
            if classes.get(field.name, classes.get("*")) == "A":
                found.add(f"{_about(model).db_table}.{field.column}")
    return found


def test_registry_is_complete() -> None:
    assert _sealed_columns() == set(SEALED)


def test_largest_sizes_are_buckets() -> None:
    assert {cell.largest for cell in SEALED.values()} <= set(envelope.BUCKETS)


def test_sealed_columns_are_binary() -> None:
    for name in SEALED:
        table, column = name.split(".")
        assert isinstance(_about(_model(table)).get_field(column), models.BinaryField)


def test_a_sealed_column_never_takes_clear_bytes() -> None:
    field = SealedField()
    field.set_attributes_from_name("contact")
    field.model = _model("cases_entrusted")
    with pytest.raises(NotSealed, match=r"cases_entrusted\.contact"):
        field.get_prep_value(b"+1 202 555 0107")
    envelope_of_64 = b"\x01" + bytes(12 + 64 + 16)
    assert field.get_prep_value(envelope_of_64) == envelope_of_64
    assert field.deconstruct()[1] == "django.db.models.BinaryField"
