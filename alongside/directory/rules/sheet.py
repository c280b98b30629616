"""What each line of a file would do to the directory, decided on plain data.

Belongs here: cells read into services, what must be mended. Does not belong here: opening the file
(`directory/files.py`), writing anything. An empty cell changes nothing; a line with a fault is left out whole.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from alongside.directory.errors import HoursUnreadable
from alongside.directory.rules import hours
from alongside.directory.rules.service import (
    ANY_HOUR,
    FOR_READING,
    INTERNAL,
    TEXTS,
    Column,
    Fault,
    Kind,
    Known,
    Preview,
    Row,
    Service,
    number_of,
)
from alongside.people.import_rules import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

_NUMBER = re.compile(r"\+?[0-9(][0-9 ().\-/]{1,29}")
_FEWEST, _MOST = 2, 17
"""Digits of a number that can be dialed."""


def columns_of(header: Iterable[str]) -> tuple[dict[Column, int], list[str]]:
    """Return where each known column stands, and the headers that are not known; of two alike the first counts."""
    found: dict[Column, int] = {}
    strange: list[str] = []
    names = {fold(column.value): column for column in Column}
    for place, text in enumerate(header):
        if column := names.get(fold(text)):
            found.setdefault(column, place)
        elif fold(text) and fold(text) not in {fold(name) for name in FOR_READING}:
            strange.append(text)
    return found, strange


def preview(
    header: Iterable[str], rows: Iterable[tuple[int, list[str]]], known: Known, *, header_line: int | None
) -> Preview:
    """Say what each (line number, cells) would do.

    `header_line` is where the columns' names stand; None when every entry names its own, as in YAML.
    """
    names, rows = list(header), list(rows)
    columns, strange = columns_of(names)
    read = [_Reader(number, _by_column(columns, cells), known) for number, cells in rows]
    read = [reader for reader in read if any(reader.cells.values())]
    _note_repeats(read)
    good = [reader.row for reader in read if not reader.faults]
    changed = [row for row in good if row.key and known.there[row.key] != row.service]
    of_header = [
        Fault(header_line or _first_use(rows, names.index(name)), Kind.COLUMN_UNKNOWN, "", name[:60])
        for name in strange
    ]
    return Preview(
        to_add=tuple(row for row in good if row.key is None),
        to_change=tuple(changed),
        unchanged=sum(1 for row in good if row.key) - len(changed),
        faults=(*of_header, *(fault for reader in read for fault in reader.faults)),
    )


def _first_use(rows: list[tuple[int, list[str]]], place: int) -> int:
    return next((line for line, cells in rows if place < len(cells) and cells[place]), 1)


def _by_column(columns: Mapping[Column, int], cells: list[str]) -> dict[Column, str]:
    return {column: clean(cells[place]) if place < len(cells) else "" for column, place in columns.items()}


def clean(text: str) -> str:
    """Return a cell without what nobody sees, on one line, its accents composed."""
    kept = "".join(one for one in text if one in "\n\t" or unicodedata.category(one)[0] != "C")
    return re.sub(r"\s*\n\s*|[ \t]+", " ", unicodedata.normalize("NFC", kept)).strip()


def _note_repeats(read: list[_Reader]) -> None:
    seen: set[tuple[str, str, str]] = set()
    keys: set[UUID] = set()
    for reader in read:
        number, key = reader.service.number, reader.key
        if any(number[1:]) and (number in seen or (key and key in keys)):
            reader.note(Kind.NUMBER_TWICE, Column.NUMBER, reader.service.dial or reader.service.text_to)
        seen.add(number)
        keys |= {key} if key else set()


class _Reader:
    """Reads one line, noting what is wrong; each group of columns has its own small method."""

    def __init__(self, number: int, cells: dict[Column, str], known: Known) -> None:
        self.line, self.cells, self.known = number, cells, known
        self.faults: list[Fault] = []
        self.key = self._key()
        self.service = known.there[self.key] if self.key else Service(kind="staff", country=known.country)
        for read in (
            self._read_texts, self._read_country, self._read_numbers, self._read_kind, self._read_hours,
            self._read_choices, self._read_sites,
        ):  # fmt: skip
            read()
        self._check()

    @property
    def row(self) -> Row:
        there = self.known.there.get(self.key) if self.key else None
        another = there is not None and there.number != self.service.number
        return Row(self.line, self.service, self.key, another)

    def _take(self, **fields: Any) -> None:  # noqa: ANN401  # Fields of a Service, each of its own type.
        """Keep what was read, in the place of what stood there."""
        self.service = replace(self.service, **fields)

    def note(self, kind: Kind, column: Column, value: str = "") -> None:
        self.faults.append(Fault(self.line, kind, column.value, value[:60]))

    def _key(self) -> UUID | None:
        """Return the line that stands already: by its key, else by its number; a key of elsewhere is a new line."""
        written = self.cells.get(Column.KEY, "").lower()
        country = self.cells.get(Column.COUNTRY, "").upper() or self.known.country
        number = number_of(country, self.cells.get(Column.NUMBER, ""), self.cells.get(Column.TEXT_TO, ""))
        by_key = (key for key in self.known.there if str(key) == written)
        by_number = (key for key, service in self.known.there.items() if any(number[1:]) and service.number == number)
        return next(by_key, None) or next(by_number, None)

    def _read_texts(self) -> None:
        for column, (name, longest) in TEXTS.items():
            if text := self.cells.get(column):
                if len(text) > longest:
                    self.note(Kind.TOO_LONG, column, text)
                self._take(**{name: text})

    def _read_country(self) -> None:
        if text := self.cells.get(Column.COUNTRY):
            if text.upper() not in self.known.countries:
                self.note(Kind.COUNTRY_UNKNOWN, Column.COUNTRY, text)
            self._take(country=text.upper()[:2])

    def _read_numbers(self) -> None:
        before = self.service
        for column, name in ((Column.NUMBER, "dial"), (Column.TEXT_TO, "text_to")):
            if text := self.cells.get(column):
                count = sum(one.isdigit() for one in text)
                if not _NUMBER.fullmatch(text) or not _FEWEST <= count <= _MOST:
                    self.note(Kind.NUMBER_UNREADABLE, column, text)
                self._take(**{name: text[:32]})
        if self.service.number != before.number and not self.cells.get(Column.DISPLAY):
            self._take(display=self.service.dial)

    def _read_kind(self) -> None:
        if text := self.cells.get(Column.KIND):
            self.service = replace(
                self.service, kind=self._code(self.known.kinds, text, Kind.KIND_UNKNOWN, Column.KIND)
            )
        if text := self.cells.get(Column.RESOURCE):
            code = self._code(self.known.resources, text, Kind.RESOURCE_UNKNOWN, Column.RESOURCE)
            kind = self.service.kind if self.cells.get(Column.KIND) else INTERNAL
            self._take(resource=code, kind=kind)
        elif self.service.kind != INTERNAL:
            self._take(resource="")

    def _read_hours(self) -> None:
        text, zone = self.cells.get(Column.HOURS, ""), self.cells.get(Column.TIMEZONE, "")
        if zone and zone not in self.known.zones:
            self.note(Kind.ZONE_UNKNOWN, Column.TIMEZONE, zone)
        if text == ANY_HOUR:
            self._take(always_open=True, hours_code="", timezone="")
        elif text:
            self._read_week(text)
        elif self.cells.get(Column.HOURS_IN_WORDS):
            self._take(always_open=False, hours_code="", timezone="")
        if self.service.hours_code:
            self._take(timezone=zone or self.service.timezone or self.known.zone)

    def _read_week(self, text: str) -> None:
        try:
            self._take(always_open=False, hours_code=hours.write(hours.parse(text)))
        except HoursUnreadable as odd:
            self.note(Kind.HOURS_UNREADABLE, Column.HOURS, str(odd))

    def _read_choices(self) -> None:
        known = self.known
        for column, codes, kind in (
            (Column.AUDIENCE, known.audiences, Kind.AUDIENCE_UNKNOWN),
            (Column.COST, known.costs, Kind.COST_UNKNOWN),
        ):
            if text := self.cells.get(column):
                self._take(**{column.value: self._code(codes, text, kind, column)})
        for column, codes, kind in (
            (Column.PROFESSIONS, known.professions, Kind.PROFESSION_UNKNOWN),
            (Column.LANGUAGES, known.languages, Kind.LANGUAGE_UNKNOWN),
        ):
            if text := self.cells.get(column):
                found = [self._code(codes, word, kind, column) for word in _words(text)]
                self._take(**{column.value: tuple(sorted(set(filter(None, found))))})

    def _read_sites(self) -> None:
        if text := self.cells.get(Column.SITES):
            found = {name: self.known.sites.get(fold(name)) for name in _words(text)}
            for name, site in found.items():
                if site is None:
                    self.note(Kind.SITE_UNKNOWN, Column.SITES, name)
            self._take(sites=frozenset(filter(None, found.values())))

    def _code(self, codes: Mapping[str, str], text: str, kind: Kind, column: Column) -> str:
        code = codes.get(fold(text), "")
        if not code:
            self.note(kind, column, text)
        return code

    def _check(self) -> None:
        """Note what is missing from the line as a whole."""
        one = self.service
        if not one.name:
            self.note(Kind.NAME_MISSING, Column.NAME)
        if not any(one.number[1:]):
            if not (self.cells.get(Column.NUMBER) or self.cells.get(Column.TEXT_TO)):
                self.note(Kind.NUMBER_MISSING, Column.NUMBER)
        elif self.known.never_shown(one.country, one.dial, one.display, one.text_to):
            self.note(Kind.NUMBER_NEVER_SHOWN, Column.NUMBER, one.dial or one.text_to)
        if not (one.always_open or one.hours or one.hours_code) and not self.cells.get(Column.HOURS):
            self.note(Kind.HOURS_MISSING, Column.HOURS)
        if one.kind == INTERNAL and not one.resource and not self.cells.get(Column.RESOURCE):
            self.note(Kind.RESOURCE_MISSING, Column.RESOURCE)
        if one.kind != INTERNAL and one.resource:
            self.note(Kind.RESOURCE_OUTSIDE, Column.RESOURCE, one.resource)


def _words(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[;|\n]", text) if word.strip()]
