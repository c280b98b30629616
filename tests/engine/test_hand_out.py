"""The duty that hands events out: one indexed look while nothing is due, one event at a time when something is."""

from __future__ import annotations

from typing import Any

import pytest

from alongside.cases.models import Case
from alongside.engine import beat
from alongside.engine.duties.hand_out import hand_out
from alongside.engine.stopping import Stop
from alongside.journeys import an_event_happened, keeping_watch
from alongside.people.queries import member
from tests.events.reports import colleague, report
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


def told(world: World, number: int) -> None:
    officer = world.safety_officer
    assert officer.account_id
    by = member(account=officer.account_id, organization=world.organization.pk, now=NOW)
    assert by
    an_event_happened.report(member=by, report=report(world, colleague(number)), once=f"form-{number}", now=NOW)


def test_an_idle_look_costs_one_query(world: World, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert hand_out(NOW) is False


def test_one_event_a_turn(world: World) -> None:
    told(world, 1)
    told(world, 2)
    assert [hand_out(NOW), hand_out(NOW), hand_out(NOW)] == [True, True, False]
    assert Case.objects.filter(stage="offered").count() == 2


def test_what_is_due_and_not_dealt_with_is_overdue(world: World) -> None:
    told(world, 1)
    assert keeping_watch.oldest_overdue(now=NOW) == NOW


def test_the_engine_has_this_duty() -> None:
    assert ("events", hand_out) in beat._ladder(beat.Beat(Stop()))  # noqa: SLF001  # The one list of duties.
