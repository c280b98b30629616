"""Support is carried to people by a colleague who was not involved.

1. After an event, or after meeting somebody, each person is offered support once in 14 days, by whatever way.
2. A designated supporter who was not there, and is nobody's chief there, gets up to six names, in daytime.
3. They open the names (the opening is noted), try once, and once more on another day and at another hour.
4. What came of it can be taken back for ten minutes. A no ends it, and everything about it is erased at once.
5. Only the person's own yes makes a request of it (`saying_yes.py`).

Nobody else learns what was said: whoever reported the event sees nothing, the coordinator sees numbers. Handing names
on is told in `handing_on_offers.py`, ending in `letting_offers_go.py`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.cases import offered
from alongside.cases import operations as cases
from alongside.cases import queries as case_queries
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.errors import NoSuchCase
from alongside.cases.models import Case, Opening
from alongside.cases.offered import OfferedTo
from alongside.ledger import operations as ledger
from alongside.notices import operations as notices
from alongside.offers import operations as offers
from alongside.offers.memory import Identity
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.paging.rules.clocks import Hours, next_open
from alongside.paging.uninvolved import Roster
from alongside.people.queries import Member
from alongside.rounds import operations as rounds
from alongside.rounds import queries as round_queries
from alongside.rounds import rules
from alongside.rounds.errors import NoSuchOffer
from alongside.rounds.models import Carried
from alongside.rounds.queries import OfferRow
from alongside.rounds.reaching import Occasion, Started, ToReach
from alongside.rounds.rules import Said
from alongside.tenancy.models import Site
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from alongside.vocabulary.asking import Way
from alongside.vocabulary.roles import Role

_Share = list[tuple[ToReach, MatchingFacts]]

BY_DAY = Hours(time(8), time(20))
"""When carriers are told: nobody is woken for an offer."""


@dataclass(frozen=True, repr=False)
class Named:
    """One name of a round, opened for its carrier."""

    row: OfferRow
    to: OfferedTo
    language: str
    again: rules.Again


# --- an event, or somebody met -------------------------------------------------------------------------------------


def start_round(
    *,
    organization: UUID,
    after: Occasion,
    people: tuple[ToReach, ...],
    now: datetime,
    away: frozenset[UUID] = frozenset(),
) -> Started:
    """Offer support to each of these people, carried by supporters who were not involved; in the caller's transaction.

    Whoever was offered support of late, or wants no more offers, is left out, and nobody is told. The caller writes the
    ledger's entry. `away`: who never carries these, whoever hands them on. Where nobody is free to carry, the offer
    waits, sealed, for the coordinator's choice, and the caller, who knows why it was made, alarms them.
    """
    fresh = [one for one in people if offers.claim_turn(organization=organization, who=_identity(one), now=now)]
    if not fresh:
        return Started(0, ())
    roster = Roster(organization=organization, zone=zone_of(after.site), now=now)
    involved = away | roster.known(people=[one.person for one in people], emails=[one.email for one in people])
    shares = _share_out(roster, [(one, _facts(one, involved, after.day)) for one in fresh])
    for carrier, share in shares.items():
        _begin(roster, after, carrier, share)
    unmatched = tuple(one for one, _ in shares.get(None, ()))
    return Started(len(fresh) - len(unmatched), unmatched)


def _share_out(roster: Roster, fresh: _Share) -> dict[UUID | None, _Share]:
    """Return who carries what; under None what nobody is free to carry."""
    able = roster.able_each([about for _, about in fresh])
    carriers = rules.share_out(able, carrying=round_queries.carrying(organization=roster.organization))
    shares: defaultdict[UUID | None, _Share] = defaultdict(list)
    for one, carrier in zip(fresh, carriers, strict=True):
        shares[carrier].append(one)
    return shares


def _begin(roster: Roster, after: Occasion, carrier: UUID | None, share: _Share) -> None:
    """Open the offers of one carrier as one round, and tell them, by day, that it waits."""
    organization, now = roster.organization, roster.now
    lapses_at = now + rules.LAPSES_AFTER
    opened = []
    for one, about in share:
        offer = offered.Offer(one.site, one.language, _to(one), about, carrier, lapses_at)
        opened.append(offered.open_offered(organization=organization, offer=offer, by=cases.ENGINE, now=now)[0].pk)
    rounds.begin(
        organization=organization,
        site=after.site,
        carrier=carrier,
        guide=rules.OWN_GUIDES.get(after.kind, ""),
        cases=opened,
        lapses_at=lapses_at,
        now=now,
    )
    if carrier:
        tell_carrier(organization=organization, carrier=carrier, zone=roster.zone, now=now)


def offer_to_somebody_met(*, member: Member, to: ToReach, now: datetime) -> None:
    """A supporter met somebody and would like them to be offered support: a round of one, without an event.

    Another supporter carries it. Whether anything happens at all is so hidden from whoever asked: that somebody was
    offered support of late, or wants no more of it, is nobody's to learn. The answer and the ledger are the same.
    """
    with one_transaction():
        started = start_round(
            organization=member.organization,
            after=Occasion(to.site),
            people=(to,),
            now=now,
            away=frozenset({member.person}),
        )
        if started.unmatched:
            paging.raise_alarm(organization=member.organization, kind=Alarm.Kind.EVENT_UNCARRIED, case=None, now=now)
        _write(member, "offer.begun", {}, now)


def tell_carrier(*, organization: UUID, carrier: UUID, zone: ZoneInfo, now: datetime) -> None:
    """Tell a supporter, by day, that something waits at the desk."""
    by_day = next_open(hours=BY_DAY, zone=zone, at=now)
    notices.tell(organization=organization, person=carrier, template="page", now=now, due_at=by_day)


def zone_of(site: UUID) -> ZoneInfo:
    """Return a site's zone."""
    return ZoneInfo(Site.objects.values_list("timezone", flat=True).get(pk=site))


