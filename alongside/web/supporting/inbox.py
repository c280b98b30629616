"""What stands on a supporter's first screen, put together from queries.

Belongs here: one frozen page. Does not belong here: answering (`now.py`), anything sealed but the way to talk and the
wishes that whoever is asked may read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2s
from math import ceil
from uuid import UUID

from alongside.cases import dangers, hand_offs, hand_overs, messages
from alongside.cases import queries as cases
from alongside.cases.dangers import DangerRow
from alongside.cases.hand_offs import HandOffRow
from alongside.cases.hand_overs import Given, ToTake
from alongside.cases.queries import AskedFor, OwnRow
from alongside.notices import queries as notices
from alongside.paging import call_backs, inbox
from alongside.paging import queries as paging
from alongside.paging.queries import OpenPage
from alongside.people.queries import Member
from alongside.rota import queries as rota
from alongside.rota.queries import AwayRow, ShiftRow
from alongside.rounds import queries as rounds
from alongside.rounds.queries import RoundRow
from alongside.training import queries as training
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage
from alongside.web.place import Place
from alongside.web.supporting import spoken

THANKED_FOR = timedelta(minutes=15)
"""How long the screen says that somebody else has taken a request."""

HANDED_OVER_FOR = timedelta(days=7)
"""How long it says who goes on with somebody they handed over."""

LOOKS_AHEAD = timedelta(days=60)
A_MINUTE = timedelta(minutes=1)
AN_HOUR = 60
ACCEPTING = frozenset({Role.SUPPORTER.value, Role.PROFESSIONAL.value})
_SUPPORTING = frozenset({Role.SUPPORTER, Role.PROFESSIONAL})
"""The roles that need a designation; a coordinator is paged without one."""


@dataclass(frozen=True)
class Call:
    """One page to answer. `left` is in minutes, or in hours where `hours`; `share` of the time, in percent."""

    page: OpenPage
    asked: AskedFor
    soon: str
    how: str
    language: str
    left: int
    hours: bool
    share: int

    @property
    def over(self) -> bool:
        """Whether its own time has passed; it may still be taken."""
        return self.share == 0


@dataclass(frozen=True)
class Turn:
    """One person whom another supporter would like to hand over."""

    turn: ToTake
    asked: AskedFor
    how: str
    language: str


@dataclass(frozen=True)
class Carried:
    """One of the people they walk with, and by when what is next is due: nothing, once they said that they spoke."""

    row: OwnRow
    due: datetime
    overdue: bool
    spoke: bool
    new: int = 0


@dataclass(frozen=True)
class Inbox:
    """Everything on the screen."""

    calls: tuple[Call, ...]
    call_backs: tuple[call_backs.Asked, ...]
    to_take: tuple[Turn, ...]
    dangers: tuple[DangerRow, ...]
    hand_offs: tuple[HandOffRow, ...]
    handed_off: tuple[HandOffRow, ...]
    handed_over: tuple[Given, ...]
    asked_anew: tuple[str, ...]
    offers: tuple[RoundRow, ...]
    taken: bool
    people: tuple[Carried, ...]
    shift: ShiftRow | None
    standing: bool
    away: AwayRow | None
    limit: int
    reachable: bool
    designated: bool
    supports: bool

    @property
    def mark(self) -> str:
        """A short mark that changes when anything on the screen does."""
        return blake2s(repr(self).encode(), digest_size=8).hexdigest()

    @property
    def carries(self) -> int:
        """How many they walk with; what was taken back no longer counts."""
        return sum(one.row.stage is not Stage.WITHDRAWN for one in self.people)

    @property
    def lacks_designation(self) -> bool:
        """Whether a designation is missing that their role needs; a coordinator needs none."""
        return self.supports and not self.designated

    @property
    def may_carry(self) -> bool:
        """Whether people may be theirs to walk with, or are."""
        return self.supports or self.designated or self.carries > 0

    @property
    def bars(self) -> list[bool]:
        """One bar for each person they could carry; filled for each they do."""
        return [place < self.carries for place in range(max(self.limit, self.carries))]

    @property
    def paused(self) -> bool:
        """Whether they said "not now" themselves, and so may end it themselves."""
        return self.away is not None and self.away.kind == "pause"


def of(member: Member, place: Place, *, now: datetime) -> Inbox:
    """Put the screen together for one member."""
    own = {"organization": member.organization, "person": member.person}
    asked = hand_offs.asked_of(**own)
    people, shift = _walked_with(member, asked), _next_shift(member, now)
    return Inbox(
        calls=tuple(filter(None, (_call(member, page, now) for page in paging.open_pages(**own)))),
        call_backs=tuple(call_backs.asked_of(**own, now=now)),
        to_take=tuple(filter(None, (_turn(member, one) for one in hand_overs.asked_of(**own)))),
        dangers=tuple(_dangers(member)),
        hand_offs=tuple(asked),
        handed_off=tuple(hand_offs.given_by(**own)),
        handed_over=tuple(hand_overs.given_by(**own, since=now - HANDED_OVER_FOR)),
        asked_anew=tuple(inbox.asked_anew(**own, since=now - HANDED_OVER_FOR)),
        offers=tuple(rounds.rounds_of(organization=member.organization, carrier=member.person)),
        taken=inbox.taken_by_another(**own, since=now - THANKED_FOR),
        people=_most_pressing_first(people, messages.new_for(**own, now=now), now),
        shift=shift,
        standing=shift is not None and shift.starts_at <= now,
        away=_away(member, now),
        limit=paging.ladder(organization=member.organization).load_cap,
        reachable=notices.has_verified_channel(member.person),
        designated=bool(ACCEPTING & training.valid_kinds(**own, on=now.astimezone(place.zone).date())),
        supports=bool(_SUPPORTING & member.roles),
    )


def handed_over(member: Member, case: UUID, *, now: datetime) -> bool:
    """Say whether they handed over this person of late, and the screen says who goes on."""
    own = {"organization": member.organization, "person": member.person}
    return any(one.case == case for one in hand_overs.given_by(**own, since=now - HANDED_OVER_FOR))


def _walked_with(member: Member, asked: list[HandOffRow]) -> list[OwnRow]:
    """Return their people; whoever was handed to them is not theirs before they said that they take over."""
    waits = {row.case for row in asked}
    rows = cases.own_cases(organization=member.organization, person=member.person)
    return [row for row in rows if row.case not in waits]


def _dangers(member: Member) -> list[DangerRow]:
    """Return the dangers they were asked about; their own people stand below, with their danger."""
    rows = dangers.rows(organization=member.organization, person=member.person)
    wanted = (row for row in rows if row.nobody_yet or row.said_at or row.taken_by == member.person)
    return [row for row in wanted if row.carrier != member.person]


def _call(member: Member, page: OpenPage, now: datetime) -> Call | None:
    """Shape one page; None when its case's key is lost, so that the others can be answered."""
    asked = cases.asked_for(organization=member.organization, case=page.case)
    if asked is None:
        return None
    whole, left = page.answer_by - page.paged_at, page.answer_by - now
    minutes = max(0, ceil(left / A_MINUTE))
    share = max(0, min(100, round(100 * left / whole))) if whole else 0
    hours = minutes > 2 * AN_HOUR
    return Call(
        page=page,
        asked=asked,
        soon=spoken.soon(page.urgency, danger=page.danger),
        how=spoken.way(asked.way),
        language=spoken.language(page.language),
        left=ceil(minutes / AN_HOUR) if hours else minutes,
        hours=hours,
        share=share if minutes else 0,
    )


