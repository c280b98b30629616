"""The kinds of values that a machine may send, each with one sentence saying what is allowed.

Belongs here: patterns, closed lists and their sentences; the documentation and every refusal repeat the sentence, never
the value. Does not belong here: which fields there are (`plain`, `fhir`).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

from django.utils.translation import gettext_noop
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic.json_schema import GenerateJsonSchema
from pydantic_core import PydanticCustomError

from alongside.people.known import SPOKEN
from alongside.vocabulary import labels

_UNSEEN = r"\x00-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_SIGNS = r"""0-9<>{}\[\]\\/|@#$%^*=+~_!?:;"&"""
_PART = rf"[^{_UNSEEN}{_SIGNS}]"
_EDGE = rf"[^\s{_UNSEEN}{_SIGNS}]"

MOST_PEOPLE = 200


class Strict(BaseModel):
    """A shape that takes what it names and nothing else, converts nothing, and never repeats what came."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


def _given(value: object) -> object:
    if value is None:
        raise PydanticCustomError("null", "null")
    return value


GIVEN = AfterValidator(_given)
"""Beside a type that may be None: the field may be left out, but not sent as null."""


class WithoutNull(GenerateJsonSchema):
    """A schema that says the same: what may be left out is not null, and its default is nobody's business."""

    def nullable_schema(self, schema: Any) -> Any:  # noqa: ANN401  # As pydantic declares it, near enough.
        """Return the schema of what is there when it is there."""
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: Any) -> Any:  # noqa: ANN401  # As above.
        """Return the schema without its default."""
        return self.generate_inner(schema["schema"])


def one_of(codes: Collection[str]) -> Any:  # noqa: ANN401  # What pydantic reads beside a type has no type of its own.
    """Return what limits a string to a closed list, in the checks and in the schema."""

    def check(value: str) -> str:
        if value not in codes:
            raise PydanticCustomError("not_listed", "not in the list")
        return value

    return AfterValidator(check)


def _listed(codes: Collection[str], allowed: str) -> Any:  # noqa: ANN401  # As above.
    return Field(description=allowed, json_schema_extra={"enum": list(codes)})


Name = Annotated[
    str,
    Field(
        pattern=rf"^{_EDGE}{_PART}{{0,78}}{_EDGE}$",
        max_length=80,
        description=gettext_noop(
            "The name of a colleague: 2 to 80 letters, spaces, hyphens, apostrophes. Nothing else."
        ),
    ),
]
Email = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){1,4}$",
        max_length=254,
        description=gettext_noop("A work email address, as name@place.org."),
    ),
]
Phone = Annotated[
    str,
    Field(
        pattern=r"^\+[1-9][0-9]{6,14}$",
        description=gettext_noop("A work telephone number with its country: +, then 7 to 15 digits, no spaces."),
    ),
]
Moment = Annotated[
    AwareDatetime,
    Field(
        description=gettext_noop(
            "Date, time and offset, as 2026-03-04T09:30:00-05:00. Not in the future, not over 30 days ago."
        )
    ),
]
Place = Annotated[
    str,
    Field(
        min_length=1,
        max_length=120,
        description=gettext_noop(
            "A site or unit of your organization: its key, or its name as it stands in the settings."
        ),
    ),
]
Language = Annotated[
    str,
    one_of(SPOKEN),
    _listed(SPOKEN, gettext_noop("The language they would rather talk in, by its two-letter code.")),
]
Profession = Annotated[
    str,
    one_of(labels.rows("professions")),
    _listed(labels.rows("professions"), gettext_noop("A code of the list of professions.")),
]
