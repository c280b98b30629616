"""What each line of a spreadsheet of people would do, decided on plain data.

Belongs here: columns by their headers in English or French, lines read into additions, changes and problems.
Does not belong here: opening the file (`spreadsheet.py`), or writing anything. A line with a problem is left out whole;
the other lines stand. An empty cell changes nothing.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from alongside.people.rules import Details
from alongside.vocabulary.roles import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from uuid import UUID

LONGEST_NAME = 120
LONGEST_EMAIL = 254
_EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]+\.[^@\s,;<>]{2,63}")
_PHONE = re.compile(r"\+?[0-9]{4,15}")


class Column(StrEnum):
    """The columns a spreadsheet may have; only the name must be there."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    SITE = "site"
    UNIT = "unit"
    PROFESSION = "profession"
    LANGUAGES = "languages"
    ROLES = "roles"
    READS = "reads"


class Kind(StrEnum):
    """What may be wrong with a line."""

    NAME_MISSING = "name_missing"
    TOO_LONG = "too_long"
    EMAIL_UNREADABLE = "email_unreadable"
    EMAIL_TWICE = "email_twice"
    PHONE_UNREADABLE = "phone_unreadable"
    SITE_UNKNOWN = "site_unknown"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_MISSING = "unit_missing"
    PROFESSION_UNKNOWN = "profession_unknown"
    LANGUAGE_UNKNOWN = "language_unknown"
    ROLE_UNKNOWN = "role_unknown"
    OWN_ROLE = "own_role"


@dataclass(frozen=True)
class Problem:
    """Why a line is left out. `line` counts as the spreadsheet shows it: the header is line 1."""

    line: int
    kind: Kind
    column: Column
    value: str = ""


@dataclass(frozen=True)
class Line:
    """A line that can be taken over; `person` is set when they already work here."""

    line: int
    details: Details
    roles: frozenset[Role]
    person: UUID | None = None

    @property
    def opens_cases(self) -> bool:
        """Whether this line grants a role that opens cases."""
        return not self.roles.isdisjoint(Role.opening_cases())


@dataclass(frozen=True)
class Existing:
    """Somebody who already works here."""

    person: UUID
    details: Details
    roles: frozenset[Role]


@dataclass(frozen=True)
class Known:
    """What lines are read against. Keys are folded (`fold`); `units` by (site, unit), with "" for "any site".

    `own_email` belongs to whoever imports: nobody gives themselves a role that opens cases.
    """

    sites: frozenset[str] = frozenset()
    units: Mapping[tuple[str, str], UUID] = field(default_factory=dict)
    professions: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, Role] = field(default_factory=dict)
    people: Mapping[str, Existing] = field(default_factory=dict)
    own_email: str = ""
    reads: frozenset[str] = frozenset({"en", "fr"})
    default_reads: str = "en"


@dataclass(frozen=True)
class Preview:
    """What a spreadsheet would do; nothing of it is done yet."""

    to_add: tuple[Line, ...] = ()
    to_change: tuple[Line, ...] = ()
    unchanged: int = 0
    problems: tuple[Problem, ...] = ()


