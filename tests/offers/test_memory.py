"""One offer to a person in 14 days, whatever the number of events; "no more" is remembered; nobody is named."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from alongside.offers import operations
from alongside.offers.memory import Identity
from alongside.offers.models import Mark
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from alongside.vault import keyring
from alongside.vault.keyring import Generation, Keyring
from tests.worlds import World

MAYA = Identity(person=uuid4(), phone="+12025550142", email="maya@example.org")


def claim(world: World, who: Identity, now: datetime) -> bool:
    """Ask for somebody's turn, in a transaction of its own."""
    with one_transaction():
        return operations.claim_turn(organization=world.organization.pk, who=who, now=now)


def test_the_first_offer_gets_the_turn_and_a_second_within_fourteen_days_does_not(world: World, now: datetime) -> None:
    """Two events in a week are one offer."""
    assert claim(world, MAYA, now)
    assert not claim(world, MAYA, now + timedelta(days=13, hours=23))
    assert claim(world, MAYA, now + timedelta(days=14))


@pytest.mark.parametrize(
    "again",
    [
        Identity(person=MAYA.person),
        Identity(phone="(202) 555-0142"),
        Identity(phone="+1 202 555 0142", email="somebody@example.org"),
        Identity(email=" Maya@Example.org "),
    ],
)
def test_one_thing_in_common_is_enough_however_it_is_written(world: World, now: datetime, again: Identity) -> None:
    """The form knows the email, the incident system only the number: still one person."""
    claim(world, MAYA, now)
    assert not claim(world, again, now)


def test_another_person_and_another_organization_have_turns_of_their_own(
    world: World, noise: World, now: datetime
) -> None:
    """A mark is bound to its organization."""
    claim(world, MAYA, now)
    assert claim(world, Identity(phone="+12025550143"), now)
    assert claim(noise, MAYA, now)


def test_nobody_has_no_turn(world: World, now: datetime) -> None:
    """Without anything to recognize a person by, they cannot be kept from being asked twice."""
    assert not claim(world, Identity(), now)
    assert not Mark.objects.exists()


def test_no_more_thank_you_is_remembered_for_a_year(world: World, now: datetime) -> None:
    """Also when an offer was never made, and also after the fourteen days."""
    with one_transaction():
        operations.no_more(organization=world.organization.pk, who=MAYA, now=now)
    assert not claim(world, Identity(phone=MAYA.phone), now + timedelta(days=364))
    assert claim(world, Identity(phone=MAYA.phone), now + timedelta(days=365))


def test_a_person_is_recognized_after_the_pepper_changed(
    world: World, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an earlier pepper marked still counts, and a changed one opens no door to a second offer."""
    claim(world, MAYA, now)
    ring = keyring.current()
    old = tuple(
        Generation(each.id, each.kind, each.key, "open-only", each.made) if each.kind == "pepper" else each
        for each in ring.generations
    )
    changed = Keyring((*old, keyring.new("pepper", "p-2", now.date())))
    monkeypatch.setattr(keyring, "current", lambda: changed)
    assert not claim(world, MAYA, now + timedelta(days=1))


def test_old_marks_are_swept_and_those_in_force_stay(world: World, now: datetime) -> None:
    """Nothing is remembered for longer than it is needed."""
    claim(world, Identity(email="early@example.org"), now - timedelta(days=14))
    claim(world, Identity(email="late@example.org"), now)
    with one_transaction():
        assert operations.sweep(now=now) == 1
    assert Mark.objects.count() == 1


def test_a_mark_names_nobody(world: World, now: datetime) -> None:
    """The table holds digests: no number, address or key of a person can be found in it."""
    claim(world, MAYA, now)
    rows = list(Mark.objects.values())
    assert len(rows) == 3
    everything = repr(rows) + repr([bytes(row["digest"]).hex() for row in rows])
    for told in (str(MAYA.person), MAYA.phone, "5550142", MAYA.email, "maya"):
        assert told not in everything


def test_who_it_is_never_shows_in_a_traceback() -> None:
    """An identity hides itself."""
    assert repr(MAYA) == "Identity(…)"


@pytest.mark.django_db(transaction=True)
def test_it_is_refused_outside_a_transaction(now: datetime) -> None:
    """A turn without the offer it was claimed for would be lost."""
    with pytest.raises(NotInTransaction):
        operations.claim_turn(organization=uuid4(), who=MAYA, now=now)
