"""What happens when somebody asks about the program: who runs it, what becomes of what one says, how to join.

1. The page says first that it is not for support, and leads there; then who leads the program and how to reach them.
2. A question is sealed under a key of its own, and the person is told by when it is answered.
3. The coordinators find it on their list, open it (which is written down), answer by the address that was left, if one
   was, and say that they did.
4. Nobody answered in time: the coordinators are told, in daytime.
5. Thirty days after its answer, ninety days after it was asked at most, its key and it are destroyed.

Nobody reads a question for what it might betray: the page itself carries the numbers.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.ledger import operations as ledger
from alongside.paging import alarms
from alongside.paging.models import Alarm
from alongside.people.queries import Member
from alongside.questions import operations, queries
from alongside.questions.asked import Asked
from alongside.questions.operations import WhoLeads
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role

ANYBODY, ENGINE = "anybody", "engine"
"""Who acts, in the ledger, when it is nobody who works here."""


def ask(*, organization: UUID, asked: Asked, language: str, once: bytes, zone: ZoneInfo, now: datetime) -> datetime:
    """Keep a question and return by when it is answered. A second tap returns what the first one did."""
    with one_transaction(ring=False):
        question, box = operations.keep(
            organization=organization, asked=asked, language=language, once=once, zone=zone, now=now
        )
        if box is not None:
            ledger.write(
                organization=organization,
                actor_role=ANYBODY,
                verb="question.asked",
                now=now,
                payload={},
                case=question.pk,
                box=box,
            )
    return question.answer_by


def open_question(*, member: Member, question: UUID, now: datetime) -> Asked:
    """Show what was asked to a coordinator, and write down that it was shown. Raises NoSuchQuestion, CannotOpen."""
    with one_transaction(ring=False):
        row, asked, box = operations.open_question(organization=member.organization, question=question, now=now)
        ledger.write(
            organization=member.organization,
            actor_role=Role.COORDINATOR,
            verb="question.opened",
            now=now,
            payload={},
            case=row.pk,
            box=box,
            actor=member.person,
        )
    return asked


def mark_answered(*, member: Member, question: UUID, now: datetime) -> None:
    """Note that a question was answered, or seen to where no address was left. Raises NoSuchQuestion."""
    with one_transaction(ring=False):
        first = operations.mark_answered(organization=member.organization, question=question, by=member.person, now=now)
        if first:
            ledger.write(
                organization=member.organization,
                actor_role=Role.COORDINATOR,
                verb="question.answered",
                now=now,
                payload={},
                actor=member.person,
            )


def say_who_leads(*, member: Member, who: WhoLeads, now: datetime) -> None:
    """Put who leads the program, and how to reach them, on the page that everybody may read."""
    role = Role.COORDINATOR if Role.COORDINATOR in member.roles else Role.ADMINISTRATOR
    with one_transaction(ring=False):
        operations.say_who_leads(organization=member.organization, who=who)
        ledger.write(
            organization=member.organization,
            actor_role=role,
            verb="program.lead_named",
            now=now,
            payload={"answer_within_hours": who.answer_within_hours},
            actor=member.person,
        )


def see_to_next(*, now: datetime) -> bool:
    """Tell coordinators of one question nobody answered in time, or else forget one whose time has come.

    Returns False when nothing was due.
    """
    if not queries.something_is_due(now=now):
        return False
    return _tell_next(now) or _forget_next(now)


def _tell_next(now: datetime) -> bool:
    with one_transaction():
        late = operations.claim_overdue(now=now)
        if late is None:
            return False
        alarms.raise_alarm(organization=late.organization_id, kind=Alarm.Kind.QUESTION_OVERDUE, case=None, now=now)
        ledger.write(organization=late.organization_id, actor_role=ENGINE, verb="question.overdue", now=now, payload={})
    return True


def _forget_next(now: datetime) -> bool:
    with one_transaction(ring=False):
        gone = operations.claim_for_erasure(now=now)
        if gone is None:
            return False
        operations.erase(question=gone, now=now)
        ledger.forget_case(case=gone.pk)
        ledger.write(organization=gone.organization_id, actor_role=ENGINE, verb="question.erased", now=now, payload={})
    return True
