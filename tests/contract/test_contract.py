"""The interface keeps its own description: schemathesis against a real server, with every check on (T19).

schemathesis lives in its own virtual environment, since its pins clash with ours; `make test` installs it.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from alongside import clock
from alongside.events import queries
from alongside.events.models import Event
from alongside.people import machine_keys
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.habits.house import ROOT
from tests.houses import House

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]
HERE = Path(__file__).parent
SCHEMATHESIS = ROOT / ".venv" / "contract" / "bin" / "schemathesis"


def test_schemathesis_finds_nothing(new_house: House) -> None:
    """Every body that fits is taken with the one answer, every other refused as described; no answer is a failure."""
    assert SCHEMATHESIS.exists(), "Type make test: it installs schemathesis in its own virtual environment."
    world = worlds.make(now=clock.now())
    new_house.start("web")
    new_house.wait_until_answering()
    with _minutes_fly(new_house):
        tried = _run(new_house, world)
    assert tried.returncode == 0, tried.stdout[-8000:] + tried.stderr[-2000:]
    assert b"Traceback" not in new_house.output
    assert Event.objects.exists()
    for event in Event.objects.all()[:50]:
        assert len(queries.involved_in(event)) == event.people


def _run(house: House, world: worlds.World) -> subprocess.CompletedProcess[str]:
    near = (clock.now() - timedelta(hours=1)).isoformat()
    told = {"SCHEMATHESIS_HOOKS": "hooks", "CONTRACT_NEAR": near, "CONTRACT_SITE": world.site.name}
    return subprocess.run(
        [
            str(SCHEMATHESIS),
            "--config-file",
            str(HERE / "schemathesis.toml"),
            "run",
            f"{house.url}/api/v1/openapi.json",
            "--header",
            f"Authorization: Bearer {_token(world)}",
            "--no-color",
        ],
        cwd=house.folder,
        env={**os.environ, "PYTHONPATH": str(HERE), **told},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def _token(world: worlds.World) -> str:
    now = clock.now()
    with one_transaction(ring=False):
        return machine_keys.make(
            organization=world.organization.pk,
            name="Contract",
            scopes=frozenset(machine_keys.Scope),
            expires_at=now + timedelta(days=90),
            now=now,
        ).token


@contextlib.contextmanager
def _minutes_fly(house: House) -> Iterator[None]:
    """Let a minute pass every half second, so that the limit on requests is never what is tried."""
    over = threading.Event()

    def fly() -> None:
        while not over.wait(0.5):
            house.minutes_pass(1)

    flight = threading.Thread(target=fly, daemon=True)
    flight.start()
    try:
        yield
    finally:
        over.set()
        flight.join()
