"""Keeping hand-offs to professionals: who was asked on what ground, the answer, the way back.

Belongs here: verbs and reads on these rows, inside a journey's transaction; the case is held. Does not belong here: who
can be asked (`paging.professionals`), moving the case (`journeys/handing_to_a_professional.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from alongside.cases.errors import NoSuchHandOff
from alongside.cases.models import Case, HandOff
from alongside.cases.models.hand_off import OPEN_STATES
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.rows import change
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.passing_on import Consent, HandOffState, Outside
from alongside.vocabulary.stages import Stage

_STANDS = ~Q(state=HandOffState.PROPOSED) | Q(made_by=F("case__owner"))
"""What was only proposed stands as long as whoever proposed it carries the case: a yes given later would make somebody
who handed back, or was kept away, the colleague who stays in touch."""


@dataclass(frozen=True)
class Asked:
    """Whom a supporter would like to bring in, and on what ground. `anyone`: another professional will do as well."""

    to: UUID
    consent: Consent
    anyone: bool = False
    in_touch: bool = False


@dataclass(frozen=True)
class HandOffRow:
    """A hand-off as its giver, and the professional asked, may see it: two made-up words, names of colleagues."""

    hand_off: UUID
    case: UUID
    organization_id: UUID
    designation: str
    danger: bool
    language: str
    made_by: UUID
    made_by_name: str
    made_by_phone: str
    to: UUID | None
    to_name: str
    outside: str
    consent: str
    anyone: bool
    in_touch: bool
    peer_kept_away: bool
    state: HandOffState
    made_at: datetime
    confirm_by: datetime | None
    confirmed_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether it waits for an answer, or a professional goes on with the person."""
        return self.state in OPEN_STATES


def propose(*, case: Case, by: UUID, asked: Asked, now: datetime) -> HandOff:
    """Keep a hand-off that waits for a yes; one that waited before gives way to it."""
    require_transaction()
    HandOff.objects.filter(case=case, state=HandOffState.PROPOSED).update(state=HandOffState.TAKEN_BACK, ended_at=now)
    return HandOff.objects.create(
        organization_id=case.organization_id,
        case=case,
        made_by_id=by,
        to_id=asked.to,
        consent=asked.consent,
        anyone=asked.anyone,
        in_touch=asked.in_touch,
        state=HandOffState.PROPOSED,
        made_at=now,
    )


def ask(*, row: HandOff, confirm_by: datetime) -> None:
    """The person said yes, or is told: the professional is asked, and has until then."""
    change(row, state=HandOffState.ASKED, confirm_by=confirm_by)


def ask_another(*, row: HandOff, to: UUID, confirm_by: datetime, now: datetime) -> HandOff:
    """Ask somebody else on the same ground; the first one's answer stands already."""
    require_transaction()
    return HandOff.objects.create(
        organization_id=row.organization_id,
        case_id=row.case_id,
        made_by_id=row.made_by_id,
        to_id=to,
        consent=row.consent,
        anyone=row.anyone,
        in_touch=row.in_touch,
        peer_kept_away=row.peer_kept_away,
        state=HandOffState.ASKED,
        made_at=now,
        confirm_by=confirm_by,
    )


def hand_to(*, case: Case, owner: UUID, due_at: datetime) -> None:
    """It is another professional's turn; the stage stays."""
    require_transaction()
    Case.objects.filter(pk=case.pk).update(owner=owner, due_at=due_at, lease_until=None)
    case.owner_id, case.due_at = owner, due_at


def confirm(*, row: HandOff, now: datetime) -> None:
    """The professional has it in hand."""
    change(row, state=HandOffState.CONFIRMED, confirmed_at=now)


def end(*, row: HandOff, state: HandOffState, now: datetime) -> None:
    """It came to nothing, or has ended; `state` says how."""
    change(row, state=state, ended_at=now)


def keep_peer_away(*, row: HandOff) -> None:
    """The person would rather not have whoever made it near: from now on it does not exist for them."""
    change(row, in_touch=False, peer_kept_away=True)


def peer_of(row: HandOff) -> UUID | None:
    """Return the supporter who made it, as long as the person would have them near."""
    return None if row.peer_kept_away else row.made_by_id


def note_outside(*, case: Case, by: UUID, outside: Outside, now: datetime) -> None:
    """Note by a code that somebody outside goes on with the person; the case stays. Said twice it is noted once."""
    require_transaction()
    HandOff.objects.get_or_create(
        case=case,
        outside=outside,
        state=HandOffState.OUTSIDE,
        defaults={"organization_id": case.organization_id, "made_by_id": by, "made_at": now, "ended_at": now},
    )


def open_of(*, case: Case) -> HandOff | None:
    """Return the hand-off under way: proposed, asked or confirmed."""
    return HandOff.objects.filter(_STANDS, case=case, state__in=OPEN_STATES).first()


def waits_for_receipt(*, case: Case) -> bool:
    """Say whether a professional was asked to go on with them and has not said yet that they do."""
    return case.stage == Stage.WITH_PROFESSIONAL and not _of(case, HandOffState.CONFIRMED).exists()


