"""What may be shown: thresholds, bands, and the year that must not undo a quarter."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.reports import rules
from alongside.reports.rules import Figure, Period, Shown, Span, Told, Withheld

BANDS = ("up_to_30m", "up_to_2h", "up_to_12h", "up_to_24h", "up_to_48h", "over_48h")
SMALLEST = rules.threshold(rules.SMALLEST)
STAFF = 900


def told(supported: int, *, staff: int = STAFF, year_before: int | None = 200, **bands: int) -> Told:
    return Told(supported=supported, bands=bands, staff=staff, year_before=year_before)


def test_a_quarter_and_a_year_nest() -> None:
    quarter, year = rules.quarter_of(date(2026, 11, 22)), rules.year_of(date(2026, 11, 22))
    assert quarter == Period(Span.QUARTER, date(2026, 10, 1), date(2027, 1, 1))
    assert year == Period(Span.YEAR, date(2026, 1, 1), date(2027, 1, 1))
    assert (quarter.quarter, year.quarter) == (4, 0)


@given(st.dates(min_value=date(2020, 1, 1), max_value=date(2040, 12, 31)))
def test_every_day_lies_in_its_quarter_and_the_quarter_in_its_year(day: date) -> None:
    quarter, year = rules.quarter_of(day), rules.year_of(day)
    assert quarter.starts_on <= day < quarter.ends_before
    assert year.starts_on <= quarter.starts_on
    assert quarter.ends_before <= year.ends_before


@pytest.mark.parametrize(
    ("span", "year_before", "counted"),
    [
        (Span.QUARTER, None, False),
        (Span.QUARTER, 59, False),
        (Span.QUARTER, 60, True),
        (Span.YEAR, None, True),
        (Span.YEAR, 19, False),
        (Span.YEAR, 20, True),
    ],
)
def test_the_year_before_decides_what_is_published(span: Span, year_before: int | None, counted: bool) -> None:  # noqa: FBT001  # A column of the table.
    assert rules.may_count(span, year_before=year_before) is counted


@pytest.mark.parametrize("supported", range(SMALLEST))
def test_nothing_below_the_threshold_is_shown_and_a_zero_neither(supported: int) -> None:
    assert rules.count(told(supported), smallest=SMALLEST) == Withheld()


@given(st.integers(0, 400), st.integers(5, 60))
def test_what_is_shown_stays_at_the_threshold_without_what_one_may_know(supported: int, chosen: int) -> None:
    figure = rules.count(told(supported), smallest=rules.threshold(chosen))
    if isinstance(figure, Shown):
        assert figure.value == supported
        assert supported - rules.KNOWN_TO_ONE >= chosen


@pytest.mark.parametrize(("staff", "shown"), [(0, False), (19, False), (20, True), (14, False)])
def test_of_a_small_staff_nothing_is_counted(staff: int, shown: bool) -> None:  # noqa: FBT001  # A column of the table.
    assert isinstance(rules.count(told(10, staff=staff), smallest=SMALLEST), Shown) is shown


def test_a_count_of_nearly_everybody_points_at_everybody() -> None:
    assert rules.count(told(56, staff=60), smallest=SMALLEST) == Withheld()
    assert rules.count(told(55, staff=60), smallest=SMALLEST) == Shown(55)


def test_a_threshold_may_only_be_raised() -> None:
    assert rules.threshold(1) == SMALLEST
    assert rules.threshold(10) == 10 + rules.KNOWN_TO_ONE


def test_half_are_told_as_a_band_from_ten_on() -> None:
    counted = Shown(12)
    nine = told(12, up_to_30m=5, up_to_2h=4)
    ten = told(12, up_to_30m=4, up_to_2h=4, over_48h=2)
    assert rules.band(nine, BANDS, of_ten=5, counted=counted) == Withheld()
    assert rules.band(ten, BANDS, of_ten=5, counted=counted) == Shown("up_to_2h")


def test_nine_in_ten_are_told_from_twenty_on() -> None:
    counted = Shown(25)
    assert rules.band(told(25, up_to_30m=19), BANDS, of_ten=9, counted=counted) == Withheld()
    assert rules.band(told(25, up_to_30m=17, up_to_12h=3), BANDS, of_ten=9, counted=counted) == Shown("up_to_12h")


def test_no_band_without_its_count() -> None:
    assert rules.band(told(40, up_to_30m=40), BANDS, of_ten=5, counted=Withheld()) == Withheld()


# Whoever reads everything that was released


def released(quarters: tuple[int, ...], *, year_rule: object = rules.year_beside) -> tuple[list[Figure], Figure]:
    """Return what is released of a year, quarter by quarter and then the year."""
    shown = [rules.count(told(count), smallest=SMALLEST) for count in quarters]
    year = rules.count(told(sum(quarters)), smallest=SMALLEST)
    return shown, year_rule(shown, year=year, smallest=SMALLEST)  # type: ignore[operator]


def possible(shown: list[Figure], year: Figure, hidden: int) -> set[int]:
    """Return every number that a withheld quarter may be, by trying all years that agree with what was released.

    An attacker of their own: shares nothing with the rules but the released figures, and knows how few are withheld.
    """
    if isinstance(year, Withheld):
        return set(range(SMALLEST))
    others = [number for number, figure in enumerate(shown) if isinstance(figure, Withheld) and number != hidden]
    rest = int(year.value) - sum(int(figure.value) for figure in shown if isinstance(figure, Shown))
    guesses = {rest - sum(guess) for guess in product(range(SMALLEST), repeat=len(others))}
    return guesses & set(range(SMALLEST))


def undone(quarters: tuple[int, ...], *, year_rule: object = rules.year_beside) -> bool:
    """Say whether anybody can prove of a withheld quarter that somebody was in it, or that few were."""
    shown, year = released(quarters, year_rule=year_rule)
    return any(
        not {0, rules.SMALLEST} <= possible(shown, year, number)
        for number, figure in enumerate(shown)
        if isinstance(figure, Withheld)
    )


YEARS = st.tuples(*[st.integers(0, 12)] * 4)


@given(YEARS)
def test_no_sequence_of_releases_undoes_a_withheld_quarter(quarters: tuple[int, ...]) -> None:
    assert not undone(quarters)


def test_the_attacker_finds_a_year_that_is_shown_beside_one_withheld_quarter() -> None:
    def careless(_shown: list[Figure], *, year: Figure, smallest: int) -> Figure:  # The same shape.
        return year

    assert undone((9, 10, 3, 11), year_rule=careless)
    assert undone((9, 10, 1, 1), year_rule=careless)


def test_the_attacker_who_knows_how_few_are_withheld_finds_quarters_that_cannot_be_empty() -> None:
    """Two withheld quarters of less than eight with nine between them: somebody was in each."""

    def as_large_as_any(shown: list[Figure], *, year: Figure, smallest: int) -> Figure:
        hidden = sum(isinstance(figure, Withheld) for figure in shown)
        left = int(year.value) - sum(int(figure.value) for figure in shown if isinstance(figure, Shown))  # type: ignore[union-attr]
        return year if hidden > 1 and left >= smallest else Withheld()

    for quarters in ((20, 20, 4, 5), (7, 7, 7, 7), (20, 6, 6, 6)):
        assert undone(quarters, year_rule=as_large_as_any)
        assert not undone(quarters)
        assert released(quarters)[1] == Withheld()


def test_a_year_of_quarters_that_were_all_withheld_may_be_told() -> None:
    assert released((3, 2, 4, 1))[1] == Shown(10)
    assert released((6, 5, 6, 4))[1] == Shown(21)
    assert released((6, 5, 6, 5))[1] == Withheld()
    assert released((20, 4, 5, 5))[1] == Shown(34)
