"""Somebody with the whole database and the web log, who wants to know which encounter belongs to which request.

Belongs here: the dump, and every way of guessing that we could think of. Does not belong here: expectations, or
anything from the house but the bytes of its tables: the attacker shares no code with it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

Row = dict[str, Any]
Guess = dict[str, Row]
"""Key of a case → the encounter that the attacker takes for its own."""


@dataclass(frozen=True)
class Dump:
    """Every row that tells of requests or encounters, in the order in which it is stored, and the web log."""

    tables: dict[str, list[Row]]
    log: tuple[str, ...] = ()

    def cases(self) -> list[Row]:
        """Return the cases in the order in which somebody first spoke with their person."""
        spoke = {
            str(row["case_id"]): row["at"]
            for row in reversed(self.tables["cases_contactattempt"])
            if row["outcome"] == "spoke"
        }
        return sorted(
            (row for row in self.tables["cases_case"] if str(row["id"]) in spoke), key=lambda row: spoke[str(row["id"])]
        )

    def kept(self, table: str, organization: Any) -> list[Row]:
        """Return the sheets of one kind that could be a request's, as stored."""
        rows = [row for row in self.tables[table] if row["organization_id"] == organization]
        return [row for row in rows if row.get("kind") in {None, "one_to_one"}]


_TELLING = ("cases_", "encounters_", "ledger_", "vault_", "paging_", "notices_", "rota_", "rounds_", "django_session")


def dump(log: tuple[str, ...] = ()) -> Dump:
    """Read the tables as they are stored: by row number on SQLite, by place in the file on PostgreSQL."""
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        tables = [name for name in connection.introspection.table_names(cursor) if name.startswith(_TELLING)]
        found = {}
        for name in tables:
            cursor.execute(f'SELECT * FROM "{name}" ORDER BY {place}')  # noqa: S608  # Names of our own tables.
            columns = [column[0] for column in cursor.description]
            found[name] = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    return Dump(found, log)


def _in_turn(cases: list[Row], sheets: list[Row]) -> Guess:
    return {str(case["id"]): sheet for case, sheet in zip(cases, sheets, strict=False)}


def by_place(seen: Dump, sheets: list[Row]) -> Guess:
    """The first to be spoken with is the first that is stored."""
    return _in_turn(seen.cases(), sheets)


def by_place_backwards(seen: Dump, sheets: list[Row]) -> Guess:
    """The last that is stored is the first."""
    return _in_turn(seen.cases(), sheets[::-1])


def by_key(seen: Dump, sheets: list[Row]) -> Guess:
    """Keys might grow with time."""
    return _in_turn(seen.cases(), sorted(sheets, key=lambda row: str(row["id"])))


def by_the_case_s_key(seen: Dump, sheets: list[Row]) -> Guess:
    """The keys of both might be drawn from one source, or follow from each other."""
    cases = sorted(seen.cases(), key=lambda row: str(row["id"]))
    return _in_turn(cases, sorted(sheets, key=lambda row: str(row["id"])))


def by_when_it_was_asked(seen: Dump, sheets: list[Row]) -> Guess:
    """The order of asking might be the order of keeping."""
    return _in_turn(sorted(seen.cases(), key=lambda row: str(row["asked_at"])), sheets)


def by_what_both_say(seen: Dump, sheets: list[Row]) -> Guess:
    """Take, for each case, the free sheet that shares most words with its rows in clear."""
    guess: Guess = {}
    free = list(sheets)
    for case in seen.cases():
        words = {str(value) for value in case.values() if value not in (None, "")}
        best = max(free, key=lambda row: len(words & {str(value) for value in row.values()}))
        free.remove(best)
        guess[str(case["id"])] = best
    return guess


def by_the_other_sheet(seen: Dump, sheets: list[Row]) -> Guess:
    """Find the sheet that tells how it went (that works: the case tells the same), and take its neighbor."""
    courses = seen.kept("encounters_course", sheets[0]["organization_id"])
    found = by_what_both_say(seen, courses)
    return {case: sheets[courses.index(course)] for case, course in found.items()}


def by_the_keys_of_both_sheets(seen: Dump, sheets: list[Row]) -> Guess:
    """Find the sheet that tells how it went, and take the one whose key has the same rank."""
    courses = sorted(seen.kept("encounters_course", sheets[0]["organization_id"]), key=lambda row: str(row["id"]))
    ranked = sorted(sheets, key=lambda row: str(row["id"]))
    found = by_what_both_say(seen, courses)
    return {case: ranked[courses.index(course)] for case, course in found.items()}


def by_the_ledger(seen: Dump, sheets: list[Row]) -> Guess:
    """Count, in the ledger, who was spoken with before each batch was moved, and look for them where it would lie.

    Within a batch of five the guess is the order of the ledger's own entries.
    """
    entries = sorted(seen.tables["ledger_entry"], key=lambda row: int(row["seq"]))
    proofs = {
        str(row["entry_id"]): str(row["case_id"] if "case_id" in row else row["case"])
        for row in seen.tables["ledger_proof"]
    }
    spoken: list[str] = []
    for entry in entries:
        case = proofs.get(str(entry["id"]))
        if entry["verb"] == "contact.spoke" and case and case not in spoken:
            spoken.append(case)
    whole = {str(case["id"]).replace("-", ""): case for case in seen.cases()}
    return _in_turn([whole[case.replace("-", "")] for case in spoken if case.replace("-", "") in whole], sheets)


def by_the_log(seen: Dump, sheets: list[Row]) -> Guess:
    """Look for keys in the web log; where one stands in a line, its neighbor lines may tell the other."""
    told = [
        case
        for case in seen.cases()
        if any(str(case["id"]).replace("-", "") in line.replace("-", "") for line in seen.log)
    ]
    return _in_turn(told or seen.cases(), sorted(sheets, key=lambda row: repr(sorted(row.items(), key=str))))


WAYS: dict[str, Callable[[Dump, list[Row]], Guess]] = {
    way.__name__: way
    for way in (
        by_place,
        by_place_backwards,
        by_key,
        by_the_case_s_key,
        by_when_it_was_asked,
        by_what_both_say,
        by_the_other_sheet,
        by_the_keys_of_both_sheets,
        by_the_ledger,
        by_the_log,
    )
}
