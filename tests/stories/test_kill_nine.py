"""`kill -9` of web and of engine at random moments, while 500 people ask and their ladders climb.

Nothing saved is lost, nobody is asked for twice, no ladder stops; a notice may go twice, and that is counted (hazards
H01, H04, H08). On PostgreSQL two engines run beside each other.
"""

import random
import signal
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import Self

import pytest
from django.db import connection

from alongside import clock
from alongside.cases.models import Case
from alongside.notices.models import Notice
from alongside.paging.models import Climb, Page
from tests.bench import rounds
from tests.bench.load import Request
from tests.houses import House, kill

pytestmark = pytest.mark.processes

PEOPLE = 500
TWICE = 0.05
"""The share of notices that may go twice."""


class Reaper:
    """Kills a process of the house at random moments, and starts it anew as a service unit would."""

    def __init__(self, house: House, engines: int) -> None:
        self.house, self.kills, self._done = house, {"web": 0, "engine": 0}, threading.Event()
        self._running = [("web", house.start("web"))] + [("engine", house.start("engine")) for _ in range(engines)]
        self._dice = random.Random(20260304)  # noqa: S311  # Repeatable, not secret.
        self._thread = threading.Thread(target=self._reap)

    def __enter__(self) -> Self:
        self.house.wait_until_answering()
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._done.set()
        self._thread.join()

    def _reap(self) -> None:
        while not self._done.wait(self._dice.uniform(1, 3)):
            place = self._dice.randrange(len(self._running))
            name, process = self._running[place]
            kill(process, signal.SIGKILL)
            process.wait()
            self.kills[name] += 1
            self._running[place] = (name, self.house.start(name))
            self.house.wait_until_answering()


def test_kill_nine(new_house: House) -> None:
    new_house.environment["ALONGSIDE_TRUSTED_PROXY"] = "true"
    scene = rounds.Scene(new_house, rounds.towns(25))
    requests = rounds.asks(scene, PEOPLE, urgency="now")
    with Reaper(new_house, engines=2 if connection.vendor == "postgresql" else 1) as reaper:
        with ThreadPoolExecutor(8) as people:
            list(people.map(lambda request: _ask_until_answered(new_house, request), requests))
        assert Case.objects.count() == PEOPLE
        for _ in range(3):
            new_house.minutes_pass(5)
            time.sleep(4)
    assert min(reaper.kills.values()) > 0
    _until(lambda: not _late_climbs() and not _due(), new_house)
    _nothing_is_lost()
    twice = len(new_house.letters.letters) - Notice.objects.filter(state=Notice.State.SENT).count()
    assert twice <= TWICE * len(new_house.letters.letters), f"{twice} of {len(new_house.letters.letters)} went twice"


def _ask_until_answered(house: House, request: Request) -> None:
    """Press Send until an answer comes, as a person does whose network breaks."""
    ends, heard = time.monotonic() + 300, b""
    while time.monotonic() < ends:
        with suppress(OSError), socket.create_connection(("127.0.0.1", house.port), 15) as wire:
            wire.sendall(request.raw)
            heard = wire.recv(4096)
            if heard.startswith(b"HTTP/1.1 302"):
                return
        time.sleep(0.05)
    raise AssertionError(f"nobody answered: {heard!r}")


def _nothing_is_lost() -> None:
    waiting = Case.objects.filter(stage="waiting", due_at__isnull=False).exclude(owner_role="")
    assert waiting.count() == PEOPLE
    assert Climb.objects.filter(ended_at=None).count() == PEOPLE
    paged = set(Page.objects.values_list("case_id", flat=True))
    assert len(paged) == PEOPLE
    assert not Climb.objects.filter(ended_at=None, rung=0).exists()
    told = set(Notice.objects.filter(template="page").values_list("case", "person_id"))
    heard = {person for _case, person in told}
    assert set(Page.objects.filter(rung=0).values_list("person_id", flat=True)) <= heard


def _late_climbs() -> int:
    return Climb.objects.filter(ended_at=None, due_at__lt=clock.now() - timedelta(seconds=30)).count()


def _due() -> int:
    return Notice.objects.filter(state=Notice.State.DUE, due_at__lte=clock.now()).count()


def _until(holds: object, house: House, *, seconds: float = 300) -> None:
    ends = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < ends, (_late_climbs(), _due(), house.output[-2000:])
        time.sleep(0.5)
