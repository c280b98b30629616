"""What the habit tests look through: every source, template and table of the house.

Belongs here: finding them. Does not belong here: what is expected of them.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "alongside"


@cache
def sources() -> tuple[Path, ...]:
    """Return every Python file of the house but its migrations."""
    return tuple(sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts))


@cache
def sources_of_tests() -> tuple[Path, ...]:
    """Return every Python file of the tests; bulky data in them are not functions, and no exception is made."""
    return tuple(sorted((ROOT / "tests").rglob("*.py")))


@cache
def templates() -> tuple[Path, ...]:
    """Return every template of the house."""
    return tuple(sorted(PACKAGE.rglob("templates/**/*.html")))


def ours() -> list[type[Model]]:
    """Return every table that is ours; other packages' are exempt."""
    return [model for model in apps.get_models() if model.__module__.startswith("alongside.")]


def functions(paths: tuple[Path, ...]) -> Iterator[tuple[int, str]]:
    """Yield (lines, place) of every function of these files."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield (node.end_lineno or 0) - node.lineno + 1, f"{shown(path)}:{node.lineno} {node.name}"


def shown(path: Path) -> str:
    """Return a path as a reader of the repository knows it."""
    return str(path.relative_to(ROOT))
