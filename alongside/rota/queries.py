"""Reading who is on call and who is away.

Belongs here: shifts, leave, holes in the cover. Does not belong here: whether somebody on call is qualified or
reachable (`paging.queries`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.rota.models import Leave, Shift
from alongside.rota.rules import Span, gaps, without


@dataclass(frozen=True)
class ShiftRow:
    """One shift in a list."""

    id: UUID
    person: UUID
    name: str
    duty: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class AwayRow:
    """A time in which somebody is not paged; without an end until they say so."""

    id: UUID
    person: UUID
    name: str
    kind: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True)
class Coverage:
    """Who stands when for one duty, leave taken out, and the holes."""

    shifts: tuple[ShiftRow, ...]
    gaps: tuple[Span, ...]


def on_call(*, organization: UUID, duty: str, at: datetime) -> list[UUID]:
    """Return who is on call for a duty at this moment, whoever began first on top; people away are still listed."""
    rows = _standing(organization, at).filter(duty=duty).order_by("starts_at", "person_id")
    return list(dict.fromkeys(rows.values_list("person_id", flat=True)))


def duties(*, organization: UUID, at: datetime) -> dict[UUID, frozenset[str]]:
    """Return as what each person on call at this moment is on call; one query."""
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for person, duty in _standing(organization, at).values_list("person_id", "duty"):
        found[person].add(duty)
    return {person: frozenset(held) for person, held in found.items()}


def away(*, organization: UUID, at: datetime) -> set[UUID]:
    """Return who is not to be paged at this moment: on leave, resting, or "not now"."""
    return set(away_kinds(organization=organization, at=at))


def away_kinds(*, organization: UUID, at: datetime) -> dict[UUID, frozenset[str]]:
    """Return in which ways each person away at this moment is away; one query."""
    found: defaultdict[UUID, set[str]] = defaultdict(set)
    for person, kind in _away(organization, at).values_list("person_id", "kind"):
        found[person].add(kind)
    return {person: frozenset(held) for person, held in found.items()}


def away_rows(*, organization: UUID, at: datetime, person: UUID | None = None) -> list[AwayRow]:
    """Return who is away now or will be, the next first; of one person where one is named."""
    rows = Leave.objects.of(organization).filter(Q(ends_at=None) | Q(ends_at__gt=at)).select_related("person")
    if person is not None:
        rows = rows.filter(person=person)
    ordered = rows.order_by("starts_at", "pk")
    return [AwayRow(row.pk, row.person_id, row.person.name, row.kind, row.starts_at, row.ends_at) for row in ordered]


def shifts(
    *, organization: UUID, starts: datetime, ends: datetime, duty: str | None = None, person: UUID | None = None
) -> list[ShiftRow]:
    """Return the shifts that touch a stretch of time, the earliest first."""
    rows = Shift.objects.of(organization).filter(ends_at__gt=starts, starts_at__lt=ends).select_related("person")
    if duty is not None:
        rows = rows.filter(duty=duty)
    if person is not None:
        rows = rows.filter(person=person)
    return [
        ShiftRow(row.pk, row.person_id, row.person.name, row.duty, row.starts_at, row.ends_at)
        for row in rows.order_by("starts_at", "person__name", "pk")
    ]


def coverage(*, organization: UUID, duty: str, starts: datetime, ends: datetime) -> Coverage:
    """Return who stands for a duty, and the stretches in which nobody does; two queries whatever the length."""
    return coverages(organization=organization, duties=(duty,), starts=starts, ends=ends)[duty]


def coverages(*, organization: UUID, duties: Sequence[str], starts: datetime, ends: datetime) -> dict[str, Coverage]:
    """Return the cover of several duties at once; two queries however many."""
    rows = shifts(organization=organization, starts=starts, ends=ends)
    leaves = _leave_by_person(organization, starts, ends)
    whole = Span(starts, ends)
    return {duty: _covered([row for row in rows if row.duty == duty], leaves, whole) for duty in duties}


def _covered(rows: list[ShiftRow], leaves: dict[UUID, list[Span]], whole: Span) -> Coverage:
    stood = [
        part for row in rows for part in without(span=Span(row.starts_at, row.ends_at), away=leaves.get(row.person, ()))
    ]
    return Coverage(tuple(rows), tuple(gaps(within=whole, covered=stood)))


def _leave_by_person(organization: UUID, starts: datetime, ends: datetime) -> dict[UUID, list[Span]]:
    found: defaultdict[UUID, list[Span]] = defaultdict(list)
    rows = Leave.objects.of(organization).filter(Q(ends_at=None) | Q(ends_at__gt=starts), starts_at__lt=ends)
    for person, start, end in rows.values_list("person_id", "starts_at", "ends_at"):
        found[person].append(Span(start, end or ends))
    return found


def _standing(organization: UUID, at: datetime) -> QuerySet[Shift]:
    return Shift.objects.of(organization).filter(starts_at__lte=at, ends_at__gt=at, person__left_at=None)


def _away(organization: UUID, at: datetime) -> QuerySet[Leave]:
    return Leave.objects.of(organization).filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)


def stood(*, organization: UUID, duty: str, starts: datetime, ends: datetime) -> list[Span]:
    """Return when each person stood for a duty in a stretch of time, leave taken out; two queries whatever the length.

    Two shifts of one person that overlap are one: nobody stands beside themselves.
    """
    rows = shifts(organization=organization, starts=starts, ends=ends, duty=duty)
    leaves = _leave_by_person(organization, starts, ends)
    whole = Span(starts, ends)
    theirs: defaultdict[UUID, list[Span]] = defaultdict(list)
    for row in rows:
        theirs[row.person] += without(span=Span(row.starts_at, row.ends_at), away=leaves.get(row.person, ()))
    return [span for own in theirs.values() for span in without(span=whole, away=gaps(within=whole, covered=own))]
