"""Two who write down at one moment, and two engines that move at one moment: each record is kept once."""

from __future__ import annotations

import pytest
from django.db import transaction

from alongside.encounters.models import Batch, Course, Encounter, Waiting
from alongside.tenancy.transactions import one_transaction
from alongside.vault import sealing
from tests import worlds
from tests.encounters.records import TALK, UNITS, move_all, put, talk
from tests.houses import House
from tests.stories.test_at_the_same_moment import at_once
from tests.worlds import NOW, World

pytestmark = pytest.mark.usefixtures("new_house")


@pytest.fixture
def world(new_house: House) -> World:
    """Return an organization whose rows other connections see."""
    with transaction.atomic():
        return worlds.make(now=NOW)


def test_two_who_write_down_at_one_moment_are_both_kept(world: World) -> None:
    acts = [lambda unit=unit: put(world.organization.pk, talk(unit_group=unit), now=NOW) for unit in UNITS[:4]]
    at_once(*acts)
    assert sum(Batch.objects.of(world.organization).values_list("waiting", flat=True)) == 4
    assert Waiting.objects.of(world.organization).count() == 4
    assert Batch.objects.of(world.organization).count() == 1, "those who begin a month at one moment begin one batch"
    put(world.organization.pk, TALK, now=NOW)


def test_one_page_sent_twice_at_one_moment_is_one_talk(world: World) -> None:
    at_once(*[lambda: put(world.organization.pk, TALK, now=NOW, once="a" * 16)] * 4)
    assert sum(Batch.objects.of(world.organization).values_list("waiting", flat=True)) == 1


def test_two_engines_that_move_two_batches_of_a_month_double_nothing(world: World) -> None:
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    move_all(NOW)
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    _second_batch(world)
    assert Batch.objects.of(world.organization).count() == 2
    at_once(lambda: move_all(NOW), lambda: move_all(NOW))
    move_all(NOW)
    assert Encounter.objects.of(world.organization).count() == 15
    assert Course.objects.of(world.organization).count() == 15


def _second_batch(world: World) -> None:
    """Make one as two who began a month at one moment do."""
    with one_transaction(ring=False):
        batch = Batch.objects.create(organization=world.organization, month="2026-03")
        box = sealing.make_box(organization=world.organization.pk, case=batch.pk)
        for _number in range(5):
            row = Waiting(organization=world.organization, batch=batch)
            plain = TALK.to_bytes()
            row.sealed = box.seal(table="encounters_waiting", column="sealed", row=row.pk, plain=plain)
            row.save(force_insert=True)
        Batch.objects.filter(pk=batch.pk).update(waiting=5)
