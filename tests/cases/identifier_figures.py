"""What the identifier check finds and what it takes wrongly, on 200 made-up messages in each language.

Belongs here: reading the labeled messages, counting, the table of docs/identifiers.md. Does not belong here: the check
itself. Every other pair of messages was looked at while the patterns were written; the rest never was, and is counted
apart.

    python -m tests.cases.identifier_figures        # writes the figures into docs/identifiers.md
"""

import json
from dataclasses import dataclass
from pathlib import Path

from alongside.cases.rules.identifiers import Kind, found_in
from alongside.vault import codes
from alongside.vault.errors import Mistyped

HERE = Path(__file__).parent / "identifiers"
PAGE = Path(__file__).parents[2] / "docs" / "identifiers.md"
BEGINS, ENDS = "<!-- figures -->\n", "<!-- end of figures -->"
YEAR = 2026
OWN = codes.Code(lookup="7K2M", secret="9QXR4T8WZB3DN6")


@dataclass(frozen=True)
class Labeled:
    """One made-up message, what it holds, and whether it was looked at while the patterns were written."""

    text: str
    holds: frozenset[Kind]
    seen: bool

    @property
    def found(self) -> frozenset[Kind]:
        """What the check says."""
        return frozenset(found_in(self.text, year=YEAR, is_code=_is_code))


def messages(language: str) -> list[Labeled]:
    """Return the messages of one language; a code stands in for its mark."""
    rows = json.loads((HERE / f"{language}.json").read_text(encoding="utf-8"))
    return [
        Labeled(row["text"].replace("@code@", OWN.text), frozenset(map(Kind, row["holds"])), seen=place // 2 % 2 == 0)
        for place, row in enumerate(rows)
    ]


def _is_code(letters: str) -> bool:
    try:
        codes.parse(letters)
    except Mistyped:
        return False
    return True


def recall(rows: list[Labeled], kind: Kind | None = None) -> tuple[int, int]:
    """Return how many were held back of those that should be: for this kind of identifier, or for any."""
    held = [row for row in rows if (kind in row.holds if kind else row.holds)]
    return sum(bool(kind in row.found if kind else row.found) for row in held), len(held)


def false_alarms(rows: list[Labeled]) -> tuple[int, int]:
    """Return how many harmless messages were held back, of how many."""
    harmless = [row for row in rows if not row.holds]
    return sum(bool(row.found) for row in harmless), len(harmless)


def table() -> str:
    """Return the figures as they stand in the page."""
    lines = ["| | English | French |", "|---|---|---|"]
    both = [messages(language) for language in ("en", "fr")]
    unseen = [[row for row in rows if not row.seen] for rows in both]
    lines += [_line("held back, of those that hold something", [recall(rows) for rows in both])]
    lines += [_line(f"… {NAMED[kind]}", [recall(rows, kind) for rows in both]) for kind in Kind]
    lines += [_line("harmless, and held back all the same", [false_alarms(rows) for rows in both])]
    lines += [_line("never looked at before: held back of those that hold something", [recall(r) for r in unseen])]
    lines += [_line("never looked at before: harmless, and held back", [false_alarms(rows) for rows in unseen])]
    return "\n".join(lines) + "\n"


NAMED = {
    Kind.CODE: "a return code",
    Kind.RECORD_NUMBER: "a number from a record",
    Kind.DATE_OF_BIRTH: "a date of birth",
    Kind.FULL_NAME: "a patient’s name",
}


def _line(name: str, counted: list[tuple[int, int]]) -> str:
    cells = (f"{found} of {of} ({found / of:.0%})" for found, of in counted)
    return f"| {name} | {' | '.join(cells)} |"


def written(page: str) -> str:
    """Return a page with the figures as they are now."""
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}{table()}{ENDS}{after}"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
