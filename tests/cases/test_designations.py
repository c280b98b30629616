"""Two made-up words for each live case; two people who ask at the same moment both get theirs."""

import pytest
from django.db import IntegrityError

from alongside.cases import designations, operations
from alongside.cases.models import Case
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.paging.cases import waiting
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


def columns(world: World) -> dict[str, object]:
    """Return what a case consists of besides its words, as one that waits has it."""
    like = waiting(world, now=NOW)
    names = ("site_id", "stage", "urgency", "source", "language", "asked_at", "contact_due", "due_at", "owner_role")
    return {name: getattr(like, name) for name in names}


def draws(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    left = list(names)
    monkeypatch.setattr(designations, "draw", lambda _taken, **_in: left.pop(0))


def test_words_that_somebody_drew_at_the_same_moment_are_drawn_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = columns(world)
    Case.objects.update(designation="Calm Otter")
    draws(monkeypatch, "Calm Otter", "Calm Otter", "Kind Fern")
    with one_transaction(ring=False):
        made = operations.create_named(organization=world.organization.pk, **given)
        assert made.designation == "Kind Fern"
        assert Case.objects.filter(designation="Calm Otter").count() == 1, "the transaction goes on"
    assert Case.objects.filter(pk=made.pk).exists()


def test_another_fault_is_not_taken_for_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {**columns(world), "due_at": None}
    draws(monkeypatch, "Kind Fern")
    with pytest.raises(IntegrityError), one_transaction(ring=False):
        operations.create_named(organization=world.organization.pk, **given)


def test_they_are_of_the_language_that_the_house_speaks_first() -> None:
    """A caregiver's own language would point at them: the house's is the same for all."""
    house = worlds.make(now=NOW, name="Santé Essai", language="fr")
    with one_transaction(ring=False):
        made = operations.create_named(organization=house.organization.pk, **{**columns(house), "language": "en"})
    thing, manner = made.designation.split(" ")
    assert thing in designations.WORDS["fr"].things
    assert manner in designations.WORDS["fr"].manners


@pytest.mark.parametrize("language", sorted(designations.WORDS))
def test_there_are_enough_each_once_and_short(language: str) -> None:
    words = designations.WORDS[language]
    assert len(set(words.things)) * len(set(words.manners)) == len(words.things) * len(words.manners) > 2_900
    every = {words.pattern.format(manner=manner, thing=thing) for manner in words.manners for thing in words.things}
    longer = designations.draw(every, language=language)
    assert longer not in every
    assert len(longer) <= Case._meta.get_field("designation").max_length  # type: ignore[operator]  # It has one.
