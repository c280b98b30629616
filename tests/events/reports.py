"""Reports as a test's starting point. Belongs here: making one. Does not belong here: expectations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from alongside.events.entrusted import Colleague, Report
from alongside.vocabulary.happening import EventKind
from tests.worlds import NOW, World

CANARY = "Qanarybird"
"""In the names of those involved: sealed, it stands nowhere in a database."""


def colleague(number: int = 1, **given: Any) -> Colleague:
    """Return somebody who is not in the people directory."""
    told = {
        "name": f"{CANARY} {'abcdefghij'[number % 10]}",
        "email": f"{CANARY.lower()}{number}@town.example",
        "phone": f"+1202555{1000 + number}",
    }
    return Colleague(**{**told, **given})


def report(world: World, *people: Colleague, now: datetime = NOW, **given: Any) -> Report:
    """Return a report about these people, or about one."""
    told: dict[str, Any] = {
        "kind": EventKind.NEAR_MISS,
        "occurred_at": now - timedelta(hours=2),
        "site": world.site.pk,
        "unit": world.unit.pk,
        "people": people or (colleague(),),
        "came_by": "form",
    }
    return Report(**{**told, **given})