def _turn(member: Member, turn: ToTake) -> Turn | None:
    """Shape one who would be handed over; None when the case's key is lost."""
    asked = cases.asked_for(organization=member.organization, case=turn.case)
    if asked is None:
        return None
    return Turn(turn, asked, how=spoken.way(asked.way), language=spoken.language(turn.language))


def _most_pressing_first(rows: Iterable[OwnRow], new: Mapping[UUID, int], now: datetime) -> tuple[Carried, ...]:
    carried = (_carried(row, now, new) for row in rows)
    return tuple(sorted(carried, key=lambda one: (not one.row.danger, one.due)))


def _carried(row: OwnRow, now: datetime, new: Mapping[UUID, int]) -> Carried:
    spoke = row.spoke and row.stage is Stage.ACCEPTED
    due = row.contact_due if row.due_at is None or (row.stage is Stage.ACCEPTED and not spoke) else row.due_at
    return Carried(row, due, due <= now and not spoke, spoke, new.get(row.case, 0))


def _next_shift(member: Member, now: datetime) -> ShiftRow | None:
    rows = rota.shifts(organization=member.organization, starts=now, ends=now + LOOKS_AHEAD, person=member.person)
    return rows[0] if rows else None


def _away(member: Member, now: datetime) -> AwayRow | None:
    rows = rota.away_rows(organization=member.organization, at=now, person=member.person)
    return next((row for row in rows if row.starts_at <= now), None)
