"""`kill -9` of web and engine while people write to their colleagues and what was written burns.

Each message is kept once, however often its page was sent; none outlives its time; the ledger still verifies.
"""

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
import requests

from alongside import clock
from alongside.cases.models import Message
from alongside.ledger import queries as ledger
from tests import worlds
from tests.houses import House
from tests.stories.story import Story
from tests.stories.test_kill_nine import Reaper
from tests.visiting import Visitor
from tests.web.supporting.desk import supporter_asked

pytestmark = pytest.mark.processes

PEOPLE, EACH = 10, 5


def test_each_message_is_kept_once_and_none_outlives_its_time(new_house: House) -> None:
    world = worlds.make(now=clock.now())
    codes = [_accepted(world) for _ in range(PEOPLE)]
    with Reaper(new_house, engines=1) as reaper:
        with ThreadPoolExecutor(4) as people:
            list(people.map(lambda code: _write(new_house, world, code), codes))
        assert Message.objects.count() == PEOPLE * EACH
        _until(lambda: min(reaper.kills.values()) > 0)  # Each was killed at least once, before what is due burns.
        new_house.minutes_pass(60 * 24 * 14 + 1)
        _until(lambda: not Message.objects.exists())
    assert min(reaper.kills.values()) > 0
    assert not ledger.verify(organization=world.organization.pk)


def _accepted(world: worlds.World) -> str:
    story = Story(world, now=clock.now())
    story.somebody_asks_for_help(urgency="now")
    assert story.case
    story.accepts(supporter_asked(story))
    return story.code


def _write(house: House, world: worlds.World, code: str) -> None:
    """Send each page again until an answer comes, as a person does whose network breaks."""
    visitor = Visitor(house)
    _again(lambda: visitor.post(f"/o/{world.slug}/back/", {"code": code}))
    for number in range(EACH):
        once = random.randbytes(32).hex()  # noqa: S311  # Repeatable tests need no secrets.
        form = {"words": f"Could you call at {number}?", "once": once}
        _again(lambda form=form: visitor.post(f"/o/{world.slug}/page/words/send/", form))


def _again(send: object) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        with suppress(requests.RequestException):
            if send().status_code == 200:  # type: ignore[operator]
                return
        time.sleep(0.2)
    raise AssertionError("no answer came")


def _until(true: object) -> None:
    ends = time.monotonic() + 90
    while not true():  # type: ignore[operator]
        assert time.monotonic() < ends
        time.sleep(0.3)
