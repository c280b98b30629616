"""The stages of a case and every move between them: one table (docs/stages.md is generated from it).

Belongs here: stages, moves, whose turn it is, what kind of clock runs. Does not belong here: performing a move
(`cases.operations.move`), durations.
These are the program's process, not the six stages of recovery, which nobody passes through in order.
"""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Where a case stands."""

    OFFERED = "offered"
    WAITING = "waiting"
    ACCEPTED = "accepted"
    ALONGSIDE = "alongside"
    WITH_PROFESSIONAL = "with_professional"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    ERASED = "erased"


class Turn(StrEnum):
    """Whose turn it is."""

    SUPPORTER = "supporter"
    CAREGIVER = "caregiver"
    LADDER = "ladder"
    PROFESSIONAL = "professional"
    NOBODY = "nobody"


class Clock(StrEnum):
    """What `due_at` means in a stage."""

    OFFER_LAPSES = "offer_lapses"
    NEXT_RUNG = "next_rung"
    CONTACT_DUE = "contact_due"
    NEXT_FOLLOW_UP = "next_follow_up"
    HAND_OFF_CONFIRMED_BY = "hand_off_confirmed_by"
    ERASURE = "erasure"
    NONE = "none"


@dataclass(frozen=True)
class Rule:
    """What holds while a case is in a stage."""

    turn: Turn
    clock: Clock
    moves: frozenset[Stage]


def _to(*stages: Stage) -> frozenset[Stage]:
    return frozenset(stages)


_S = Stage
_AGAIN_OR_FORGOTTEN = _to(_S.WAITING, _S.ERASED)

RULES: dict[Stage, Rule] = {
    _S.OFFERED: Rule(Turn.SUPPORTER, Clock.OFFER_LAPSES, _to(_S.WAITING, _S.ACCEPTED, _S.DECLINED, _S.LAPSED)),
    _S.WAITING: Rule(Turn.LADDER, Clock.NEXT_RUNG, _to(_S.ACCEPTED, _S.WITH_PROFESSIONAL, _S.WITHDRAWN)),
    _S.ACCEPTED: Rule(
        Turn.SUPPORTER,
        Clock.CONTACT_DUE,
        _to(_S.ALONGSIDE, _S.WAITING, _S.WITH_PROFESSIONAL, _S.LAPSED, _S.WITHDRAWN),
    ),
    _S.ALONGSIDE: Rule(
        Turn.SUPPORTER,
        Clock.NEXT_FOLLOW_UP,
        _to(_S.WAITING, _S.WITH_PROFESSIONAL, _S.CLOSED, _S.LAPSED, _S.WITHDRAWN),
    ),
    _S.WITH_PROFESSIONAL: Rule(Turn.PROFESSIONAL, Clock.HAND_OFF_CONFIRMED_BY, _to(_S.ALONGSIDE, _S.CLOSED)),
    _S.CLOSED: Rule(Turn.NOBODY, Clock.ERASURE, _AGAIN_OR_FORGOTTEN),
    _S.DECLINED: Rule(Turn.NOBODY, Clock.ERASURE, _AGAIN_OR_FORGOTTEN),
    _S.WITHDRAWN: Rule(Turn.NOBODY, Clock.ERASURE, _AGAIN_OR_FORGOTTEN),
    _S.LAPSED: Rule(Turn.NOBODY, Clock.ERASURE, _AGAIN_OR_FORGOTTEN),
    _S.ERASED: Rule(Turn.NOBODY, Clock.NONE, _to()),
}

OPEN: frozenset[Stage] = frozenset(stage for stage, rule in RULES.items() if rule.turn is not Turn.NOBODY)
ENDED: frozenset[Stage] = frozenset(RULES) - OPEN

ASKED_FOR: frozenset[Stage] = OPEN - _to(_S.OFFERED)
"""Open, and wanted by whoever it is about: what boards, loads and clocks of contact count. An offer is none of it."""

ENDING_UNDER_DANGER_REFUSED: frozenset[Stage] = _to(_S.CLOSED, _S.LAPSED, _S.ERASED)
"""While danger is up these are refused; withdrawing stops calls but keeps the case and its danger owner."""


def may_move(start: Stage, end: Stage, *, danger: bool = False) -> bool:
    """Say whether a case in `start` may go to `end`."""
    return end in RULES[start].moves and not (danger and end in ENDING_UNDER_DANGER_REFUSED)
