"""An event as plain JSON.

Belongs here: its fields. There is none for a sentence, a patient, a diagnosis, a course or a cause, and there will be
none. Does not belong here: the same as FHIR (`fhir`), what a refusal says (`refusals`).
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from django.utils.translation import gettext_noop
from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from alongside.api.shapes import MOST_PEOPLE, Email, Language, Moment, Name, Phone, Place, Profession, Strict
from alongside.vocabulary.happening import EventKind


def _needs_a_way(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": ["email"]}, {"required": ["phone"]}]


class Person(Strict):
    """Somebody who was there. A name and at least one way to reach them at work."""

    model_config = ConfigDict(json_schema_extra=_needs_a_way)

    name: Name
    email: Email = ""
    phone: Phone = ""
    unit: Place = ""
    profession: Profession = ""
    language: Language = ""

    @model_validator(mode="after")
    def _can_be_reached(self) -> Self:
        if not (self.email or self.phone):
            raise PydanticCustomError("no_way", "no way to reach them")
        return self


class PlainEvent(Strict):
    """Something happened: what kind, when, where, and who was there. Nothing about a patient, nothing in prose."""

    kind: Annotated[EventKind, Field(description=gettext_noop("A code of the list of kinds."))]
    occurred: Moment
    site: Place = ""
    unit: Place = ""
    people: Annotated[
        list[Person],
        Field(
            min_length=1,
            max_length=MOST_PEOPLE,
            description=gettext_noop("Everybody who was there, 1 to 200 people, also those who fetched and carried."),
        ),
    ]
