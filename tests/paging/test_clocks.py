"""The promise and the hours, with the numbers of product.md, on ordinary days and on nights when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from alongside.paging.rules import PRESETS, ClockPreset, contact_due, freeze, preset, service_open
from alongside.paging.rules.clocks import ANY_HOUR, Hours, is_open, next_open
from alongside.vocabulary.asking import Urgency
from tests.paging.climbing import clocks, hours, moments, zones

NEW_YORK = ZoneInfo("America/New_York")
PARIS = ZoneInfo("Europe/Paris")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def wall(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)


def due(urgency: Urgency, asked: datetime, accepted: datetime | None = None, zone: ZoneInfo = NEW_YORK) -> datetime:
    return contact_due(asked=asked, accepted=accepted, clock=preset(urgency), zone=zone)


@pytest.mark.parametrize(
    ("urgency", "minutes", "weekend", "rung", "day"),
    [
        ("danger", 30, 30, 5, ANY_HOUR),
        ("now", 30, 30, 5, ANY_HOUR),
        ("today", 12 * 60, 12 * 60, 45, Hours(time(7), time(22))),
        ("this_week", 24 * 60, 48 * 60, 240, Hours(time(8), time(18), working_days_only=True)),
    ],
)
def test_presets_are_those_of_the_product(urgency: str, minutes: int, weekend: int, rung: int, day: Hours) -> None:
    assert preset(Urgency(urgency)) == ClockPreset(Urgency(urgency), minutes, weekend, rung, day)


def test_every_urgency_has_a_clock() -> None:
    assert set(PRESETS) == set(Urgency)


WEDNESDAY = wall(NEW_YORK, 2026, 3, 4, 10)


@pytest.mark.parametrize(
    ("urgency", "promised"),
    [("danger", 30 * MINUTE), ("now", 30 * MINUTE), ("today", 12 * HOUR), ("this_week", 24 * HOUR)],
)
def test_the_promise_on_a_working_day(urgency: str, promised: timedelta) -> None:
    assert due(Urgency(urgency), WEDNESDAY) == WEDNESDAY + promised


@pytest.mark.parametrize(
    ("asked", "length"),
    [
        ((2026, 3, 5, 17), 24),  # Thursday, due Friday before the weekend begins.
        ((2026, 3, 6, 10), 48),  # Friday morning: a day would end on Saturday, when nobody is paged for this.
        ((2026, 3, 6, 18), 48),
        ((2026, 3, 7, 12), 48),
        ((2026, 3, 9, 7, 59), 48),
        ((2026, 3, 9, 8), 24),
    ],
)
def test_this_week_stretches_over_a_weekend(asked: tuple[int, ...], length: int) -> None:
    moment = wall(NEW_YORK, *asked)
    assert due(Urgency.THIS_WEEK, moment) == moment + length * HOUR


def test_the_weekend_is_the_sites_own() -> None:
    monday_early_in_paris = wall(PARIS, 2026, 3, 9, 7)
    assert due(Urgency.THIS_WEEK, monday_early_in_paris, zone=PARIS) == monday_early_in_paris + 48 * HOUR
    still_sunday = due(Urgency.THIS_WEEK, wall(PARIS, 2026, 3, 9, 9), zone=NEW_YORK)
    assert still_sunday == wall(PARIS, 2026, 3, 11, 9)


def test_today_and_now_know_no_weekend() -> None:
    saturday = wall(NEW_YORK, 2026, 3, 7, 12)
    assert due(Urgency.TODAY, saturday) == saturday + 12 * HOUR
    assert due(Urgency.NOW, saturday) == saturday + 30 * MINUTE


@pytest.mark.parametrize(
    ("urgency", "grace"),
    [("danger", 15 * MINUTE), ("now", 15 * MINUTE), ("today", 2 * HOUR), ("this_week", 2 * HOUR)],
)
def test_accepting_late_moves_the_promise(urgency: str, grace: timedelta) -> None:
    late = WEDNESDAY + 3 * 24 * HOUR
    assert due(Urgency(urgency), WEDNESDAY, accepted=late) == late + grace


def test_accepting_early_never_shortens_the_promise() -> None:
    assert due(Urgency.NOW, WEDNESDAY, accepted=WEDNESDAY + MINUTE) == WEDNESDAY + 30 * MINUTE


def test_half_an_hour_is_half_an_hour_on_the_night_the_clocks_go_back() -> None:
    asked = datetime(2026, 11, 1, 5, 45, tzinfo=UTC)  # 1:45 in New York, the first of two.
    assert due(Urgency.NOW, asked) - asked == 30 * MINUTE


@pytest.mark.parametrize(
    ("zone", "night", "opens"),
    [
        (NEW_YORK, (2026, 3, 8, 3, 30), (2026, 3, 8, 7)),  # Spring forward.
        (NEW_YORK, (2026, 11, 1, 1, 30), (2026, 11, 1, 7)),  # Fall back.
        (PARIS, (2026, 3, 29, 1), (2026, 3, 29, 7)),
        (PARIS, (2026, 10, 25, 2, 30), (2026, 10, 25, 7)),
    ],
)
def test_seven_in_the_morning_is_seven_by_the_wall(
    zone: ZoneInfo, night: tuple[int, ...], opens: tuple[int, ...]
) -> None:
    day = preset(Urgency.TODAY).hours
    assert next_open(hours=day, zone=zone, at=wall(zone, *night)) == wall(zone, *opens)


def test_this_week_waits_for_monday() -> None:
    week = preset(Urgency.THIS_WEEK).hours
    friday_evening = wall(NEW_YORK, 2026, 3, 6, 18)
    assert next_open(hours=week, zone=NEW_YORK, at=friday_evening) == wall(NEW_YORK, 2026, 3, 9, 8)


def test_the_day_ends_on_the_stroke() -> None:
    day = preset(Urgency.TODAY).hours
    assert is_open(hours=day, zone=NEW_YORK, at=wall(NEW_YORK, 2026, 3, 4, 21, 59))
    assert not is_open(hours=day, zone=NEW_YORK, at=wall(NEW_YORK, 2026, 3, 4, 22))


@pytest.mark.parametrize(
    ("asked", "coordinators", "fallback"),
    [
        ((2026, 3, 4, 10), (2026, 3, 4, 18), (2026, 3, 4, 22)),
        ((2026, 3, 4, 17), (2026, 3, 4, 22), (2026, 3, 5, 5)),  # Two thirds fall at one in the night.
        ((2026, 3, 4, 23), (2026, 3, 5, 7), (2026, 3, 5, 11)),
        ((2026, 3, 4, 22, 30), (2026, 3, 5, 6, 30), (2026, 3, 5, 10, 30)),  # No waking hour lies between.
    ],
)
def test_coordinators_are_reached_awake_where_that_is_in_time(
    asked: tuple[int, ...], coordinators: tuple[int, ...], fallback: tuple[int, ...]
) -> None:
    policy = freeze(clock=preset(Urgency.TODAY), zone=NEW_YORK, asked=wall(NEW_YORK, *asked))
    assert policy.coordinators_by == wall(NEW_YORK, *coordinators)
    assert policy.fallback_by == wall(NEW_YORK, *fallback)


@pytest.mark.parametrize(
    ("opens", "closes", "hour", "offered"),
    [
        (None, None, 3, True),
        (time(7), time(22), 7, True),
        (time(7), time(22), 22, False),
        (time(20), time(6), 23, True),
        (time(20), time(6), 5, True),
        (time(20), time(6), 12, False),
    ],
)
def test_now_is_offered_in_service_hours(opens: time | None, closes: time | None, hour: int, *, offered: bool) -> None:
    at = wall(NEW_YORK, 2026, 3, 4, hour)
    assert service_open(opens=opens, closes=closes, zone=NEW_YORK, at=at) is offered


many = settings(max_examples=100, deadline=None)


@many
@given(clocks, zones, moments)
def test_the_promise_is_never_shorter_than_the_clock(clock: ClockPreset, zone: ZoneInfo, asked: datetime) -> None:
    promised = contact_due(asked=asked, accepted=None, clock=clock, zone=zone) - asked
    assert promised in {timedelta(minutes=clock.minutes), timedelta(minutes=clock.weekend_minutes)}


@many
@given(hours(), zones, moments)
def test_the_next_open_moment_is_open_and_the_first(day: Hours, zone: ZoneInfo, at: datetime) -> None:
    opens = next_open(hours=day, zone=zone, at=at)
    assert opens >= at
    assert is_open(hours=day, zone=zone, at=opens)
    if opens > at:
        assert not is_open(hours=day, zone=zone, at=opens - timedelta(seconds=1))


@many
@given(zones, moments)
def test_open_hours_are_wall_clock_hours(zone: ZoneInfo, at: datetime) -> None:
    local = at.astimezone(zone).time()
    assert is_open(hours=preset(Urgency.TODAY).hours, zone=zone, at=at) == (time(7) <= local < time(22))
