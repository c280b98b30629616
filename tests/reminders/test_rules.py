"""Dates of a chosen day: told on that day and no other, asked once a year, ended by silence."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.reminders import rules
from alongside.reminders.rules import Act, Standing

ZONE = ZoneInfo("America/New_York")
TODAY = date(2026, 3, 4)


def chosen(day: date, *, yearly: bool, today: date = TODAY) -> Standing:
    confirm_by = rules.confirmed_until(today)
    first = rules.planned(day, confirm_by=confirm_by, zone=ZONE)
    return Standing(first.day, yearly, first.state, confirm_by, first.due_at)


def live(one: Standing, *, years: int, answers: bool, today: date = TODAY) -> list[tuple[Act, date]]:
    """Let an engine look every day at noon; somebody who answers does so three days later."""
    done: list[tuple[Act, date]] = []
    asked_on: date | None = None
    for offset in range(1, years * 366):
        day = today + timedelta(days=offset)
        now = datetime(day.year, day.month, day.day, 17, 0, tzinfo=UTC)
        if answers and asked_on and day == asked_on + timedelta(days=3) and one.state == "asked":
            then = rules.kept(one, today=day, zone=ZONE)
            one = Standing(then.day, one.yearly, then.state, rules.confirmed_until(day), then.due_at)
        what = rules.act(one, now=now)
        if what is Act.NOTHING:
            continue
        done.append((what, day))
        following = rules.after(one, what, now=now, zone=ZONE)
        if following is None:
            return done
        one = Standing(following.day, one.yearly, following.state, one.confirm_by, following.due_at)
        asked_on = day if one.state == "asked" else None
    return done


days = st.integers(min_value=1, max_value=5 * 366).map(lambda ahead: TODAY + timedelta(days=ahead))


@settings(max_examples=60, deadline=None)
@given(day=days, yearly=st.booleans(), answers=st.booleans())
def test_it_is_told_on_its_day_and_on_no_other(*, day: date, yearly: bool, answers: bool) -> None:
    for what, on in live(chosen(day, yearly=yearly), years=8, answers=answers):
        if what is Act.TELL:
            same = (on.month, on.day) == (day.month, day.day)
            assert same or ((day.month, day.day, on.month, on.day) == (2, 29, 2, 28))


@settings(max_examples=60, deadline=None)
@given(day=days, yearly=st.booleans())
def test_without_an_answer_it_ends_within_a_year_and_a_season(*, day: date, yearly: bool) -> None:
    done = live(chosen(day, yearly=yearly), years=8, answers=False)
    assert done[-1][0] is Act.FORGET
    assert done[-1][1] <= TODAY + timedelta(days=366 + 62 + 62)
    assert sum(what is Act.TELL for what, _on in done) <= 1


@settings(max_examples=40, deadline=None)
@given(day=days)
def test_with_a_yes_it_comes_however_far_away(day: date) -> None:
    done = live(chosen(day, yearly=False), years=8, answers=True)
    assert [on for what, on in done if what is Act.TELL] == [day]
    assert done[-1][0] is Act.FORGET


def test_with_a_yes_it_comes_each_year() -> None:
    told = [on for what, on in live(chosen(date(2026, 5, 1), yearly=True), years=5, answers=True) if what is Act.TELL]
    assert told == [date(2026, 5, 1), date(2027, 5, 1), date(2028, 5, 1), date(2029, 5, 1), date(2030, 5, 1)]


def test_a_year_never_passes_without_a_question() -> None:
    done = live(chosen(date(2030, 9, 1), yearly=False), years=6, answers=True)
    asked = [TODAY, *(on for _what, on in done)]
    assert all(after - before <= timedelta(days=366 + 62) for before, after in itertools.pairwise(asked))


def test_an_engine_that_slept_tells_nothing_late() -> None:
    yearly, once = (chosen(date(2026, 5, 1), yearly=each) for each in (True, False))
    late = datetime(2026, 5, 3, 12, 0, tzinfo=UTC)
    assert rules.act(yearly, now=late) is Act.SKIP
    assert rules.act(once, now=late) is Act.FORGET
    then = rules.after(yearly, Act.SKIP, now=late, zone=ZONE)
    assert then
    assert then.day == date(2027, 5, 1)


@pytest.mark.parametrize(("day", "may"), [(0, False), (1, True), (5 * 366, True), (5 * 366 + 1, False), (-1, False)])
def test_which_days_may_be_chosen(*, day: int, may: bool) -> None:
    assert rules.possible(TODAY + timedelta(days=day), today=TODAY) is may


def test_when_a_yes_ends_says_nothing_of_the_day_it_was_given() -> None:
    assert {rules.confirmed_until(date(2026, 3, day)) for day in range(1, 32)} == {date(2027, 3, 1)}


def test_it_goes_out_in_the_morning_there_whatever_the_clock_change() -> None:
    for day in (date(2026, 3, 8), date(2026, 11, 1), date(2026, 7, 1)):
        assert rules.moment(day, ZONE).astimezone(ZONE).hour == 10
