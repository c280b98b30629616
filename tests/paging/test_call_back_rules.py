"""The ladder of a call-back: whoever is on call first, coordinators by ten minutes, then round and round."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.paging.rules.call_back import ROUND, RUNG, Reached, Step, Team, next_step
from alongside.vocabulary.roles import Role

A, B, C, D, BOSS = (uuid4() for _ in range(5))
PROFESSIONAL, COORDINATOR = Role.PROFESSIONAL, Role.COORDINATOR


def climbed(team: Team, steps: int) -> list[Step]:
    """Climb so many rungs, while nobody answers."""
    reached, taken = Reached(), []
    for _ in range(steps):
        step = next_step(reached, team)
        taken.append(step)
        asked = reached.asked | {who for who, _ in step.ask}
        reached = Reached(reached.rung + 1, asked, reached.alarmed or step.alarm, reached.fallback or step.fallback)
    return taken


def test_one_after_the_other_whoever_is_on_call_first() -> None:
    first, second, third, fourth, *_ = climbed(Team((A, B), (C, D), (BOSS,)), 6)
    assert first == Step(((A, PROFESSIONAL),), alarm=False, fallback=False, again_in=RUNG)
    assert second.ask == ((B, PROFESSIONAL),)
    assert third.ask == ((C, PROFESSIONAL), (BOSS, COORDINATOR))
    assert third.alarm
    assert fourth == Step(((D, PROFESSIONAL),), alarm=False, fallback=True, again_in=ROUND)


def test_with_a_single_professional_the_coordinators_come_at_once_after() -> None:
    first, second, third, *_ = climbed(Team((A,), (), (BOSS,)), 3)
    assert (first.ask, first.alarm) == (((A, PROFESSIONAL),), False)
    assert (second.ask, second.alarm, second.fallback) == (((BOSS, COORDINATOR),), True, False)
    assert third.fallback


def test_afterwards_everybody_is_asked_again_every_quarter_of_an_hour() -> None:
    last = climbed(Team((A,), (B,), (BOSS,)), 9)[-1]
    assert dict(last.ask) == {A: PROFESSIONAL, B: PROFESSIONAL, BOSS: COORDINATOR}
    assert last.again_in == ROUND


def test_a_coordinator_who_is_a_professional_too_is_asked_once() -> None:
    assert Team((A,), (), (A, BOSS)).everybody == ((A, PROFESSIONAL), (BOSS, COORDINATOR))


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_it_is_never_dropped_and_never_late_with_the_alarm(on_call: int, others: int, coordinators: int) -> None:
    """Whoever there is: there is always a next time, the alarm within ten minutes, the fallback line within fifteen."""
    team = Team(*(tuple(uuid4() for _ in range(many)) for many in (on_call, others, coordinators)))
    passed, alarm_at, fallback_at = timedelta(), None, None
    asked = []
    for step in climbed(team, 10):
        assert timedelta() < step.again_in <= ROUND
        alarm_at = passed if step.alarm and alarm_at is None else alarm_at
        fallback_at = passed if step.fallback and fallback_at is None else fallback_at
        asked += [who for who, _ in step.ask]
        passed += step.again_in
    assert alarm_at is not None
    assert alarm_at <= timedelta(minutes=10)
    assert fallback_at is not None
    assert fallback_at <= timedelta(minutes=15)
    assert set(asked) == {who for who, _ in team.everybody}
