"""Team sessions: proposed, planned, held, dropped; and what each reader sees of them.

Belongs here: verbs and rows of the one table. Does not belong here: who may lead (`paging.uninvolved`), telling leaders
(journeys), who comes: nobody writes that down, and there is no column for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from alongside.rounds.errors import NoSuchSession, NotNow, TwoAreNeeded
from alongside.rounds.models import TeamSession
from alongside.rounds.rules import Reason, State
from alongside.tenancy.transactions import require_transaction

_OPEN = (State.PROPOSED, State.PLANNED)
_SOONEST = F("starts_at").asc(nulls_last=True)
"""What has no time yet stands last, on every database."""


@dataclass(frozen=True)
class SessionRow:
    """One session. After it was held: a month and a band, and nothing of where or who led."""

    session: UUID
    site: UUID
    site_name: str
    zone: ZoneInfo
    unit_group: UUID | None
    group_code: str
    reason: Reason
    state: State
    wished_week: date | None
    place: str
    starts_at: datetime | None
    leaders: tuple[tuple[UUID, str], ...]
    month: date | None
    heads: str
    asked_by: UUID | None

    @property
    def own_guide(self) -> bool:
        """Whether the guide for the time after a colleague's suicide goes with it."""
        return self.reason is Reason.COLLEAGUE_SUICIDE


@dataclass(frozen=True)
class Plan:
    """Where and when, and the two who lead."""

    place: str
    starts_at: datetime
    leaders: tuple[UUID, UUID]


def propose(
    *,
    organization: UUID,
    site: UUID,
    unit_group: UUID | None,
    reason: Reason,
    now: datetime,
    asked_by: UUID | None = None,
    wished_week: date | None = None,
) -> UUID:
    """Propose a session; return its key. The same proposed twice is one, until it was planned."""
    require_transaction()
    same: dict[str, Any] = {"site_id": site, "unit_group_id": unit_group, "reason": reason, "asked_by_id": asked_by}
    same["state"] = State.PROPOSED
    known = TeamSession.objects.of(organization).filter(**same).first()
    fresh = TeamSession(organization_id=organization, **same, wished_week=wished_week, proposed_at=now)
    if known is None:
        fresh.save(force_insert=True)
    return (known or fresh).pk


def hold(*, organization: UUID, session: UUID) -> TeamSession:
    """Hold a session that is proposed or planned. Raises NoSuchSession."""
    require_transaction()
    rows = TeamSession.objects.select_for_update(of=("self",), no_key=True).select_related("site")
    found = rows.filter(organization=organization, pk=session, state__in=_OPEN).first()
    if found is None:
        raise NoSuchSession
    return found


def plan(*, session: TeamSession, plan: Plan) -> None:
    """Set place, time and the two who lead; planning again changes them. Raises TwoAreNeeded."""
    require_transaction()
    first, second = plan.leaders
    if first == second:
        raise TwoAreNeeded
    TeamSession.objects.filter(pk=session.pk).update(
        state=State.PLANNED,
        place=plan.place,
        starts_at=plan.starts_at,
        first_leader=first,
        second_leader=second,
    )


def plan_anew(*, session: TeamSession) -> None:
    """Put a planned session back: one of the two who were to lead cannot."""
    require_transaction()
    rows = TeamSession.objects.filter(pk=session.pk, state=State.PLANNED)
    rows.update(state=State.PROPOSED, place="", starts_at=None, first_leader=None, second_leader=None)


def note_held(*, session: TeamSession, heads: str, now: datetime) -> None:
    """Note that it was held: a month and a band. Everything else goes. Raises NotNow before it began."""
    require_transaction()
    if session.state != State.PLANNED or session.starts_at is None or session.starts_at > now:
        raise NotNow
    month = session.starts_at.astimezone(ZoneInfo(session.site.timezone)).date().replace(day=1)
    _empty(session, state=State.HELD, heads=heads, month=month)


def drop(*, session: TeamSession) -> None:
    """It will not take place. Nothing of it is kept but that it was proposed."""
    require_transaction()
    _empty(session, state=State.DROPPED, heads="", month=None)


def _empty(session: TeamSession, *, state: State, heads: str, month: date | None) -> None:
    TeamSession.objects.filter(pk=session.pk).update(
        state=state,
        heads=heads,
        month=month,
        place="",
        starts_at=None,
        wished_week=None,
        first_leader=None,
        second_leader=None,
        asked_by=None,
    )


def open_sessions(*, organization: UUID) -> list[SessionRow]:
    """Return what is proposed or planned, the next first; one query."""
    return _rows(TeamSession.objects.of(organization).filter(state__in=_OPEN))


def held_sessions(*, organization: UUID) -> list[SessionRow]:
    """Return what was held, by month, the latest first; one query."""
    return _rows(TeamSession.objects.of(organization).filter(state=State.HELD).order_by("-month", "id")[:24])


def asked_for_by(*, organization: UUID, person: UUID) -> list[SessionRow]:
    """Return the sessions that somebody asked for and that are still ahead; one query."""
    return _rows(TeamSession.objects.of(organization).filter(asked_by=person, state__in=_OPEN))


def led_by(*, organization: UUID, person: UUID) -> list[SessionRow]:
    """Return the planned sessions that somebody is to lead; one query."""
    theirs = Q(first_leader=person) | Q(second_leader=person)
    return _rows(TeamSession.objects.of(organization).filter(theirs, state=State.PLANNED))


def session_row(*, organization: UUID, session: UUID) -> SessionRow | None:
    """Return one session that is proposed or planned."""
    found = _rows(TeamSession.objects.of(organization).filter(pk=session, state__in=_OPEN))
    return found[0] if found else None


def _rows(rows: QuerySet[TeamSession, TeamSession]) -> list[SessionRow]:
    joined = rows.select_related("site", "unit_group", "first_leader", "second_leader")
    ordered = joined if rows.query.is_sliced else joined.order_by(_SOONEST, "proposed_at", "id")
    return [_row(row) for row in ordered]


def _row(row: TeamSession) -> SessionRow:
    leaders: Sequence[tuple[UUID, str]] = [
        (one.pk, one.name) for one in (row.first_leader, row.second_leader) if one is not None
    ]
    return SessionRow(
        session=row.pk,
        site=row.site_id,
        site_name=row.site.name,
        zone=ZoneInfo(row.site.timezone),
        unit_group=row.unit_group_id,
        group_code=row.unit_group.code if row.unit_group else "",
        reason=Reason(row.reason),
        state=State(row.state),
        wished_week=row.wished_week,
        place=row.place,
        starts_at=row.starts_at,
        leaders=tuple(leaders),
        month=row.month,
        heads=row.heads,
        asked_by=row.asked_by_id,
    )
