"""A supporter walks with somebody: plans the next talk with them, and ends together or stops kindly.

Everything is agreed on with the person first; what they said by phone is written down here, what they say with their
code in `agreeing`. Handing over to another supporter is `handing_over`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from alongside.cases import follow_ups, rules
from alongside.cases import operations as cases
from alongside.cases.errors import MoveRefused, NotTheirs
from alongside.cases.models import Case
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys import following_up, handing_over
from alongside.journeys import until_a_human_answers as ladder
from alongside.journeys.entries import write_of_case
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage


class Reason(StrEnum):
    """Why support ends, as both agreed; labels are in the vocabulary's close_reasons."""

    BY_AGREEMENT = "by_agreement"
    PROFESSIONAL_CONTINUES = "professional_continues"
    OTHER_SUPPORT = "other_support"


def they_said(
    *,
    organization: UUID,
    case: UUID,
    person: UUID,
    row: UUID,
    said: Answer,
    now: datetime,
    day: date | None = None,
) -> None:
    """Write down what the person said when asked whether they would like to be called again.

    Raises:
        NotTheirs: the case is somebody else's.
        MoveRefused: another plan stands by now, or the day cannot be chosen.
    """
    with _walking(organization=organization, case=case, person=person) as mine:
        follow_ups.answer(case=mine, row=row, said=said, day=day, now=now)
        handing_over.after_an_answer(case=mine, by=cases.Actor(Role.SUPPORTER, person), now=now)
        write_of_case(mine, Role.SUPPORTER, f"follow_up.{said}", now, person=person)


def end_together(
    *, organization: UUID, case: UUID, person: UUID, now: datetime, reason: Reason = Reason.BY_AGREEMENT
) -> None:
    """Support ends, as both agreed. The door stays open while the code lives. Raises NotTheirs, MoveRefused."""
    with _walking(organization=organization, case=case, person=person) as mine:
        cases.move(case=mine, to=Stage.CLOSED, by=cases.Actor(Role.SUPPORTER, person), now=now)
        ladder.stop(case=mine, now=now)
        write_of_case(mine, Role.SUPPORTER, "case.closed", now, person=person, also={"reason": reason})


def stop_kindly(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> None:
    """Stop after the agreed tries, spread over days (R31). Raises NotTheirs; MoveRefused when too few were made."""
    with _walking(organization=organization, case=case, person=person) as mine:
        if not rules.may_lapse(attempts=follow_ups.tries(case=mine), danger=mine.danger):
            raise MoveRefused
        following_up.stop_kindly(case=mine, by=cases.Actor(Role.SUPPORTER, person), now=now)
        write_of_case(mine, Role.SUPPORTER, "case.lapsed", now, person=person)


@contextmanager
def _walking(*, organization: UUID, case: UUID, person: UUID) -> Iterator[Case]:
    """Open the one transaction around a case that this person walks with, held and read as it is now."""
    with one_transaction():
        mine = ladder.hold(case=case)
        if (mine.organization_id, mine.owner_id) != (organization, person):
            raise NotTheirs
        if mine.stage not in following_up.KNOCKED_ON:
            raise MoveRefused
        yield mine
