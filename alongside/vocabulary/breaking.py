"""Why a coordinator breaks the glass: opens how to reach somebody, outside the usual way.

Belongs here: the closed list. Does not belong here: its labels (content/vocabulary.yaml), who may (`people/access.py`).
"""

from enum import StrEnum


class GlassReason(StrEnum):
    """The only reasons there are. Whoever asked reads which one was given."""

    DANGER_SUPPORTER_UNREACHABLE = "danger_supporter_unreachable"
    SUPPORTER_LEFT = "supporter_left"
    PERSON_ASKED = "person_asked"
    LEGAL_DUTY = "legal_duty"
