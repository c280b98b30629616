"""Offers end by themselves: what was said holds after ten minutes, an offer lapses after 14 days.

Either way everything about it is erased at once: nobody asked for it. Only the engine calls this, one thing at a time.
When everybody on a round is done, those who are thinking about it are let go too: the list is destroyed, and the door
stays open. A round that nobody has opened is remembered: its carrier after two days, the coordinators after four.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from alongside.cases import offered
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.errors import NoSuchCase
from alongside.cases.models import Case
from alongside.journeys.carrying_an_offer import tell_carrier, zone_of
from alongside.ledger import operations as ledger
from alongside.limits.rules import TOLD_AT_TRY
from alongside.offers import operations as offers
from alongside.offers.memory import Identity
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.rounds import operations as rounds
from alongside.rounds import queries as round_queries
from alongside.rounds import rules
from alongside.rounds.errors import NoSuchOffer, NoSuchRound
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import Said
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.stages import Stage


def settle_next(*, now: datetime) -> bool:
    """Let one thing that was said hold, now that nobody can take it back; False when there is none."""
    if not round_queries.something_to_settle(now=now):
        return False
    with one_transaction(ring=False):
        found = rounds.claim_to_settle(now=now)
        if found is not None and found.tries == TOLD_AT_TRY:
            paging.raise_alarm(organization=found.organization_id, kind=Alarm.Kind.STUCK, case=None, now=now)
    if found is None:
        return False
    with one_transaction(), suppress(NoSuchRound, NoSuchOffer):
        held = rounds.hold(organization=found.organization_id, round_id=found.round_id)
        offer = rounds.hold_offer(round_=held, case=found.case)
        if offer.settles_at and offer.settles_at <= now:
            _settle(offer, now)
            _let_the_rest_go(held, now)
            _write(held.organization_id, "offer.settled", now)
    return True


def lapse_next(*, now: datetime) -> bool:
    """Let one offer lapse whose time is over; False when there is none."""
    with one_transaction(ring=False):
        key = offered.claim_lapsed(now=now)
    if key is None:
        return False
    with one_transaction(), suppress(NoSuchCase, NoSuchRound, NoSuchOffer):  # Handed on meanwhile: its lease runs out.
        found = round_queries.of_case(case=key)
        held = rounds.hold(organization=found.organization_id, round_id=found.round_id) if found else None
        case = offered.held_anywhere(case=key)
        if held is not None:  # The round first, then its offers, as whoever carries it does.
            _settle_as_it_stands(rounds.hold_offer(round_=held, case=key), now)
        else:
            _end(case, Stage.LAPSED, now)
        _write(case.organization_id, "offer.lapsed", now)
    return True


def look_next(*, now: datetime) -> bool:
    """Remind the carrier of one round that nobody has opened, or tell the coordinators; False when there is none."""
    found = round_queries.next_to_look_at(now=now)
    if found is None:
        return False
    with one_transaction(), suppress(NoSuchRound):
        held = rounds.hold(organization=found.organization_id, round_id=found.pk)
        if held.look_at and held.look_at <= now:
            _look(held, now)
    return True


def _look(held: Round, now: datetime) -> None:
    if held.reminded_at is None and held.carrier_id:
        zone = zone_of(held.site_id)
        tell_carrier(organization=held.organization_id, carrier=held.carrier_id, zone=zone, now=now)
        rounds.note_reminded(round_=held, now=now)
        _write(held.organization_id, "round.reminded", now)
        return
    paging.raise_alarm(organization=held.organization_id, kind=Alarm.Kind.ROUND_UNTOUCHED, case=None, now=now)
    rounds.look_no_more(round_=held)
    _write(held.organization_id, "round.untouched", now)


def _settle(offer: Carried, now: datetime) -> None:
    """Thinking about it: they stay until everybody on the round is done. Anything else ends it now."""
    if offer.said == Said.THINKING:
        rounds.stays_for_now(offer=offer)
    else:
        _settle_as_it_stands(offer, now)


def _settle_as_it_stands(offer: Carried, now: datetime) -> None:
    case = offered.held_anywhere(case=offer.case)
    if offer.said == Said.NO_MORE:
        _remember(case, now)
    no = offer.said in {Said.NO_THANKS, Said.NO_MORE}
    rounds.settle(offer=offer, reached=offer.said in rules.REACHED, now=now)
    _end(case, Stage.DECLINED if no else Stage.LAPSED, now)


def _let_the_rest_go(held: Round, now: datetime) -> None:
    if not round_queries.still_open(round_id=held.pk):
        for offer in round_queries.thinking(round_id=held.pk):
            _settle_as_it_stands(offer, now)


def _remember(case: Case, now: datetime) -> None:
    """They want no more offers: that is remembered for a year, without their name."""
    box = case_queries.box_or_none(case)
    if box is not None:
        to = offered.whom(case=case, box=box)
        who = Identity(person=to.person, phone=to.phone, email=to.email)
        offers.no_more(organization=case.organization_id, who=who, now=now)


def _end(case: Case, to: Stage, now: datetime) -> None:
    offered.end_at_once(case=case, to=to, by=cases.ENGINE, now=now)


def _write(organization: UUID, verb: str, now: datetime) -> None:
    ledger.write(organization=organization, actor_role=cases.ENGINE.role, verb=verb, now=now, payload={})
