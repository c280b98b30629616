"""Many take the same case at the same moment, each over a connection of their own: one wins, whatever the database."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from alongside.paging import operations
from alongside.paging.errors import AlreadyTaken, NotClimbing
from alongside.paging.models import Page
from alongside.tenancy.leases import LEASE
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.paging.cases import Walked, asked
from tests.worlds import World

pytestmark = [pytest.mark.django_db(transaction=True)]
RACERS = 4


@pytest.fixture
def crowded(now: datetime) -> World:
    """Not the `world` fixture: its rows would live in a transaction that other threads cannot see."""
    return worlds.make(now=now)


def race(*runs: Callable[[], str]) -> list[str]:
    start = Barrier(len(runs))

    def run(go: Callable[[], str]) -> str:
        start.wait()
        try:
            return go()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(runs)) as pool:
        return list(pool.map(run, runs))


def accepting(page: Page, now: datetime) -> Callable[[], str]:
    def go() -> str:
        try:
            with one_transaction(ring=False):
                operations.accept(organization=page.organization_id, page=page.pk, person=page.person_id, now=now)
        except AlreadyTaken:
            return "too late"
        return "won"

    return go


def climbing(walked: Walked) -> Callable[[], str]:
    def go() -> str:
        try:
            with one_transaction(ring=False):
                operations.climb_next_rung(case=walked.case, facts=walked.facts, now=walked.due)
        except NotClimbing:
            return "nothing to climb"
        return "climbed"

    return go


@pytest.mark.parametrize("attempt", range(5))
def test_one_winner(crowded: World, now: datetime, attempt: int) -> None:
    walked = asked(crowded, now=now)
    walked.climb()
    walked.climb()
    pages = list(Page.objects.filter(case=walked.case, answer="none"))
    assert len(pages) == 3
    told = Counter(race(*[accepting(page, now) for page in pages]))
    assert told == {"won": 1, "too late": 2}
    assert Page.objects.filter(case=walked.case, answer="accepted").count() == 1
    assert not Page.objects.filter(case=walked.case, answer="none").exists()


@pytest.mark.parametrize("attempt", range(5))
def test_an_engine_that_climbs_meanwhile_never_pages_after_the_winner(
    crowded: World, now: datetime, attempt: int
) -> None:
    walked = asked(crowded, now=now)
    page = Page.objects.get(case=walked.case)
    told = race(accepting(page, now), climbing(walked))
    assert told[0] == "won"
    assert not Page.objects.filter(case=walked.case, answer="none").exists(), "whoever was paged last is stood down too"


def test_two_engines_never_hold_the_same_climb(crowded: World, now: datetime) -> None:
    walked = [asked(crowded, now=now) for _ in range(RACERS)]

    def claim() -> str:
        with one_transaction(ring=False):
            climb = operations.claim_due_climb(now=walked[0].due)
            return str(climb.pk) if climb else ""

    held = race(*[claim] * RACERS)
    held += [claim()] * (held.count("") > 0)  # On PostgreSQL a racer may find the last row locked and go home.
    claimed = [UUID(key) for key in held if key]
    assert len(set(claimed)) == len(claimed) >= 1


def test_a_lease_that_ran_out_means_retry(crowded: World, now: datetime) -> None:
    walked = asked(crowded, now=now)
    with one_transaction(ring=False):
        first = operations.claim_due_climb(now=walked.due)
        assert operations.claim_due_climb(now=walked.due) is None
        again = operations.claim_due_climb(now=walked.due + LEASE)
    assert first == again
