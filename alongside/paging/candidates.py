"""Gathering who might be paged, live, at each rung: a constant number of queries, whatever the size of the roster.

Belongs here: turning rows of people, training, rota, notices, cases and earlier pages into the plain data that
`paging.rules` judges. Does not belong here: the judgement.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from alongside.cases import queries as cases
from alongside.notices import queries as notices
from alongside.paging.models import Page
from alongside.paging.rules import Answered, Candidate
from alongside.people import queries as people
from alongside.people.models import RoleGrant
from alongside.rota import queries as rota
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


def gather(*, organization: UUID, case: UUID | None, on: date, now: datetime) -> list[Candidate]:
    """Return everybody who holds a role that is paged, as the rows show them now; ten queries.

    `on` is today at the site. `case` adds what each of them already answered to it.
    """
    roles = _roles(organization, now)
    rows = people.rows_for(organization=organization, people=roles, now=now)
    away = rota.away_kinds(organization=organization, at=now)
    duties = rota.duties(organization=organization, at=now)
    designated = training.designations_valid(organization=organization, on=on)
    reachable = notices.reachable(organization)
    loads = cases.loads(organization=organization)
    supervised = people.supervised(organization=organization, on=on)
    paged = _paged(organization, now)
    answered = _answered(case) if case else {}
    return [
        Candidate(
            person=row.id,
            roles=row.roles,
            on_call=frozenset(Role(duty) for duty in duties.get(row.id, ())),
            unit_group=row.group,
            site=row.site,
            profession=row.profession,
            gender=row.gender,
            languages=row.languages,
            ways=row.ways_to_talk,
            supervises=frozenset((where.group, where.site) for where in supervised.get(row.id, ())),
            designated=_since(designated, row.id),
            on_leave=bool(away.get(row.id, frozenset()) - {"rest"}),
            resting="rest" in away.get(row.id, ()),
            reachable=row.id in reachable,
            gone=row.left_at is not None,
            load=loads.get(row.id, 0),
            pages_this_week=paged[row.id].this_week if row.id in paged else 0,
            answered=answered.get(row.id, Answered.NOTHING),
            muted_until=paged[row.id].muted_until if row.id in paged else None,
        )
        for row in rows.values()
    ]


def _roles(organization: UUID, now: datetime) -> list[UUID]:
    held = RoleGrant.objects.of(organization).filter(role__in=PAGED, since__lte=now, person__left_at=None)
    return list(held.values_list("person_id", flat=True).distinct())


def _since(designated: Mapping[str, Mapping[UUID, date]], person: UUID) -> dict[Role, date]:
    return {Role(kind): since[person] for kind, since in designated.items() if person in since}


def _paged(organization: UUID, now: datetime) -> dict[UUID, _Paged]:
    """Count a week's pages, and say until when somebody must not be rung again."""
    week: defaultdict[UUID, int] = defaultdict(int)
    rings: defaultdict[UUID, list[datetime]] = defaultdict(list)
    rows = Page.objects.of(organization).filter(paged_at__gt=now - _WEEK, rang=True).order_by("-paged_at")
    for person, at in rows.values_list("person_id", "paged_at"):
        week[person] += 1
        if at > now - WITHIN:
            rings[person].append(at)
    return {person: _Paged(count, _muted_until(rings[person])) for person, count in week.items()}


def _muted_until(latest_first: list[datetime]) -> datetime | None:
    return latest_first[RINGS - 1] + WITHIN if len(latest_first) >= RINGS else None


def _answered(case: UUID) -> dict[UUID, Answered]:
    found: dict[UUID, Answered] = {}
    rows = Page.objects.filter(case=case).exclude(answer__in=(Page.Answer.NONE, Page.Answer.STOOD_DOWN))
    for person, answer in rows.values_list("person_id", "answer"):
        if answer in _HANDED_BACK:
            found[person] = Answered.HANDED_BACK
        elif answer == Page.Answer.PASSED:
            found.setdefault(person, Answered.PASSED)
    return found
