"""What somebody who comes back with their code says about being called again, and about another supporter.

The same words as by phone (`walking_alongside`, `handing_over`), said by the person themselves. An answer holds only
for what the page showed: it names the row.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from alongside.cases import follow_ups, hand_overs
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import MoveRefused
from alongside.cases.models import Case, HandOver
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys import asking_to_go_on, handing_over
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


def about_the_next_talk(
    *, organization: UUID, token: bytes, row: UUID, said: Answer, now: datetime, day: date | None = None
) -> None:
    """Say yes, another day, or no more. Whoever walks with them is told to look where plans change.

    Raises:
        MoveRefused: another plan stands by now, or the day cannot be chosen.
        NoVisit: the visit is over.
    """
    with _theirs(organization=organization, token=token, now=now) as case:
        follow_ups.answer(case=case, row=row, said=said, day=day, now=now)
        handing_over.after_an_answer(case=case, by=cases.CAREGIVER, now=now)
        if said is not Answer.YES:
            ladder.nudge_owner(case=case, now=now)
        _write(case=case, verb=f"follow_up.{said}", now=now)


def about_another_supporter(*, organization: UUID, token: bytes, row: UUID, agreed: bool, now: datetime) -> None:
    """Say yes or no to somebody else going on. Without a yes nothing changes. Raises MoveRefused, NoVisit."""
    with _theirs(organization=organization, token=token, now=now) as case:
        wish = hand_overs.standing(case=case)
        if wish is None or wish.pk != row or wish.state != HandOver.State.PROPOSED:
            raise MoveRefused
        if agreed:
            asking_to_go_on.ask_next(case=case, wish=wish, now=now)
        else:
            hand_overs.end(row=wish, state=HandOver.State.REFUSED, now=now)
            ladder.nudge_owner(case=case, now=now)
        _write(case=case, verb="hand_over.agreed" if agreed else "hand_over.refused", now=now)


@contextmanager
def _theirs(*, organization: UUID, token: bytes, now: datetime) -> Iterator[Case]:
    """Open the one transaction around the case of a visit: held, and read as it is now, whatever the page showed."""
    with one_transaction():
        yield ladder.hold_visited(organization=organization, token=token, now=now)


def _write(*, case: Case, verb: str, now: datetime) -> None:
    ledger.write(
        organization=case.organization_id,
        actor_role=Role.CAREGIVER,
        verb=verb,
        now=now,
        payload={"stage": str(case.stage)},
        case=case.pk,
        box=case_queries.box_or_none(case),
    )
