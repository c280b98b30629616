"""Numbers that may become lines, numbers that never may, and the number for a life in danger: read from data/.

Belongs here: reading the files once. Does not belong here: what an organization shows (`queries.py`).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from alongside.directory import rules
from alongside.directory.errors import UnknownCandidate

DATA = Path(__file__).parent / "data"

KINDS = {"crisis_line": "crisis", "health_worker_service": "staff", "peer_support": "staff"}
"""Kinds of the data that stand on the help page → where they stand. The others are reached by other ways."""

PREFIXES = {"US": "1", "CA": "1", "GB": "44", "FR": "33", "NL": "31", "IT": "39", "ES": "34", "SE": "46", "NO": "47"}
PREFIXES |= {"BR": "55", "JP": "81", "IN": "91", "ZA": "27", "AU": "61", "NZ": "64", "IE": "353", "BE": "32"}

ANYWHERE = "112"
"""What to show for a country without data: mobile networks nearly everywhere connect it to an emergency service."""


@dataclass(frozen=True)
class Candidate:
    """A line seen on a public page.

    Names, hours and notes in English and French; French is empty where nobody wrote it.
    """

    code: str
    country: str
    kind: str
    order: int
    everywhere: bool
    name: str
    name_fr: str
    dial: str
    display: str
    text_to: str
    always_open: bool
    hours: str
    hours_fr: str
    note: str
    note_fr: str


@dataclass(frozen=True)
class Emergency:
    """The number for a life in danger in one country, and others of the same country."""

    country: str
    dial: str
    name: str
    name_fr: str
    also: tuple[str, ...]

    @property
    def code(self) -> str:
        """Return the candidate code under which an organization confirms it."""
        return f"emergency-{self.country.lower()}"


@cache
def emergency(country: str) -> Emergency:
    """Return a country's emergency number; ANYWHERE for a country without data, for this must never fail."""
    row = _file("emergency").get(country, {"dial": ANYWHERE, "en": "Emergency", "fr": "Urgences"})
    return Emergency(country, row["dial"], row["en"], row["fr"], tuple(row.get("also", ())))


@cache
def of_country(country: str) -> tuple[Candidate, ...]:
    """Return a country's candidates that can be called or written to, in their order."""
    readers = _file("readers")
    rows = (row for row in _file("candidates") if row["country"] == country and row["kind"] in KINDS)
    found = (_candidate(row, readers.get(row["id"], {})) for row in rows)
    return tuple(sorted((one for one in found if one.dial or one.text_to), key=lambda one: (one.order, one.code)))


def candidate(code: str) -> Candidate:
    """Return one candidate, or raise UnknownCandidate. "emergency-us" is the country's emergency number."""
    kind, _, country = code.partition("-")
    if kind == "emergency" and country.upper() in _file("emergency"):
        return _as_candidate(emergency(country.upper()))
    for one in of_country(kind.upper()):
        if one.code == code:
            return one
    raise UnknownCandidate(code)


def never_shown(country: str, *numbers: str) -> bool:
    """Say whether any of these numbers is closed, superseded or misprinted in this country, however it is written."""
    prefix = PREFIXES.get(country, "0")
    forbidden = {form for one in forbidden_numbers(country) for form in rules.forms(one, country_prefix=prefix)}
    return any(rules.forms(number, country_prefix=prefix) & forbidden for number in numbers if rules.digits(number))


@cache
def forbidden_numbers(country: str) -> frozenset[str]:
    """Return the digits of every number of a country that must never be shown."""
    return frozenset(number for row in _file("never") if row["country"] == country for number in row["numbers"])


@cache
def countries() -> tuple[str, ...]:
    """Return the countries whose emergency number is known."""
    return tuple(sorted(_file("emergency")))


def _candidate(row: dict[str, Any], reader: dict[str, Any]) -> Candidate:
    phone, text = _first(row, "phone"), _first(row, "sms")
    english, french = reader.get("en", {}), reader.get("fr", {})
    always_open = row["hours"]["always_open"] and "hours" not in english
    return Candidate(
        code=row["id"],
        country=row["country"],
        kind=reader.get("kind", KINDS[row["kind"]]),
        order=reader.get("order", 500),
        everywhere=reader.get("everywhere", not row["region"]),
        name=english.get("name") or row["name"]["native"],
        name_fr=french.get("name", ""),
        dial=phone.get("dial", ""),
        display=phone.get("display", ""),
        text_to=rules.digits(text.get("short_code") or text.get("display") or ""),
        always_open=always_open,
        hours="" if always_open else english.get("hours") or row["hours"]["text"],
        hours_fr=french.get("hours", ""),
        note=english.get("note", ""),
        note_fr=french.get("note", ""),
    )


def _first(row: dict[str, Any], kind: str) -> dict[str, str]:
    """Return the first channel of a kind, the one a reader is shown; {} when there is none."""
    return next((channel for channel in row["channels"] if channel["type"] == kind), {})


def _as_candidate(number: Emergency) -> Candidate:
    return Candidate(
        code=number.code,
        country=number.country,
        kind="emergency",
        order=0,
        everywhere=True,
        name=number.name,
        name_fr=number.name_fr,
        dial=number.dial,
        display=number.dial,
        text_to="",
        always_open=True,
        hours="",
        hours_fr="",
        note="",
        note_fr="",
    )


@cache
def _file(name: str) -> Any:  # noqa: ANN401  # YAML gives lists and mappings; the readers above know which.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with (DATA / f"{name}.yaml").open(encoding="utf-8") as source:
        return yaml.load(source, Loader=loader)  # noqa: S506  # Both are the safe loader; one is in C.
