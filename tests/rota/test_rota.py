"""Shifts, leave and pauses on the real database."""

from datetime import datetime, timedelta

import pytest

from alongside.people.models import Person
from alongside.rota import operations, queries
from alongside.rota.errors import AlreadyOnCall, EndsBeforeItStarts, NoSuchShift, NotWorkingHere
from alongside.rota.models import Leave, Shift
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.worlds import World

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def bare(world: World) -> World:
    """The same people, nobody on call yet."""
    Shift.objects.of(world.organization).delete()
    return world


def on_call(world: World, at: datetime, duty: str = "supporter") -> list[str]:
    known = {person.pk: who for who, person in world.people.items()}
    return [known[key] for key in queries.on_call(organization=world.organization.pk, duty=duty, at=at)]


def add(world: World, who: str, starts: datetime, ends: datetime, duty: str = "supporter") -> Shift:
    with one_transaction(ring=False):
        return operations.add_shift(
            organization=world.organization.pk,
            person=world.people[who].pk,
            duty=duty,
            starts_at=starts,
            ends_at=ends,
        )


def test_a_shift_begins_on_the_stroke_and_ends_before_it(bare: World, now: datetime) -> None:
    add(bare, "owner", now, now + HOUR)
    assert on_call(bare, now) == ["owner"]
    assert on_call(bare, now + HOUR) == []
    assert on_call(bare, now - timedelta(seconds=1)) == []


def test_whoever_began_first_is_listed_first(bare: World, now: datetime) -> None:
    add(bare, "owner", now, now + HOUR)
    add(bare, "third", now - HOUR, now + HOUR)
    assert on_call(bare, now) == ["third", "owner"]
    assert on_call(bare, now, duty="coordinator") == []


def test_other_organizations_are_never_listed(world: World, noise: World, now: datetime) -> None:
    ours = {person.pk for person in world.people.values()}
    assert set(queries.duties(organization=world.organization.pk, at=now)) <= ours


@pytest.mark.parametrize(("starts", "ends"), [(0, 0), (1, 0)])
def test_a_shift_must_run_forward(bare: World, now: datetime, starts: int, ends: int) -> None:
    with pytest.raises(EndsBeforeItStarts):
        add(bare, "owner", now + starts * HOUR, now + ends * HOUR)


@pytest.mark.parametrize(("starts", "ends", "refused"), [(-1, 1, True), (1, 2, True), (4, 5, False), (-2, 0, False)])
def test_the_same_duty_twice_at_once_is_refused(
    bare: World, now: datetime, starts: int, ends: int, *, refused: bool
) -> None:
    add(bare, "owner", now, now + 4 * HOUR)
    if not refused:
        add(bare, "owner", now + starts * HOUR, now + ends * HOUR)
        return
    with pytest.raises(AlreadyOnCall):
        add(bare, "owner", now + starts * HOUR, now + ends * HOUR)


def test_two_duties_at_once_are_possible(bare: World, now: datetime) -> None:
    add(bare, "coordinator", now, now + HOUR, duty="coordinator")
    add(bare, "coordinator", now, now + HOUR)
    duties = queries.duties(organization=bare.organization.pk, at=now)
    assert duties == {bare.coordinator.pk: frozenset({"coordinator", "supporter"})}


def test_strangers_and_leavers_are_not_put_on_call(bare: World, noise: World, now: datetime) -> None:
    Person.objects.filter(pk=bare.owner.pk).update(left_at=now)
    for person in (bare.owner, noise.owner):
        with pytest.raises(NotWorkingHere), one_transaction(ring=False):
            operations.add_shift(
                organization=bare.organization.pk,
                person=person.pk,
                duty="supporter",
                starts_at=now,
                ends_at=now + HOUR,
            )


def test_removing_a_shift(bare: World, noise: World, now: datetime) -> None:
    shift = add(bare, "owner", now, now + HOUR)
    with pytest.raises(NoSuchShift), one_transaction(ring=False):
        operations.remove_shift(organization=noise.organization.pk, shift=shift.pk)
    with one_transaction(ring=False):
        operations.remove_shift(organization=bare.organization.pk, shift=shift.pk)
    assert on_call(bare, now) == []


def away(world: World, at: datetime) -> set[str]:
    known = {person.pk: who for who, person in world.people.items()}
    return {known[key] for key in queries.away(organization=world.organization.pk, at=at)}


