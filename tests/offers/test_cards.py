"""A card is known by a hash of its secret, names nobody, and is gone once declined or lapsed."""

from __future__ import annotations

from datetime import datetime, timedelta

from alongside.offers import operations
from alongside.offers.memory import Identity
from alongside.offers.models import Card, Mark
from alongside.tenancy.transactions import one_transaction
from tests.worlds import World

MAYA = Identity(phone="+12025550142", email="maya@example.org")


def card(world: World, now: datetime, who: Identity | None = None) -> str:
    """Make an offer."""
    with one_transaction():
        return operations.make_card(organization=world.organization.pk, now=now, who=who)


def no(world: World, secret: str, now: datetime, *, wants_no_more: bool = False) -> None:
    """Answer it with no."""
    with one_transaction():
        operations.decline(organization=world.organization.pk, secret=secret, wants_no_more=wants_no_more, now=now)


def may_offer(world: World, who: Identity, now: datetime) -> bool:
    """Ask for somebody's turn."""
    with one_transaction():
        return operations.claim_turn(organization=world.organization.pk, who=who, now=now)


def test_only_a_hash_of_the_secret_is_kept_and_no_giver(world: World, now: datetime) -> None:
    secret = card(world, now, MAYA)
    row = Card.objects.values().get()
    assert set(row) == {"id", "organization_id", "secret_hash", "addressee", "lapses_at"}
    assert secret not in repr(row)
    assert secret.encode() not in bytes(row["secret_hash"])
    assert b"maya" not in bytes(row["addressee"])


def test_two_cards_never_share_an_address(world: World, now: datetime) -> None:
    assert len({card(world, now) for _ in range(50)}) == 50


def test_no_ends_a_card_and_another_secret_ends_none(world: World, noise: World, now: datetime) -> None:
    secret = card(world, now)
    no(world, "somebody-elses", now)
    no(noise, secret, now)
    assert Card.objects.count() == 1
    no(world, secret, now)
    no(world, secret, now)
    assert not Card.objects.exists()


def test_no_more_thank_you_holds_for_whoever_the_letter_went_to(world: World, now: datetime) -> None:
    no(world, card(world, now, MAYA), now, wants_no_more=True)
    assert not may_offer(world, Identity(phone="202-555-0142"), now + timedelta(days=300))
    assert not may_offer(world, Identity(email=MAYA.email), now + timedelta(days=300))


def test_a_card_knows_nobody_so_no_more_is_remembered_of_nobody(world: World, now: datetime) -> None:
    no(world, card(world, now), now, wants_no_more=True)
    assert not Mark.objects.exists()


def test_a_plain_no_is_remembered_nowhere(world: World, now: datetime) -> None:
    no(world, card(world, now, MAYA), now)
    assert not Mark.objects.exists()
    assert not Card.objects.exists()


def test_an_offer_lapses_after_fourteen_days(world: World, now: datetime) -> None:
    card(world, now)
    for days, left in ((13, 1), (14, 0)):
        with one_transaction():
            operations.sweep(now=now + timedelta(days=days))
        assert Card.objects.count() == left
