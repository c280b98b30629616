"""Raising an alarm: a row on the board, and who is told of it.

Belongs here: whom an alarm rings, and when. Does not belong here: why it is raised (`operations`, journeys), its words
(`notices`).

Whoever may not be paged for a case is not told about it either, as long as somebody else can be told: in a small agency
a coordinator may well supervise the one who asks. Nobody is rung more than three times within ten minutes, by pages and
alarms together; what was put off rings later, once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from alongside.cases import queries as cases
from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.notices import operations as notices
from alongside.notices import queries as outbox
from alongside.paging import candidates, queries
from alongside.paging.models import Alarm
from alongside.paging.rules import PRESETS, Candidate, freeze
from alongside.paging.rules.matching import Exclusion, exclusions
from alongside.people import queries as people
from alongside.tenancy.queries import house_of
from alongside.tenancy.transactions import require_transaction
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role

_BARRED = frozenset({Exclusion.SUPERVISES, Exclusion.INVOLVED, Exclusion.AVOIDED, Exclusion.HANDED_BACK})
"""What keeps somebody away from this very case; the rest only says that they had better not be disturbed."""

WEEKS_SHOWN = 4
_WEEK = timedelta(weeks=1)
_CANNOT_BE_TOLD = _BARRED | {Exclusion.UNREACHABLE, Exclusion.NOT_IN_ROLE}


def raise_alarm(
    *, organization: UUID, kind: str, case: Case | None, now: datetime, person: UUID | None = None
) -> Alarm:
    """Put an alarm on the board and tell the coordinators on call, or all when none is; in danger professionals too.

    `person` is the colleague whom it is about, where it is about one.
    """
    require_transaction()
    alarm = Alarm.objects.create(organization_id=organization, kind=kind, case=case, person_id=person, raised_at=now)
    roles = (Role.COORDINATOR, Role.PROFESSIONAL) if kind == Alarm.Kind.DANGER else (Role.COORDINATOR,)
    about = case.pk if case and kind == Alarm.Kind.DANGER else None  # Ending its climb, to page anew, voids these.
    for who, at in _told(organization, case, roles, now):
        notices.tell(organization=organization, person=who, template="alarm", now=now, case=about, due_at=at)
    return alarm


def whom_to_tell(*, case: Case, role: Role, now: datetime) -> list[UUID]:
    """Return who of a role is told of something about a case: on call, else whoever can be told at all."""
    return [person for person, _at in _told(case.organization_id, case, (role,), now)]


def raise_once(*, organization: UUID, kind: str, case: Case, now: datetime) -> None:
    """Raise an alarm about a case unless the same one stands unseen on the board."""
    if not Alarm.objects.of(organization).filter(kind=kind, case=case, seen_at=None).exists():
        raise_alarm(organization=organization, kind=kind, case=case, now=now)


def count_not_real(*, organization: UUID, now: datetime) -> None:
    """Count a request that was said not to be real: for the week's pattern, without the case, and without a ring."""
    require_transaction()
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    Alarm.objects.create(organization_id=organization, kind=Alarm.Kind.NOT_REAL, raised_at=day, seen_at=now)


def not_real_by_week(*, organization: UUID, now: datetime) -> tuple[int, ...]:
    """Return how many requests were said not to be real in each of the last weeks of seven days, this one first."""
    first = now - WEEKS_SHOWN * _WEEK
    rows = Alarm.objects.of(organization).filter(kind=Alarm.Kind.NOT_REAL, raised_at__gt=first)
    ages = [(now - at) // _WEEK for at in rows.values_list("raised_at", flat=True)]
    return tuple(ages.count(week) for week in range(WEEKS_SHOWN))


def see_alarm(*, organization: UUID, alarm: UUID, person: UUID, now: datetime) -> bool:
    """Note that a coordinator has seen to an alarm; False when somebody had, or there is none."""
    require_transaction()
    unseen = Alarm.objects.of(organization).filter(pk=alarm, seen_at=None)
    return bool(unseen.update(seen_at=now, seen_by=person))


def settle(*, case: Case, kinds: Iterable[str], now: datetime) -> None:
    """Take alarms about a case off the board: what they asked for has happened, and nobody need see to them."""
    require_transaction()
    Alarm.objects.of(case.organization_id).filter(case=case, kind__in=list(kinds), seen_at=None).update(seen_at=now)


def _told(organization: UUID, case: Case | None, roles: Iterable[Role], now: datetime) -> list[tuple[UUID, datetime]]:
    """Return whom to tell, each once, and when they may be rung."""
    zone = queries.zone_of(case) if case else house_of(organization).zone
    on = now.astimezone(zone).date()
    everybody = candidates.gather(organization=organization, case=case.pk if case else None, on=on, now=now)
    facts, policy = _facts(case), freeze(clock=PRESETS[Urgency.NOW], zone=zone, asked=now)
    found: dict[UUID, datetime] = {}
    waits = outbox.alarm_waits_for(organization, now=now)
    for role in roles:
        reasons = [(who, exclusions(who, facts, role=role, policy=policy)) for who in everybody]
        chosen = _chosen(reasons, role, now)
        told = {who.person: max(who.muted_until or now, now) for who in chosen}
        found |= told or dict.fromkeys(_left(organization, role, reasons, now), now)
    return [(person, at) for person, at in found.items() if at <= now or person not in waits]


def _left(
    organization: UUID, role: Role, reasons: list[tuple[Candidate, frozenset[Exclusion]]], now: datetime
) -> list[UUID]:
    """Return whom to tell where nobody can be told: every coordinator, for somebody must know, and see no name.

    Professionals would be asked for more than to know: whoever is kept away from the case stays away.
    """
    barred = {who.person for who, why in reasons if why & _BARRED} if role is Role.PROFESSIONAL else set()
    return [who for who in people.holders(organization=organization, role=role, now=now) if who not in barred]


def _chosen(reasons: list[tuple[Candidate, frozenset[Exclusion]]], role: Role, now: datetime) -> list[Candidate]:
    """Return who of a role is told: on call, else all who can, else whoever can be told at all.

    Where everybody on call was rung too often just now, one more is told at once.
    """
    able = [who for who, why in reasons if not why]
    on_call = [who for who in able if role in who.on_call]
    chosen = on_call or able or [who for who, why in reasons if not why & _CANNOT_BE_TOLD]
    loud = [who for who in able if not _muted(who, now)]
    return [*chosen, *loud[:1]] if loud and all(_muted(who, now) for who in chosen) else chosen


def _muted(who: Candidate, now: datetime) -> bool:
    return who.muted_until is not None and who.muted_until > now


def _facts(case: Case | None) -> MatchingFacts:
    """What keeps people away from a case; nothing is known where there is none, or where it cannot be opened."""
    facts = cases.facts_or_none(case=case, box=cases.box_or_none(case)) if case else None
    return facts or MatchingFacts()
