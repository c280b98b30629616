"""A loop turns its duties in order, survives whatever they raise, and stops when asked."""

import threading
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import OperationalError, connection
from pytest_django import DjangoDbBlocker

from alongside import clock, doorbell
from alongside.engine.loop import Duty, Loop
from alongside.engine.stopping import Stop
from tests.houses import Template


@pytest.fixture(autouse=True)
def database(template_database: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        connection.close()


def _loop(*duties: Duty, stop: Stop | None = None, poll: float = 0.05) -> Loop:
    named = [(f"duty{number}", duty) for number, duty in enumerate(duties)]
    return Loop(named, stop=stop or Stop(), poll=poll)


def test_duties_take_turns_in_order_until_none_has_work() -> None:
    done: list[str] = []
    left = {"ladder": 2, "mail": 1}

    def duty(name: str) -> Duty:
        def turn(_now: datetime) -> bool:
            if not left[name]:
                return False
            left[name] -= 1
            done.append(name)
            return True

        return turn

    loop = _loop(duty("ladder"), duty("mail"))
    assert [loop.lap(), loop.lap(), loop.lap()] == [True, True, False]
    assert done == ["ladder", "mail", "ladder"]


def test_every_duty_is_told_the_time() -> None:
    told: list[datetime] = []
    before = clock.now()
    _loop(lambda now: bool(told.append(now))).lap()
    assert before <= told[0] <= clock.now()


def test_a_duty_that_raises_stops_no_other_and_rests(caplog: pytest.LogCaptureFixture) -> None:
    turns = {"bad": 0, "good": 0}

    def bad(_now: datetime) -> bool:
        turns["bad"] += 1
        raise ZeroDivisionError("zzcanary")

    def good(_now: datetime) -> bool:
        turns["good"] += 1
        return False

    loop = _loop(bad, good)
    for _ in range(5):
        loop.lap()
    assert turns == {"bad": 1, "good": 5}
    assert [record.msg for record in caplog.records] == ["engine.duty0.failed"]


def test_rest_grows_and_ends_with_the_first_success() -> None:
    fails = [True]

    def duty(_now: datetime) -> bool:
        if fails:
            raise OperationalError
        return True

    loop = _loop(duty)
    guarded = loop._duties[0]  # noqa: SLF001  # Its rest is what is looked at.
    rests = []
    for _ in range(7):
        guarded._rests_until = 0.0  # noqa: SLF001  # As above.
        began = time.monotonic()
        loop.lap()
        rests.append(round(guarded._rests_until - began))  # noqa: SLF001  # As above.
    assert rests == [1, 2, 4, 8, 16, 30, 30]
    fails.clear()
    guarded._rests_until = 0.0  # noqa: SLF001  # As above.
    assert loop.lap()
    assert guarded._failures == 0  # noqa: SLF001  # As above.


def test_a_waiting_loop_stops_at_once_when_asked() -> None:
    stop = Stop()
    loop = _loop(lambda _now: False, stop=stop, poll=30)
    thread = threading.Thread(target=loop.run)
    thread.start()
    time.sleep(0.2)
    began = time.perf_counter()
    stop.ask()
    thread.join(5)
    assert not thread.is_alive()
    assert time.perf_counter() - began < 2


def test_no_duty_is_begun_after_stopping_was_asked() -> None:
    stop = Stop()
    begun: list[str] = []

    def first(_now: datetime) -> bool:
        begun.append("first")
        stop.ask()
        return True

    _loop(first, lambda _now: bool(begun.append("second")), stop=stop).run()
    assert begun == ["first"]


def test_a_ring_wakes_a_loop_long_before_its_poll() -> None:
    stop = Stop()
    turned: list[float] = []

    def duty(_now: datetime) -> bool:
        turned.append(time.perf_counter())
        return False

    thread = threading.Thread(target=_loop(duty, stop=stop, poll=30).run)
    thread.start()
    time.sleep(0.3)
    rung = time.perf_counter()
    doorbell.ring()
    while len(turned) < 2 and time.perf_counter() - rung < 5:
        time.sleep(0.001)
    stop.ask()
    thread.join(5)
    assert len(turned) >= 2
    assert turned[1] - rung < 1


def test_an_idle_loop_looks_by_itself_at_every_poll() -> None:
    stop = Stop()
    turned: list[int] = []
    thread = threading.Thread(target=_loop(lambda _now: bool(turned.append(1)), stop=stop, poll=0.05).run)
    thread.start()
    time.sleep(0.6)
    stop.ask()
    thread.join(5)
    assert 3 <= len(turned) <= 14


def test_asking_twice_to_stop_is_the_same_as_once() -> None:
    stop = Stop()
    assert not stop.asked()
    stop.ask()
    stop.ask()
    assert stop.asked()
