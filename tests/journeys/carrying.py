"""Names for tests of carried offers: people to reach, a round begun, the engine's duty run.

Belongs here: starting points. Does not belong here: expectations.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from alongside.engine.duties.erase import erase
from alongside.engine.duties.let_offers_go import let_offers_go
from alongside.journeys import carrying_an_offer
from alongside.people.models import Person
from alongside.people.queries import Member
from alongside.rounds.reaching import Occasion, Started, ToReach
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from tests.worlds import NOW, World

_numbers = itertools.count(1)


def somebody(world: World, name: str = "Anna Keller", **given: Any) -> ToReach:
    """Return somebody to reach, with a telephone number of their own."""
    number = next(_numbers)
    person: Person | None = given.pop("person", None)
    held: dict[str, Any] = {
        "name": name,
        "phone": f"+1202555{1000 + number % 9000}",
        "email": "",
        "person": person.pk if person else None,
        "unit_group": None,
        "site": world.site.pk,
        "language": "en",
    }
    return ToReach(**{**held, **given})


def begin(
    world: World,
    *people: ToReach,
    kind: str = "unexpected_death",
    day: date | None = None,
    now: datetime = NOW,
    **given: Any,
) -> Started:
    """Start a round as an event's journey does."""
    after = Occasion(world.site.pk, kind, day or now.date())
    with one_transaction():
        return carrying_an_offer.start_round(
            organization=world.organization.pk, after=after, people=people, now=now, **given
        )


def member(world: World, who: str, *roles: Role) -> Member:
    """Return one of the cast as the desk knows them."""
    person = world.people[who]
    held = frozenset(roles) or frozenset({Role.SUPPORTER})
    return Member(person.pk, person.account_id or UUID(int=0), world.organization.pk, person.name, held, "en")


def failures_of_a_day(turn: Callable[..., bool], *, since: datetime) -> int:
    """Let the engine take a turn each minute for a day; return how often it met what nobody foresaw."""
    failures = 0
    for minute in range(24 * 60 - int((since - NOW).total_seconds() // 60)):
        try:
            turn(now=since + timedelta(minutes=minute))
        except ZeroDivisionError:
            failures += 1
    return failures


def let_time_pass(now: datetime) -> None:
    """Let the engine do whatever is due of offers, and erase."""
    while let_offers_go(now) or erase(now):
        pass
