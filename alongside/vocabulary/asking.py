"""What a person may say when asking: how soon, by which way, with which wishes.

Belongs here: the closed lists. Does not belong here: their labels (content/vocabulary.yaml) or their clocks (`paging`).
"""

from enum import StrEnum


class Urgency(StrEnum):
    """How soon. Danger is an answer like the others."""

    DANGER = "danger"
    NOW = "now"
    TODAY = "today"
    THIS_WEEK = "this_week"


class Way(StrEnum):
    """How the person can be reached."""

    PHONE_CALL = "phone_call"
    TEXT_MESSAGE = "text_message"
    EMAIL = "email"
    IN_PERSON = "in_person"
    BY_CODE = "by_code"


class Quiet(StrEnum):
    """In which hours they are told of nothing, where they chose to be told that a message came."""

    NIGHT = "night"
    DAY = "day"
    NONE = "none"


class Wish(StrEnum):
    """Whom they would rather talk with."""

    OWN_UNIT = "own_unit"
    OTHER_UNIT = "other_unit"
    OTHER_AGENCY = "other_agency"
    SAME_PROFESSION = "same_profession"
    WOMAN = "woman"
    MAN = "man"
    NO_WISH = "no_wish"


class Outcome(StrEnum):
    """What came of a try to make contact. Only the first stops the clock; the last ends a request that was none."""

    SPOKE = "spoke"
    LEFT_WORD = "left_word"
    NO_ANSWER = "no_answer"
    NOT_REAL = "not_real"


class Source(StrEnum):
    """How a request came."""

    SELF = "self"
    TAKEN_CALL = "taken_call"
    CAME_BACK = "came_back"
    OFFER = "offer"
    CARRIED = "carried"
