"""The beat says that an engine lives, as long as every loop turns; a loop that died ends the engine."""

import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pkgutil import iter_modules

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext

from alongside import clock
from alongside.engine import duties
from alongside.engine.beat import STUCK_AFTER, Beat, _ladder
from alongside.engine.duties import deliver
from alongside.engine.duties.keep_keys import keep_keys
from alongside.engine.duties.sweep import EVERY, sweep
from alongside.engine.loop import Duty, Loop
from alongside.engine.seldom import Seldom
from alongside.engine.stopping import Stop
from alongside.journeys import keeping_watch
from alongside.notices import operations
from alongside.notices.models import Notice
from alongside.paging import queries as paging
from alongside.paging.models import Beat as BeatRow
from alongside.tenancy.transactions import one_transaction
from tests.worlds import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def stop() -> Stop:
    return Stop()


@pytest.fixture
def sleeper() -> Iterator[threading.Thread]:
    ended = threading.Event()
    thread = threading.Thread(target=ended.wait)
    thread.start()
    yield thread
    ended.set()
    thread.join()


def _loop(stop: Stop) -> Loop:
    return Loop([], stop=stop, poll=1)


def test_a_beat_is_written_at_once_and_then_every_few_seconds(stop: Stop) -> None:
    beat, now = Beat(stop), clock.now()
    for second in range(13):
        beat(now + timedelta(seconds=second))
    assert BeatRow.objects.get().at == now + timedelta(seconds=10)
    assert not paging.engine_is_late(now=now + timedelta(seconds=60))
    assert paging.engine_is_late(now=now + timedelta(seconds=71))


def test_a_clock_that_was_moved_back_beats_again(stop: Stop) -> None:
    beat, now = Beat(stop), clock.now()
    beat(now)
    beat(now - timedelta(hours=1))
    assert BeatRow.objects.get().at == now - timedelta(hours=1)


def test_a_beat_is_never_work(stop: Stop) -> None:
    assert Beat(stop)(clock.now()) is False


def test_a_loop_that_died_asks_the_engine_to_stop(stop: Stop) -> None:
    beat = Beat(stop)
    ended = threading.Thread(target=int)
    ended.start()
    ended.join()
    beat.watched = [(_loop(stop), ended)]
    beat(clock.now())
    assert stop.asked()
    assert beat.a_loop_died
    assert not BeatRow.objects.exists()


def test_a_loop_that_hangs_stops_the_beat_so_that_the_web_says_so(stop: Stop, sleeper: threading.Thread) -> None:
    beat, loop = Beat(stop), _loop(stop)
    loop.turned_at = time.monotonic() - STUCK_AFTER - 1
    beat.watched = [(loop, sleeper)]
    beat(clock.now())
    assert not BeatRow.objects.exists()
    loop.turned_at = time.monotonic()
    beat(clock.now())
    assert BeatRow.objects.exists()


def test_the_oldest_overdue_thing_is_told(world: World, stop: Stop) -> None:
    now = clock.now()
    for minutes in (1, 9, 4):
        with one_transaction():
            operations.tell(
                organization=world.organization.id,
                person=world.owner.id,
                template="page",
                now=now,
                due_at=now - timedelta(minutes=minutes),
            )
    Beat(stop)(now)
    assert paging.oldest_overdue() == now - timedelta(minutes=9)
    Notice.objects.all().delete()
    assert keeping_watch.oldest_overdue(now=now) is None


def test_engines_that_stopped_a_day_ago_are_forgotten(stop: Stop) -> None:
    now = clock.now()
    Beat(stop)(now - timedelta(days=2))
    Beat(stop)(now)
    assert BeatRow.objects.count() == 1
    assert keeping_watch.newest_beat() == now


def _bare(duty: Duty) -> Duty:
    return duty.duty if isinstance(duty, Seldom) else duty


def test_every_duty_is_run_by_an_engine(stop: Stop) -> None:
    run = {getattr(_bare(duty), "__module__", type(_bare(duty)).__module__) for _, duty in _ladder(Beat(stop))}
    written = {found.name for found in iter_modules(duties.__path__, f"{duties.__name__}.")}
    assert written - run == {deliver.__name__}  # Loops of its own.


def test_an_idle_ladder_reads_a_little_and_writes_nothing(world: World, stop: Stop) -> None:
    turned = [duty for duty in _ladder(Beat(stop)) if _bare(duty[1]) is not keep_keys]  # The tests' keys stay.
    ladder = Loop(turned, stop=stop, poll=1)
    while ladder.lap():  # The first laps beat, sweep, and make what is kept in stock.
        pass
    with CaptureQueriesContext(connection) as asked:
        assert ladder.lap() is False
    statements = [query["sql"] for query in asked.captured_queries]
    assert len(statements) <= 9  # One look at each thing that may be due.
    assert all(statement.startswith("SELECT") for statement in statements)


def test_sweeping_happens_once_a_minute(world: World) -> None:
    now, seldom = clock.now(), Seldom(sweep, every=EVERY)
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    assert seldom(now) is False
    assert not Session.objects.exists()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    seldom(now + EVERY / 2)
    assert Session.objects.exists()
    seldom(now + EVERY)
    assert not Session.objects.exists()
