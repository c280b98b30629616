"""Danger: how long it stands unreviewed, who may say that it has passed, and when somebody looks a second time.

Belongs here: durations and the rule of two people. Does not belong here: whom to ask next (`paging.rules.danger`).

    one person says that it has passed, with a coded reason     the flag stays
    another person agrees                                       the flag stays; nobody is paged for it any more
    a day later somebody looks again, and it has passed         the flag falls
    at any of these steps somebody doubts                       it stands as before, and everybody is asked anew
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from alongside.vocabulary.roles import Role

REVIEW_EVERY = timedelta(hours=72)
LOOK_AGAIN_AFTER = timedelta(hours=24)
REMIND_EVERY = timedelta(hours=12)
"""A review, or a second look, that nobody made is asked for again so often."""

FROM_OUTSIDE = frozenset({Role.PROFESSIONAL, Role.COORDINATOR})
"""One of the two at least is one of these: never two peers between themselves."""


class Refusal(StrEnum):
    """Why somebody may not lower it now."""

    NOT_THEIRS = "not_theirs"
    NOBODY_SAID_SO = "nobody_said_so"
    SAME_PERSON = "same_person"
    TWO_PEERS = "two_peers"
    TOO_SOON = "too_soon"


def why_not_agree(*, said_by: UUID | None, said_role: str, by: UUID, role: str) -> Refusal | None:
    """Return why this person cannot be the second of two; None when they can."""
    if said_by is None:
        return Refusal.NOBODY_SAID_SO
    if said_by == by:
        return Refusal.SAME_PERSON
    return None if {said_role, role} & FROM_OUTSIDE else Refusal.TWO_PEERS


def look_again_at(agreed: datetime) -> datetime:
    """Return from when on somebody may look a second time, and the flag may fall."""
    return agreed + LOOK_AGAIN_AFTER


def why_not_look(*, agreed_at: datetime | None, now: datetime) -> Refusal | None:
    """Return why the second look does not count yet; None when it does."""
    if agreed_at is None:
        return Refusal.NOBODY_SAID_SO
    return Refusal.TOO_SOON if now < look_again_at(agreed_at) else None
