"""From an encounter no way leads on: not by a key, not by a bare number, not by a time, not by a word (T9, H37)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from alongside.encounters.models import Batch, Course, Encounter, Leaf, Spent, Waiting
from alongside.tenancy.models import Organization

KEPT = (Encounter, Course, Leaf)
ALL = (*KEPT, Batch, Spent, Waiting)


def forward(model: type[models.Model]) -> Iterator[type[models.Model]]:
    """Yield the tables that a table's own keys lead to."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if isinstance(field, models.ForeignKey | models.ManyToManyField):
            yield field.related_model  # type: ignore[misc]


def reached(start: type[models.Model]) -> set[type[models.Model]]:
    """Return every table to which forward keys lead, through however many others."""
    found: set[type[models.Model]] = set()
    ahead = [start]
    while ahead:
        for model in forward(ahead.pop()):
            if model not in found:
                found.add(model)
                ahead.append(model)
    return found


def test_every_table_of_the_room_is_tried() -> None:
    assert set(apps.get_app_config("encounters").get_models()) == set(ALL)


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_no_forward_path(model: type[models.Model]) -> None:
    """The organization is where every path ends; what waits also knows its batch, and the batch knows nothing."""
    assert reached(model) <= {Organization, Batch}


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_what_is_kept_leads_to_the_organization_only(model: type[models.Model]) -> None:
    assert reached(model) == {Organization}


@pytest.mark.parametrize("model", ALL, ids=lambda model: model.__name__)
def test_no_bare_key_and_no_time_stands_in_for_one(model: type[models.Model]) -> None:
    """A uuid column without a constraint would be a key all the same; a time would do as well."""
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name == "organization":
            continue
        assert not isinstance(field, models.UUIDField | models.DateField | models.TimeField | models.JSONField), field
        assert not isinstance(field, models.BigIntegerField | models.DurationField), field


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_what_is_kept_is_codes_and_a_month(model: type[models.Model]) -> None:
    columns = {field.name: field for field in model._meta.concrete_fields}
    assert columns.pop("id").get_internal_type() == "UUIDField"
    columns.pop("organization")
    assert columns.pop("month").max_length == len("2026-11")
    assert all(isinstance(field, models.CharField) and field.max_length == 24 for field in columns.values())


def test_no_other_table_points_at_an_encounter() -> None:
    ours = set(ALL)
    pointing = {model._meta.label for model in apps.get_models() if model not in ours and ours & set(forward(model))}
    assert pointing == set()


def test_no_table_elsewhere_keeps_an_encounter_s_key_by_name() -> None:
    named = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model not in set(ALL)
        for field in model._meta.concrete_fields
        if "encounter" in field.name
    }
    assert named == set()
