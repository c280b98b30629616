"""Names are handed on: a supporter knows somebody too well, was there after all, or leaves; a coordinator chooses.

Whoever takes over was not involved either and sees what was tried, not why it was handed on. Where nobody is free, the
offer waits, sealed, for the coordinator, who chooses blind: names of those who may carry, never for whom.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.cases import offered
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.journeys.carrying_an_offer import hold_mine, tell_carrier
from alongside.ledger import operations as ledger
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.paging.uninvolved import Free, Roster
from alongside.people.queries import Member
from alongside.rounds import operations as rounds
from alongside.rounds import queries as round_queries
from alongside.rounds import rules
from alongside.rounds.errors import MayNotCarry, NoSuchRound
from alongside.rounds.models import Carried, Round
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class _Held:
    """One offer with its case, and who may never carry it."""

    offer: Carried
    case: Case
    facts: MatchingFacts


def knows_too_well(*, member: Member, case: UUID, now: datetime) -> None:
    """Another supporter takes this name; nobody asks why. Raises NoSuchOffer, NoSuchRound."""
    with one_transaction():
        offer = hold_mine(member=member, case=case)
        held = _opened([offer], away=member.person)
        _to_others(offer.round, held, without=member.person, now=now)
        _write(member, Role.SUPPORTER, "offer.handed_on", now)


def give_back(*, member: Member, round_id: UUID, now: datetime) -> None:
    """The supporter was close to it after all: the whole round goes to others. They are never asked for these people.

    Raises NoSuchRound.
    """
    with one_transaction():
        mine = rounds.hold(organization=member.organization, round_id=round_id, carrier=member.person)
        held = _opened(round_queries.held_offers(round_id=mine.pk), away=member.person, involved=True)
        _to_others(mine, held, without=member.person, now=now)
        _write(member, Role.SUPPORTER, "round.handed_back", now)


def carrier_leaves(*, organization: UUID, person: UUID, now: datetime) -> None:
    """Whoever leaves hands on every round; in the caller's transaction, who writes the ledger's entry."""
    for key in round_queries.own_rounds(organization=organization, carrier=person):
        with suppress(NoSuchRound):  # It ended at this very moment: there is nothing left to hand on.
            mine = rounds.hold(organization=organization, round_id=key)
            held = _opened(round_queries.held_offers(round_id=key))
            _to_others(mine, held, without=person, now=now)


def those_who_may_carry(*, member: Member, round_id: UUID, now: datetime) -> list[Free]:
    """Return who may carry a whole round, for a coordinator; not for whom, nor why others are missing.

    Raises NoSuchRound.
    """
    with one_transaction(ring=False):
        given = rounds.hold(organization=member.organization, round_id=round_id)
        return _able(given, now=now)


def give(*, member: Member, round_id: UUID, person: UUID, now: datetime) -> None:
    """The coordinator lets somebody else carry a round.

    Raises:
        MayNotCarry: a hard rule keeps them away by now.
        NoSuchRound: it is over.
    """
    with one_transaction():
        given = rounds.hold(organization=member.organization, round_id=round_id)
        if person not in {free.person for free in _able(given, now=now)}:
            raise MayNotCarry
        for held in _opened(round_queries.held_offers(round_id=given.pk)):
            offered.give_to(case=held.case, carrier=person)
        rounds.give(round_=given, carrier=person, now=now)
        zone = ZoneInfo(given.site.timezone)
        tell_carrier(organization=member.organization, carrier=person, zone=zone, now=now)
        _write(member, Role.COORDINATOR, "round.given", now)


def _able(given: Round, *, now: datetime) -> list[Free]:
    held = _opened(round_queries.held_offers(round_id=given.pk))
    if not held:
        raise NoSuchRound
    roster = Roster(organization=given.organization_id, zone=ZoneInfo(given.site.timezone), now=now)
    able = roster.able_for_all([one.facts for one in held])
    return [free for free in able if free.person != given.carrier_id]


def _opened(offers: Sequence[Carried], *, away: UUID | None = None, involved: bool = False) -> list[_Held]:
    """Open what is needed to choose who carries; `away` is kept from these people for good.

    An offer whose key is lost can be read by nobody: it is left where it is until it lapses.
    """
    found = []
    for offer in offers:
        case = offered.held(organization=offer.organization_id, case=offer.case)
        box = case_queries.box_or_none(case)
        if box is None:
            continue
        facts = case_queries.facts_of(case=case, box=box)
        if away:
            facts = offered.keep_away(case=case, box=box, facts=facts, person=away, involved=involved)
        found.append(_Held(offer, case, facts))
    return found


def _to_others(left: Round, held: Sequence[_Held], *, without: UUID, now: datetime) -> None:
    """Share these offers out anew; where nobody is free, the coordinators are told and choose."""
    organization, zone = left.organization_id, ZoneInfo(left.site.timezone)
    roster = Roster(organization=organization, zone=zone, now=now)
    able = [[who for who in row if who != without] for row in roster.able_each([one.facts for one in held])]
    carriers = rules.share_out(able, carrying=round_queries.carrying(organization=organization))
    shares: defaultdict[UUID | None, list[_Held]] = defaultdict(list)
    for one, carrier in zip(held, carriers, strict=True):
        shares[carrier].append(one)
    for carrier, share in shares.items():
        _move(left, share, carrier, now)
        if carrier is None:
            paging.raise_alarm(organization=organization, kind=Alarm.Kind.EVENT_UNCARRIED, case=None, now=now)
        else:
            tell_carrier(organization=organization, carrier=carrier, zone=zone, now=now)


def _move(left: Round, share: Sequence[_Held], carrier: UUID | None, now: datetime) -> None:
    begun = rounds.begin(
        organization=left.organization_id,
        site=left.site_id,
        carrier=carrier,
        cases=(),
        guide=left.guide,
        lapses_at=left.lapses_at,
        now=now,
    )
    rounds.hand_on(offers=[one.offer for one in share], to=begun, now=now)
    for one in share:
        offered.give_to(case=one.case, carrier=carrier)


def _write(member: Member, role: Role, verb: str, now: datetime) -> None:
    ledger.write(organization=member.organization, actor_role=role, verb=verb, now=now, payload={}, actor=member.person)
