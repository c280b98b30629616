"""What stands on the leadership page, and its one spelling: the same stored figures serve screen, paper and proof.

Belongs here: the page as data, to and from what is stored, its digest. Does not belong here: deciding what may be shown
(`rules.py`), a sentence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from alongside.reports.rules import Figure, Shown, Withheld


@dataclass(frozen=True)
class Month:
    """How much of a month somebody was on call: whole percent, rounded down so that a gap never reads as none."""

    number: int
    first: int
    second: int


@dataclass(frozen=True)
class Page:
    """One page of totals without dimensions. `half_within` and `nine_in_ten_within` are codes of bands."""

    supported: Figure
    half_within: Figure
    nine_in_ten_within: Figure
    staff: int
    trained: int
    first: int
    second: int
    months: tuple[Month, ...]


def to_stored(page: Page) -> dict[str, Any]:
    """Return the page as JSON can keep it; what is withheld is kept as nothing at all."""
    return {
        "supported": _spelled(page.supported),
        "half_within": _spelled(page.half_within),
        "nine_in_ten_within": _spelled(page.nine_in_ten_within),
        "staff": page.staff,
        "trained": page.trained,
        "first": page.first,
        "second": page.second,
        "months": [[month.number, month.first, month.second] for month in page.months],
    }


def from_stored(kept: dict[str, Any]) -> Page:
    """Return a page from what was kept."""
    return Page(
        supported=_read(kept["supported"]),
        half_within=_read(kept["half_within"]),
        nine_in_ten_within=_read(kept["nine_in_ten_within"]),
        staff=kept["staff"],
        trained=kept["trained"],
        first=kept["first"],
        second=kept["second"],
        months=tuple(Month(*month) for month in kept["months"]),
    )


def digest(kept: dict[str, Any]) -> str:
    """Return what the ledger keeps of a released page: SHA-256 of its one spelling, in hexadecimal."""
    spelled = json.dumps(kept, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return sha256(spelled.encode()).hexdigest()


def _spelled(figure: Figure) -> int | str | None:
    return figure.value if isinstance(figure, Shown) else None


def _read(kept: int | str | None) -> Figure:
    return Withheld() if kept is None else Shown(kept)
