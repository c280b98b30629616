"""Handing somebody over: the wish, the caregiver's yes, whose turn it is to answer.

Belongs here: verbs and reads on these rows, inside a journey's transaction; the case is held. Does not belong here: who
can take over (`paging.queries`), moving the case (journeys).

A wish holds only while its giver carries the case as they did when it was made: whatever takes the case from them ends
it without a further word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import starmap
from uuid import UUID

from django.db.models import F, Q, QuerySet

from alongside.cases.errors import NoSuchHandOver
from alongside.cases.models import Case, HandOver, HandOverTurn
from alongside.tenancy.leases import lease_first_key
from alongside.tenancy.rows import change
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.stages import Stage

_OPEN = (HandOver.State.PROPOSED, HandOver.State.ASKED, HandOver.State.NOBODY)


def _stands(at: str = "") -> Q:
    """Return what a wish that stands looks like, seen from a row that leads to it by `at`."""
    return Q(
        **{
            f"{at}state__in": _OPEN,
            f"{at}case__stage": Stage.ALONGSIDE,
            f"{at}case__owner": F(f"{at}giver"),
            f"{at}made_at__gte": F(f"{at}case__accepted_at"),
        }
    )


@dataclass(frozen=True)
class Wish:
    """A wish to hand over, as its giver and the person see it. `name` is the colleague chosen, or ""."""

    row: UUID
    state: str
    name: str
    made_at: datetime
    answer_by: datetime | None
    leaves_at: datetime | None

    @property
    def asks(self) -> bool:
        """Whether the person's yes is still wanted."""
        return self.state == HandOver.State.PROPOSED

    @property
    def nobody(self) -> bool:
        """Whether everybody who could go on was asked, and nobody has said yes."""
        return self.state == HandOver.State.NOBODY


@dataclass(frozen=True)
class ToTake:
    """What a colleague who is asked to take over may know: no designation, no name, nothing of how to reach them."""

    turn: UUID
    case: UUID
    language: str
    danger: bool
    asked_at: datetime
    answer_by: datetime


@dataclass(frozen=True)
class Given:
    """Somebody this supporter handed over: who goes on, and since when. Nothing of how they fare."""

    case: UUID
    designation: str
    name: str
    since: datetime


def standing(*, case: Case) -> HandOver | None:
    """Return the wish that stands for a case."""
    return HandOver.objects.filter(_stands(), case=case).select_related("chosen").first()


def stands_already(*, case: Case, chosen: UUID | None, leaves_at: datetime | None, agreed: bool) -> bool:
    """Say whether this very wish stands: its page was sent again."""
    row = standing(case=case)
    state = HandOver.State.ASKED if agreed else HandOver.State.PROPOSED
    return row is not None and (row.chosen_id, row.leaves_at, row.state) == (chosen, leaves_at, state)


def wish_of(*, case: Case) -> Wish | None:
    """Return the wish that stands, for a screen."""
    row = standing(case=case)
    if row is None:
        return None
    turn = row.turns.filter(answer=HandOverTurn.Answer.NONE).first()
    name = row.chosen.name if row.chosen else ""
    return Wish(row.pk, row.state, name, row.made_at, turn.answer_by if turn else None, row.leaves_at)


def went_to(*, case: Case) -> str:
    """Return the name of whoever goes on, where the person said yes to that name; "" otherwise."""
    if case.owner_id is None or case.accepted_at is None:
        return ""
    by_name = HandOver.objects.filter(case=case, state=HandOver.State.TAKEN, chosen=case.owner_id)
    row = by_name.filter(ended_at=case.accepted_at).select_related("chosen").first()
    return row.chosen.name if row and row.chosen else ""


def given_by(*, organization: UUID, person: UUID, since: datetime) -> list[Given]:
    """Return whom this supporter handed over since then, and who goes on; the latest first, one query.

    Once whoever took over no longer has them, with a professional for instance, nothing is told any more.
    """
    rows = HandOver.objects.of(organization).filter(giver=person, state=HandOver.State.TAKEN, ended_at__gte=since)
    still = Q(ended_at=F("case__accepted_at"), turns__answer=HandOverTurn.Answer.TOOK, turns__person=F("case__owner"))
    told = rows.filter(still).order_by("-ended_at")
    return list(starmap(Given, told.values_list("case_id", "case__designation", "case__owner__name", "ended_at")))


def asked_of(*, organization: UUID, person: UUID) -> list[ToTake]:
    """Return what this person is asked to take over, the most pressing first; one query."""
    mine = Q(person=person, answer=HandOverTurn.Answer.NONE)
    turns = HandOverTurn.objects.of(organization).filter(_stands("hand_over__"), mine)
    return [_to_take(turn) for turn in turns.select_related("hand_over__case").order_by("answer_by")]


