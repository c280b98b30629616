"""How fast notices leave: pages per minute by one and by two engines, and from commit to the mail server's hands.

Belongs here: real engines in real processes against a real SMTP sink in this process, which takes its share of the same
processors; so the engine's own processor time per page stands beside. Does not belong here: other figures.

    .venv/bin/python -m tests.bench.notices
"""

import os
import statistics
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure

if __name__ == "__main__":
    _folder = tempfile.mkdtemp(prefix="alb-")
    os.environ.update(
        {
            "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
            "ALONGSIDE_DEMONSTRATION": "true",
            "ALONGSIDE_DATABASE_URL": os.environ.get("ALONGSIDE_TEST_DATABASE_URL") or f"sqlite:///{_folder}/h.sqlite3",
            "ALONGSIDE_KEYRING_FILE": f"{_folder}/keys/keyring.json",
            "ALONGSIDE_ERASURE_LIST": f"{_folder}/erasures/erasures.list",
            "ALONGSIDE_RUNTIME_DIR": f"{_folder}/run",
        }
    )
    import django

    django.setup()
    from alongside.config import house as _settings
    from alongside.config import preparing

    preparing.prepare(_settings.read_house())

import psutil  # After the environment, when this file is run by itself.
from django.db import transaction  # As above.

from alongside import clock  # As above.
from alongside.notices import operations  # As above.
from alongside.paging import queries as paging  # As above.
from alongside.people.models import Person  # As above.
from alongside.tenancy.transactions import one_transaction  # As above.
from tests import houses, worlds  # As above.

PAGES = 1500
FIRST = 100
ASKS = 40


def measure() -> list[Figure]:
    """Return every figure of this file, each in a house of its own. Django is set up and the database migrated."""
    return [*_throughput(1, "≥ 15,000"), *_throughput(2, "≥ 1.8 × one engine, on PostgreSQL"), *_latency()]


@contextmanager
def _house() -> Iterator[tuple[houses.House, Person]]:
    with tempfile.TemporaryDirectory(prefix="alb-") as folder:
        template = houses.Template.of_this_process()
        with houses.opened(template, Path(folder)) as house:
            houses.bring_erasure_list(house)
            with houses.inside(house):
                yield house, worlds.make(now=clock.now()).owner


def _tell(person: Person, times: int) -> float:
    """Put pages into the outbox; return when they were durable, by `time.perf_counter()`, before anybody is woken."""
    durable: list[float] = []
    with one_transaction():
        transaction.on_commit(lambda: durable.append(time.perf_counter()))
        for _ in range(times):
            operations.tell(
                organization=person.organization_id,
                person=person.pk,
                template="page",
                case=uuid.uuid4(),
                rung=0,
                now=clock.now(),
            )
    return durable[0]


def _until(true: Callable[[], bool], seconds: float = 120) -> None:
    ends = time.monotonic() + seconds
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError
        time.sleep(0.05)  # Seldom: whoever waits here takes time from the sink.


def _throughput(count: int, aim: str) -> list[Figure]:
    """Fill the outbox while no engine runs; take the time from the first letter to the last."""
    with _house() as (house, person):
        _tell(person, PAGES)
        engines = [psutil.Process(house.start("engine").pid) for _ in range(count)]
        _until(lambda: len(house.letters.letters) >= FIRST)
        before = _spent(engines)
        _until(lambda: len(house.letters.letters) >= PAGES, 600)
        spent, came = _spent(engines) - before, house.letters.to(person.email)
        doubles = len(came) - len({letter.message["Message-ID"] for letter in came})
        minute = 60 / (came[-1].at - came[0].at)
    return [
        Figure(f"pages sent per minute by {count} engine(s)", PAGES * minute, "/min", aim),
        Figure(f"processor time per page, {count} engine(s)", spent / (PAGES - FIRST) * 1000, "ms", "≤ 4 ms"),
        Figure(f"pages sent twice by {count} engine(s)", doubles, "pages", "0"),
    ]


def _spent(engines: list[psutil.Process]) -> float:
    return sum(sum(engine.cpu_times()[:2]) for engine in engines)


def _latency() -> list[Figure]:
    taken = []
    with _house() as (house, person):
        house.start("engine")
        _until(lambda: not paging.engine_is_late(now=clock.now()))
        _tell(person, 1)
        house.letters.wait_for(person.email)
        for number in range(ASKS):
            time.sleep(0.15)
            committed = _tell(person, 1)
            taken.append((house.letters.wait_for(person.email, count=number + 2)[-1].at - committed) * 1000)
    ordered = sorted(taken)
    return [
        Figure("notice committed → in the mail server's hands, p50", statistics.median(ordered), "ms", "≤ 25 ms"),
        Figure("notice committed → in the mail server's hands, p95", ordered[int(ASKS * 0.95)], "ms", "≤ 100 ms"),
    ]


if __name__ == "__main__":
    for figure in measure():
        sys.stdout.write(f"{figure}\n")
