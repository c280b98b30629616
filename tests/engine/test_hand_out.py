"""The duty that hands events out: one indexed look while nothing is due, one event at a time when something is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError

from alongside.cases.models import Case
from alongside.engine import beat
from alongside.engine.duties.hand_out import hand_out
from alongside.engine.duties.let_offers_go import let_offers_go
from alongside.engine.stopping import Stop
from alongside.events import operations as events
from alongside.events.models import Event
from alongside.journeys import an_event_happened, keeping_watch
from alongside.notices.models import Notice
from alongside.offers.models import Mark
from alongside.paging.models import Alarm
from alongside.people.queries import member
from alongside.rounds.models import Carried, Round
from alongside.rounds.rules import LAPSES_AFTER
from tests.events.reports import colleague, report
from tests.journeys.carrying import begin, somebody
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


def test_a_full_disk_while_offers_begin_loses_nothing_and_offers_nobody_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was begun is taken back, the duty rests (`test_loop.py`); with room again the list goes out whole."""
    told(world, 1)

    def full(**_given: Any) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr(events, "burn", full)  # The last write but one of the transaction.
        with pytest.raises(OperationalError):
            hand_out(NOW)
    assert not Case.objects.exists()
    assert not Mark.objects.exists()
    assert keeping_watch.oldest_overdue(now=NOW) == NOW
    assert hand_out(NOW + timedelta(minutes=1)) is True
    assert Case.objects.filter(stage="offered").count() == 1


def test_after_ten_days_without_an_engine_no_list_is_left_and_a_coordinator_knows(world: World) -> None:
    told(world, 1)
    late = NOW + timedelta(days=10)
    assert [hand_out(late), hand_out(late)] == [True, False]
    assert not Event.objects.exists()
    assert list(Alarm.objects.values_list("kind", flat=True)) == [Alarm.Kind.EVENT_UNCARRIED]


@pytest.mark.parametrize("change", ["2026-03-08T06:59:30Z", "2026-11-01T05:59:30Z"])
def test_the_hour_that_is_left_out_or_comes_twice_changes_no_count(world: World, change: str) -> None:
    """Summer time begins and ends in New York: days are counted in time that passes, mornings by the wall."""
    begun = datetime.fromisoformat(change)
    begin(world, somebody(world), now=begun)
    held = Round.objects.get()
    assert timedelta() <= begun + LAPSES_AFTER - held.lapses_at < timedelta(hours=1)
    told_at = Notice.objects.get(person=held.carrier).due_at.astimezone(ZoneInfo(world.site.timezone))
    assert (told_at.hour, told_at.minute) == (8, 0)
    assert not let_offers_go(held.lapses_at - timedelta(seconds=1) - timedelta(days=13))
    assert let_offers_go(begun + LAPSES_AFTER)
    assert not Carried.objects.exists()
