"""docs/seeds.md tells the truth: every screen it names has an address, every test exists, every statement is opened."""

import re

import pytest
from django.urls import get_resolver

from tests.habits.house import ROOT
from tests.habits.permission_table import TABLE
from tests.web.test_seeds import STATEMENTS

PAGE = (ROOT / "docs" / "seeds.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([CS]\d\d) \| (.+?) \| `([\w-]+)` \| (.+) \|$", PAGE, re.MULTILINE)


def test_every_statement_is_opened_by_a_test_and_no_other() -> None:
    assert [name for name, *_ in ROWS] == list(STATEMENTS)


@pytest.mark.parametrize(("name", "screen"), [(name, screen) for name, _said, screen, _tests in ROWS])
def test_it_is_opened_where_the_page_says_it_lives(name: str, screen: str) -> None:
    assert STATEMENTS[name].screen == screen
    assert screen in TABLE


def test_every_screen_has_an_address() -> None:
    known = {str(name) for name in get_resolver().reverse_dict if isinstance(name, str)}
    assert {screen for _name, _said, screen, _tests in ROWS} - known == set()


def test_every_test_named_exists() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", PAGE)) - written == set()
    assert all(re.findall(r"`test_\w+`", tests) for *_, tests in ROWS)


def test_what_is_not_built_names_no_screen() -> None:
    _, later = PAGE.split("## Not built yet")
    assert "`" not in later
    assert later.count("\n|") > 3
