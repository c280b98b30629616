import pytest
from django.core.exceptions import ObjectDoesNotExist

from alongside.people.models import Person
from tests import worlds

pytestmark = pytest.mark.django_db


def test_everybody_in_the_cast_is_at_hand(world: worlds.World) -> None:
    assert {world.owner, world.teammate, world.coordinator} <= set(Person.objects.of(world.organization))


def test_a_name_outside_the_cast_is_refused(world: worlds.World) -> None:
    with pytest.raises((AttributeError, ObjectDoesNotExist)):
        _ = world.nobody


def test_the_stranger_organization_carries_its_canary_in_every_name(noise: worlds.World) -> None:
    assert all(worlds.NOISE in person.name for person in Person.objects.of(noise.organization))


def test_two_worlds_share_nobody(world: worlds.World, noise: worlds.World) -> None:
    assert not set(Person.objects.of(world.organization)) & set(Person.objects.of(noise.organization))