def test_not_now_at_once_for_any_length(world: World, now: datetime) -> None:
    own = {"organization": world.organization.pk, "person": world.owner.pk}
    with one_transaction(ring=False):
        operations.pause(**own, now=now)
    assert away(world, now) == away(world, now + 90 * DAY) == {"owner"}
    with one_transaction(ring=False):
        operations.resume(**own, now=now + HOUR)
    assert away(world, now + HOUR) == set()


def test_a_new_pause_replaces_the_old_one(world: World, now: datetime) -> None:
    own = {"organization": world.organization.pk, "person": world.owner.pk}
    with one_transaction(ring=False):
        operations.pause(**own, now=now)
        operations.pause(**own, now=now + HOUR, until=now + 3 * HOUR)
    assert away(world, now + 2 * HOUR) == {"owner"}
    assert away(world, now + 3 * HOUR) == set()


def test_coming_back_from_a_pause_does_not_end_rest(world: World, now: datetime) -> None:
    own = {"organization": world.organization.pk, "person": world.owner.pk}
    with one_transaction(ring=False):
        operations.rest_after_hard_case(**own, now=now)
        operations.pause(**own, now=now)
        operations.resume(**own, now=now + HOUR)
    assert queries.away_kinds(organization=world.organization.pk, at=now + HOUR) == {
        world.owner.pk: frozenset({"rest"})
    }
    assert away(world, now + 48 * HOUR) == set()


def test_leave_that_has_not_begun_is_taken_back_whole(world: World, now: datetime) -> None:
    own = {"organization": world.organization.pk, "person": world.owner.pk}
    with one_transaction(ring=False):
        leave = operations.start_leave(**own, starts_at=now + DAY, ends_at=now + 9 * DAY)
    (row,) = queries.away_rows(organization=world.organization.pk, at=now, person=world.owner.pk)
    assert (row.kind, row.starts_at) == ("leave", now + DAY)
    with one_transaction(ring=False):
        operations.end_leave(organization=world.organization.pk, leave=leave.pk, now=now)
    assert not Leave.objects.of(world.organization).exists()


def test_leave_must_run_forward(world: World, now: datetime) -> None:
    with pytest.raises(EndsBeforeItStarts), one_transaction(ring=False):
        operations.start_leave(
            organization=world.organization.pk, person=world.owner.pk, starts_at=now, ends_at=now - HOUR
        )


def test_leave_makes_a_hole_in_the_cover(bare: World, now: datetime) -> None:
    add(bare, "owner", now, now + 12 * HOUR)
    add(bare, "third", now + 10 * HOUR, now + 20 * HOUR)
    with one_transaction(ring=False):
        operations.start_leave(
            organization=bare.organization.pk,
            person=bare.owner.pk,
            starts_at=now + 4 * HOUR,
            ends_at=now + 6 * HOUR,
        )
    cover = queries.coverage(organization=bare.organization.pk, duty="supporter", starts=now, ends=now + DAY)
    hours = [((hole.starts - now) / HOUR, (hole.ends - now) / HOUR) for hole in cover.gaps]
    assert hours == [(4, 6), (20, 24)]
    assert [row.name for row in cover.shifts] == ["Owner Testing", "Third Testing"]


def test_whoever_leaves_is_off_every_shift(bare: World, now: datetime) -> None:
    add(bare, "owner", now - HOUR, now + HOUR)
    add(bare, "owner", now + DAY, now + DAY + HOUR)
    with one_transaction(ring=False):
        operations.remove_everywhere(organization=bare.organization.pk, person=bare.owner.pk, now=now)
    assert on_call(bare, now) == on_call(bare, now + DAY) == []


def test_who_stood_is_told_without_leave_and_within_the_time(bare: World, now: datetime) -> None:
    add(bare, "owner", now - DAY, now + 12 * HOUR)
    add(bare, "third", now + 10 * HOUR, now + 20 * HOUR)
    with one_transaction(ring=False):
        operations.start_leave(
            organization=bare.organization.pk,
            person=bare.owner.pk,
            starts_at=now + 4 * HOUR,
            ends_at=now + 6 * HOUR,
        )
    stood = queries.stood(organization=bare.organization.pk, duty="supporter", starts=now, ends=now + DAY)
    hours = sorted(((span.starts - now) / HOUR, (span.ends - now) / HOUR) for span in stood)
    assert hours == [(0, 4), (6, 12), (10, 20)]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(now: datetime) -> None:
    world = worlds.make(now=now)
    with pytest.raises(NotInTransaction):
        operations.remove_shift(organization=world.organization.pk, shift=world.owner.pk)
    with pytest.raises(NotInTransaction):
        operations.resume(organization=world.organization.pk, person=world.owner.pk, now=now)
