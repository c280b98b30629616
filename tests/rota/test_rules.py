"""Wall-clock shifts and holes, on every night the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.rota.rules import Span, covered_by, gaps, shift_on, without

NEW_YORK = ZoneInfo("America/New_York")
ZONES = ("America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca", "America/St_Johns")
START = datetime(2026, 3, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def span(starts: int, ends: int) -> Span:
    return Span(START + starts * HOUR, START + ends * HOUR)


spans = st.tuples(st.integers(0, 48), st.integers(1, 12)).map(lambda pair: span(pair[0], pair[0] + pair[1]))


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 4), 12), (date(2026, 3, 7), 11), (date(2026, 10, 31), 13)])
def test_a_night_shift_lasts_as_long_as_the_night(day: date, hours: int) -> None:
    night = shift_on(day=day, starts=time(19), ends=time(7), zone=NEW_YORK)
    assert night.ends - night.starts == hours * HOUR


def test_a_shift_that_ends_when_it_starts_lasts_a_day() -> None:
    whole = shift_on(day=date(2026, 3, 4), starts=time(7), ends=time(7), zone=NEW_YORK)
    assert whole.ends - whole.starts == 24 * HOUR


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(ZONES).map(ZoneInfo),
    st.dates(date(2025, 1, 1), date(2040, 12, 31)),
    st.lists(st.integers(0, 47), min_size=1, max_size=4, unique=True),
)
def test_back_to_back_shifts_leave_no_hole_in_any_zone(zone: ZoneInfo, day: date, cuts: list[int]) -> None:
    walls = [time(cut // 2, 30 * (cut % 2)) for cut in sorted(cuts)]
    covered = [
        shift_on(day=day + timedelta(days=ahead), starts=starts, ends=ends, zone=zone)
        for ahead in range(4)
        for starts, ends in zip(walls, [*walls[1:], walls[0]], strict=True)
    ]
    whole = Span(covered[0].starts, covered[-1].ends)
    assert gaps(within=whole, covered=[one for one in covered if one.starts < one.ends]) == []


@pytest.mark.parametrize(
    ("covered", "holes"),
    [
        ([], [(0, 24)]),
        ([(0, 24)], []),
        ([(0, 8), (8, 24)], []),
        ([(2, 8), (10, 12)], [(0, 2), (8, 10), (12, 24)]),
        ([(-5, 3), (2, 30)], []),
        ([(20, 30)], [(0, 20)]),
        ([(30, 40)], [(0, 24)]),
        ([(-9, -1)], [(0, 24)]),
    ],
)
def test_holes(covered: list[tuple[int, int]], holes: list[tuple[int, int]]) -> None:
    assert gaps(within=span(0, 24), covered=[span(*one) for one in covered]) == [span(*one) for one in holes]


@settings(max_examples=100, deadline=None)
@given(st.lists(spans, max_size=8))
def test_a_moment_is_covered_or_in_a_hole_and_never_both(covered: list[Span]) -> None:
    holes = gaps(within=span(0, 60), covered=covered)
    for hour in range(60):
        moment = span(hour, hour + 1)
        assert any(one.meets(moment) for one in covered) != any(hole.meets(moment) for hole in holes)


def test_leave_is_taken_out_of_a_shift() -> None:
    assert without(span=span(0, 12), away=[span(4, 6), span(20, 30)]) == [span(0, 4), span(6, 12)]
    assert without(span=span(0, 12), away=[span(-1, 13)]) == []


def test_two_who_stand_together_are_counted_as_two() -> None:
    stood = [span(0, 8), span(6, 12), span(20, 30)]
    whole = span(2, 24)
    assert covered_by(within=whole, stood=stood, at_least=1) == 14 * HOUR
    assert covered_by(within=whole, stood=stood, at_least=2) == 2 * HOUR
    assert covered_by(within=whole, stood=stood, at_least=3) == timedelta()


@given(st.lists(spans, max_size=8))
def test_what_is_covered_and_the_holes_are_the_whole(stood: list[Span]) -> None:
    whole = span(0, 60)
    holes = sum((hole.ends - hole.starts for hole in gaps(within=whole, covered=stood)), timedelta())
    assert covered_by(within=whole, stood=stood, at_least=1) + holes == 60 * HOUR
