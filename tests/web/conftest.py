"""Towns for the pages of caregivers: an organization now, and a stranger one whose names must never be seen."""

import pytest

from alongside import clock
from alongside.paging.models import Beat
from tests import worlds
from tests.house_clock import HouseClock
from tests.web import walking


@pytest.fixture
def town(db: None) -> worlds.World:
    worlds.make_noise(now=clock.now())
    return walking.town()


@pytest.fixture
def walker(town: worlds.World) -> walking.Walker:
    return walking.Walker(town)


@pytest.fixture
def patient(walker: walking.Walker, moved_clock: HouseClock) -> walking.Walker:
    """Somebody who has answered everything and taken a minute over it."""
    walker.answer()
    moved_clock.stands(60)
    Beat.objects.create(at=clock.now())
    return walker


@pytest.fixture
def sent(patient: walking.Walker) -> walking.Walker:
    """Somebody whose request was sent a moment ago."""
    patient.send()
    return patient
