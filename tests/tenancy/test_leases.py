"""An engine takes the row whose time came first, and nobody else takes it meanwhile."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from alongside.paging.models import CallBack
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.leases import LEASE, lease_first, lease_first_key
from alongside.tenancy.transactions import one_transaction
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


def row(world: World, *, due_at: datetime) -> UUID:
    once = str(due_at).encode()[-32:]
    gone = {"asked_at": NOW, "ended_at": NOW, "due_at": due_at}
    return CallBack.objects.create(organization=world.organization, once_hash=once, **gone).pk


def take(now: datetime) -> UUID | None:
    with one_transaction(ring=False):
        return lease_first_key(CallBack.objects.filter(due_at__lte=now), now=now)


def test_the_one_due_longest_is_taken_first_and_what_is_not_due_by_nobody(world: World) -> None:
    second, first = row(world, due_at=NOW), row(world, due_at=NOW - timedelta(hours=1))
    row(world, due_at=NOW + timedelta(seconds=1))
    assert [take(NOW), take(NOW), take(NOW)] == [first, second, None]


def test_a_lease_that_ran_out_means_retry_and_not_a_moment_before(world: World) -> None:
    only = row(world, due_at=NOW)
    assert take(NOW) == only
    assert take(NOW + LEASE - timedelta(seconds=1)) is None
    assert take(NOW + LEASE) == only


def test_the_row_itself_comes_whole(world: World) -> None:
    only = row(world, due_at=NOW)
    with one_transaction(ring=False):
        taken = lease_first(CallBack.objects.all(), now=NOW)
    assert taken is not None
    assert not taken.get_deferred_fields()
    assert CallBack.objects.get(pk=only).lease_until == NOW + LEASE


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_taken(world: World) -> None:
    row(world, due_at=NOW)
    with pytest.raises(NotInTransaction):
        lease_first(CallBack.objects.all(), now=NOW)
