"""Somebody sends five hundred requests: nothing is lost, nobody is woken all night, and a real request is answered."""

from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from alongside.paging.models import Climb, Page
from tests.paging.cases import asked
from tests.worlds import World

pytestmark = pytest.mark.django_db
TEN = timedelta(minutes=10)
BEFORE_BUNDLING = 3


def test_flood_of_500(world: World, now: datetime) -> None:
    for place in range(500):
        asked(world, now=now + place * timedelta(seconds=2), urgency="today", bundle=place >= BEFORE_BUNDLING)
    real = asked(world, now=now + timedelta(minutes=17), urgency="now")
    while real.now < real.case.asked_at + timedelta(minutes=30):
        real.climb()
    first = Page.objects.filter(case=real.case, role="supporter", rang=True).order_by("paged_at").first()
    assert first.paged_at - real.case.asked_at < timedelta(minutes=1)
    assert Climb.objects.filter(ended_at=None).count() == 501
    assert Page.objects.values("case").distinct().count() == 501
    assert most_rings_in_ten_minutes() <= 3


def most_rings_in_ten_minutes() -> int:
    rings: dict[object, list[datetime]] = defaultdict(list)
    for person, at in Page.objects.filter(rang=True).values_list("person_id", "paged_at"):
        rings[person].append(at)
    return max(sum(begun <= at < begun + TEN for at in heard) for heard in rings.values() for begun in heard)
