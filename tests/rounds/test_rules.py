"""Sharing offers out, trying again, numbers that are shown: on plain data."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.rounds import rules
from alongside.rounds.rules import Again

ZONE = ZoneInfo("America/New_York")
NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
PEOPLE = [UUID(int=number) for number in range(1, 6)]
ABLE = st.lists(st.lists(st.sampled_from(PEOPLE), unique=True, max_size=5), max_size=30)
LOADS = st.dictionaries(st.sampled_from(PEOPLE), st.integers(0, 8))


@settings(max_examples=100, deadline=None)
@given(ABLE, LOADS)
def test_nobody_carries_more_than_six_nor_for_whom_they_may_not(
    able: list[list[UUID]], carrying: dict[UUID, int]
) -> None:
    chosen = rules.share_out(able, carrying=carrying)
    assert len(chosen) == len(able)
    for row, carrier in zip(able, chosen, strict=True):
        assert carrier is None or carrier in row
    for person in PEOPLE:
        taken = chosen.count(person)
        assert taken == 0 or taken + carrying.get(person, 0) <= rules.PEOPLE_A_CARRIER


@settings(max_examples=100, deadline=None)
@given(ABLE, LOADS)
def test_nobody_is_left_out_while_somebody_who_may_has_room(able: list[list[UUID]], carrying: dict[UUID, int]) -> None:
    chosen = rules.share_out(able, carrying=carrying)
    for row, carrier in zip(able, chosen, strict=True):
        if carrier is None:
            assert all(chosen.count(one) + carrying.get(one, 0) >= rules.PEOPLE_A_CARRIER for one in row)


def test_the_least_loaded_takes_as_many_as_there_is_room_for() -> None:
    able = [PEOPLE[:2]] * 8
    assert rules.share_out(able, carrying={PEOPLE[0]: 2}) == [PEOPLE[0]] * 4 + [PEOPLE[1]] * 4


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (timedelta(hours=6), Again.ANOTHER_DAY),
        (timedelta(days=1), Again.ANOTHER_HOUR),
        (timedelta(days=1, minutes=59), Again.ANOTHER_HOUR),
        (timedelta(days=1, hours=1), Again.YES),
        (timedelta(hours=13), Again.YES),  # One in the morning of the next day.
    ],
)
def test_the_follow_up_is_on_another_day_and_at_another_hour(later: timedelta, expected: Again) -> None:
    assert rules.try_again(first=NOON, second=None, now=NOON + later, zone=ZONE) is expected


def test_the_hour_is_the_wall_clocks_also_where_the_clocks_change() -> None:
    before, after = datetime(2026, 3, 7, 15, 0, tzinfo=UTC), datetime(2026, 3, 8, 14, 0, tzinfo=UTC)
    assert rules.try_again(first=before, second=None, now=after, zone=ZONE) is Again.ANOTHER_HOUR  # Ten both days.


def test_midnight_is_near_to_eleven_at_night() -> None:
    late, early = datetime(2026, 3, 5, 4, 50, tzinfo=UTC), datetime(2026, 3, 6, 5, 10, tzinfo=UTC)
    assert rules.try_again(first=late, second=None, now=early, zone=ZONE) is Again.ANOTHER_HOUR


@settings(max_examples=100, deadline=None)
@given(st.timedeltas(timedelta(), timedelta(days=20)), st.timedeltas(timedelta(), timedelta(days=20)))
def test_never_a_third_try(one: timedelta, two: timedelta) -> None:
    assert rules.try_again(first=NOON, second=NOON + one, now=NOON + one + two, zone=ZONE) is Again.ENOUGH


def test_fewer_than_five_is_not_shown() -> None:
    assert [rules.shown(number) for number in (0, 1, 4, 5, 6)] == [None, None, None, 5, 6]