def _identity(one: ToReach) -> Identity:
    return Identity(person=one.person, phone=one.phone, email=one.email)


def _to(one: ToReach) -> OfferedTo:
    return OfferedTo(one.name, one.phone, one.email, one.person)


def _facts(one: ToReach, involved: frozenset[UUID], event_on: date | None) -> MatchingFacts:
    return MatchingFacts(
        unit_group=one.unit_group,
        site=one.site,
        language=one.language,
        way=(Way.PHONE_CALL if one.phone else Way.EMAIL if one.email else Way.IN_PERSON).value,
        involved=involved,
        event_on=event_on.isoformat() if event_on else "",
    )


# --- the supporter -------------------------------------------------------------------------------------------------


def open_names(*, member: Member, round_id: UUID, now: datetime) -> list[Named]:
    """Show whom a round goes to, to whoever carries it; noted in the ledger and, for the person, in their own log.

    A name whose key is lost is left out: nobody can read it. Raises NoSuchRound.
    """
    with one_transaction(ring=False):
        mine = rounds.hold(organization=member.organization, round_id=round_id, carrier=member.person)
        zone = ZoneInfo(mine.site.timezone)
        rows = round_queries.offers_of(round_id=mine.pk, now=now)
        named = [found for row in rows if (found := _named(member, row, zone, now))]
        rounds.note_opened(round_=mine, now=now)
        _write(member, "offers.names_opened", {"names": len(named)}, now)
    return named


def _named(member: Member, row: OfferRow, zone: ZoneInfo, now: datetime) -> Named | None:
    try:
        case = offered.held(organization=member.organization, case=row.case)
    except NoSuchCase:
        return None
    box = case_queries.box_or_none(case)
    if box is None:
        return None
    what = Opening.What.CONTACT
    if not case_queries.seen_of_late(case=case, person=member.person, what=what, now=now):
        cases.note_opening(case=case, role=Role.SUPPORTER, person=member.person, what=what, now=now)
    again = rules.try_again(first=row.first_try_at, second=row.second_try_at, now=now, zone=zone)
    return Named(row, offered.whom(case=case, box=box), case.language, again)


def not_reached(*, member: Member, case: UUID, now: datetime) -> None:
    """Note the one attempt, or the one follow-up. Raises NotYet when it is too early for the second."""
    with one_transaction(ring=False):
        offer = hold_mine(member=member, case=case)
        rounds.note_try(offer=offer, zone=ZoneInfo(offer.round.site.timezone), now=now)
        _note(member, case, "not_reached", now)


def reached(*, member: Member, case: UUID, said: Said, now: datetime) -> None:
    """Note what came of reaching them; it holds, and is erased, after ten minutes. Raises NoSuchOffer."""
    with one_transaction(ring=False):
        rounds.note_said(offer=hold_mine(member=member, case=case), said=said, now=now)
        _note(member, case, said.value, now)


def take_back(*, member: Member, case: UUID, now: datetime) -> None:
    """Undo the last thing noted. Raises rounds.errors.TooLateToUndo after ten minutes, NoSuchOffer once settled."""
    with one_transaction(ring=False):
        rounds.undo(offer=hold_mine(member=member, case=case), now=now)
        _note(member, case, "undone", now)


def hold_mine(*, member: Member, case: UUID) -> Carried:
    """Hold one offer that this supporter carries, and its round. Raises NoSuchOffer, NoSuchRound."""
    found = round_queries.of_case(case=case)
    if found is None or found.organization_id != member.organization:
        raise NoSuchOffer
    mine = rounds.hold(organization=member.organization, round_id=found.round_id, carrier=member.person)
    return rounds.hold_offer(round_=mine, case=case)


def _note(member: Member, case: UUID, said: str, now: datetime) -> None:
    """Write what was noted under the case's own key: it is erased with it."""
    try:
        theirs = offered.held(organization=member.organization, case=case)
    except NoSuchCase as over:
        raise NoSuchOffer from over
    note_in_ledger(member, theirs, case_queries.box_or_none(theirs), said, now)


def note_in_ledger(member: Member, case: Case, box: sealing.Box | None, said: str, now: datetime) -> None:
    """Write what was noted, sealed under the case's own key; the clear part says only that something was."""
    ledger.write(
        organization=member.organization,
        actor_role=Role.SUPPORTER,
        verb="offer.noted",
        now=now,
        payload={"said": said, "actor": str(member.person)},
        case=case.pk,
        box=box,
    )


def _write(member: Member, verb: str, payload: dict[str, int], now: datetime) -> None:
    ledger.write(
        organization=member.organization,
        actor_role=Role.SUPPORTER,
        verb=verb,
        now=now,
        payload=dict(payload),
        actor=member.person,
    )
