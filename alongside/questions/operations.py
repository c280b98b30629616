"""Writes of this room: saying who leads, keeping a question, opening it, marking it answered, forgetting it.

Belongs here: these verbs, sealing included. Does not belong here: the one transaction, the ledger, alarms (journeys).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from alongside.questions import queries, rules
from alongside.questions.asked import Asked
from alongside.questions.errors import NoSuchQuestion
from alongside.questions.models import Lead, Question
from alongside.tenancy.transactions import require_transaction
from alongside.vault import erasures, sealing
from alongside.vault.sealing import Box

_CELL = {"table": "questions_question", "column": "sealed"}


@dataclass(frozen=True)
class WhoLeads:
    """What an organization says about whoever leads its program. Only `name` is needed."""

    name: str
    role: str = ""
    role_fr: str = ""
    telephone: str = ""
    email: str = ""
    hours: str = ""
    hours_fr: str = ""
    answer_within_hours: int = rules.ANSWER_WITHIN_HOURS


def say_who_leads(*, organization: UUID, who: WhoLeads) -> None:
    """Put this in the place of what was said before."""
    require_transaction()
    Lead.objects.update_or_create(organization_id=organization, defaults=asdict(who))


def keep(
    *, organization: UUID, asked: Asked, language: str, once: bytes, zone: ZoneInfo, now: datetime
) -> tuple[Question, Box | None]:
    """Seal a question under a key of its own; return it with its box. A second tap returns the first, and no box."""
    require_transaction()
    key = uuid4()
    box = sealing.make_box(organization=organization, case=key)
    by = rules.answer_by(now, hours=queries.answer_within(organization), zone=zone)
    new = {
        "id": key,
        "sealed": box.seal(**_CELL, row=key, plain=asked.to_bytes()),
        "language": language,
        "can_be_answered": bool(asked.reply_to),
        "asked_at": now,
        "answer_by": by,
        "due_at": by,
    }
    question, first = Question.objects.get_or_create(organization_id=organization, once=once, defaults=new)
    if first:
        return question, box
    erasures.destroy_key(case=key, now=now)
    return question, None


def open_question(*, organization: UUID, question: UUID, now: datetime) -> tuple[Question, Asked, Box]:
    """Return what was asked, noting the first opening. Raises NoSuchQuestion; CannotOpen when its key is lost."""
    require_transaction()
    row = _held(organization, question)
    box = sealing.open_box(organization=organization, case=row.pk)
    asked = Asked.from_bytes(box.open(**_CELL, row=row.pk, sealed=bytes(row.sealed)))
    Question.objects.filter(pk=row.pk, opened_at=None).update(opened_at=now)
    return row, asked, box


def mark_answered(*, organization: UUID, question: UUID, by: UUID, now: datetime) -> bool:
    """Note that it was answered or seen to; False when somebody was first. Raises NoSuchQuestion."""
    require_transaction()
    row = _held(organization, question)
    goes = rules.erase_at(asked=row.asked_at, answered=now)
    open_ones = Question.objects.filter(pk=row.pk, answered_at=None)
    return bool(open_ones.update(answered_at=now, answered_by=by, due_at=goes))


def claim_overdue(*, now: datetime) -> Question | None:
    """Return one question that nobody answered in time, noting that its alarm is raised now; it goes at day 90."""
    require_transaction()
    row = _next(Q(answered_at=None, alarmed_at=None), now)
    if row is not None:
        goes = rules.erase_at(asked=row.asked_at, answered=None)
        Question.objects.filter(pk=row.pk).update(alarmed_at=now, due_at=goes)
    return row


def claim_for_erasure(*, now: datetime) -> Question | None:
    """Return one question whose time has come: answered, or told to a coordinator long ago."""
    require_transaction()
    return _next(Q(answered_at__isnull=False) | Q(alarmed_at__isnull=False), now)


def erase(*, question: Question, now: datetime) -> None:
    """Destroy its key, then its row. Safe to repeat."""
    require_transaction()
    erasures.destroy_key(case=question.pk, now=now)
    Question.objects.filter(pk=question.pk).delete()


def _held(organization: UUID, question: UUID) -> Question:
    row = Question.objects.of(organization).filter(pk=question).select_for_update().first()
    if row is None:
        raise NoSuchQuestion
    return row


def _next(which: Q, now: datetime) -> Question | None:
    due: QuerySet[Question, Question] = Question.objects.filter(which, due_at__lte=now).order_by("due_at")
    return due.select_for_update(skip_locked=True).first()
