"""The database itself refuses to change the ledger.

Belongs here: the triggers of both databases, making them, finding them missing.
Does not belong here: the chain, which finds what was changed in spite of them.
Rebuilding a table drops its triggers on SQLite: hence every `migrate` makes them anew and `doctor` looks for them.
"""

from dataclasses import dataclass

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "the ledger is append-only"
_FUNCTION_BODY = f"BEGIN RAISE EXCEPTION '{_REFUSAL}'; END"
# Emptying an empty table is no change; test databases do it.
_IF_ANY = "IF EXISTS (SELECT 1 FROM ledger_entry) THEN"
_TRUNCATE_BODY = f"BEGIN {_IF_ANY} RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NULL; END"


@dataclass(frozen=True)
class Trigger:
    """What one table refuses: "update", "delete", or (PostgreSQL only) "truncate"."""

    table: str
    act: str

    @property
    def name(self) -> str:
        """Its name in the database."""
        return f"{self.table}_no_{self.act}"


_ROWS = (
    Trigger("ledger_entry", "update"),
    Trigger("ledger_entry", "delete"),
    Trigger("ledger_proof", "update"),
    Trigger("ledger_clearpart", "update"),
)
_TRUNCATE = Trigger("ledger_entry", "truncate")


def install(*, using: str = DEFAULT_DB_ALIAS) -> None:
    """Make every trigger anew.

    Does nothing where the ledger's tables are not there (a database migrated back to nothing).
    """
    connection = connections[using]
    if not {each.table for each in _ROWS} <= set(connection.introspection.table_names()):
        return
    statements = _postgresql_statements() if connection.vendor == "postgresql" else _sqlite_statements()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def missing(*, using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Return the names of triggers that are absent, disabled or not as we make them."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        return _missing_in_postgresql(connection)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        there = dict(cursor.fetchall())
    return [each.name for each in _ROWS if there.get(each.name) != _sqlite(each)]


def _sqlite(each: Trigger) -> str:
    # "CREATE TRIGGER …" is kept by the database letter for letter.
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    return f"CREATE TRIGGER {each.name} BEFORE {each.act.upper()} ON {each.table} {refuse}"


def _sqlite_statements() -> list[str]:
    return [statement for each in _ROWS for statement in (f"DROP TRIGGER IF EXISTS {each.name}", _sqlite(each))]


def _postgresql_statements() -> list[str]:
    bodies = {"ledger_refuse": _FUNCTION_BODY, "ledger_refuse_truncate": _TRUNCATE_BODY}
    functions = [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$"
        for name, body in bodies.items()
    ]
    return functions + [_postgresql(each) for each in (*_ROWS, _TRUNCATE)]


def _postgresql(each: Trigger) -> str:
    rows, function = ("STATEMENT", "ledger_refuse_truncate") if each is _TRUNCATE else ("ROW", "ledger_refuse")
    return (
        f"CREATE OR REPLACE TRIGGER {each.name} BEFORE {each.act.upper()} ON {each.table} "
        f"FOR EACH {rows} EXECUTE FUNCTION {function}()"
    )


def _missing_in_postgresql(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE t.tgenabled IN ('O', 'A') AND n.nspname = current_schema()"
        )
        there = dict(cursor.fetchall())
    wanted = {each.name: _FUNCTION_BODY for each in _ROWS} | {_TRUNCATE.name: _TRUNCATE_BODY}
    return [name for name, body in wanted.items() if there.get(name) != body]
