"""Asking afterwards how it was, in a way that nobody can trace, and bringing a word of thanks to its supporter.

1. Somebody who spoke with a supporter is given a ticket, once: at the end, by the supporter who reads it aloud or
   prints it, or by themselves on their page. The case notes that it was given, and nothing else; the ticket store notes
   that it has one less.
2. With the ticket they answer, from any device, without the case's code. It is spent; what they said waits sealed.
3. Five or more answers move together, shuffled, into a store that knows no case, no supporter and no hour.
4. Words of thanks are handed on when a month turns, to the supporter alone, without saying who.

Giving a ticket and answering write no line of their own into the ledger: it would keep the hour that nothing else
keeps. That answers moved is written.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from alongside.cases import evaluations, visits
from alongside.cases.errors import MoveRefused, NotTheirs
from alongside.cases.models import Case
from alongside.journeys import until_a_human_answers as ladder
from alongside.ledger import operations as ledger
from alongside.people import queries as people
from alongside.surveys import operations as surveys
from alongside.surveys import queries
from alongside.surveys.errors import NotExpected
from alongside.surveys.operations import Said
from alongside.tenancy import queries as tenancy
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.evaluating import ThankYou
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ENDED, Stage

ENGINE = "engine"


def give_ticket(*, case: Case, now: datetime) -> str | None:
    """Give a case its ticket, in the caller's transaction; None when it has had one, or nobody ever spoke with them."""
    supporter = evaluations.claim(case=case)
    if supporter is None:
        return None
    return surveys.hand_out(organization=case.organization_id, supporter=supporter, now=now)


def read_aloud(*, organization: UUID, case: UUID, person: UUID, now: datetime) -> str | None:
    """Give the ticket by way of the supporter, who reads it aloud at the last talk; None as `give_ticket`.

    Raises NotTheirs; MoveRefused where they do not walk together.
    """
    with one_transaction(ring=False):
        mine = ladder.hold(case=case)
        if (mine.organization_id, mine.owner_id) != (organization, person):
            raise NotTheirs
        if mine.stage != Stage.ALONGSIDE:
            raise MoveRefused
        return give_ticket(case=mine, now=now)


def take_ticket(*, organization: UUID, token: bytes, now: datetime) -> str | None:
    """Give the ticket to somebody who came back with their code, once support has ended; None as `give_ticket`.

    Raises NoVisit; MoveRefused while support goes on.
    """
    with one_transaction(ring=False):
        case = ladder.hold_visited(organization=organization, token=token, now=now)
        if Stage(case.stage) not in ENDED:
            raise MoveRefused
        return give_ticket(case=case, now=now)


def may_take_ticket(*, organization: UUID, token: bytes, now: datetime) -> bool:
    """Say whether the page of somebody who came back offers it. Raises NoVisit."""
    case = visits.find_visit(organization=organization, token=token, now=now).case
    return Stage(case.stage) in ENDED and evaluations.may_be_offered(case=case)


def look(*, organization: UUID, typed: str) -> str:
    """Read a ticket as typed; return it as it was shown. Raises MistypedTicket, NotExpected."""
    text = surveys.read(typed)
    if not surveys.is_expected(organization=organization, text=text):
        raise NotExpected
    return text


def answer(*, organization: UUID, text: str, said: Said, thanks: Iterable[ThankYou]) -> None:
    """Take the answer. Raises MistypedTicket, NothingSaid, NotExpected."""
    with one_transaction(ring=False):
        surveys.answer(organization=organization, text=surveys.read(text), said=said, thanks=thanks)


def see_to_next(*, now: datetime) -> bool:
    """Move one batch, hand on one organization's words of thanks, or make tickets for one supporter.

    Returns False when nothing was due.
    """
    return _mix_next(now) or _hand_on_next(now) or _stock_next(now)


def _mix_next(now: datetime) -> bool:
    for organization in queries.to_mix():
        with one_transaction(ring=False):
            if surveys.mix(organization=organization, now=now):
                _write(organization, "evaluation.moved", now)
                return True
    return False


def _hand_on_next(now: datetime) -> bool:
    houses = [house.id for house in tenancy.houses()]
    for organization in queries.to_hand_on(houses, now=now):
        with one_transaction(ring=False):
            if surveys.hand_on_thanks(organization=organization, now=now):
                surveys.forget_old(organization=organization, now=now)
                _write(organization, "thanks.handed_on", now)
                return True
    return False


def _stock_next(now: datetime) -> bool:
    """Make tickets ahead of time, so that none is made because somebody needs one just now."""
    low = queries.running_low(people.holders_anywhere(role=Role.SUPPORTER, now=now))
    for organization, supporter in low[:1]:
        with one_transaction(ring=False):
            surveys.stock(organization=organization, supporter=supporter)
            _write(organization, "evaluation.stocked", now)
    return bool(low)


def _write(organization: UUID, verb: str, now: datetime) -> None:
    ledger.write(organization=organization, actor_role=ENGINE, verb=verb, now=now, payload={})
