"""Days are chosen, kept and ended at one moment: what was ended is gone, whoever lays down the others meanwhile."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction

from alongside.reminders import operations
from alongside.reminders.models import Reminder
from alongside.reminders.operations import Wish
from alongside.tenancy.transactions import one_transaction
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.houses import House
from tests.stories.test_at_the_same_moment import at_once
from tests.worlds import NOW, World

pytestmark = pytest.mark.usefixtures("new_house")

ZONE = ZoneInfo("America/New_York")


@pytest.fixture
def world(new_house: House) -> World:
    """Return an organization whose rows other connections see."""
    with transaction.atomic():
        return worlds.make(now=NOW)


def _choose(world: World) -> str:
    wish = Wish(date(NOW.year + 1, 6, 1), yearly=True, email="somebody@example.org", language="en")
    with one_transaction(ring=False):
        return operations.choose(organization=world.organization.pk, wish=wish, zone=ZONE, now=NOW)


def _stop(world: World, secret: str) -> str:
    with one_transaction(ring=False):
        return "ended" if operations.stop(organization=world.organization.pk, secret=secret, now=NOW) else "nothing"


def test_a_day_that_is_ended_while_others_are_chosen_is_gone(world: World) -> None:
    """Choosing one lays all down anew: a page that then says "ended" must not have looked between the two."""
    secrets = [_choose(world) for _ in range(6)]
    for round_, secret in enumerate(secrets, start=1):
        came = at_once(
            lambda: bool(_choose(world)), lambda secret=secret: _stop(world, secret), lambda: bool(_choose(world))
        )
        assert came == {"True": 2, "ended": 1}
        assert Reminder.objects.count() == len(secrets) + round_
    assert WrappedKey.objects.count() == Reminder.objects.count()
