from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tenancy import queries
from alongside.tenancy.errors import UnknownOrganization
from alongside.tenancy.models import LimitsText, Organization
from tests import worlds

NOON = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
"""Noon in New York."""


@pytest.fixture
def house(world: worlds.World) -> queries.House:
    return queries.house(world.slug)


def test_a_house_is_found_by_its_name_or_its_key(world: worlds.World) -> None:
    assert queries.house(world.slug) == queries.house_of(world.organization.pk)
    assert {house.slug for house in queries.houses()} >= {world.slug}
    for look in (lambda: queries.house("nobody"), lambda: queries.house_of(uuid4())):
        with pytest.raises(UnknownOrganization):
            look()


@pytest.mark.parametrize(
    ("mode", "is_open", "withdrawn"),
    [(Organization.Mode.LIVE, True, False), ("setting_up", False, False), ("withdrawn", False, True)],
)
def test_asking_is_open_in_one_mode_only(house: queries.House, mode: str, is_open: bool, withdrawn: bool) -> None:  # noqa: FBT001  # A table.
    here = replace(house, mode=mode)
    assert (here.open, here.withdrawn) == (is_open, withdrawn)


def test_now_is_answered_at_any_hour_unless_hours_were_set(house: queries.House) -> None:
    assert house.answers_now(now=NOON)
    day = replace(house, now_open_from=time(8), now_open_until=time(18))
    assert day.answers_now(now=NOON)
    assert not day.answers_now(now=NOON + timedelta(hours=6))
    night = replace(house, now_open_from=time(20), now_open_until=time(6))
    assert not night.answers_now(now=NOON)
    assert night.answers_now(now=NOON + timedelta(hours=9))
    assert night.answers_now(now=NOON + timedelta(hours=17))


@settings(max_examples=60)
@given(opens=st.times(), closes=st.times(), minutes=st.integers(0, 60 * 24 * 400))
def test_hours_and_their_complement_never_answer_together(opens: time, closes: time, minutes: int) -> None:
    house = object.__new__(queries.House)
    zone = worlds.ZoneInfo("America/New_York")
    object.__setattr__(house, "zone", zone)
    moment = NOON + timedelta(minutes=minutes)
    answered = []
    for start, end in ((opens, closes), (closes, opens)):
        object.__setattr__(house, "now_open_from", start)
        object.__setattr__(house, "now_open_until", end)
        answered.append(house.answers_now(now=moment))
    assert answered.count(True) == (0 if opens == closes else 1)


def test_places_are_the_houses_own(world: worlds.World) -> None:
    own = world.organization.pk
    assert [site.name for site in queries.sites(own)] == ["Testing Main", "Testing North"]
    assert {unit.group for unit in queries.units(own)} == {"intensive_care", "emergency"}
    assert {group.id for group in queries.unit_groups(own)} == {world.group.pk, world.other_group.pk}


def test_the_newest_signed_limits_go_before_a_newer_draft(world: worlds.World) -> None:
    own = world.organization
    LimitsText.objects.create(organization=own, language="en", version=2, text="Not yet signed.")
    kept = queries.limits(own.pk, "en")
    assert kept
    assert (kept.version, kept.signed_by) == (1, "Counsel")
    LimitsText.objects.of(own).filter(version=1).delete()
    assert queries.limits(own.pk, "en").version == 2  # type: ignore[union-attr]  # It is there.
    assert queries.limits(own.pk, "de") is None
