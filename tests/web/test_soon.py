"""What an urgency is called stays true at every hour."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from alongside.tenancy import queries
from alongside.web import soon
from tests.worlds import World

ZONE = ZoneInfo("America/New_York")
MORNING, AFTERNOON = datetime(2026, 3, 4, 14, tzinfo=UTC), datetime(2026, 3, 4, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "language", "said"),
    [
        (MORNING, "en", "Today"),
        (AFTERNOON, "en", "Within 12 hours"),
        (AFTERNOON, "fr", "D’ici 12 heures"),
    ],
)
def test_today_is_said_only_while_it_is_promised(now: datetime, language: str, said: str) -> None:
    with translation.override(language):
        assert soon.name("today", due=now + timedelta(hours=12), zone=ZONE, now=now) == said


def test_the_others_keep_their_names() -> None:
    for urgency, said in (("danger", "I am in danger"), ("now", "Now"), ("this_week", "This week")):
        assert soon.name(urgency, due=AFTERNOON + timedelta(hours=20), zone=ZONE, now=AFTERNOON) == said
    assert soon.name("today", due=None, zone=ZONE, now=AFTERNOON) == "Today"


def test_a_part_of_an_hour_counts_whole() -> None:
    due = AFTERNOON + timedelta(hours=9, minutes=10)
    assert soon.name("today", due=due, zone=ZONE, now=AFTERNOON) == "Within 10 hours"


def test_every_urgency_has_a_promise_and_a_name(world: World, now: datetime) -> None:
    house = queries.house(world.slug)
    promised = soon.promises(house, now=now)
    assert [code for code, _ in soon.named(house, promised, now=now)] == ["danger", "now", "today", "this_week"]
    assert all(due > now for due in promised.values())
