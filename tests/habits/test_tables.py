"""The tables: every column has a data class, text is coded, every row belongs to somebody, migrations are fresh."""

import io

import pytest
from django.core.management import call_command
from django.db import models

from alongside.tenancy.models import Organization, OwnedRow
from alongside.vault import registry
from tests.habits.house import ours

CLASSES = set("ABCDE")

FREE_TEXT: dict[str, str] = {
    "tenancy.Organization.name": "the program's own name",
    "tenancy.Site.name": "a building",
    "tenancy.Unit.name": "a ward",
    "tenancy.Wording.text": "an organization's own words for the screens",
    "tenancy.LimitsText.text": "counsel's text, signed, shown to everybody",
    "tenancy.LimitsText.signed_by": "who answers for it",
    "tenancy.LimitsText.signed_role": "who answers for it",
    "tenancy.Retention.schedule": "where it stands in the records schedule",
    "tenancy.Retention.signed_by": "who answers for it",
    "tenancy.Retention.signed_role": "who answers for it",
    "tenancy.GoLiveCheck.seen_by": "who saw to a condition",
    "tenancy.GoLiveCheck.detail": "where the proof lies; administrators only",
    "people.Person.name": "a colleague who works in the program",
    "guidance.OwnText.title": "an organization's own words for a guide, shown to everybody",
    "guidance.OwnText.summary": "the same",
    "guidance.OwnText.text": "the same",
    "guidance.OwnText.written_by": "who wrote them",
    "guidance.Review.signed_by": "who answers for a text",
    "guidance.Review.signed_role": "who answers for it",
    "directory.Line.name": "a public service",
    "directory.Line.name_fr": "a public service",
    "directory.Line.hours": "its hours, as it publishes them",
    "directory.Line.hours_fr": "its hours",
    "directory.Line.place": "where in the building it is found",
    "directory.Line.place_fr": "where it is found",
    "directory.Line.confidentiality": "what it promises, and the limits",
    "directory.Line.confidentiality_fr": "what it promises",
    "directory.Line.note": "what it says of itself",
    "directory.Line.note_fr": "what it says of itself",
    "questions.Lead.name": "who leads the program, shown to everybody",
    "questions.Lead.role": "the same",
    "questions.Lead.role_fr": "the same",
    "questions.Lead.hours": "when they can be reached",
    "questions.Lead.hours_fr": "when they can be reached",
    "rounds.TeamSession.place": "a room, until the session was held",
    "notices.Channel.address": "a colleague's own channel, checked by a code",
}
"""Every column in which a person's own sentence could stand, and why it may (T9). None belongs to a case."""

CODED_UP_TO = 40
"""A column this short holds a code, a number or a name of a list, never a narrative."""

NO_ORGANIZATION = {"Organization", "Account", "Head", "Draft", "DayKey", "Beat", "ErasureHead"}
"""Rows above organizations, or keyed by one: each says so in its own docstring or key."""


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_every_column_has_a_class(model: type[models.Model]) -> None:
    classes: dict[str, str] = model.DATA_CLASS  # type: ignore[attr-defined]
    columns = {field.name for field in model._meta.concrete_fields}
    assert set(classes) - {"*"} <= columns
    assert set(classes.values()) <= CLASSES
    assert "*" in classes or columns <= set(classes)


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_a_state_is_one_that_the_code_knows(model: type[models.Model]) -> None:
    """With any other a row would stand on no list and in no queue; so the database itself refuses it."""
    checks = [one for one in model._meta.constraints if isinstance(one, models.CheckConstraint)]
    for field in model._meta.concrete_fields:
        if field.choices and field.name in {"state", "stage", "mode", "answer"}:
            known = models.Q(**{f"{field.name}__in": sorted(value for value, _ in field.choices)})
            assert known in [check.condition for check in checks], f"{model._meta.label}.{field.name}"


def test_no_free_text() -> None:
    found = {
        f"{model._meta.label}.{field.name}"
        for model in ours()
        for field in model._meta.concrete_fields
        if _could_hold_a_sentence(field)
    }
    assert found == set(FREE_TEXT)


def _could_hold_a_sentence(field: models.Field) -> bool:  # type: ignore[type-arg]
    if field.choices or isinstance(field, models.EmailField | models.URLField | models.SlugField):
        return False
    if isinstance(field, models.TextField):
        return True
    return isinstance(field, models.CharField) and (
        field.max_length is None
        or (
            field.max_length > CODED_UP_TO
            and not field.name.endswith(("hash", "timezone", "key", "candidate", "holder", "code", "password"))
        )
    )


@pytest.mark.parametrize("model", ours(), ids=lambda model: model._meta.label)
def test_every_row_belongs_to_an_organization(model: type[models.Model]) -> None:
    assert issubclass(model, OwnedRow) or model.__name__ in NO_ORGANIZATION


def test_every_sealed_column_is_registered_and_every_registered_one_exists() -> None:
    sealed = {
        f"{model._meta.db_table}.{name}"
        for model in ours()
        for name, data_class in model.DATA_CLASS.items()  # type: ignore[attr-defined]
        if data_class == "A"
    }
    assert sealed == set(registry.SEALED)


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    said = io.StringIO()
    call_command("makemigrations", check=True, dry_run=True, stdout=said)
    assert "No changes" in said.getvalue()


def test_no_logic_in_save() -> None:
    assert [model for model in ours() if "save" in vars(model) or "delete" in vars(model)] == []


def test_an_organization_is_the_one_table_above_all() -> None:
    assert Organization in ours()
