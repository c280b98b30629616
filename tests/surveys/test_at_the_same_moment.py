"""Several answer at one moment: each answer is kept once, and all that wait lie as one of them laid them down."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from alongside.surveys import operations
from alongside.surveys.errors import NotExpected
from alongside.surveys.models import Waiting
from alongside.surveys.operations import Said
from alongside.tenancy.transactions import one_transaction
from alongside.vault.models import WrappedKey
from alongside.vocabulary.evaluating import Helpful, ThankYou
from tests import worlds
from tests.houses import House
from tests.stories.test_at_the_same_moment import at_once
from tests.worlds import NOW, World

pytestmark = pytest.mark.usefixtures("new_house")


@pytest.fixture
def world(new_house: House) -> World:
    """Return an organization whose rows other connections see."""
    with transaction.atomic():
        return worlds.make(now=NOW)


def _tickets(world: World, count: int) -> list[str]:
    own = {"organization": world.organization.pk, "supporter": world.owner.pk}
    with one_transaction(ring=False):
        return [operations.hand_out(**own, now=NOW) for _ in range(count)]


def _answer(world: World, ticket: str) -> None:
    with one_transaction(ring=False):
        said = Said(helpful=Helpful.YES_MUCH)
        operations.answer(organization=world.organization.pk, text=ticket, said=said, thanks=[ThankYou.CALM])


def test_who_answers_at_one_moment_is_mixed_as_who_answers_alone(world: World) -> None:
    """Whoever came last wrote all of it anew: no transaction, and no key, tells which lay there before."""
    tickets = _tickets(world, 4)
    at_once(*[lambda text=text: _answer(world, text) for text in tickets])
    assert sorted(Waiting.objects.values_list("kind", flat=True)) == ["answer"] * 4 + ["thanks"] * 4
    assert WrappedKey.objects.filter(case__in=Waiting.objects.values("pk")).count() == 8
    assert WrappedKey.objects.count() == 8, "each key that sealed it before is gone"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM surveys_waiting")
            assert cursor.fetchone()[0] == 1


def test_one_ticket_that_is_sent_twice_at_one_moment_answers_once(world: World) -> None:
    (ticket,) = _tickets(world, 1)
    at_once(*[lambda: _answer(world, ticket)] * 4, kind=(NotExpected,))
    assert sorted(Waiting.objects.values_list("kind", flat=True)) == ["answer", "thanks"]
