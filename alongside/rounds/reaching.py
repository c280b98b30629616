"""Somebody who is to be offered support, in memory: handed over once, and never kept in this shape."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, repr=False)
class ToReach:
    """Whom an offer goes to. `person` where they stand in the directory of people; a telephone or an email helps."""

    name: str
    phone: str
    email: str
    person: UUID | None
    unit_group: UUID | None
    site: UUID
    language: str

    def __repr__(self) -> str:
        return "ToReach(…)"


@dataclass(frozen=True)
class Occasion:
    """After what support is offered: where, which kind of event, on which day. Without a kind somebody was met."""

    site: UUID
    kind: str = ""
    day: date | None = None


@dataclass(frozen=True, repr=False)
class Started:
    """What became of a list: for how many an offer is on its way, and for whom nobody was free to carry it.

    Those are kept, sealed, until the coordinator has chosen who carries: nothing is left for the caller to do.
    """

    reached: int
    unmatched: tuple[ToReach, ...]

    def __repr__(self) -> str:
        return f"Started({self.reached}, …)"
