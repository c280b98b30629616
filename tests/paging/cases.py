"""A case that is waiting, and the verbs a test needs to walk it: each in a transaction of its own, as a journey would.

Belongs here: the rows a climb stands on. Does not belong here: expectations.
"""

import itertools
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.cases.entrusted import MatchingFacts
from alongside.cases.models import Case
from alongside.paging import operations
from alongside.paging.models import Page
from alongside.tenancy.transactions import one_transaction
from tests.worlds import World

_numbers = itertools.count(1)


def waiting(world: World, *, now: datetime, urgency: str = "now", **given: object) -> Case:
    return Case.objects.create(
        **{
            "organization": world.organization,
            "site": world.site,
            "designation": f"Quiet Heron {next(_numbers)}",
            "stage": "waiting",
            "urgency": urgency,
            "source": "self",
            "language": "en",
            "asked_at": now,
            "contact_due": now,
            "owner_role": "supporter",
            "due_at": now,
            **given,
        }
    )


def facts_of(world: World, **given: Any) -> MatchingFacts:
    return MatchingFacts(**{"unit_group": world.group.pk, "site": world.site.pk, **given})


@dataclass
class Walked:
    """One case on its ladder; `rounds` tells who was paged, rung by rung."""

    world: World
    case: Case
    facts: MatchingFacts
    now: datetime
    due: datetime = field(init=False)
    bundle: bool = False

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        with one_transaction(ring=False):
            operations.start_climb(case=self.case, facts=self.facts, now=self.now, bundle=self.bundle)
            self.due = operations.climb_next_rung(case=self.case, facts=self.facts, now=self.now)

    def climb(self) -> set[str]:
        """Take the next rung when it is due; return who was newly paged, by their name in the cast."""
        self.now = self.due
        before = self.rows()
        with one_transaction(ring=False):
            self.due = operations.climb_next_rung(case=self.case, facts=self.facts, now=self.now)
        return self.names(self.rows() - before)

    def rows(self) -> set[UUID]:
        return set(Page.objects.filter(case=self.case).values_list("pk", flat=True))

    def names(self, pages: set[UUID] | None = None) -> set[str]:
        rows = Page.objects.filter(case=self.case)
        people = (rows if pages is None else rows.filter(pk__in=pages)).values_list("person_id", flat=True)
        known = {person.pk: who for who, person in self.world.people.items()}
        return {known[person] for person in people}

    def page_of(self, who: str) -> Page:
        return Page.objects.filter(case=self.case, person=self.world.people[who]).latest("paged_at")

    def accept(self, who: str) -> operations.Won:
        with one_transaction(ring=False):
            return operations.accept(
                organization=self.world.organization.pk,
                page=self.page_of(who).pk,
                person=self.world.people[who].pk,
                now=self.now,
            )

    def pass_on(self, who: str) -> None:
        with one_transaction(ring=False):
            operations.pass_on(
                organization=self.world.organization.pk,
                page=self.page_of(who).pk,
                person=self.world.people[who].pk,
                now=self.now,
            )


def asked(world: World, *, now: datetime, urgency: str = "now", bundle: bool = False, **given: object) -> Walked:
    """A request that was just sent, its first rung taken. `given` goes into the matching facts."""
    case = waiting(world, now=now, urgency=urgency, danger=urgency == "danger")
    return Walked(world=world, case=case, facts=facts_of(world, **given), now=now, bundle=bundle)
