"""Reading who is qualified, and from when.

Belongs here: valid designations. Does not belong here: who is on call, whether somebody may be paged (`paging.rules`).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.training.models import Designation


@dataclass(frozen=True)
class DesignationRow:
    """One designation, with its dates."""

    id: UUID
    person: UUID
    name: str
    kind: str
    designated_on: date
    valid_until: date
    agreement_signed_on: date


def designated(*, organization: UUID, kind: str, on: date) -> dict[UUID, date]:
    """Return who is validly designated on this day, and since when they first were."""
    return designations_valid(organization=organization, on=on).get(kind, {})


def designations_valid(*, organization: UUID, on: date) -> dict[str, dict[UUID, date]]:
    """Return, for each kind, who is valid on this day and the day of their first designation; one query.

    A renewal keeps the first day: somebody trained before an event and renewed after it was trained before the event.
    """
    columns = ("kind", "person_id", "designated_on", "valid_until")
    rows = Designation.objects.of(organization).filter(designated_on__lte=on).order_by("designated_on")
    first: dict[tuple[str, UUID], date] = {}
    valid: defaultdict[str, dict[UUID, date]] = defaultdict(dict)
    for kind, person, day, until in rows.values_list(*columns):
        first.setdefault((kind, person), day)
        if until >= on:
            valid[kind][person] = first[(kind, person)]
    return dict(valid)


def valid_kinds(*, organization: UUID, person: UUID, on: date) -> frozenset[str]:
    """Return as what this person is validly designated on this day."""
    rows = Designation.objects.of(organization).filter(person=person, designated_on__lte=on, valid_until__gte=on)
    return frozenset(rows.values_list("kind", flat=True))


def designations(*, organization: UUID) -> list[DesignationRow]:
    """Return every designation on record, the one that ends first on top."""
    rows = Designation.objects.of(organization).select_related("person").order_by("valid_until", "person__name", "pk")
    return [
        DesignationRow(
            row.pk,
            row.person_id,
            row.person.name,
            row.kind,
            row.designated_on,
            row.valid_until,
            row.agreement_signed_on,
        )
        for row in rows
    ]


def lapsing(*, organization: UUID, on: date, until: date) -> list[DesignationRow]:
    """Return the designations that end between two days and are not renewed: somebody must be warned in time."""
    rows = designations(organization=organization)
    last: defaultdict[tuple[UUID, str], date] = defaultdict(lambda: date.min)
    for row in rows:
        last[(row.person, row.kind)] = max(last[(row.person, row.kind)], row.valid_until)
    return [row for row in rows if on <= row.valid_until <= until and last[(row.person, row.kind)] == row.valid_until]
