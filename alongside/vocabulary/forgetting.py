"""Why something is kept although its time has come.

Belongs here: the closed list. Does not belong here: its labels (content/vocabulary.yaml), or who may say it
(`people/access.py`).
"""

from enum import StrEnum


class HoldReason(StrEnum):
    """On what ground two people stop the erasure of what exists."""

    COURT_ORDER = "court_order"
    COUNSEL = "counsel"
    AUTHORITY = "authority"
    PERSON_ASKED = "person_asked"
