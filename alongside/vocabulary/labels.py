"""Labels for the coded lists, in the language that is active.

Belongs here: reading content/vocabulary.yaml once and answering with a translated label. Does not belong here: an
organization's own
words (`tenancy.words`, laid over these by the template tags) or any rule.

The YAML is the source. `make messages` writes every English label into the catalogue under the context "list.code"
(or "list.code.field")
with its French beside it, so a further language is one more catalogue. A list is named as in the YAML
("encounter.kinds") or by its alias.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import pgettext

from alongside.vocabulary.errors import UnknownCode, UnknownList

SOURCE = Path(__file__).parent / "content" / "vocabulary.yaml"

ALIASES: dict[str, str] = {
    "stage": "case_stages",
    "turn": "turns",
    "clock": "case_clocks",
    "way": "contact_modes",
    "time": "contact_times",
    "wish": "supporter_wishes",
    "source": "request_sources",
    "outcome": "encounter.contact_outcomes",
    "role": "roles",
    "profession": "professions",
    "profession_group": "profession_groups",
    "unit_group": "unit_groups",
}
"""Names used in the code → lists of the YAML."""

Row = dict[str, Any]


@cache
def rows(list_code: str) -> dict[str, Row]:
    """Return one list as {code: row}, in its order. Raises UnknownList."""
    found: Any = _read()
    for part in ALIASES.get(list_code, list_code).split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if not isinstance(found, list):
        raise UnknownList(list_code)
    return {str(row["code"]): row for row in found}


def label(list_code: str, code: str, field: str = "") -> str:
    """Return the label of a code, or another of its texts by `field` ("help", "caregiver", "many", "fallback").

    Raises UnknownList or UnknownCode.
    """
    name = ALIASES.get(list_code, list_code)
    row = rows(name).get(str(code))
    english = row.get(_key(field, "en")) if row else None
    if english is None:
        raise UnknownCode(f"{name}.{code}")
    return pgettext(context(name, code, field), english)


def choices(list_code: str) -> list[tuple[str, str]]:
    """Return (code, label) for every row of a list, in its order, ready for a form."""
    return [(code, label(list_code, code)) for code in rows(list_code)]


def word(key: str) -> str:
    """Return the default wording of a key.

    "door.talk", "role.supporter.one", "role.supporter.many". Raises UnknownCode.
    """
    if key.startswith("role."):
        _, code, number = key.split(".")
        return label("roles", code, "" if number == "one" else number)
    return label("wording", key)


def word_keys() -> list[str]:
    """Return every wording key that an organization may fill with its own words."""
    roles = [f"role.{code}.{number}" for code in rows("roles") for number in ("one", "many")]
    return [*rows("wording"), *roles]


def messages() -> Iterator[tuple[str, str, str]]:
    """Yield (context, English, French) for every text of every list: what the catalogue is made from."""
    for name in sorted(_lists(_read())):
        for code, row in rows(name).items():
            for field in _texts(row):
                yield context(name, code, field), str(row[_key(field, "en")]), str(row[_key(field, "fr")])


def context(list_code: str, code: str, field: str = "") -> str:
    """Return the catalogue's context for one text."""
    return ".".join(filter(None, (list_code, str(code), field)))


def _texts(row: Row) -> list[str]:
    """Return the fields that a reader sees.

    "" for the label. `term_en` is a name of the literature and stays as it is.
    """
    others = [key.removesuffix("_en") for key in row if key.endswith("_en") and key != "term_en"]
    return sorted({field for field in ("", "many") if _key(field, "en") in row} | set(others))


def _key(field: str, language: str) -> str:
    return {"": language, "many": f"{language}_many"}.get(field, f"{field}_{language}")


def _lists(tree: dict[str, Any], above: str = "") -> Iterator[str]:
    for key, value in tree.items():
        if key == "meta":
            continue
        if isinstance(value, list):
            yield f"{above}{key}"
        elif isinstance(value, dict):
            yield from _lists(value, f"{above}{key}.")


@cache
def _read() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with SOURCE.open(encoding="utf-8") as source:
        return dict(yaml.load(source, Loader=loader))  # noqa: S506  # Both are the safe loader; one is in C.
