"""Keeping events: sealed, leased, forgotten; an idempotency key is used once."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest

from alongside.events import operations, queries, rules
from alongside.events.errors import KeyUsedDifferently, NotAPossibleTime
from alongside.events.models import Event, Intake, Involved, Receipt
from alongside.limits.rules import rest_after
from alongside.tenancy.transactions import one_transaction
from alongside.vault.errors import CannotOpen
from alongside.vault.models import WrappedKey
from tests.events.reports import CANARY, colleague, report
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
KEY, BODY = "incident-0000-0001", b'{"kind": "near_miss"}'


def kept(world: World, *, hold: bool = False, people: int = 3) -> Event:
    told = report(world, *(colleague(number) for number in range(people)))
    with one_transaction():
        return operations.keep(organization=world.organization.pk, report=told, hold=hold, now=NOW)


def first(
    world: World, *, key: str = KEY, body: bytes = BODY, machine: object = None, later: timedelta = timedelta()
) -> bool:
    with one_transaction():
        return operations.first_time(
            organization=world.organization.pk,
            machine=machine or world.organization.pk,  # type: ignore[arg-type]  # Any key does.
            key=key,
            body=body,
            now=NOW + later,
        )


def test_what_was_sealed_opens_again(world: World) -> None:
    event = kept(world)
    assert {one.name for one in queries.involved_in(event)} == {colleague(number).name for number in range(3)}
    assert event.people == 3


def test_nothing_of_anybody_stands_in_clear(world: World) -> None:
    kept(world)
    rows = [*Event.objects.values_list(), *Involved.objects.values_list(), *WrappedKey.objects.values_list()]
    assert (
        CANARY.lower()
        not in repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in rows]).lower()
    )
    assert CANARY not in repr(colleague())


def test_after_burning_nothing_is_left_and_nothing_opens(world: World) -> None:
    event = kept(world)
    with one_transaction():
        operations.burn(event=event.pk, now=NOW)
    assert not Event.objects.exists()
    assert not Involved.objects.exists()
    assert not WrappedKey.objects.filter(case=event.pk).exists()
    with pytest.raises(CannotOpen):
        queries.involved_in(event)


def test_an_impossible_time_is_not_kept(world: World) -> None:
    told = report(world, occurred_at=NOW + timedelta(days=1))
    with pytest.raises(NotAPossibleTime), one_transaction():
        operations.keep(organization=world.organization.pk, report=told, hold=False, now=NOW)


def test_one_is_claimed_once_until_its_lease_runs_out(world: World) -> None:
    event = kept(world)
    claims = []
    for at in (NOW, NOW, NOW + rest_after(1)):
        with one_transaction():
            claims.append(operations.claim_due(now=at))
    assert claims == [event, None, event]


def test_what_fails_again_and_again_is_tried_less_often_and_leaves_the_others_their_turn(world: World) -> None:
    first, second = kept(world), kept(world)
    at, tried = NOW, []
    while at < NOW + timedelta(days=1):
        with one_transaction():
            claimed = operations.claim_due(now=at)
        tried += [(claimed.pk, at)] if claimed else []
        at += timedelta(minutes=1)
    of_first = [moment for key, moment in tried if key == first.pk]
    rests = [later - earlier for earlier, later in pairwise(of_first)]
    assert sorted(rests[:6]) == rests[:6]
    assert rests[0] <= timedelta(minutes=2)
    assert max(rests) >= timedelta(hours=6)
    assert len(of_first) < 15
    assert {key for key, _moment in tried} == {first.pk, second.pk}


def test_what_was_put_off_on_purpose_begins_anew(world: World) -> None:
    event = kept(world)
    with one_transaction():
        operations.claim_due(now=NOW)
        operations.put_off(event=event, until=NOW + timedelta(hours=1))
    assert (Event.objects.get().tries, Event.objects.get().lease_until) == (0, None)


def test_what_is_held_is_due_when_its_list_must_go(world: World) -> None:
    event = kept(world, hold=True)
    assert not queries.something_is_due(now=NOW + rules.KEPT - timedelta(seconds=1))
    assert queries.something_is_due(now=NOW + rules.KEPT)
    assert queries.oldest_due(now=NOW + rules.KEPT) == event.due_at


def test_putting_off_never_outlives_the_list(world: World) -> None:
    event = kept(world)
    with one_transaction():
        operations.put_off(event=event, until=NOW + timedelta(days=20))
    assert Event.objects.get().due_at == NOW + rules.KEPT


def test_the_same_key_with_the_same_body_is_known(world: World) -> None:
    assert first(world)
    assert not first(world)


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    first(world)
    with pytest.raises(KeyUsedDifferently):
        first(world, body=BODY + b" ")


def test_keys_of_two_machines_and_two_organizations_never_meet(world: World, noise: World) -> None:
    assert first(world)
    assert first(world, machine=uuid4(), body=b"other")
    assert first(noise, body=b"other")


def test_a_key_is_forgotten_after_seven_days(world: World) -> None:
    first(world)
    assert first(world, later=rules.KEPT)
    with one_transaction():
        operations.sweep(now=NOW + rules.KEPT + rules.KEPT)
    assert not Receipt.objects.exists()


def test_neither_key_nor_body_can_be_read_back(world: World) -> None:
    first(world)
    row = Receipt.objects.get()
    assert KEY.encode() not in bytes(row.key_mark) + bytes(row.body_mark)
    assert len(bytes(row.key_mark)) == len(bytes(row.body_mark)) == 32


def test_people_are_counted_within_the_last_hour(world: World) -> None:
    organization = world.organization.pk
    for ago, people in ((90, 7), (59, 5), (0, 3), (0, 4)):
        with one_transaction():
            operations.count_people(organization=organization, people=people, now=NOW - timedelta(minutes=ago))
    assert queries.people_this_hour(organization=organization, now=NOW) == 12
    with one_transaction():
        operations.sweep(now=NOW + timedelta(days=2))
    assert not Intake.objects.exists()


def test_held_events_are_counted_by_door_and_nothing_more(
    world: World, noise: World, django_assert_num_queries: object
) -> None:
    kept(world, hold=True)
    kept(world, hold=True, people=2)
    kept(noise, hold=True)
    with django_assert_num_queries(1):  # type: ignore[operator]  # The fixture has no type of its own.
        (held,) = queries.held(organization=world.organization.pk)
    assert (held.came_by, held.events, held.people, held.since) == ("form", 2, 5, NOW)
