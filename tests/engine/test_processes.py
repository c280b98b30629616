"""Real engines in real processes: killed between sending and marking, stopped, doubled, left with a bad server."""

import signal
import time
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import psutil
import pytest
from django.db import connection

from alongside import clock, doorbell
from alongside.notices import operations
from alongside.notices.models import Channel, Notice
from alongside.paging import queries as paging
from alongside.tenancy.transactions import one_transaction
from tests import providers, worlds
from tests.houses import House
from tests.worlds import World

_OTHERS = "datname = current_database() AND pid <> pg_backend_pid()"
pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


@pytest.fixture
def own_world(new_house: House) -> World:
    return worlds.make(now=clock.now())


def _tell(world: World, times: int, who: str = "owner") -> None:
    with one_transaction():
        for _ in range(times):
            operations.tell(
                organization=world.organization.id,
                person=world.people[who].id,
                template="page",
                case=uuid.uuid4(),
                rung=0,
                now=clock.now(),
            )


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, Counter(Notice.objects.values_list("state", "last_failure"))
        time.sleep(0.05)


def _came_to(house: House, count: int) -> bool:
    return len(house.letters.letters) >= count


def _all_sent() -> bool:
    return not Notice.objects.exclude(state="sent").exists()


def _ids(house: House) -> Counter[str]:
    return Counter(letter.message["Message-ID"] for letter in house.letters.letters)


def test_an_engine_delivers_what_was_told_before_it_started(new_house: House, own_world: World) -> None:
    _tell(own_world, 5)
    new_house.start("engine")
    _until(_all_sent)
    assert len(new_house.letters.to(own_world.owner.email)) == 5
    _until(lambda: not paging.engine_is_late(now=clock.now()), 10)


def test_a_ring_is_answered_long_before_the_poll(new_house: House, own_world: World) -> None:
    new_house.start("engine", ALONGSIDE_POLL_SECONDS="30")
    _until(_three_loops_listen)
    time.sleep(0.5)
    began = time.perf_counter()
    _tell(own_world, 1)
    new_house.letters.wait_for(own_world.owner.email, seconds=10)
    assert time.perf_counter() - began < 5


def _three_loops_listen() -> bool:
    if connection.vendor == "sqlite":
        return len(list(doorbell.folder().glob("*.bell"))) >= 3
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM pg_stat_activity WHERE {_OTHERS}")  # noqa: S608  # Our own constant.
        return int(cursor.fetchone()[0]) >= 3


def test_a_stopped_engine_ends_cleanly_and_leaves_no_lease(new_house: House, own_world: World) -> None:
    engine = new_house.start("engine")
    _tell(own_world, 400)
    _until(lambda: len(new_house.letters.letters) > 5)
    engine.send_signal(signal.SIGTERM)
    assert engine.wait(20) == 0
    assert not Notice.objects.filter(state="due", lease_until__gt=clock.now()).exists()
    sent, came = Notice.objects.filter(state="sent").count(), len(new_house.letters.letters)
    assert sent == came  # What it held was finished; nothing was sent and left unmarked.
    assert b"Traceback" not in new_house.output


def test_kill_between_sending_and_marking_loses_nothing(new_house: House, own_world: World) -> None:
    """At least once: a killed engine's letters go out after their lease; at most one per kill goes twice."""
    kills, total = 4, 200
    _tell(own_world, total)
    for kill in range(kills):
        engine = new_house.start("engine")
        reached = min(total, len(new_house.letters.letters) + 7 + kill)
        _until(partial(_came_to, new_house, reached))
        engine.kill()
        engine.wait()
        new_house.minutes_pass(1.1)  # The lease of the dead runs out.
    new_house.start("engine")
    _until(_all_sent, 60)
    came = _ids(new_house)
    assert len(came) == total
    assert sum(came.values()) - total <= kills


def test_two_engines_on_one_database_lose_nothing_and_double_nothing(new_house: House, own_world: World) -> None:
    total = 400
    engines = [new_house.start("engine"), new_house.start("engine")]
    _until(lambda: not paging.engine_is_late(now=clock.now()))
    _tell(own_world, total // 2)
    _tell(own_world, total // 2, "teammate")
    _until(_all_sent, 60)
    came = _ids(new_house)
    assert (len(came), sum(came.values())) == (total, total)
    assert all(engine.poll() is None for engine in engines)


def test_one_of_two_engines_is_killed_and_the_other_goes_on(new_house: House, own_world: World) -> None:
    total = 300
    first, _second = new_house.start("engine"), new_house.start("engine")
    _until(lambda: not paging.engine_is_late(now=clock.now()))
    _tell(own_world, total)
    _until(lambda: len(new_house.letters.letters) > 20)
    first.kill()
    _until(lambda: Notice.objects.exclude(state="sent").count() <= 25, 60)
    new_house.minutes_pass(1.1)
    _until(_all_sent, 60)
    came = _ids(new_house)
    assert len(came) == total
    assert sum(came.values()) - total <= 1


def test_a_mail_server_that_comes_back_gets_everything(new_house: House, own_world: World) -> None:
    new_house.letters.refuse = True
    new_house.start("engine")
    _tell(own_world, 10)
    _until(lambda: Notice.objects.filter(last_failure="smtp_451").exists())
    new_house.letters.refuse = False
    new_house.minutes_pass(1.1)
    _until(_all_sent)
    assert len(_ids(new_house)) == 10


def test_a_silent_mail_server_delays_no_other_channel(new_house: House, own_world: World) -> None:
    with providers.silent() as port, providers.http() as provider:
        Channel.objects.create(
            organization=own_world.organization,
            person=own_world.owner,
            kind="apprise",
            address=provider.address(),
            verified_at=clock.now() - timedelta(days=1),
        )
        new_house.start("engine", ALONGSIDE_EMAIL_URL=f"smtp://127.0.0.1:{port}")
        _until(lambda: not paging.engine_is_late(now=clock.now()))
        _tell(own_world, 3)
        provider.wait_for(3, seconds=25)  # Three letters to the mail server take half a minute of time-outs.
        mail = Notice.objects.filter(channel__kind="email")
        assert set(mail.values_list("state", flat=True)) == {"due"}
        assert mail.exclude(last_failure="").count() < 3


def test_an_engine_outlives_a_database_that_goes_away_and_comes_back(new_house: House, own_world: World) -> None:
    engine = new_house.start("engine")
    _until(lambda: not paging.engine_is_late(now=clock.now()))
    for _ in range(3):
        _take_the_database_away()
        time.sleep(0.7)
    _tell(own_world, 3)
    new_house.letters.wait_for(own_world.owner.email, count=3, seconds=40)
    assert engine.poll() is None
    assert b"_failed" in new_house.output or b".failed" in new_house.output


def _take_the_database_away() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {_OTHERS}")  # noqa: S608  # As above.
            return
        cursor.execute("ALTER TABLE notices_notice RENAME TO hidden")
        time.sleep(1.2)
        cursor.execute("ALTER TABLE hidden RENAME TO notices_notice")


def test_an_idle_engine_costs_next_to_nothing(new_house: House, own_world: World) -> None:
    engine = new_house.start("engine")
    _until(lambda: not paging.engine_is_late(now=clock.now()))
    time.sleep(2)
    process = psutil.Process(engine.pid)
    before = sum(process.cpu_times()[:2])
    time.sleep(5)
    share = (sum(process.cpu_times()[:2]) - before) / 5
    assert share < 0.05, f"{share:.1%} of one core"
