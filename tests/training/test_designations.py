"""Who is designated, to the day."""

from datetime import date, datetime, timedelta

import pytest

from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from alongside.training import operations, queries
from alongside.training.errors import DatesDoNotFit, NoSuchDesignation
from alongside.training.models import Designation
from tests import worlds
from tests.worlds import World

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 10), date(2026, 6, 30)


@pytest.fixture
def bare(world: World) -> World:
    """The same people, nobody designated yet."""
    Designation.objects.of(world.organization).delete()
    return world


def designate(world: World, *, first: date = FIRST, last: date = LAST, signed: date = FIRST) -> Designation:
    with one_transaction(ring=False):
        return operations.designate(
            organization=world.organization.pk,
            person=world.owner.pk,
            kind="supporter",
            designated_on=first,
            valid_until=last,
            agreement_signed_on=signed,
        )


def since(world: World, on: date, kind: str = "supporter") -> date | None:
    return queries.designated(organization=world.organization.pk, kind=kind, on=on).get(world.owner.pk)


@pytest.mark.parametrize(("on", "valid"), [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)])
def test_a_designation_holds_from_its_first_day_through_its_last(bare: World, on: date, *, valid: bool) -> None:
    designate(bare)
    assert since(bare, on) == (FIRST if valid else None)
    kinds = queries.valid_kinds(organization=bare.organization.pk, person=bare.owner.pk, on=on)
    assert kinds == (frozenset({"supporter"}) if valid else frozenset())


def test_a_renewal_keeps_the_first_day(bare: World) -> None:
    designate(bare)
    designate(bare, first=LAST, last=LAST + 365 * DAY)
    assert since(bare, LAST + 30 * DAY) == FIRST


def test_a_supporter_is_no_professional(bare: World) -> None:
    designate(bare)
    assert since(bare, FIRST, kind="professional") is None


def test_other_organizations_are_never_listed(world: World, noise: World, now: datetime) -> None:
    ours = {person.pk for person in world.people.values()}
    assert set(queries.designated(organization=world.organization.pk, kind="supporter", on=now.date())) <= ours


@pytest.mark.parametrize(("last", "signed"), [(FIRST - DAY, FIRST), (LAST, FIRST + DAY)])
def test_dates_must_fit(bare: World, last: date, signed: date) -> None:
    with pytest.raises(DatesDoNotFit):
        designate(bare, last=last, signed=signed)


def test_ending_takes_effect_that_day(bare: World) -> None:
    designate(bare)
    with one_transaction(ring=False):
        ended = operations.end(
            organization=bare.organization.pk, person=bare.owner.pk, kind="supporter", on=FIRST + 5 * DAY
        )
    assert ended == 1
    assert since(bare, FIRST + 4 * DAY) == FIRST
    assert since(bare, FIRST + 5 * DAY) is None


def test_ending_before_it_held_removes_it(bare: World) -> None:
    designate(bare)
    with one_transaction(ring=False):
        operations.end(organization=bare.organization.pk, person=bare.owner.pk, kind="supporter", on=FIRST)
    assert queries.designations(organization=bare.organization.pk) == []


def test_renewing_prolongs(bare: World, noise: World) -> None:
    held = designate(bare)
    with one_transaction(ring=False):
        operations.renew(organization=bare.organization.pk, designation=held.pk, valid_until=LAST + 30 * DAY)
    assert since(bare, LAST + 30 * DAY) == FIRST
    with pytest.raises(DatesDoNotFit), one_transaction(ring=False):
        operations.renew(organization=bare.organization.pk, designation=held.pk, valid_until=FIRST - DAY)
    with pytest.raises(NoSuchDesignation), one_transaction(ring=False):
        operations.renew(organization=noise.organization.pk, designation=held.pk, valid_until=LAST)


def test_what_lapses_soon_and_is_not_renewed(bare: World) -> None:
    designate(bare)
    window = {"organization": bare.organization.pk, "on": LAST - 30 * DAY, "until": LAST}
    assert [row.person for row in queries.lapsing(**window)] == [bare.owner.pk]
    designate(bare, first=LAST, last=LAST + 365 * DAY)
    assert queries.lapsing(**window) == []


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(now: datetime) -> None:
    world = worlds.make(now=now)
    with pytest.raises(NotInTransaction):
        operations.end(organization=world.organization.pk, person=world.owner.pk, kind="supporter", on=now.date())
