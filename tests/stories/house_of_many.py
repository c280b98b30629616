"""A house in which every order can be tried for years: more colleagues than the usual cast, on call and designated.

Belongs here: who works there, and as what. Does not belong here: what they do (`anybody.py`).
"""

from __future__ import annotations

from datetime import timedelta

from alongside.people.models import Person
from alongside.training.models import Designation
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.worlds import CAST, NOW, World

MORE = {"fourth": Role.SUPPORTER, "fifth": Role.SUPPORTER, "doctor": Role.PROFESSIONAL}
ROLES = {**CAST, **MORE}

AVOIDED = "third"
"""Whom everybody who asks would rather avoid; the chief supervises the unit of everybody who asks."""

KEPT_AWAY = {AVOIDED, "chief"}

_YEARS = 2000
"""Days for which everybody is on call and designated, however much time passes."""


def make() -> World:
    """Make it, beside no other."""
    world = worlds.make()
    for who, role in MORE.items():
        world.people[who] = _somebody(world, who, role)
    for who, role in ROLES.items():
        if role in Role.opening_cases():
            worlds.put_on_call(world.people[who], duty=role.value, now=NOW + timedelta(days=31), days=_YEARS)
    until = (NOW + timedelta(days=_YEARS)).date()
    Designation.objects.of(world.organization).update(valid_until=until)
    return world


def _somebody(world: World, who: str, role: Role) -> Person:
    person = Person.objects.create(
        organization=world.organization,
        name=who.title(),
        email=f"{who}@many.example",
        unit=world.other_unit,
        languages=["en", "fr"],
        ways_to_talk=["phone_call"],
        reads="en",
    )
    worlds.grant(person, role)
    worlds.make_reachable(person)
    worlds.designate(person, kind=role.value)
    worlds.put_on_call(person, duty=role.value)
    return person
