"""When further requests are bundled: past three that wait from one network, or past five times the usual hour."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside import doorbell
from alongside.cases import visits
from alongside.cases.models import Case
from alongside.journeys import asking_for_help
from alongside.notices.models import Notice
from alongside.paging.models import Alarm, Climb, Page
from alongside.paging.rules import flood
from alongside.vocabulary.asking import Source, Urgency, Way
from alongside.vocabulary.roles import Role
from tests.paging.cases import waiting
from tests.paging.test_flood_of_500 import most_rings_in_ten_minutes
from tests.worlds import World

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.17", "198.51.100.4"


@pytest.fixture(autouse=True)
def own_runtime_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doorbell, "_folder", tmp_path / "run")


def send(world: World, now: datetime, address: str = HERE, **answers: Any) -> bool:
    """Send a request as the form does; say whether it was bundled."""
    token = visits.new_token()
    given = {
        "site": world.site.pk.hex,
        "urgency": "today",
        "way": "phone_call",
        "phone": "+12025550143",
        "language": "en",
        **answers,
    }
    asking_for_help.keep_answers(organization=world.organization.pk, token=token, answers=given, now=now)
    asking_for_help.send(organization=world.organization.pk, token=token, now=now, address=address)
    return bool(Climb.objects.order_by("-started_at", "-case__asked_at").first().policy["bundled"])


def each(world: World, now: datetime, count: int, **given: Any) -> list[bool]:
    return [send(world, now + timedelta(seconds=place), **given) for place in range(count)]


def test_the_fourth_that_waits_from_one_network_is_bundled(world: World, now: datetime) -> None:
    assert each(world, now, 5) == [False, False, False, True, True]
    assert not send(world, now + timedelta(minutes=1), ELSEWHERE)


def test_what_was_answered_no_longer_counts(world: World, now: datetime) -> None:
    each(world, now, 3)
    Case.objects.filter(pk__in=Case.objects.values("pk")[:1]).update(stage="withdrawn", owner_role="", due_at=now)
    assert not send(world, now + timedelta(minutes=1))
    assert send(world, now + timedelta(minutes=2))


def test_the_neighbors_of_a_flood_in_another_organization_are_not_touched(
    world: World, noise: World, now: datetime
) -> None:
    each(noise, now, 4)
    assert not send(world, now + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("answers", "bundled"),
    [
        ({"urgency": "now"}, False),
        ({"urgency": "danger"}, False),
        ({"urgency": "now", "way": "email", "phone": "", "email": "a@example.org"}, False),
        ({"urgency": "now", "way": "by_code", "phone": ""}, True),
        ({"urgency": "this_week"}, True),
    ],
)
def test_pressing_with_a_way_to_answer_is_never_bundled(
    world: World, now: datetime, answers: dict[str, str], *, bundled: bool
) -> None:
    each(world, now, 4)
    assert send(world, now + timedelta(minutes=1), **answers) is bundled


def test_past_five_times_the_usual_hour_from_many_networks(world: World, now: datetime) -> None:
    told = [send(world, now + timedelta(minutes=place), f"10.0.{place}.1") for place in range(13)]
    assert told == [False] * 10 + [True] * 3


def test_a_busy_house_has_a_busier_usual_hour(world: World, now: datetime) -> None:
    for day in range(1, 8):
        for place in range(4):
            waiting(world, now=now - timedelta(days=day) + timedelta(minutes=place), stage="withdrawn", owner_role="")
    told = [send(world, now + timedelta(minutes=place), f"10.0.{place}.1") for place in range(22)]
    assert told == [False] * 20 + [True] * 2


def test_what_supporters_carry_to_people_makes_no_flood(world: World, now: datetime) -> None:
    for place in range(30):
        waiting(world, now=now - timedelta(minutes=place), source=Source.CARRIED, stage="withdrawn", owner_role="")
    assert not send(world, now)


def test_without_an_address_nobody_is_taken_for_a_neighbor(world: World, now: datetime) -> None:
    assert each(world, now, 6, address="") == [False] * 6


def test_a_flood_rings_a_supporter_once_and_the_coordinators_once(world: World, now: datetime) -> None:
    each(world, now, 40)
    assert Case.objects.filter(stage="waiting", due_at__isnull=False).count() == 40
    assert len(set(Case.objects.values_list("contact_due", flat=True))) == 40, "each keeps its own clock"
    assert most_rings_in_ten_minutes() <= 3
    bundled = Climb.objects.filter(policy__bundled=True).values("case")
    assert not Page.objects.filter(case__in=bundled, role=Role.SUPPORTER).exists()
    rung = Page.objects.filter(case__in=bundled, role=Role.COORDINATOR, rang=True)
    assert rung.values("person").distinct().count() == rung.count()
    assert Alarm.objects.filter(kind=Alarm.Kind.FLOOD).exists()
    assert Notice.objects.filter(case__in=bundled).values("case").distinct().count() <= rung.count()


@given(st.lists(st.integers(1, 500), max_size=60))
def test_an_hour_that_was_usual_is_never_a_flood(hours: list[int]) -> None:
    usual = sorted(hours)[len(hours) // 2] if hours else flood.LEAST_USUAL
    assert not flood.unusual(this_hour=usual, hours=hours)
    assert flood.unusual(this_hour=flood.TIMES_THE_USUAL * max([*hours, flood.LEAST_USUAL]), hours=hours)


@given(st.sampled_from(Urgency), st.sampled_from(Way))
def test_danger_with_a_way_to_answer_never_may_be(urgency: Urgency, way: Way) -> None:
    if urgency in {Urgency.DANGER, Urgency.NOW} and way is not Way.BY_CODE:
        assert not flood.may_be_bundled(urgency=urgency, way=way)
