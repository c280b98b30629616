"""What stands on the two pages about supporters, put together from queries.

Belongs here: frozen rows. Does not belong here: a comparison of one supporter with another: rows stand by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from alongside.care import queries as care
from alongside.cases import queries as cases
from alongside.paging import handed_back
from alongside.paging import queries as paging
from alongside.people import queries as people
from alongside.rota import queries as rota
from alongside.rota.queries import AwayRow
from alongside.surveys import rules as survey_rules
from alongside.surveys.queries import ThanksRow
from alongside.vocabulary.evaluating import Weight
from alongside.vocabulary.roles import Role

LOOKS_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Load:
    """How many people somebody carries, of how many at most."""

    carries: int
    limit: int

    @property
    def bars(self) -> list[bool]:
        """One for each person they may carry; full ones first."""
        return [place < self.carries for place in range(max(self.limit, self.carries))]

    @property
    def full(self) -> bool:
        """Whether they are at their limit."""
        return self.carries >= self.limit


@dataclass(frozen=True)
class Month:
    """The words of thanks of one month."""

    first: date
    said: tuple[ThanksRow, ...]


@dataclass(frozen=True)
class Told:
    """What many people said: the first and the last month, and by question its answers with their shares."""

    first: date
    last: date
    questions: dict[str, dict[str, int]]


@dataclass(frozen=True)
class SupporterRow:
    """One supporter as mentors see them."""

    name: str
    load: Load
    away: AwayRow | None
    weights: dict[Weight, int]
    handed_back: int


def away_until(rows: Sequence[AwayRow], *, at: datetime) -> AwayRow | None:
    """Return what keeps somebody away now, the longest; None when nothing does."""
    now = [row for row in rows if row.starts_at <= at]
    return next((row for row in now if row.ends_at is None), max(now, key=_ends, default=None))


def _ends(row: AwayRow) -> datetime:
    return row.ends_at or row.starts_at


def by_month(rows: Sequence[ThanksRow]) -> list[Month]:
    """Gather words of thanks by the month in which they came, the newest first."""
    months = groupby(rows, key=lambda row: row.month)
    return [Month(date.fromisoformat(f"{month}-01"), tuple(said)) for month, said in months]


def told(shares: survey_rules.Shares | None) -> Told | None:
    """Return what people said with its months; None when too few did."""
    if shares is None:
        return None
    first, last = survey_rules.months(shares.first, shares.last)
    return Told(first, last, shares.questions)


def supporters(*, organization: UUID, zone: ZoneInfo, now: datetime) -> list[SupporterRow]:
    """Return every supporter by name, with what a mentor looks at; six queries however many, days by `zone`."""
    loads, limit = cases.loads(organization=organization), paging.ladder(organization=organization).load_cap
    weights = care.weights(organization=organization, today=now.astimezone(zone).date())
    back = handed_back.counted(organization=organization, since=now - LOOKS_BACK)
    away: dict[UUID, list[AwayRow]] = {}
    for row in rota.away_rows(organization=organization, at=now):
        away.setdefault(row.person, []).append(row)
    return [
        SupporterRow(
            name=row.name,
            load=Load(loads.get(row.id, 0), limit),
            away=away_until(away.get(row.id, ()), at=now),
            weights=weights.get(row.id, {}),
            handed_back=back.get(row.id, 0),
        )
        for row in people.people_of(organization=organization, now=now)
        if Role.SUPPORTER in row.roles
    ]
