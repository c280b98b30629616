"""Who carries somebody, or is asked to, without a designation that is valid today.

Belongs here: finding them, for the engine. Does not belong here: what follows (`journeys/letting_go.py`), the dates
themselves (`training`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from alongside.cases.models import Case
from alongside.cases.queries import CARRIED
from alongside.paging import queries
from alongside.paging.models import Page
from alongside.training import queries as training
from alongside.training.models import Designation
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import Stage

Row = TypeVar("Row", bound=Model)

_DESIGNATED = (Role.SUPPORTER, Role.PROFESSIONAL)
_FURTHEST_EAST = timedelta(hours=14)
"""Somewhere it is tomorrow already: what may have lapsed is looked for there first, then by the site's own day."""


@dataclass(frozen=True)
class Lapsed:
    """Somebody who may not carry, or be asked, in a role any more."""

    organization: UUID
    person: UUID
    role: Role


def lapsed(*, now: datetime) -> Iterator[Lapsed]:
    """Yield who must hand over; two queries when nobody must. Coordinators need no designation to page somebody."""
    for case in _perhaps(Case.objects.filter(CARRIED | Q(stage=Stage.OFFERED), owner__isnull=False), "owner", now):
        owner = case.owner_id
        if owner is not None and not _valid(case, owner, case.owner_role, now):
            yield Lapsed(case.organization_id, owner, Role(case.owner_role))
    asked = Page.objects.filter(answer=Page.Answer.NONE, climb__ended_at=None, role__in=_DESIGNATED)
    for page in _perhaps(asked.select_related("case__site"), "person", now):
        if not _valid(page.case, page.person_id, page.role, now):
            yield Lapsed(page.organization_id, page.person_id, Role(page.role))


def _perhaps(rows: QuerySet[Row, Row], whose: str, now: datetime) -> QuerySet[Row, Row]:
    role = "role" if whose == "person" else "owner_role"
    on = (now + _FURTHEST_EAST).date()
    theirs = Designation.objects.filter(person=OuterRef(whose), valid_until__gte=on, designated_on__lte=on)
    kind = Q(kind=OuterRef(role))
    return rows.filter(~Exists(theirs.filter(kind)), **{f"{role}__in": _DESIGNATED}).order_by("pk")


def _valid(case: Case, person: UUID, role: str, now: datetime) -> bool:
    """Whoever answers for what was taken back under danger does so in whichever role they have."""
    today = now.astimezone(queries.zone_of(case)).date()
    held = training.valid_kinds(organization=case.organization_id, person=person, on=today)
    return bool(held) if case.stage == Stage.WITHDRAWN else role in held
