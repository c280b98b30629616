"""How the house reads: small files, small functions, every function annotated, docstrings that say what belongs."""

import ast
from statistics import median

import pytest

from tests.habits.house import functions, shown, sources

LARGEST_FILE = 400


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {shown(path): n for path in sources() if (n := len(path.read_text("utf-8").splitlines())) > LARGEST_FILE}
    assert long == {}


def test_functions_are_short() -> None:
    lines = sorted(functions())
    at = [count for count, _place in lines]
    assert median(at) <= 8
    assert at[int(len(at) * 0.9)] <= 25, [place for place in lines if place[0] > 25]
    assert at[int(len(at) * 0.99)] <= 60


def test_every_module_says_what_belongs_in_it() -> None:
    silent = [
        shown(path)
        for path in sources()
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []


def test_no_unfinished_marks() -> None:
    marks = ("TODO", "FIXME", "XXX", "NotImplementedError")
    found = [shown(path) for path in sources() if any(mark in path.read_text("utf-8") for mark in marks)]
    assert found == []


@pytest.mark.parametrize("word", ["utils", "common", "core", "helpers", "misc"])
def test_no_drawer_for_everything(word: str) -> None:
    assert [shown(path) for path in sources() if word in (path.stem, *path.parent.parts[-2:])] == []
