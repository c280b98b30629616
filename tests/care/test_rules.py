"""When a talk is due, and when mentors are asked again."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.care import rules
from alongside.vocabulary.evaluating import DebriefReason, Weight
from tests.worlds import NOW


@pytest.mark.parametrize("weight", list(Weight))
def test_only_a_heavy_one_asks_by_itself(weight: Weight) -> None:
    assert rules.asks_for_a_talk(weight) is (weight is Weight.HEAVY)


@given(st.sampled_from(DebriefReason), st.sampled_from(DebriefReason))
def test_the_graver_reason_stays_whichever_came_first(one: DebriefReason, other: DebriefReason) -> None:
    assert rules.graver(one, other) is rules.graver(other, one)
    assert rules.graver(one, DebriefReason.DANGER) is DebriefReason.DANGER


@given(st.integers(-200, 200))
def test_mentors_are_asked_by_the_time_it_is_due_and_every_day_after(hours: int) -> None:
    due = NOW + timedelta(hours=hours)
    again = rules.look_again(due=due, now=NOW)
    assert NOW < again <= NOW + rules.AGAIN_AFTER
    assert again <= due or due <= NOW


def test_after_danger_the_talk_is_the_rule() -> None:
    assert [reason for reason in DebriefReason if not rules.may_be_left_out(reason)] == [DebriefReason.DANGER]