def _to_take(turn: HandOverTurn) -> ToTake:
    case = turn.hand_over.case
    return ToTake(turn.pk, case.pk, case.language, case.danger, turn.asked_at, turn.answer_by)


def whose_turn(*, row: HandOver) -> UUID | None:
    """Return who is being asked now."""
    return row.turns.filter(answer=HandOverTurn.Answer.NONE).values_list("person_id", flat=True).first()


def turn_of(*, organization: UUID, turn: UUID, person: UUID) -> HandOverTurn:
    """Return a turn that waits for this person's answer. Raises NoSuchHandOver."""
    mine = Q(pk=turn, person=person, answer=HandOverTurn.Answer.NONE)
    found = HandOverTurn.objects.of(organization).filter(_stands("hand_over__"), mine)
    row = found.select_related("hand_over__case").first()
    if row is None:
        raise NoSuchHandOver
    return row


def was_asked(*, organization: UUID, turn: UUID, person: UUID) -> bool:
    """Say whether this turn is, or was, this person's."""
    return HandOverTurn.objects.of(organization).filter(pk=turn, person=person).exists()


def held_turn(*, turn: HandOverTurn) -> HandOverTurn:
    """Return a turn as it is now that its case is held. Raises NoSuchHandOver."""
    require_transaction()
    return turn_of(organization=turn.organization_id, turn=turn.pk, person=turn.person_id)


def propose(
    *, case: Case, giver: UUID, chosen: UUID | None, leaves_at: datetime | None, due_at: datetime, now: datetime
) -> HandOver:
    """Write down the wish to hand over; one that stood before is over."""
    require_transaction()
    for old in HandOver.objects.filter(case=case, state__in=_OPEN):
        end(row=old, state=HandOver.State.OVER, now=now)
    return HandOver.objects.create(
        organization_id=case.organization_id,
        case=case,
        giver_id=giver,
        chosen_id=chosen,
        leaves_at=leaves_at,
        state=HandOver.State.PROPOSED,
        made_at=now,
        due_at=due_at,
    )


def ask(*, row: HandOver, person: UUID, answer_by: datetime, now: datetime) -> None:
    """Ask one colleague."""
    require_transaction()
    HandOverTurn.objects.create(
        organization_id=row.organization_id, hand_over=row, person_id=person, asked_at=now, answer_by=answer_by
    )
    change(row, state=HandOver.State.ASKED, due_at=answer_by, lease_until=None)


def answered(*, row: HandOver, answer: str) -> None:
    """Note what whoever is being asked said, or that they said nothing."""
    require_transaction()
    row.turns.filter(answer=HandOverTurn.Answer.NONE).update(answer=answer)


def asked_already(*, row: HandOver) -> set[UUID]:
    """Return who was asked for this wish."""
    return set(row.turns.values_list("person_id", flat=True))


def wait(*, row: HandOver, until: datetime | None) -> None:
    """Nobody has said yes; the wish stands until the giver leaves, if they do."""
    require_transaction()
    change(row, state=HandOver.State.NOBODY, due_at=until, lease_until=None)


def end(*, row: HandOver, state: str, now: datetime) -> None:
    """The wish is over: taken, refused, or taken back."""
    require_transaction()
    row.turns.filter(answer=HandOverTurn.Answer.NONE).update(answer=HandOverTurn.Answer.STOOD_DOWN)
    change(row, state=state, ended_at=now, due_at=None, lease_until=None)


def due(*, now: datetime) -> QuerySet[HandOver, HandOver]:
    """Return the wishes whose time has come."""
    return HandOver.objects.filter(due_at__lte=now)


def claim_due(*, now: datetime) -> UUID | None:
    """Lease the wish whose time came first; None when none has."""
    return lease_first_key(due(now=now), now=now)


def claimed(*, key: UUID, now: datetime) -> HandOver | None:
    """Return a claimed wish as it is now that its case is held; None when somebody saw to it meanwhile."""
    require_transaction()
    return due(now=now).filter(pk=key).select_related("case__site").first()


def case_of(*, key: UUID) -> UUID | None:
    """Return the case of a wish; None when it was erased meanwhile, and the wish with it."""
    return HandOver.objects.values_list("case_id", flat=True).filter(pk=key).first()


def stands(*, row: HandOver) -> bool:
    """Say whether a wish still holds."""
    return HandOver.objects.filter(_stands(), pk=row.pk).exists()
