"""How the house reads: small files, small functions, every function annotated, docstrings that say what belongs."""

import ast
from statistics import median

import pytest

from tests.habits.house import functions, shown, sources, sources_of_tests

LARGEST_FILE, LONGEST_FUNCTION = 400, 25
"""In lines, docstring and signature among them; migrations are exempt: nobody writes or reads them as a story."""

EVERYTHING = sources() + sources_of_tests()


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    long = {shown(path): n for path in EVERYTHING if (n := len(path.read_text("utf-8").splitlines())) > LARGEST_FILE}
    assert long == {}


def test_no_function_is_longer_than_twenty_five_lines() -> None:
    """What is longer holds something that deserves a name of its own, or a table that is data."""
    assert [place for lines, place in functions(EVERYTHING) if lines > LONGEST_FUNCTION] == []


def test_most_functions_are_read_at_a_glance() -> None:
    assert median(lines for lines, _place in functions(sources())) <= 8


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
