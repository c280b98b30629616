"""Who could be called, as a person may see them before asking: to tick off whom they would rather avoid.

Belongs here: a short list and how each name is shown.
Does not belong here: who is paged in the end (`paging`), or any reason why somebody is missing.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.people import queries as people
from alongside.people.queries import PersonRow
from alongside.rota import queries as rota
from alongside.tenancy.queries import House
from alongside.training import queries as training
from alongside.vocabulary.roles import Role

LONGEST = 24
"""A hundred names are no help to a tired person, and a harvest to a stranger (threat model, T18)."""


@dataclass(frozen=True)
class Listed:
    """One line: the person's key, and what is shown of them."""

    person: UUID
    shown: str


def listed(*, house: House, unit_group: str, now: datetime) -> list[Listed]:
    """Return who could be called: own unit group first, then whoever is on call, at most LONGEST."""
    today = now.astimezone(house.zone).date()
    able = training.designated(organization=house.id, kind=Role.SUPPORTER.value, on=today)
    rows = people.rows_for(organization=house.id, people=able, now=now).values()
    on_call = set(rota.on_call(organization=house.id, duty=Role.SUPPORTER.value, at=now))
    here = [row for row in rows if row.left_at is None and Role.SUPPORTER in row.roles]
    here.sort(key=lambda row: (not _same(row, unit_group), row.id not in on_call, _in_order(row.name)))
    return [Listed(row.id, _shown(row, house)) for row in sorted(here[:LONGEST], key=lambda row: _in_order(row.name))]


def _in_order(name: str) -> str:
    """Return what a name is sorted by: É stands with E, not after Z."""
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold() or name


def _same(row: PersonRow, unit_group: str) -> bool:
    return bool(row.group and row.group.hex == unit_group)


def _shown(row: PersonRow, house: House) -> str:
    name = row.name if house.names_of_supporters_shown else _initials(row.name)
    return f"{name}, {row.unit_name}" if row.unit_name else name


def _initials(name: str) -> str:
    return " ".join(f"{part[0]}." for part in name.split() if part)
