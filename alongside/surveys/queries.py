"""Reading answers and thanks.

Belongs here: what many people said, once enough did; a supporter's own words of thanks; where something is to be moved.
Does not belong here: a single answer, or answers by anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from alongside.surveys import rules
from alongside.surveys.models import Answer, HandedOn, Thanks, Ticket, Waiting
from alongside.vocabulary.evaluating import Helpful, InTime, Recommends, Trusted

QUESTIONS: dict[str, tuple[str, ...]] = {
    "helpful": tuple(Helpful),
    "in_time": tuple(InTime),
    "trusted": tuple(Trusted),
    "recommends": tuple(Recommends),
}
"""Each question with its answers, in their order."""


@dataclass(frozen=True)
class ThanksRow:
    """A word of thanks, how often it was said in a month, and which month it came in ("2026-11")."""

    phrase: str
    times: int
    month: str


def thanks_of(*, organization: UUID, supporter: UUID) -> list[ThanksRow]:
    """Return the words of thanks of one supporter, the newest month first; for their own eyes."""
    rows = Thanks.objects.of(organization).filter(supporter=supporter).values("month", "phrase")
    counted = rows.annotate(times=Count("pk")).order_by("-month", "phrase")
    return [ThanksRow(row["phrase"], row["times"], row["month"]) for row in counted]


def shares(*, organization: UUID, now: datetime) -> rules.Shares | None:
    """Return what people said in the latest whole stretch of quarters that holds ten answers; None when none does."""
    quarters = list(Answer.objects.of(organization).values_list("quarter", flat=True))
    blocks = rules.blocks(quarters, running=rules.quarter(now))
    if not blocks:
        return None
    rows = list(Answer.objects.of(organization).filter(quarter__in=blocks[-1]).values(*QUESTIONS))
    counted = {name: rules.shares([row[name] for row in rows], choices=of) for name, of in QUESTIONS.items()}
    first, last = blocks[-1][0], blocks[-1][-1]
    return rules.Shares(first, last, {name: shown for name, shown in counted.items() if shown is not None})


def to_mix() -> list[UUID]:
    """Return the organizations in which a whole batch of answers waits."""
    rows = Waiting.objects.filter(kind=Waiting.Kind.ANSWER).values("organization")
    whole = rows.annotate(waiting=Count("pk")).filter(waiting__gte=rules.BATCH)
    return list(whole.values_list("organization", flat=True))


def to_hand_on(organizations: Iterable[UUID], *, now: datetime) -> list[UUID]:
    """Return the organizations whose words of thanks were not handed on this month yet."""
    done = set(HandedOn.objects.filter(month__gte=rules.month(now)).values_list("organization", flat=True))
    return [each for each in organizations if each not in done]


def running_low(supporters: Iterable[tuple[UUID, UUID]]) -> list[tuple[UUID, UUID]]:
    """Return those of these (organization, supporter) who have few tickets left: one question for every house."""
    counted = Ticket.objects.values("organization", "supporter").annotate(left=Count("pk"))
    left = {(row["organization"], row["supporter"]): row["left"] for row in counted}
    return [each for each in supporters if left.get(each, 0) < rules.REFILL_BELOW]
