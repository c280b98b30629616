"""Durations and what follows from an outcome."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alongside.cases import rules
from alongside.vocabulary.asking import Urgency

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
moments = st.integers(0, 2_000_000).map(lambda minutes: NOON + timedelta(minutes=minutes))


@given(accepted=moments, minutes=st.integers(1, 5000))
def test_half_time_lies_between_acceptance_and_the_promise(accepted: datetime, minutes: int) -> None:
    due = accepted + timedelta(minutes=minutes)
    assert accepted < rules.half_time(accepted=accepted, contact_due=due) < due


@given(urgency=st.sampled_from(Urgency), now=moments, ahead=st.integers(-5000, 5000))
def test_after_a_try_a_case_is_always_looked_at_again(urgency: Urgency, now: datetime, ahead: int) -> None:
    promise = now + timedelta(minutes=ahead)
    due = rules.due_after_a_try(urgency=urgency, now=now, contact_due=promise)
    assert due > now
    assert due == promise or promise <= now, "a try never moves the promise"


def test_three_attempts_on_one_day_are_not_enough_to_stop() -> None:
    assert not rules.may_lapse(attempts=[NOON] * 3, danger=False)


def test_three_attempts_over_two_days_are_enough() -> None:
    attempts = [NOON, NOON + timedelta(hours=1), NOON + timedelta(days=1)]
    assert rules.may_lapse(attempts=attempts, danger=False)


def test_danger_is_never_let_go() -> None:
    attempts = [NOON + timedelta(days=day) for day in range(30)]
    assert not rules.may_lapse(attempts=attempts, danger=True)


def test_a_visit_ends_when_idle_and_after_an_hour() -> None:
    assert not rules.visit_is_over(began=NOON, seen=NOON, now=NOON + timedelta(minutes=14))
    assert rules.visit_is_over(began=NOON, seen=NOON, now=NOON + timedelta(minutes=15))
    busy = NOON + timedelta(minutes=59)
    assert not rules.visit_is_over(began=NOON, seen=busy, now=busy)
    assert rules.visit_is_over(began=NOON, seen=busy, now=NOON + timedelta(minutes=60))
