"""Reading rounds: what a supporter carries, and what a coordinator may know of it: numbers.

Belongs here: frozen rows. Does not belong here: names of those to be reached (sealed; a journey opens them), who may
read (`people.access`), team sessions (`rounds.sessions`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from alongside.rounds import rules
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import Said


@dataclass(frozen=True)
class RoundRow:
    """A round in its carrier's list. Numbers only: names are opened by a POST."""

    round: UUID
    people: int
    done: int
    opened: bool
    begun_at: datetime
    lapses_at: datetime
    guide: str
    site: UUID


@dataclass(frozen=True)
class OfferRow:
    """One offer of a round, with what was tried of it; whom it goes to is sealed."""

    case: UUID
    first_try_at: datetime | None
    second_try_at: datetime | None
    said: str
    undo_until: datetime | None

    @property
    def done(self) -> bool:
        """Whether nothing more is to be done for them."""
        return bool(self.said) or self.second_try_at is not None


@dataclass(frozen=True)
class Cover:
    """What a coordinator sees of a round: who carries it, and numbers of which small ones are not shown (None)."""

    round: UUID
    carrier: str
    people: int | None
    reached: int | None
    not_reached: int | None
    begun_at: datetime
    lapses_at: datetime
    opened: bool


@dataclass(frozen=True)
class Totals:
    """All rounds of ninety days together; small numbers are not shown (None)."""

    people: int | None
    reached: int | None
    not_reached: int | None


_REACHED = Count("offers", filter=Q(offers__said__in=sorted(rules.REACHED)))
_DONE = Count("offers", filter=~Q(offers__said="") | Q(offers__second_try_at__isnull=False))
_LEFT = Count("offers")


def rounds_of(*, organization: UUID, carrier: UUID) -> list[RoundRow]:
    """Return the open rounds that this person carries, the oldest first; one query."""
    rows = Round.objects.of(organization).filter(carrier=carrier, closed_at=None).order_by("begun_at", "id")
    return [_row(row) for row in rows.annotate(left=_LEFT, at_rest=_DONE)]


def round_of(*, organization: UUID, carrier: UUID, round_id: UUID) -> RoundRow | None:
    """Return one open round if this person carries it."""
    rows = Round.objects.of(organization).filter(pk=round_id, carrier=carrier, closed_at=None)
    row = rows.annotate(left=_LEFT, at_rest=_DONE).first()
    return _row(row) if row else None


def _row(row: Round) -> RoundRow:
    settled = row.people - row.left  # type: ignore[attr-defined]  # Annotated.
    return RoundRow(
        round=row.pk,
        people=row.people,
        done=settled + row.at_rest,  # type: ignore[attr-defined]  # Annotated.
        opened=row.opened_at is not None,
        begun_at=row.begun_at,
        lapses_at=row.lapses_at,
        guide=row.guide,
        site=row.site_id,
    )


def offers_of(*, round_id: UUID, now: datetime) -> list[OfferRow]:
    """Return the offers of a round that are not settled yet, in a constant order that tells nothing; one query."""
    rows = Carried.objects.filter(round=round_id).order_by("case")
    return [_offer(row, now) for row in rows]


def offer_of(*, organization: UUID, carrier: UUID, case: UUID, now: datetime) -> OfferRow | None:
    """Return one offer if this person carries it."""
    mine = Q(case=case, round__carrier=carrier, round__closed_at=None)
    row = Carried.objects.of(organization).filter(mine).first()
    return _offer(row, now) if row else None


def _offer(row: Carried, now: datetime) -> OfferRow:
    until = row.acted_at + rules.UNDO_FOR if row.acted_at else None
    return OfferRow(row.case, row.first_try_at, row.second_try_at, row.said, until if until and until > now else None)


def still_open(*, round_id: UUID) -> bool:
    """Say whether anybody of a round is still to be reached, or may still be undone."""
    pending = Q(said="", second_try_at=None) | Q(settles_at__isnull=False)
    return Carried.objects.filter(pending, round=round_id).exists()


def thinking(*, round_id: UUID) -> list[Carried]:
    """Return those who are thinking about it."""
    return list(Carried.objects.filter(round=round_id, said=Said.THINKING))


def held_offers(*, round_id: UUID) -> list[Carried]:
    """Return the rows of a round that is held."""
    return list(Carried.objects.filter(round=round_id).order_by("case"))


def of_case(*, case: UUID) -> Carried | None:
    """Return the row of an offer, if it is not settled yet."""
    return Carried.objects.filter(case=case).first()


def carrying(*, organization: UUID) -> dict[UUID, int]:
    """Return how many names each supporter carries now; people with none are absent."""
    rows = Round.objects.of(organization).filter(closed_at=None, carrier__isnull=False)
    counted = rows.values("carrier_id").annotate(names=Count("offers")).values_list("carrier_id", "names")
    return dict(counted)


def own_rounds(*, organization: UUID, carrier: UUID) -> list[UUID]:
    """Return the keys of the open rounds that this person carries."""
    rows = Round.objects.of(organization).filter(carrier=carrier, closed_at=None)
    return list(rows.values_list("pk", flat=True))


def coverage(*, organization: UUID, today: datetime) -> list[Cover]:
    """Return every open round in numbers, those without a carrier first; one query.

    With them those that were closed since `today` began: a round of one ends with a yes at once and with a no after ten
    minutes, so the moment at which it went away would tell which it was.
    """
    shown = Q(closed_at=None) | Q(closed_at__gte=today, people__gt=0)
    rows = Round.objects.of(organization).filter(shown).select_related("carrier")
    counted = rows.annotate(now_reached=_REACHED).order_by("carrier__name", "begun_at")
    found = [_cover(row) for row in counted]
    return sorted(found, key=lambda row: (bool(row.carrier), row.begun_at))


def _cover(row: Round) -> Cover:
    return Cover(
        round=row.pk,
        carrier=row.carrier.name if row.carrier else "",
        people=rules.shown(row.people),
        reached=rules.shown(row.reached + row.now_reached),  # type: ignore[attr-defined]  # Annotated.
        not_reached=rules.shown(row.not_reached),
        begun_at=row.begun_at,
        lapses_at=row.lapses_at,
        opened=row.opened_at is not None,
    )


def totals(*, organization: UUID) -> Totals:
    """Return the numbers of all rounds that are kept; one query."""
    rows = Round.objects.of(organization).annotate(now_reached=_REACHED)
    counts = [(row.people, row.reached + row.now_reached, row.not_reached) for row in rows]
    people, reached, not_reached = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    return Totals(rules.shown(people), rules.shown(reached), rules.shown(not_reached))


def something_to_settle(*, now: datetime) -> bool:
    """Say whether something that was said holds by now. What failed lately rests and does not count."""
    return Carried.objects.filter(Q(rests_until=None) | Q(rests_until__lte=now), settles_at__lte=now).exists()


def next_to_look_at(*, now: datetime) -> Round | None:
    """Return the round that nobody has opened for longest. Whoever deals with it holds it and looks again."""
    return Round.objects.filter(look_at__lte=now, closed_at=None).order_by("look_at").first()
