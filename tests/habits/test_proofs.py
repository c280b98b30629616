"""Every closed threat and hazard names a test, and every test named exists."""

import re

import pytest

from tests.habits.house import ROOT

PAGE = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
CLOSED = (
    "T4 T6 T7 T8 T17 T18 T21 T24 T25 T26 T28 T29 T30 T31 "
    "H01 H02 H03 H04 H08 H10 H11 H15 H16 H17 H19 H22 H23 H24 H30 H31 H32 H34"
).split()


@pytest.mark.parametrize("control", CLOSED)
def test_every_closed_control_names_its_tests(control: str) -> None:
    (row,) = re.findall(rf"^\| {control} \| (.+) \|$", PAGE, re.MULTILINE)
    assert re.findall(r"`test_\w+`", row)


def test_every_test_named_exists() -> None:
    written = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert set(re.findall(r"`(test_\w+)`", PAGE)) - written == set()
