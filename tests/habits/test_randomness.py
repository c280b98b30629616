"""Every key, code, nonce and shuffle is drawn from the system's own source: nothing can be foretold or drawn again."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from alongside.surveys import operations as surveys
from tests.habits.house import ROOT, sources

FROM_THE_SYSTEM = {"SystemRandom", "choice", "compare_digest", "randbelow", "token_bytes", "token_hex", "token_urlsafe"}
FORETOLD = {"uuid1", "uuid3", "uuid5", "getrandbits"}


def _names(path: Path) -> Iterator[str]:
    """Yield each module that is imported, and each name that is read from one."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "", *(f"{node.module}.{name.name}" for name in node.names))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield f"{node.value.id}.{node.attr}"


def test_nothing_draws_from_a_source_that_can_be_foretold() -> None:
    for path in sources():
        names = set(_names(path))
        assert not {name for name in names if name.split(".")[0] == "random"}, path
        assert not {name for name in names if name.rpartition(".")[2] in FORETOLD}, path
        drawn = {name.removeprefix("secrets.") for name in names if name.startswith("secrets.")}
        assert drawn <= FROM_THE_SYSTEM, path


def test_nothing_is_shuffled_but_by_the_systems_source() -> None:
    assert type(surveys._ORDER).__name__ == "SystemRandom"  # noqa: SLF001  # What deals answers and tickets.
    shuffling = {
        str(path.relative_to(ROOT))
        for path in sources()
        if any(name.endswith(".shuffle") for name in _names(path)) or ".shuffle(" in path.read_text(encoding="utf-8")
    }
    for name in shuffling:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.count(".shuffle(") == text.count("SystemRandom().shuffle(") + text.count("_ORDER.shuffle("), name
