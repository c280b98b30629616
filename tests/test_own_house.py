"""Each worker has a house of its own: two that share a clock or a keyring would disturb each other."""

import os

import pytest
from django.conf import settings

from alongside import clock
from tests.house_clock import HouseClock


@pytest.mark.parametrize("number", range(4))
def test_settings_are_this_workers_own(number: int) -> None:
    assert str(settings.HOUSE.clock_file) == os.environ["ALONGSIDE_CLOCK_FILE"]
    assert str(settings.HOUSE.keyring_file) == os.environ["ALONGSIDE_KEYRING_FILE"]


def test_the_clock_moves_by_the_file(moved_clock: HouseClock) -> None:
    before = clock.now()
    moved_clock.stands(3600)
    assert (clock.now() - before).total_seconds() > 3500
