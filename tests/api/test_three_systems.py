"""Three kinds of incident systems: what they export is refused, what docs/api.md maps it to is taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from alongside import clock
from alongside.events import queries
from alongside.events.models import Event
from tests import worlds
from tests.api.machines import CANARY, Machine, an_hour_ago
from tests.api.test_events import TAKEN, everything_kept, said

pytestmark = pytest.mark.django_db
SYSTEMS = sorted((Path(__file__).parent / "systems").glob("*.json"))


@pytest.fixture
def machine(db: None) -> Machine:
    return Machine(worlds.make(now=clock.now()))


def sent(machine: Machine, path: Path, part: str) -> Any:
    read = json.loads(path.read_text(encoding="utf-8"))
    body = json.dumps(read[part])
    for name, value in (
        ("{site}", machine.world.site.name),
        ("{unit}", machine.world.unit.name),
        ("{when}", an_hour_ago()),
    ):
        body = body.replace(name, value)
    kind = "application/fhir+json" if read.get("fhir") else "application/json"
    return machine.sends(body.encode(), kind=kind)


def test_there_are_three() -> None:
    assert len(SYSTEMS) == 3


@pytest.mark.parametrize("path", SYSTEMS, ids=lambda path: path.stem)
def test_what_is_exported_is_refused_and_kept_nowhere(machine: Machine, path: Path) -> None:
    answer = sent(machine, path, "as_exported")
    assert answer.status_code == 422
    assert CANARY.lower() not in answer.content.decode().lower()
    assert CANARY.lower() not in everything_kept()


@pytest.mark.parametrize("path", SYSTEMS, ids=lambda path: path.stem)
def test_what_it_is_mapped_to_is_taken(machine: Machine, path: Path) -> None:
    assert said(sent(machine, path, "mapped")) == TAKEN
    event = Event.objects.get()
    assert event.site_id == machine.world.site.pk
    assert all(CANARY in colleague.name for colleague in queries.involved_in(event))
