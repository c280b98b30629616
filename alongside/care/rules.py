"""When a talk with a mentor is due, and when mentors are asked again, on plain data.

Belongs here: the waiting times, what one reason means beside another. Does not belong here: who is told, or at which
hours people may be rung (journeys).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from alongside.vocabulary.evaluating import DebriefReason, Weight

DUE_WITHIN = timedelta(hours=48)
"""A mentor talks with the supporter within this time (hazard H33)."""

AGAIN_AFTER = timedelta(hours=24)
"""Mentors are asked again every so often until somebody says that they talked."""

KEPT = timedelta(days=90)
"""Ratings, and talks that were held, are let go after this time: they serve the talk, not a history."""

SHOWN = timedelta(days=30)
"""How far back a supporter and a mentor look."""

_GRAVEST_FIRST = (DebriefReason.DANGER, DebriefReason.OWN, DebriefReason.HEAVY, DebriefReason.ASKED)


def asks_for_a_talk(weight: Weight) -> bool:
    """Say whether a rating by itself asks a mentor for a talk, and gives rest."""
    return weight is Weight.HEAVY


def graver(one: DebriefReason, other: DebriefReason) -> DebriefReason:
    """Return the reason that a talk keeps when another comes while it is open."""
    return min(one, other, key=_GRAVEST_FIRST.index)


def look_again(*, due: datetime, now: datetime) -> datetime:
    """Return when mentors are asked next: after a day, but by the time it is due at the latest."""
    return min(now + AGAIN_AFTER, due) if now < due else now + AGAIN_AFTER


def may_be_left_out(reason: DebriefReason) -> bool:
    """Say whether the supporter alone may say that no talk is needed; after danger the talk is the rule."""
    return reason is not DebriefReason.DANGER


def forgotten_before(now: datetime) -> date:
    """Return the day before which ratings and held talks are let go."""
    return (now - KEPT).date()
