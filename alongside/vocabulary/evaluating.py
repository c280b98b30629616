"""What a person may say afterwards, and how heavy it was for whoever listened: coded, never in words of one's own.

Belongs here: the closed lists. Does not belong here: their labels (content/vocabulary.yaml), how answers are kept apart
from whoever gave them (`surveys`), who is looked after (`care`).
"""

from enum import StrEnum


class Helpful(StrEnum):
    """Whether it helped."""

    YES_MUCH = "yes_much"
    YES_SOME = "yes_some"
    UNSURE = "unsure"
    NOT_REALLY = "not_really"


class InTime(StrEnum):
    """Whether somebody came soon enough."""

    SOON_ENOUGH = "soon_enough"
    A_LITTLE_LATE = "a_little_late"
    TOO_LATE = "too_late"


class Trusted(StrEnum):
    """Whether they trust that it stays between the two: the fear that keeps most people from asking."""

    FULLY = "fully"
    MOSTLY = "mostly"
    DOUBTED = "doubted"


class Recommends(StrEnum):
    """Whether they would tell a colleague to ask."""

    WOULD = "would"
    PERHAPS = "perhaps"
    WOULD_NOT = "would_not"


class ThankYou(StrEnum):
    """A word for whoever walked with them. A sentence from this list could be anybody's."""

    LISTENED = "listened"
    NOT_ALONE = "not_alone"
    CALM = "calm"
    CAME_AT_ONCE = "came_at_once"
    NO_JUDGMENT = "no_judgment"
    BACK_AT_WORK = "back_at_work"


class Weight(StrEnum):
    """How heavy a contact was for the supporter, by their own account."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


class TalkOutcome(StrEnum):
    """How a talk with a mentor ended."""

    TALKED = "talked"
    NOT_WANTED = "not_wanted"


class DebriefReason(StrEnum):
    """Why a talk with a mentor is due."""

    HEAVY = "heavy"
    DANGER = "danger"
    ASKED = "asked"
    OWN = "own"
