"""Numbers that may become lines, numbers that never may, and the number for a life in danger: read from data/.

Belongs here: reading the files once. Does not belong here: what an organization shows (`queries.py`).
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from alongside.directory import rules, words
from alongside.directory.errors import UnknownCandidate
from alongside.people.known import SPOKEN

DATA = Path(__file__).parent / "data"

KINDS = {"crisis_line": "crisis", "health_worker_service": "staff", "peer_support": "staff"}
"""Kinds of the data that stand on the help page → where they stand. The others are reached by other ways."""

PREFIXES = {"US": "1", "CA": "1", "GB": "44", "FR": "33", "NL": "31", "IT": "39", "ES": "34", "SE": "46", "NO": "47"}
PREFIXES |= {"BR": "55", "JP": "81", "IN": "91", "ZA": "27", "AU": "61", "NZ": "64", "IE": "353", "BE": "32"}

LANGUAGES = (*SPOKEN, "sv", "da", "nb", "fi", "lb", "ca", "ta", "th", "id")
"""The languages that a line may be said to speak."""

PROFESSIONS = {
    "physicians": "medical",
    "dentists": "medical",
    "nurses_midwives": "nursing",
    "ems_first_responders": "ems",
    "pharmacists": "allied",
    "veterinarians": "allied",
    "health_students": "learner",
}
"""Audiences of the data → profession groups. Any other audience means that the line is for everybody."""

COSTS = (
    ("free service; ordinary", "ordinary_call"),
    ("service free; 03", "ordinary_call"),
    ("free, up to", "free_at_first"),
    ("free first", "free_at_first"),
    ("up to 6", "free_at_first"),
    ("0120 free; 0570", ""),
    ("free/local", "ordinary_call"),
    ("free", "free"),
    ("mostly free", "ask"),
    ("ordinary call", "ordinary_call"),
    ("local", "ordinary_call"),
    ("members", "members"),
    ("charged", "paid"),
    ("operator charge", "paid"),
)
"""How a cost begins in the data → its code; whatever begins otherwise is left unsaid."""

ANYWHERE = "112"
"""What to show for a country without data: mobile networks nearly everywhere connect it to an emergency service."""


@dataclass(frozen=True)
class Candidate(words.Named):
    """A line seen on a public page, or a service of an organization's own (its code is "").

    Names, hours and notes in English and French; French is empty where nobody wrote it. `resource` is a code of
    `internal_resource_kinds` when `kind` is "internal", else "". `professions` are profession groups, () is everybody;
    `languages` two-letter codes; `cost` a code of `service_costs` or "" when nobody knows; `hours_code` as
    `rules.hours` reads it, in `timezone`.
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
    resource: str = ""
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


@dataclass(frozen=True)
class Emergency(words.Named):
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


@dataclass(frozen=True)
class Facts:
    """What is known of a kind of internal resource in one country; "" where nobody wrote it. Both languages."""

    directs: bool
    what_for: str
    what_for_fr: str
    caution: str
    caution_fr: str


def facts(resource: str, country: str) -> Facts:
    """Return what a kind of internal resource is good for here, and what to know before talking there.

    A country without facts of its own gets none: the law differs. Then a general caution stands alone.
    """
    kinds = _file("internal")
    of_kind = kinds.get(resource, {})
    here = of_kind.get(country, {})
    directs = any(row.get("role") == "directs" for row in of_kind.values())
    general = kinds["ANY"]["directs" if directs else "caution"]
    good_for, caution = here.get("for", {}), here.get("caution", {} if here else general)
    return Facts(directs, good_for.get("en", ""), good_for.get("fr", ""), caution.get("en", ""), caution.get("fr", ""))


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
        dial=phone.get("dial", ""),
        display=phone.get("display", ""),
        text_to=rules.digits(text.get("short_code") or text.get("display") or ""),
        always_open=always_open,
        hours="" if always_open else english.get("hours") or row["hours"]["text"],
        professions=_professions(row["audience"]),
        languages=_languages(row["languages"]),
        cost=_cost(row["cost"] or ""),
        **_said(english, french),
    )


def _said(english: dict[str, str], french: dict[str, str]) -> dict[str, Any]:
    """Return what readers of the page wrote down in their own words, by field."""
    return {
        "note": english.get("note", ""),
        "confidentiality": english.get("confidentiality", ""),
        **{f"{field}_fr": french.get(field, "") for field in ("name", "hours", "note", "confidentiality")},
    }


def _professions(audience: list[str]) -> tuple[str, ...]:
    for_some = all(one in PROFESSIONS for one in audience)
    return tuple(dict.fromkeys(PROFESSIONS[one] for one in audience)) if for_some else ()


def _languages(written: list[str]) -> tuple[str, ...]:
    """Return the codes of languages that a page was seen to name; what nobody saw, or an interpreter, is left out."""
    plain = (one.split(" ")[0] for one in written if "background" not in one)
    return tuple(dict.fromkeys({"no": "nb"}.get(one, one) for one in plain if {"no": "nb"}.get(one, one) in LANGUAGES))


def _cost(written: str) -> str:
    return next((code for start, code in COSTS if written.startswith(start)), "")


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
