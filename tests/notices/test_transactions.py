"""Outside a journey's transaction nothing of the outbox can be written."""

import uuid
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from alongside.notices import operations
from alongside.tenancy.errors import NotInTransaction
from tests.houses import Template
from tests.notices import letters
from tests.worlds import NOW

KEY = uuid.uuid4()
WRITES: list[Callable[[], object]] = [
    lambda: operations.tell(organization=KEY, person=KEY, template="page", now=NOW),
    lambda: operations.void_for_case(case=KEY, now=NOW),
    lambda: operations.void_for_person(case=KEY, person=KEY),
    lambda: operations.forget_case(case=KEY),
    lambda: operations.claim_due(kind="email", now=NOW),
    lambda: operations.hand_back(notices=[KEY]),
    lambda: operations.settle(letter=letters.make(), result=operations.rules.Sent(), now=NOW),
    lambda: operations.forget_settled(before=NOW),
    lambda: operations.add_channel(organization=KEY, person=KEY, kind="email", address="a@example.org"),
    lambda: operations.remove_channel(organization=KEY, person=KEY, channel=KEY),
    lambda: operations.send_code(organization=KEY, person=KEY, channel=KEY, now=NOW),
    lambda: operations.verify_code(organization=KEY, person=KEY, channel=KEY, typed="1", now=NOW),
]


@pytest.fixture(autouse=True)
def database(template_database: Template, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.mark.parametrize("write", WRITES)
def test_every_write_asks_for_the_journeys_transaction(write: Callable[[], object]) -> None:
    with pytest.raises(NotInTransaction):
        write()
