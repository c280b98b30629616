"""Every stage has an owner, a clock, a label in both languages; every pair of stages is tried."""

from itertools import product

import pytest
from django.utils import translation

from alongside.vocabulary import labels
from alongside.vocabulary.stages import (
    ENDED,
    ENDING_UNDER_DANGER_REFUSED,
    OPEN,
    RULES,
    Clock,
    Stage,
    Turn,
    may_move,
)

ALLOWED = {
    Stage.OFFERED: {Stage.WAITING, Stage.ACCEPTED, Stage.DECLINED, Stage.LAPSED},
    Stage.WAITING: {Stage.ACCEPTED, Stage.WITH_PROFESSIONAL, Stage.WITHDRAWN},
    Stage.ACCEPTED: {Stage.ALONGSIDE, Stage.WAITING, Stage.WITH_PROFESSIONAL, Stage.LAPSED, Stage.WITHDRAWN},
    Stage.ALONGSIDE: {Stage.WAITING, Stage.WITH_PROFESSIONAL, Stage.CLOSED, Stage.LAPSED, Stage.WITHDRAWN},
    Stage.WITH_PROFESSIONAL: {Stage.ALONGSIDE, Stage.CLOSED},
    Stage.CLOSED: {Stage.WAITING, Stage.ERASED},
    Stage.DECLINED: {Stage.WAITING, Stage.ERASED},
    Stage.WITHDRAWN: {Stage.WAITING, Stage.ERASED},
    Stage.LAPSED: {Stage.WAITING, Stage.ERASED},
    Stage.ERASED: set(),
}
"""Written a second time on purpose, from the product's own page: a slip in the table shows here."""


@pytest.mark.parametrize(("start", "end"), list(product(Stage, Stage)))
@pytest.mark.parametrize("danger", [False, True])
def test_every_pair_of_stages(start: Stage, end: Stage, danger: bool) -> None:  # noqa: FBT001  # A parameter of the table.
    refused = danger and end in {Stage.CLOSED, Stage.LAPSED, Stage.ERASED}
    assert may_move(start, end, danger=danger) == (end in ALLOWED[start] and not refused)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_rule(stage: Stage) -> None:
    assert stage in RULES


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_every_open_stage_has_a_turn_and_a_clock(stage: Stage) -> None:
    assert RULES[stage].turn is not Turn.NOBODY
    assert RULES[stage].clock is not Clock.NONE


@pytest.mark.parametrize("stage", sorted(OPEN))
def test_an_open_stage_can_always_be_left(stage: Stage) -> None:
    assert RULES[stage].moves


@pytest.mark.parametrize("stage", sorted(ENDED - {Stage.ERASED}))
def test_an_ended_case_may_come_back(stage: Stage) -> None:
    assert may_move(stage, Stage.WAITING)


def test_what_danger_refuses_is_what_ends_a_case_for_good() -> None:
    assert ENDING_UNDER_DANGER_REFUSED <= ENDED


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("stage", Stage)
def test_every_stage_has_a_label(stage: Stage, language: str) -> None:
    with translation.override(language):
        assert labels.label("stage", stage.value)


@pytest.mark.parametrize("stage", Stage)
def test_the_labels_of_a_stage_differ_between_languages(stage: Stage) -> None:
    with translation.override("en"):
        english = labels.label("stage", stage.value)
    with translation.override("fr"):
        assert labels.label("stage", stage.value) != english
