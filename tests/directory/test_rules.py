"""How long a dialing holds, and what makes two numbers the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.directory import rules
from alongside.directory.rules import Standing

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("days", "standing"),
    [
        (0, Standing.GOOD),
        (180, Standing.GOOD),
        (181, Standing.AGEING),
        (365, Standing.AGEING),
        (366, Standing.TOO_OLD),
    ],
)
def test_a_dialing_holds_half_a_year_then_a_year(days: int, standing: Standing) -> None:
    assert rules.standing(TODAY - timedelta(days=days), today=TODAY) is standing


def test_a_line_nobody_dialed_is_not_shown() -> None:
    assert not rules.standing(None, today=TODAY).shown
    assert [one.shown for one in Standing] == [False, True, True, False]


@given(st.dates(date(2020, 1, 1), TODAY), st.integers(0, 2000))
def test_a_line_never_stands_better_as_time_passes(answered_on: date, days: int) -> None:
    order = [Standing.GOOD, Standing.AGEING, Standing.TOO_OLD]
    before = rules.standing(answered_on, today=TODAY)
    after = rules.standing(answered_on, today=TODAY + timedelta(days=days))
    assert order.index(before) <= order.index(after)


@pytest.mark.parametrize(
    ("written", "address"),
    [("988", "tel:988"), ("1-888-409-0141", "tel:18884090141"), ("+43 720 70 43 44", "tel:+43720704344"), ("", "")],
)
def test_a_number_becomes_an_address_a_telephone_calls(written: str, address: str) -> None:
    assert rules.tel(written) == address


def test_a_text_has_its_own_address() -> None:
    assert rules.sms("741741") == "sms:741741"


@pytest.mark.parametrize("written", ["0800 800 854", "+33 800 800 854", "0033800800854", "0800-800-854"])
def test_a_number_is_known_however_it_is_written(written: str) -> None:
    assert rules.forms(written, country_prefix="33") & rules.forms("0800800854", country_prefix="33")


def test_a_short_code_keeps_its_digits() -> None:
    assert rules.forms("988", country_prefix="1") == {"988"}
    assert not rules.forms("15", country_prefix="33") & rules.forms("3315", country_prefix="33")


@pytest.mark.parametrize(
    ("country", "written"),
    [
        ("US", ["(202) 555-0160", "+1 202-555-0160", "1 202 555 0160", "011 1 202 555 0160"]),
        ("FR", ["01 55 50 01 00", "+33 1 55 50 01 00", "0033 1 55 50 01 00", "+33(0)155500100"]),
        ("FR", ["0 800 800 854", "+33 800 800 854"]),
    ],
)
def test_with_or_without_its_countrys_prefix_it_is_one_line(country: str, written: list[str]) -> None:
    assert len({rules.line_of(one, country=country) for one in written}) == 1


def test_other_lines_stay_others() -> None:
    assert rules.line_of("(202) 555-0160", country="US") != rules.line_of("(202) 555-0161", country="US")
    assert rules.line_of("(202) 555-0160", country="US") != rules.line_of("(202) 555-0160 ext. 4", country="US")
    assert rules.line_of("15", country="FR") == "15" != rules.line_of("+3315", country="FR")
    assert rules.line_of("988", country="US") == "988"
    assert rules.line_of("", country="US") == rules.line_of("ask the desk", country="US") == ""
    assert rules.line_of("1234567890123456789", country="US") == "1234567890123456789"
    assert rules.line_of("555-0160 99", country="ZZ") == "555016099"
