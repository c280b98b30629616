"""Every closed threat and hazard names a test, and every test named exists."""

import re

import pytest

from tests.habits.house import ROOT

PAGE = (ROOT / "docs" / "proofs.md").read_text(encoding="utf-8")
THREATS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 16, 17, 18, 19, 20, 21, 24, 25, 26, 28, 29, 30, 31, 32, 33, 35, 36)
HAZARDS = (
    1,
    2,
    3,
    4,
    8,
    10,
    11,
    13,
    14,
    15,
    16,
    17,
    18,
    19,
    21,
    22,
    23,
    24,
    25,
    26,
    27,
    28,
    29,
    30,
    31,
    32,
    33,
    34,
    36,
    37,
    38,
    39,
    40,
)
CLOSED = [*(f"T{number}" for number in THREATS), *(f"H{number:02}" for number in HAZARDS)]


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