def fold(text: str) -> str:
    """Return a word as compared: no accents, no case, one space for any separator."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\s_\-\u2010-\u2015]+", " ", plain.replace("\u2019", "'")).strip().casefold()


_HEADERS: dict[str, Column] = {
    **{column.value: column for column in Column},
    **dict.fromkeys(("full name", "nom", "nom complet", "nom et prenom", "prenom et nom"), Column.NAME),
    **dict.fromkeys(("e mail", "mail", "email address", "courriel", "adresse e mail", "adresse email"), Column.EMAIL),
    **dict.fromkeys(("telephone", "phone number", "tel", "mobile", "portable"), Column.PHONE),
    **dict.fromkeys(("hospital", "station", "etablissement", "lieu"), Column.SITE),
    **dict.fromkeys(("ward", "department", "unite", "service"), Column.UNIT),
    **dict.fromkeys(("job", "metier", "fonction"), Column.PROFESSION),
    **dict.fromkeys(("language", "speaks", "langue", "langues", "parle"), Column.LANGUAGES),
    **dict.fromkeys(("role",), Column.ROLES),  # "Rôle" and "rôles" fold onto the English words.
    **dict.fromkeys(("reads in", "language of notices", "lit", "lit en", "langue de lecture"), Column.READS),
}


def columns_of(header: Iterable[str]) -> dict[Column, int]:
    """Return where each known column stands. Unknown headers are left alone; of two alike the first counts."""
    found: dict[Column, int] = {}
    for place, text in enumerate(header):
        column = _HEADERS.get(fold(text))
        if column is not None:
            found.setdefault(column, place)
    return found


def preview(columns: Mapping[Column, int], rows: Iterable[tuple[int, list[str]]], known: Known) -> Preview:
    """Say what each (line number, cells) would do."""
    read = [_Reader(number, _by_column(columns, cells), known) for number, cells in rows]
    read = [reader for reader in read if any(reader.cells.values())]
    _note_repeats(read)
    good = [reader for reader in read if not reader.problems]
    return Preview(
        to_add=tuple(reader.line for reader in good if reader.there is None),
        to_change=tuple(reader.line for reader in good if reader.there is not None and reader.differs),
        unchanged=sum(1 for reader in good if reader.there is not None and not reader.differs),
        problems=tuple(problem for reader in read for problem in reader.problems),
    )


def _by_column(columns: Mapping[Column, int], cells: list[str]) -> dict[Column, str]:
    return {column: _clean(cells[place]) if place < len(cells) else "" for column, place in columns.items()}


def _clean(text: str) -> str:
    """Return a cell without control characters and with its accents composed."""
    kept = "".join(c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", kept)).strip()


def _note_repeats(read: list[_Reader]) -> None:
    seen: set[str] = set()
    for reader in read:
        email = reader.email
        if email and email in seen:
            reader.note(Kind.EMAIL_TWICE, Column.EMAIL, email)
        seen.add(email)


class _Reader:
    """Reads one line, noting what is wrong; each column has its own small method."""

    def __init__(self, number: int, cells: dict[Column, str], known: Known) -> None:
        self.number, self.cells, self.known = number, cells, known
        self.problems: list[Problem] = []
        self.email = cells.get(Column.EMAIL, "").lower()
        self.there = known.people.get(self.email) if self.email else None
        self.details = self.there.details if self.there else Details(name="", reads=known.default_reads)
        self._readers: dict[Column, Callable[[str], None]] = {
            Column.EMAIL: self._read_email,
            Column.PHONE: self._read_phone,
            Column.PROFESSION: self._read_profession,
            Column.LANGUAGES: self._read_languages,
            Column.READS: self._read_reads,
        }
        self._read()
        self.roles = self._read_roles()

    @property
    def line(self) -> Line:
        return Line(self.number, self.details, self.roles, self.there.person if self.there else None)

    @property
    def differs(self) -> bool:
        """Whether the line would change somebody who is there. Roles are added by a spreadsheet, never ended."""
        there = self.there
        return there is None or self.details != there.details or not self.roles <= there.roles

    def note(self, kind: Kind, column: Column, value: str = "") -> None:
        self.problems.append(Problem(self.number, kind, column, value[:60]))

    def _read(self) -> None:
        self._read_name(self.cells.get(Column.NAME, ""))
        self._read_place(self.cells.get(Column.SITE, ""), self.cells.get(Column.UNIT, ""))
        for column, reader in self._readers.items():
            if text := self.cells.get(column):
                reader(text)

    def _read_name(self, text: str) -> None:
        if not text and not self.there:
            self.note(Kind.NAME_MISSING, Column.NAME)
        elif len(text) > LONGEST_NAME:
            self.note(Kind.TOO_LONG, Column.NAME, text)
        elif text:
            self.details = replace(self.details, name=text)

    def _read_email(self, text: str) -> None:
        if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text):
            self.note(Kind.EMAIL_UNREADABLE, Column.EMAIL, text)
        self.details = replace(self.details, email=text.lower())

    def _read_phone(self, text: str) -> None:
        digits = re.sub(r"[\s().\-/\u2010-\u2015]", "", text)
        if not _PHONE.fullmatch(digits):
            self.note(Kind.PHONE_UNREADABLE, Column.PHONE, text)
        self.details = replace(self.details, phone=digits)

    def _read_place(self, site: str, unit: str) -> None:
        if site and fold(site) not in self.known.sites:
            self.note(Kind.SITE_UNKNOWN, Column.SITE, site)
        elif unit:
            found = self.known.units.get((fold(site), fold(unit)))
            if found is None:
                self.note(Kind.UNIT_UNKNOWN, Column.UNIT, unit)
            self.details = replace(self.details, unit=found)
        elif site:
            self.note(Kind.UNIT_MISSING, Column.UNIT, site)

    def _read_profession(self, text: str) -> None:
        code = self.known.professions.get(fold(text))
        if code is None:
            self.note(Kind.PROFESSION_UNKNOWN, Column.PROFESSION, text)
        else:
            self.details = replace(self.details, profession=code)

    def _read_languages(self, text: str) -> None:
        words = _words(text)
        for word in words:
            if fold(word) not in self.known.languages:
                self.note(Kind.LANGUAGE_UNKNOWN, Column.LANGUAGES, word)
        spoken = (self.known.languages.get(fold(word), "") for word in words)
        self.details = replace(self.details, languages=tuple(dict.fromkeys(filter(None, spoken))))

    def _read_reads(self, text: str) -> None:
        code = self.known.languages.get(fold(text), "")
        if code not in self.known.reads:
            self.note(Kind.LANGUAGE_UNKNOWN, Column.READS, text)
        else:
            self.details = replace(self.details, reads=code)

    def _read_roles(self) -> frozenset[Role]:
        words = _words(self.cells.get(Column.ROLES, ""))
        for word in words:
            if fold(word) not in self.known.roles:
                self.note(Kind.ROLE_UNKNOWN, Column.ROLES, word)
        roles = frozenset(role for word in words if (role := self.known.roles.get(fold(word))))
        held = self.there.roles if self.there else frozenset()
        if self.email and self.email == self.known.own_email and (roles - held) & Role.opening_cases():
            self.note(Kind.OWN_ROLE, Column.ROLES)
        return roles


def _words(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,;/|\n]", text) if word.strip()]
