"""Which events are taken, when a team session is proposed, when too many people come at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.events import rules
from alongside.vocabulary import labels
from alongside.vocabulary.happening import HIGH_RISK, OWN_GUIDE, QUIET, EventKind
from tests.worlds import NOW


def test_every_kind_has_its_label_and_every_label_its_kind() -> None:
    assert [kind.value for kind in EventKind] == list(labels.rows("high_risk_event_kinds"))


def test_every_kind_either_alarms_or_is_quiet() -> None:
    assert frozenset(EventKind) == HIGH_RISK | QUIET
    assert not HIGH_RISK & QUIET
    assert EventKind.COLLEAGUE_SUICIDE in HIGH_RISK


@pytest.mark.parametrize(
    ("ago", "taken"),
    [
        (timedelta(0), True),
        (timedelta(days=30), True),
        (timedelta(days=30, seconds=1), False),
        (-timedelta(minutes=5), True),
        (-timedelta(minutes=5, seconds=1), False),
    ],
)
def test_neither_the_future_nor_long_ago(ago: timedelta, *, taken: bool) -> None:
    assert rules.possible_time(NOW - ago, now=NOW) is taken


@pytest.mark.parametrize(
    ("people", "units", "proposed"),
    [(5, ["icu"], False), (6, ["icu"], True), (2, ["icu", "transport"], True), (1, [], False)],
)
def test_above_five_people_or_over_several_units(people: int, units: list[str], *, proposed: bool) -> None:
    assert rules.proposes_team_session(kind=EventKind.CLUSTER, people=people, units=units) is proposed


@pytest.mark.parametrize("kind", sorted(OWN_GUIDE))
def test_a_kind_with_its_own_guide_always_proposes_one(kind: EventKind) -> None:
    assert rules.proposes_team_session(kind=kind, people=1, units=[])


@given(st.lists(st.integers(1, 200), max_size=30), st.integers(1, 300))
@settings(max_examples=100)
def test_never_more_go_out_by_themselves_than_was_chosen(sizes: list[int], most: int) -> None:
    counted, went = 0, 0
    for size in sizes:
        counted += size
        if not rules.too_many(this_hour=counted, most=most):
            went += size
    assert went <= most
