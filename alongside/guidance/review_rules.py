"""Who must have read a guide before it is called reviewed.

Belongs here: the set of safety texts and what each kind of text needs, on plain data. Does not belong here: rows, names
of screens. Hazard H30: a safety text needs two people in each language, one of them a clinician; texts on law need
counsel beside a clinician.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

CLINICAL, COUNSEL, READER = KINDS = ("clinical", "counsel", "reader")

ABOUT_SAFETY = frozenset(
    {
        "after-a-colleague-dies-by-suicide",
        "built-up-over-time",
        "going-back-to-work",
        "looking-after-yourself-first-72-hours",
        "raise-the-level-now",
        "red-flags",
        "self-check",
        "talking-with-those-at-home",
        "when-to-get-more-help",
        "when-to-raise-the-level",
        "worried-about-a-colleague",
    }
)
"""Asking about suicide, means out of reach, grounding, the month's threshold, children, the return to work, the
reflection: words that may do harm when they are wrong."""

ABOUT_LAW = frozenset(
    {
        "legal-and-insurance",
        "local-duties",
        "policy-points",
        "taking-a-call",
        "what-never-to-write-down",
        "who-will-know",
    }
)
"""Limits of confidentiality, duties to report, insurance."""


@dataclass(frozen=True)
class Signature:
    """Somebody signed a text: in which capacity, with which function, when."""

    kind: str
    signed_by: str
    signed_role: str
    signed_on: date


@dataclass(frozen=True)
class Standing:
    """How far the review of one text has come: its signatures, and the kinds that are still missing."""

    signatures: tuple[Signature, ...]
    missing: tuple[str, ...]

    @property
    def reviewed(self) -> bool:
        """Whether everybody whom this text needs has signed it."""
        return not self.missing


def needs_two(slug: str) -> bool:
    """Say whether two people must have read this guide."""
    return slug in ABOUT_SAFETY or slug in ABOUT_LAW


def standing(slug: str, signatures: Sequence[Signature]) -> Standing:
    """Return how far the review of a guide's text has come, given the signatures for exactly this text."""
    kinds = {one.kind for one in signatures}
    wanted = (CLINICAL, COUNSEL) if slug in ABOUT_LAW else (CLINICAL,)
    missing = [kind for kind in wanted if kind not in kinds]
    people = len({one.signed_by.casefold() for one in signatures})
    if needs_two(slug) and people + len(missing) < 2:  # noqa: PLR2004  # Two people, as the hazard log asks.
        missing.append(READER)
    return Standing(tuple(signatures), tuple(missing))
