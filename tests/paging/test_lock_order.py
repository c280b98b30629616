"""Whoever writes pages or moves a case holds the case before its climb, so that nobody waits in a ring."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event

import pytest
from django.db import connection

from alongside.cases.models import Case
from alongside.journeys import until_a_human_answers as ladder
from alongside.paging import operations
from alongside.paging.models import Climb
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.paging.cases import asked

pytestmark = [pytest.mark.django_db(transaction=True)]
A_MOMENT = 0.4

Verb = Callable[[Case], object]
VERBS: dict[str, Verb] = {
    "hold": lambda case: operations.hold(case=case.pk),
    "hold a case and its climb": lambda case: ladder.hold(case=case.pk),
    "start a climb": lambda case: operations.start_climb(case=case, facts=None, now=worlds.NOW),
    "take a rung": operations._under_way,  # noqa: SLF001  # What every rung begins with.
}


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_the_case_is_held_before_its_climb(now: datetime, verb: str) -> None:
    """While one has the case, another who comes for it waits without having taken the climb: else both would wait."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has one writer, so nothing can wait in a ring")
    case = asked(worlds.make(now=now), now=now).case
    has_begun = Event()

    def another() -> None:
        try:
            with one_transaction(ring=False):
                has_begun.set()
                VERBS[verb](case)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with one_transaction(ring=False):
            Case.objects.select_for_update().get(pk=case.pk)
            waits = pool.submit(another)
            has_begun.wait()
            time.sleep(A_MOMENT)  # So that it stands before the case.
            assert not waits.done()
            assert Climb.objects.select_for_update(nowait=True).get(case=case, ended_at=None)
        waits.result()
