"""Reads of this room: who leads, and which questions wait. Never a question's words: those are opened, one by one.

Belongs here: frozen rows ready for a door. Does not belong here: opening (`operations`), who may.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from alongside.questions import rules
from alongside.questions.models import Lead, Question


@dataclass(frozen=True)
class Leader:
    """Who leads the program. Everything but the name may be empty."""

    name: str
    role: str
    role_fr: str
    telephone: str
    email: str
    hours: str
    hours_fr: str
    answer_within_hours: int

    def role_in(self, language: str) -> str:
        """Return the role in a language, in the other one when it was not said."""
        return (self.role_fr or self.role) if language == "fr" else (self.role or self.role_fr)

    def hours_in(self, language: str) -> str:
        """Return the hours in a language, in the other one when they were not said."""
        return (self.hours_fr or self.hours) if language == "fr" else (self.hours or self.hours_fr)


@dataclass(frozen=True)
class Waiting:
    """One question on the desk's list, closed. `overdue` and `answered` never both."""

    question: UUID
    asked_at: datetime
    answer_by: datetime
    language: str
    can_be_answered: bool
    opened: bool
    answered: bool
    overdue: bool


MOST_ON_A_LIST = 200


def leader(organization: UUID) -> Leader | None:
    """Return who leads the program, or None while nobody has said so."""
    row = Lead.objects.of(organization).first()
    if row is None:
        return None
    return Leader(**{name: getattr(row, name) for name in Leader.__dataclass_fields__})


def answer_within(organization: UUID) -> int:
    """Return within how many hours questions are answered here, weekends not counted."""
    chosen = Lead.objects.of(organization).values_list("answer_within_hours", flat=True).first()
    return chosen or rules.ANSWER_WITHIN_HOURS


def questions(organization: UUID, *, now: datetime) -> list[Waiting]:
    """Return the questions that are kept, those without an answer first, the most pressing on top."""
    rows = Question.objects.of(organization).order_by(F("answered_at").asc(nulls_first=True), "answer_by")
    return [_waiting(row, now) for row in rows.defer("sealed", "once")[:MOST_ON_A_LIST]]


def something_is_due(*, now: datetime) -> bool:
    """Say whether the engine has something to do here; one indexed read."""
    return Question.objects.filter(due_at__lte=now).exists()


def oldest_due(*, now: datetime) -> datetime | None:
    """Return since when the oldest question waits for the engine, if any does."""
    return Question.objects.filter(due_at__lte=now).order_by("due_at").values_list("due_at", flat=True).first()


def _waiting(row: Question, now: datetime) -> Waiting:
    return Waiting(
        question=row.pk,
        asked_at=row.asked_at,
        answer_by=row.answer_by,
        language=row.language,
        can_be_answered=row.can_be_answered,
        opened=row.opened_at is not None,
        answered=row.answered_at is not None,
        overdue=row.answered_at is None and row.answer_by <= now,
    )
