"""Writing rounds: beginning one, noting a try and what was said, taking it back, settling it, handing it on.

Belongs here: verbs on rounds and their offers, inside a journey's transaction. Does not belong here: the case behind an
offer (`cases.offered`), the ledger, telling anybody (journeys do all three), team sessions (`rounds.sessions`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q

from alongside.limits.rules import rest_after
from alongside.rounds import rules
from alongside.rounds.errors import NoSuchOffer, NoSuchRound, NotYet, TooLateToUndo
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import Again, Said
from alongside.tenancy.transactions import require_transaction


def begin(
    *,
    organization: UUID,
    site: UUID,
    carrier: UUID | None,
    cases: Sequence[UUID],
    guide: str,
    lapses_at: datetime,
    now: datetime,
) -> Round:
    """Begin a round of these offers. Without a carrier it waits for the coordinator's choice."""
    require_transaction()
    begun = Round.objects.create(
        organization_id=organization,
        site_id=site,
        carrier_id=carrier,
        guide=guide,
        people=len(cases),
        begun_at=_hour(now),
        lapses_at=_hour(lapses_at),
        look_at=now + rules.REMIND_AFTER if carrier else None,
    )
    Carried.objects.bulk_create(Carried(organization_id=organization, round=begun, case=case) for case in cases)
    return begun


def hold(*, organization: UUID, round_id: UUID, carrier: UUID | None = None) -> Round:
    """Hold an open round until the transaction ends; with `carrier` only if it is theirs. Raises NoSuchRound."""
    require_transaction()
    rows = Round.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    found = rows.filter(organization=organization, pk=round_id, closed_at=None).first()
    if found is None or (carrier is not None and found.carrier_id != carrier):
        raise NoSuchRound
    return found


def hold_offer(*, round_: Round, case: UUID) -> Carried:
    """Hold one offer of a round that is held. Raises NoSuchOffer."""
    require_transaction()
    found = Carried.objects.select_related("round").filter(round=round_, case=case).first()
    if found is None:
        raise NoSuchOffer
    return found


def note_opened(*, round_: Round, now: datetime) -> None:
    """Note that the names were seen: nobody needs to be reminded any more."""
    require_transaction()
    Round.objects.filter(pk=round_.pk).update(opened_at=round_.opened_at or _hour(now), look_at=None)


def note_try(*, offer: Carried, zone: ZoneInfo, now: datetime) -> None:
    """Note that they were not reached: the one attempt, or the one follow-up. Raises NotYet."""
    require_transaction()
    again = rules.try_again(first=offer.first_try_at, second=offer.second_try_at, now=now, zone=zone)
    if again is not Again.YES:
        raise NotYet(again.value)
    if offer.first_try_at is None:
        offer.first_try_at = now
    else:
        offer.second_try_at = now
        offer.settles_at = now + rules.UNDO_FOR
    offer.acted_at = now
    offer.save(update_fields=["first_try_at", "second_try_at", "acted_at", "settles_at"])


def note_said(*, offer: Carried, said: Said, now: datetime) -> None:
    """Note what came of reaching them; it holds after ten minutes."""
    require_transaction()
    offer.said, offer.acted_at, offer.settles_at = said.value, now, now + rules.UNDO_FOR
    offer.save(update_fields=["said", "acted_at", "settles_at"])


def undo(*, offer: Carried, now: datetime) -> None:
    """Take back the last thing noted, within ten minutes. Raises TooLateToUndo."""
    require_transaction()
    if offer.acted_at is None or now - offer.acted_at >= rules.UNDO_FOR:
        raise TooLateToUndo
    if offer.said:
        offer.said = ""
    elif offer.second_try_at is not None:
        offer.second_try_at = None
    else:
        offer.first_try_at = None
    offer.acted_at = None
    offer.settles_at = None
    offer.save(update_fields=["said", "first_try_at", "second_try_at", "acted_at", "settles_at"])


def stays_for_now(*, offer: Carried) -> None:
    """What was said holds, and they are kept until everybody on the round is done."""
    require_transaction()
    Carried.objects.filter(pk=offer.pk).update(settles_at=None, tries=0, rests_until=None)
    offer.settles_at = None


def claim_to_settle(*, now: datetime) -> Carried | None:
    """Lease the offer whose ten minutes were over first; None when there is none.

    Whoever deals with it holds its round and looks again. One that fails again and again rests longer each time.
    """
    require_transaction()
    free = Carried.objects.filter(Q(rests_until=None) | Q(rests_until__lte=now), settles_at__lte=now)
    free = free.select_for_update(skip_locked=True)
    offer = free.order_by("settles_at", "pk").first()
    if offer is not None:
        offer.tries += 1
        offer.rests_until = now + rest_after(offer.tries)
        offer.save(update_fields=["tries", "rests_until"])
    return offer


def settle(*, offer: Carried, reached: bool, now: datetime) -> None:
    """Forget one offer; a number grows instead. With the last one the round is over."""
    require_transaction()
    column = "reached" if reached else "not_reached"
    Carried.objects.filter(pk=offer.pk).delete()
    Round.objects.filter(pk=offer.round_id).update(**{column: F(column) + 1})
    _close_if_empty(offer.round_id, now)


def hand_on(*, offers: Sequence[Carried], to: Round, now: datetime) -> None:
    """Move offers to another round, with what was tried of them; a round left empty is over."""
    require_transaction()
    left = {offer.round_id for offer in offers}
    for offer in offers:
        Carried.objects.filter(pk=offer.pk).update(round=to)
        Round.objects.filter(pk=offer.round_id).update(people=F("people") - 1)
        offer.round_id = to.pk
    Round.objects.filter(pk=to.pk).update(people=F("people") + len(offers))
    for key in left:
        _close_if_empty(key, now)


def _close_if_empty(key: UUID, now: datetime) -> None:
    if not Carried.objects.filter(round=key).exists():
        Round.objects.filter(pk=key, closed_at=None).update(closed_at=_hour(now), look_at=None)


def _hour(moment: datetime) -> datetime:
    """Return the hour that a moment lies in.

    A round's numbers are kept for ninety days: to the microsecond they would point at the request that came of it.
    """
    return moment.replace(minute=0, second=0, microsecond=0)


def give(*, round_: Round, carrier: UUID, now: datetime) -> None:
    """Let somebody else carry a whole round."""
    require_transaction()
    look_at = now + rules.REMIND_AFTER
    Round.objects.filter(pk=round_.pk).update(carrier=carrier, opened_at=None, reminded_at=None, look_at=look_at)
    round_.carrier_id = carrier


def note_reminded(*, round_: Round, now: datetime) -> None:
    """Note that the carrier was reminded; the next look is the coordinator's."""
    require_transaction()
    look_at = now + rules.ALARM_AFTER - rules.REMIND_AFTER
    Round.objects.filter(pk=round_.pk).update(reminded_at=now, look_at=look_at)


def look_no_more(*, round_: Round) -> None:
    """Note that the coordinators know: the round is looked at no more."""
    require_transaction()
    Round.objects.filter(pk=round_.pk).update(look_at=None)


def sweep(*, now: datetime) -> None:
    """Forget the numbers of rounds that have long been over."""
    require_transaction()
    over = Q(closed_at__lte=now - rules.NUMBERS_KEPT_FOR)
    Round.objects.filter(over).delete()