def peer_may_call(row: HandOff) -> bool:
    """Say whether the peer who made it still calls: until it is confirmed, and afterwards if they stay in touch."""
    return row.state == HandOffState.ASKED or (row.state == HandOffState.CONFIRMED and row.in_touch)


def asked_before(*, case: Case, since: datetime) -> frozenset[UUID]:
    """Return which professionals were asked since then: none is asked twice for the same wish."""
    rows = HandOff.objects.filter(case=case, made_at__gte=since, to__isnull=False)
    return frozenset(rows.values_list("to_id", flat=True))


def began(*, row: HandOff) -> datetime:
    """Return when the wish began in whose course this professional was asked."""
    same = HandOff.objects.filter(case_id=row.case_id, made_by_id=row.made_by_id)
    over = (HandOffState.CONFIRMED, HandOffState.GIVEN_BACK, HandOffState.TAKEN_BACK, HandOffState.REFUSED)
    last = same.filter(state__in=over, made_at__lt=row.made_at).order_by("-made_at").first()
    first = same.filter(made_at__gt=last.made_at) if last else same
    return first.order_by("made_at").values_list("made_at", flat=True)[0]


def case_of(*, organization: UUID, hand_off: UUID) -> UUID:
    """Return whose hand-off it is, so that the case can be held first. Raises NoSuchHandOff."""
    rows = HandOff.objects.of(organization).filter(pk=hand_off)
    key = rows.values_list("case_id", flat=True).first()
    if key is None:
        raise NoSuchHandOff
    return key


def held(hand_off: UUID) -> HandOff:
    """Return a hand-off as it is now and hold it; its case is held before. Raises NoSuchHandOff."""
    require_transaction()
    row = HandOff.objects.select_for_update(of=("self",)).filter(pk=hand_off).first()
    if row is None:
        raise NoSuchHandOff
    return row


def claim_due(*, now: datetime) -> UUID | None:
    """Lease the case with a professional whose time came first; None when none has."""
    return lease_first_key(due(now=now), now=now)


def due(*, now: datetime) -> QuerySet[Case, Case]:
    """Return the cases with a professional whose time has come."""
    return Case.objects.filter(stage=Stage.WITH_PROFESSIONAL, due_at__lte=now)


def asked_of(*, organization: UUID, person: UUID) -> list[HandOffRow]:
    """Return the hand-offs that wait for this professional's answer, the most pressing first; one query."""
    rows = _rows(organization).filter(to=person, state=HandOffState.ASKED).order_by("confirm_by")
    return [_row(row) for row in rows]


def given_by(*, organization: UUID, person: UUID) -> list[HandOffRow]:
    """Return the hand-offs this supporter made that are under way with a professional; one query."""
    waiting = (HandOffState.ASKED, HandOffState.CONFIRMED)
    rows = _rows(organization).filter(made_by=person, peer_kept_away=False, state__in=waiting).order_by("made_at")
    return [_row(row) for row in rows if row.state == HandOffState.ASKED or row.in_touch]


def row_of(*, organization: UUID, hand_off: UUID) -> HandOffRow | None:
    """Return one hand-off; None when it is not there."""
    row = _rows(organization).filter(pk=hand_off).first()
    return _row(row) if row else None


def last_of_case(*, organization: UUID, case: UUID) -> HandOffRow | None:
    """Return the hand-off of a case that is under way, else the latest; None when nobody here was ever asked."""
    under_way = ExpressionWrapper(Q(state__in=OPEN_STATES), output_field=BooleanField())
    rows = _rows(organization).filter(_STANDS, case=case, to__isnull=False).annotate(under_way=under_way)
    row = rows.order_by("-under_way", "-made_at", "-pk").first()
    return _row(row) if row else None


def outside_of_case(*, case: UUID) -> list[str]:
    """Return the codes of those outside who go on with the person."""
    rows = HandOff.objects.filter(case=case, state=HandOffState.OUTSIDE)
    return list(rows.order_by("made_at").values_list("outside", flat=True))


def _of(case: Case, state: HandOffState) -> QuerySet[HandOff, HandOff]:
    return HandOff.objects.filter(case=case, state=state)


def _rows(organization: UUID) -> QuerySet[HandOff, HandOff]:
    return HandOff.objects.of(organization).select_related("case", "made_by", "to")


def _row(row: HandOff) -> HandOffRow:
    return HandOffRow(
        hand_off=row.pk,
        case=row.case_id,
        organization_id=row.organization_id,
        designation=row.case.designation,
        danger=row.case.danger,
        language=row.case.language,
        made_by=row.made_by_id,
        made_by_name=row.made_by.name,
        made_by_phone="" if row.peer_kept_away else row.made_by.phone,
        to=row.to_id,
        to_name=row.to.name if row.to else "",
        outside=row.outside,
        consent=row.consent,
        anyone=row.anyone,
        in_touch=row.in_touch,
        peer_kept_away=row.peer_kept_away,
        state=HandOffState(row.state),
        made_at=row.made_at,
        confirm_by=row.confirm_by,
        confirmed_at=row.confirmed_at,
    )
