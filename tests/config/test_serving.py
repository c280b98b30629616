"""`alongside serve` with real processes: who dies is started again, who is asked to stop stops, nothing stays."""

import os
import signal
import time
import urllib.request
from collections.abc import Callable

import psutil
import pytest

from alongside import clock
from alongside.paging import queries as paging
from tests.houses import House

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


def _until(true: Callable[[], bool], seconds: float = 30) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends
        time.sleep(0.05)


def _children(parent: int) -> set[int]:
    return {child.pid for child in psutil.Process(parent).children(recursive=True)}


def _answers(house: House) -> bool:
    try:
        with urllib.request.urlopen(f"{house.url}/health/live", timeout=2) as answer:  # noqa: S310  # Our own address.
            return bool(answer.status == 200)
    except OSError:
        return False


def _engine_beats() -> bool:
    return not paging.engine_is_late(now=clock.now())


def test_serving_starts_web_and_engine_and_stops_both_when_asked(new_house: House) -> None:
    parent = new_house.serve()
    _until(_engine_beats)
    family = _children(parent.pid)
    assert len(family) == 3  # The engine, the web server, its worker.
    parent.send_signal(signal.SIGTERM)
    assert parent.wait(20) == 0
    assert not [pid for pid in family if psutil.pid_exists(pid)]


def test_whichever_child_is_killed_is_started_again(new_house: House) -> None:
    parent = new_house.serve()
    _until(_engine_beats)
    for _ in range(2):
        for victim in psutil.Process(parent.pid).children():
            victim.kill()
        _until(lambda: len(_children(parent.pid)) == 3)
        _until(lambda: _answers(new_house))
    new_house.minutes_pass(2)
    _until(_engine_beats)
    assert b"serve.engine_died" in new_house.output
    assert b"serve.web_died" in new_house.output


def test_a_killed_web_worker_is_replaced_at_once(new_house: House) -> None:
    parent = new_house.serve()
    [worker] = [child for child in psutil.Process(parent.pid).children(recursive=True) if child.ppid() != parent.pid]
    worker.kill()
    _until(lambda: _answers(new_house), 10)


def test_when_the_parent_is_killed_nothing_is_left_behind(new_house: House) -> None:
    parent = new_house.serve()
    family = _children(parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    _until(lambda: not [pid for pid in family if psutil.pid_exists(pid)], 20)


def test_the_server_says_nothing_of_itself_and_logs_no_visit(new_house: House) -> None:
    new_house.serve()
    request = urllib.request.Request(f"{new_house.url}/health/live?zzcanary=1", headers={"User-Agent": "zzcanary"})  # noqa: S310  # Our own address.
    with urllib.request.urlopen(request) as answer:  # noqa: S310  # As above.
        assert "granian" not in str(answer.headers).lower()
        assert not (answer.headers.get("Server") or "").strip()
    assert b"zzcanary" not in new_house.output
    assert b"127.0.0.1" not in new_house.output


def test_web_alone_and_engine_alone_are_the_same_house(new_house: House) -> None:
    new_house.start("web")
    new_house.wait_until_answering()
    assert not _engine_beats()
    new_house.start("engine")
    _until(_engine_beats)


def test_a_stopped_engine_is_noticed_within_ninety_seconds(new_house: House) -> None:
    """H04: whoever asks is told to call, and readiness turns red."""
    new_house.start("web")
    engine = new_house.start("engine")
    new_house.wait_until_answering()
    _until(_engine_beats)
    assert _ready(new_house) == 200
    engine.kill()
    engine.wait()
    new_house.minutes_pass(1.4)
    assert _ready(new_house) == 503
    assert not _engine_beats()


def _ready(house: House) -> int:
    try:
        with urllib.request.urlopen(f"{house.url}/health/ready", timeout=5) as answer:  # noqa: S310  # Our own address.
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return int(refused.code)
