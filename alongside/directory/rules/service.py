"""A service as a file or a form tells it, and what a file would do.

Belongs here: the columns, the names of faults, plain data. Does not belong here: reading a cell (`sheet.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from alongside.directory.rules.numbers import line_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

ANY_HOUR = "24/7"
INTERNAL = "internal"


class Column(StrEnum):
    """The columns of a file, in the order in which they are written. Only name and number must be there."""

    KEY = "key"
    KIND = "kind"
    RESOURCE = "resource"
    COUNTRY = "country"
    NAME = "name"
    NAME_FR = "name_fr"
    NUMBER = "number"
    DISPLAY = "display"
    TEXT_TO = "text_to"
    HOURS = "hours"
    TIMEZONE = "timezone"
    HOURS_IN_WORDS = "hours_in_words"
    HOURS_IN_WORDS_FR = "hours_in_words_fr"
    SITES = "sites"
    PLACE = "place"
    PLACE_FR = "place_fr"
    AUDIENCE = "audience"
    PROFESSIONS = "professions"
    LANGUAGES = "languages"
    COST = "cost"
    CONFIDENTIALITY = "confidentiality"
    CONFIDENTIALITY_FR = "confidentiality_fr"
    NOTE = "note"
    NOTE_FR = "note_fr"


FOR_READING = ("dialed_on", "dialed_by", "standing")
"""Columns that are written for people to read, and that change nothing when they come back: nobody dials by file."""

TEXTS: dict[Column, tuple[str, int]] = {
    Column.NAME: ("name", 160),
    Column.NAME_FR: ("name_fr", 160),
    Column.DISPLAY: ("display", 40),
    Column.HOURS_IN_WORDS: ("hours", 300),
    Column.HOURS_IN_WORDS_FR: ("hours_fr", 300),
    Column.PLACE: ("place", 160),
    Column.PLACE_FR: ("place_fr", 160),
    Column.CONFIDENTIALITY: ("confidentiality", 300),
    Column.CONFIDENTIALITY_FR: ("confidentiality_fr", 300),
    Column.NOTE: ("note", 300),
    Column.NOTE_FR: ("note_fr", 300),
}
"""Columns taken as they stand: the field, and how many letters it holds."""


class Kind(StrEnum):
    """What may be wrong with a line."""

    COLUMN_UNKNOWN = "column_unknown"
    NAME_MISSING = "name_missing"
    TOO_LONG = "too_long"
    KIND_UNKNOWN = "kind_unknown"
    RESOURCE_UNKNOWN = "resource_unknown"
    RESOURCE_MISSING = "resource_missing"
    RESOURCE_OUTSIDE = "resource_outside"
    COUNTRY_UNKNOWN = "country_unknown"
    NUMBER_MISSING = "number_missing"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_NEVER_SHOWN = "number_never_shown"
    NUMBER_TWICE = "number_twice"
    HOURS_UNREADABLE = "hours_unreadable"
    HOURS_MISSING = "hours_missing"
    ZONE_UNKNOWN = "zone_unknown"
    SITE_UNKNOWN = "site_unknown"
    AUDIENCE_UNKNOWN = "audience_unknown"
    PROFESSION_UNKNOWN = "profession_unknown"
    LANGUAGE_UNKNOWN = "language_unknown"
    COST_UNKNOWN = "cost_unknown"


@dataclass(frozen=True)
class Fault:
    """What is to be mended. `line` counts as the file shows it; `value` is what stands there, cut to 60 letters."""

    line: int
    kind: Kind
    column: str
    value: str = ""


@dataclass(frozen=True)
class Service:
    """A line of the directory as a file or a form tells it; fields as `directory.candidates.Candidate` has them."""

    kind: str
    country: str
    resource: str = ""
    name: str = ""
    name_fr: str = ""
    dial: str = ""
    display: str = ""
    text_to: str = ""
    always_open: bool = False
    hours: str = ""
    hours_fr: str = ""
    hours_code: str = ""
    timezone: str = ""
    place: str = ""
    place_fr: str = ""
    audience: str = "everyone"
    professions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    cost: str = ""
    confidentiality: str = ""
    confidentiality_fr: str = ""
    note: str = ""
    note_fr: str = ""
    sites: frozenset[UUID] = frozenset()

    @property
    def number(self) -> tuple[str, str, str]:
        """What makes it the same line: country, call, text."""
        return number_of(self.country, self.dial, self.text_to)


def number_of(country: str, dial: str, text_to: str) -> tuple[str, str, str]:
    """Return what makes it the same line, however its numbers are written."""
    return country, line_of(dial, country=country), line_of(text_to, country=country)


@dataclass(frozen=True)
class Row:
    """A line that can be taken; `key` is set when the directory has it already."""

    line: int
    service: Service
    key: UUID | None = None
    another_number: bool = False


@dataclass(frozen=True)
class Known:
    """What a file is read against. Mappings go from folded words to codes; `there` are the lines that stand already."""

    country: str
    zone: str
    kinds: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str] = field(default_factory=dict)
    audiences: Mapping[str, str] = field(default_factory=dict)
    professions: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    costs: Mapping[str, str] = field(default_factory=dict)
    sites: Mapping[str, UUID] = field(default_factory=dict)
    countries: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()
    there: Mapping[UUID, Service] = field(default_factory=dict)
    never_shown: Callable[..., bool] = lambda *_: False


@dataclass(frozen=True)
class Preview:
    """What a file would do; nothing of it is done yet."""

    to_add: tuple[Row, ...] = ()
    to_change: tuple[Row, ...] = ()
    unchanged: int = 0
    faults: tuple[Fault, ...] = ()
