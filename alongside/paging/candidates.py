"""Gathering who might be paged, live, at each rung: a constant number of queries, whatever the size of the roster.

Belongs here: turning rows of people, training, rota, notices, cases and earlier pages into the plain data that
`paging.rules` judges. Does not belong here: the judgement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q

from alongside.cases import queries as cases
from alongside.notices import queries as notices
from alongside.paging.models import Page
from alongside.paging.rules import Answered, Candidate
from alongside.people import queries as people
from alongside.people.models import Person, RoleGrant
from alongside.rota import queries as rota
from alongside.rota.models import Leave
from alongside.training import queries as training
from alongside.vocabulary.roles import Role

PAGED = (Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL)
RINGS, WITHIN = 3, timedelta(minutes=10)
"""Nobody is rung more often than this: a supporter woken all night stops answering (threat model, T15)."""

_WEEK = timedelta(days=7)
_HANDED_BACK = frozenset({Page.Answer.RELEASED, Page.Answer.CONFLICT})


@dataclass(frozen=True)
class _Paged:
    """What earlier pages say about one person."""

    this_week: int
    muted_until: datetime | None


_NEVER_PAGED = _Paged(0, None)


def gather(*, organization: UUID, case: UUID | None, on: date, now: datetime) -> list[Candidate]:
    """Return everybody who holds a role that is paged, as the rows show them now; eleven queries.

    `on` is today at the site. `case` adds what each of them already answered to it.
    """
    known = _Known(
        roles=_roles(organization, now),
        away=rota.away_kinds(organization=organization, at=now),
        duties=rota.duties(organization=organization, at=now),
        designated=training.designations_valid(organization=organization, on=on),
        reachable=notices.reachable(organization),
        loads=cases.loads(organization=organization),
        supervised=people.supervised(organization=organization, on=on),
        paged=_paged(organization, now),
        answered=_answered(case) if case else {},
    )
    return [_candidate(who, known) for who in _people(organization, known.roles)]


@dataclass(frozen=True)
class _Known:
    """What every floor below says at this moment, by person."""

    roles: Mapping[UUID, set[Role]]
    away: Mapping[UUID, frozenset[str]]
    duties: Mapping[UUID, frozenset[str]]
    designated: Mapping[str, Mapping[UUID, date]]
    reachable: set[UUID]
    loads: Mapping[UUID, int]
    supervised: Mapping[UUID, frozenset[people.Supervised]]
    paged: Mapping[UUID, _Paged]
    answered: Mapping[UUID, Answered]


def _candidate(who: _Who, known: _Known) -> Candidate:
    away, paged = known.away.get(who.person, frozenset()), known.paged.get(who.person, _NEVER_PAGED)
    return Candidate(
        person=who.person,
        roles=frozenset(known.roles[who.person]),
        on_call=frozenset(Role(duty) for duty in known.duties.get(who.person, ())),
        unit_group=who.unit_group,
        site=who.site,
        profession=who.profession,
        gender=who.gender,
        languages=tuple(who.languages),
        ways=tuple(who.ways),
        supervises=frozenset((where.group, where.site) for where in known.supervised.get(who.person, ())),
        designated=_since(known.designated, who.person),
        on_leave=bool(away - {Leave.Kind.REST}),
        resting=Leave.Kind.REST in away,
        reachable=who.person in known.reachable,
        load=known.loads.get(who.person, 0),
        pages_this_week=paged.this_week,
        answered=known.answered.get(who.person, Answered.NOTHING),
        muted_until=paged.muted_until,
    )


class _Who(NamedTuple):
    """What people say of themselves, straight from the row: no objects are built inside the asking."""

    person: UUID
    profession: str
    gender: str
    languages: list[str]
    ways: list[str]
    unit_group: UUID | None
    site: UUID | None


def _people(organization: UUID, keys: Iterable[UUID]) -> Iterable[_Who]:
    columns = ("pk", "profession", "gender", "languages", "ways_to_talk", "unit__group_id", "unit__site_id")
    rows = Person.objects.of(organization).filter(pk__in=list(keys), left_at=None).values_list(*columns)
    return (_Who(*row) for row in rows)


def _roles(organization: UUID, now: datetime) -> dict[UUID, set[Role]]:
    held = RoleGrant.objects.of(organization).filter(Q(until=None) | Q(until__gt=now), role__in=PAGED, since__lte=now)
    found: defaultdict[UUID, set[Role]] = defaultdict(set)
    for person, role in held.values_list("person_id", "role"):
        found[person].add(Role(role))
    return found


def _since(designated: Mapping[str, Mapping[UUID, date]], person: UUID) -> dict[Role, date]:
    return {Role(kind): since[person] for kind, since in designated.items() if person in since}


def _paged(organization: UUID, now: datetime) -> dict[UUID, _Paged]:
    """Count a week's pages, and say until when somebody must not be rung again, by a page or by an alarm."""
    week: defaultdict[UUID, int] = defaultdict(int)
    rings = defaultdict(list, notices.alarms_told(organization=organization, since=now - WITHIN))
    rows = Page.objects.of(organization).filter(paged_at__gt=now - _WEEK, rang=True)
    for person, at in rows.values_list("person_id", "paged_at"):
        week[person] += 1
        if at > now - WITHIN:
            rings[person].append(at)
    return {person: _Paged(week[person], _muted_until(rings[person])) for person in {*week, *rings}}


def _muted_until(rings: list[datetime]) -> datetime | None:
    return sorted(rings)[-RINGS] + WITHIN if len(rings) >= RINGS else None


def _answered(case: UUID) -> dict[UUID, Answered]:
    """What each of them said: a "not this time" counts until the person asks anew, handing back for good."""
    found: dict[UUID, Answered] = {}
    rows = Page.objects.filter(case=case).exclude(answer__in=(Page.Answer.NONE, Page.Answer.STOOD_DOWN))
    this_time = Q(paged_at__gte=F("case__asked_at"))
    for person, answer in rows.filter(this_time | Q(answer__in=_HANDED_BACK)).values_list("person_id", "answer"):
        if answer in _HANDED_BACK:
            found[person] = Answered.HANDED_BACK
        elif answer == Page.Answer.PASSED:
            found.setdefault(person, Answered.PASSED)
    return found
