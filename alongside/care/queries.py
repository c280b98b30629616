"""Reading how supporters fare.

Belongs here: one's own ratings and talk; for mentors, talks that are open and everybody's ratings in numbers. Does not
belong here: any order by load, any sum over the program: there is none (threat T32).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from alongside.care import rules
from alongside.care.models import Burden, Debrief
from alongside.vocabulary.evaluating import DebriefReason, Weight


@dataclass(frozen=True)
class Rated:
    """One rating."""

    weight: Weight
    day: date


@dataclass(frozen=True)
class Talk:
    """A talk that is open: with whom, why, by when, and which mentor said that they do it."""

    id: UUID
    supporter: UUID
    name: str
    reason: DebriefReason
    due_at: datetime
    mentor: UUID | None
    mentor_name: str
    overdue: bool

    @property
    def may_be_left_out(self) -> bool:
        """Whether the supporter may say that they need none."""
        return rules.may_be_left_out(self.reason)


def ratings(*, organization: UUID, supporter: UUID, today: date) -> list[Rated]:
    """Return one's own ratings of the last thirty days until the house's own `today`, the newest first."""
    rows = Burden.objects.of(organization).filter(supporter=supporter, day__gte=today - rules.SHOWN)
    found = rows.order_by("-day", "pk").values_list("weight", "day")
    return [Rated(Weight(weight), day) for weight, day in found]


def weights(*, organization: UUID, today: date) -> dict[UUID, dict[Weight, int]]:
    """Return by supporter how often each weight was said in thirty days until the house's own `today`, heavy first."""
    rows = Burden.objects.of(organization).filter(day__gte=today - rules.SHOWN)
    counted: dict[UUID, Counter[str]] = {}
    for person, weight in rows.values_list("supporter_id", "weight"):
        counted.setdefault(person, Counter())[weight] += 1
    heavy_first = tuple(reversed(Weight))
    return {person: {each: said[each] for each in heavy_first if said[each]} for person, said in counted.items()}


def talk_of(*, organization: UUID, supporter: UUID, now: datetime) -> Talk | None:
    """Return the open talk of one supporter."""
    return next(iter(_talks(organization, now, supporter=supporter)), None)


def talks(*, organization: UUID, now: datetime) -> list[Talk]:
    """Return every open talk, the most pressing first; for mentors."""
    return _talks(organization, now)


def a_talk_is_due(*, now: datetime) -> bool:
    """Say whether an open talk is to be looked at."""
    return Debrief.objects.filter(look_at__lte=now, ended_on=None).exists()


def something_is_old(*, now: datetime) -> bool:
    """Say whether ratings or ended talks are to be let go."""
    before = rules.forgotten_before(now)
    old = Burden.objects.filter(day__lt=before).exists()
    return old or Debrief.objects.filter(ended_on__lt=before).exists()


def _talks(organization: UUID, now: datetime, **which: UUID) -> list[Talk]:
    rows = Debrief.objects.of(organization).filter(ended_on=None, supporter__left_at=None, **which)
    return [
        Talk(
            row.pk,
            row.supporter_id,
            row.supporter.name,
            DebriefReason(row.reason),
            row.due_at,
            row.mentor_id,
            row.mentor.name if row.mentor else "",
            row.due_at < now,
        )
        for row in rows.select_related("supporter", "mentor").order_by("due_at", "pk")
    ]
