"""When an organization may go live, decided on plain data.

Belongs here: the conditions (product.md, "Going live"; hazard log, standing rule 4). Does not belong here: gathering
the facts (`journeys`), switching.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

REQUESTS_ANSWERED, REQUESTS_ANSWERED_SMALL = 10, 4
PROFESSIONAL_ROTA_DAYS = 30
SHORTEST_RETENTION, RETENTION, LONGEST_RETENTION = timedelta(days=7), timedelta(days=14), timedelta(days=90)
"""From the end of support to erasure: the least, what holds unless counsel signed another, the most."""

FEWEST_YEARS, YEARS, MOST_YEARS = 2, 5, 10
"""How long what names nobody is counted (coded talks, answers). Fewer than two, and no year stands beside another."""

TEST_GOES_STALE = timedelta(days=180)
"""A dated test counts for half a year; then the line must answer again."""


class Condition(StrEnum):
    """What still stands between an organization and going live."""

    FALLBACK_LINE = "fallback_line"
    FALLBACK_ANSWERED = "fallback_answered"
    LINES_DIALED = "lines_dialed"
    PROFESSIONALS = "professionals"
    LIMITS_SIGNED = "limits_signed"
    REQUESTS_ANSWERED = "requests_answered"
    COORDINATOR = "coordinator"
    SUPPORTERS = "supporters"


@dataclass(frozen=True)
class Facts:
    """What is known today."""

    fallback_line: str
    fallback_answered_on: date | None
    lines_not_dialed: int
    professional_rota_whole: bool
    partner_agreed_on: date | None
    partner_answered_on: date | None
    languages: frozenset[str]
    limits_signed_in: frozenset[str]
    requests_answered: int
    small_agency: bool
    coordinators_reachable: int
    supporters_reachable: int


def missing(facts: Facts, *, today: date) -> list[Condition]:
    """Return what is not met yet, in the order in which it is best done; nothing left means going live is possible."""
    partner = facts.partner_agreed_on is not None and _fresh(facts.partner_answered_on, today)
    enough = REQUESTS_ANSWERED_SMALL if facts.small_agency else REQUESTS_ANSWERED
    met = {
        Condition.FALLBACK_LINE: bool(facts.fallback_line),
        Condition.FALLBACK_ANSWERED: _fresh(facts.fallback_answered_on, today),
        Condition.LINES_DIALED: facts.lines_not_dialed == 0,
        Condition.PROFESSIONALS: facts.professional_rota_whole or partner,
        Condition.LIMITS_SIGNED: bool(facts.languages) and facts.languages <= facts.limits_signed_in,
        Condition.REQUESTS_ANSWERED: facts.requests_answered >= enough,
        Condition.COORDINATOR: facts.coordinators_reachable > 0,
        Condition.SUPPORTERS: facts.supporters_reachable > 1,
    }
    return [condition for condition in Condition if not met[condition]]


def _fresh(day: date | None, today: date) -> bool:
    return day is not None and today - day <= TEST_GOES_STALE
