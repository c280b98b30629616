"""`kill -9` of engines at random moments while talks are written down: none is lost, none counts twice."""

from __future__ import annotations

import random
import signal
import time

import pytest
from django.db import connection, transaction
from django.db.models import Sum

from alongside import clock
from alongside.encounters.models import Batch, Course, Encounter, Leaf
from alongside.vault.models import WrappedKey
from tests.bench import rounds
from tests.encounters.records import put, talk
from tests.houses import House, kill
from tests.worlds import World

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]

TALKS, KILLS = 43, 6


def test_killed_engines_lose_nothing_and_count_nothing_twice(new_house: House) -> None:
    with transaction.atomic():
        (town,) = rounds.towns(1)
    dice = random.Random(20260304)  # noqa: S311  # Repeatable, not secret.
    engines = [new_house.start("engine") for _ in range(2 if connection.vendor == "postgresql" else 1)]
    due = sorted(dice.sample(range(TALKS), KILLS))
    for number in range(TALKS):
        put(town.organization.pk, talk(), now=clock.now())
        if number in due:
            time.sleep(dice.uniform(0.05, 0.6))
            kill(engines[0], signal.SIGKILL)
            engines[0].wait()
            engines[0] = new_house.start("engine")
        assert _kept(town) + _waiting(town) == number + 1
    _until_moved(town)
    assert _kept(town) + _waiting(town) == TALKS
    assert Course.objects.of(town.organization).count() == _kept(town)
    assert Leaf.objects.of(town.organization).count() == 2 * _kept(town)
    waiting_batches = Batch.objects.of(town.organization).filter(waiting__gt=0).count()
    assert WrappedKey.objects.of(town.organization).count() == waiting_batches


def _kept(town: World) -> int:
    return Encounter.objects.of(town.organization).count()


def _waiting(town: World) -> int:
    return Batch.objects.of(town.organization).aggregate(all=Sum("waiting"))["all"] or 0


def _until_moved(town: World, *, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while _waiting(town) >= 5:
        assert time.monotonic() < ends, "nothing moves"
        time.sleep(0.3)
