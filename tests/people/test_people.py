"""People, roles, supervisors, leaving: in the database, beside a stranger organization that must not show."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from alongside.people import operations, queries
from alongside.people.errors import (
    AlreadyHere,
    AlreadyLeft,
    RoleNotForStaff,
    UnknownPerson,
    UnknownUnit,
)
from alongside.people.models import Account
from alongside.people.queries import Supervised
from alongside.people.rules import Details
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from tests.worlds import NOISE, NOW, World

pytestmark = pytest.mark.django_db
BO = Details("Bo Chen", "Bo@A.example", "+12025550102", None, "nurse", languages=("en", "fr"), reads="fr")
LATER = NOW + timedelta(days=1)


@pytest.fixture
def bo(world: World) -> object:
    with one_transaction(ring=False):
        return operations.add_person(organization=world.organization.pk, details=BO)


def test_a_person_comes_back_as_added(world: World, bo: object) -> None:
    row = queries.person(organization=world.organization.pk, person=bo, now=NOW)  # type: ignore[arg-type]
    assert row is not None
    assert (row.name, row.email, row.languages, row.reads) == ("Bo Chen", "bo@a.example", ("en", "fr"), "fr")
    assert (row.roles, row.signs_in, row.site_name) == (frozenset(), False, "")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_written_outside_a_transaction(world: World) -> None:
    with pytest.raises(NotInTransaction):
        operations.add_person(organization=world.organization.pk, details=BO)


def test_an_address_is_taken_once_in_an_organization_and_free_in_another(
    world: World, noise: World, bo: object
) -> None:
    with one_transaction(ring=False):
        with pytest.raises(AlreadyHere):
            operations.add_person(organization=world.organization.pk, details=replace(BO, email="BO@a.example"))
        operations.add_person(organization=noise.organization.pk, details=BO)


def test_a_unit_of_another_organization_is_unknown(world: World, noise: World) -> None:
    with one_transaction(ring=False), pytest.raises(UnknownUnit):
        operations.add_person(organization=world.organization.pk, details=replace(BO, unit=noise.unit.pk))


def test_a_person_of_another_organization_is_unknown(world: World, noise: World) -> None:
    with one_transaction(ring=False), pytest.raises(UnknownPerson):
        operations.change_person(organization=world.organization.pk, person=noise.owner.pk, details=BO)


def test_the_list_holds_everybody_here_and_nobody_else(world: World, noise: World) -> None:
    rows = queries.people_of(organization=world.organization.pk, now=NOW)
    assert {row.id for row in rows} == {person.pk for person in world.people.values()}
    assert NOISE not in repr(rows)
    assert [row.name for row in rows] == sorted(row.name for row in rows)


def test_the_list_takes_two_queries_however_many(world: World, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        queries.people_of(organization=world.organization.pk, now=NOW)


def test_a_member_has_the_roles_held_now(world: World) -> None:
    house, account = world.organization.pk, world.owner.account_id
    assert account is not None
    with one_transaction(ring=False):
        operations.grant_role(organization=house, person=world.owner.pk, role=Role.MENTOR, now=LATER)
    before, after = (queries.member(account=account, organization=house, now=at) for at in (NOW, LATER))
    assert before is not None
    assert after is not None
    assert before.roles == {Role.SUPPORTER}
    assert after.roles == {Role.SUPPORTER, Role.MENTOR}


def test_an_account_is_no_member_elsewhere(world: World, noise: World) -> None:
    account = world.owner.account_id
    assert account is not None
    assert queries.member(account=account, organization=noise.organization.pk, now=NOW) is None


def test_a_role_is_granted_once_and_ended_once(world: World) -> None:
    house, person = world.organization.pk, world.auditor.pk
    with one_transaction(ring=False):
        assert operations.grant_role(organization=house, person=person, role=Role.ANALYST, now=NOW)
        assert not operations.grant_role(organization=house, person=person, role=Role.ANALYST, now=NOW)
        assert person in queries.holders(organization=house, role=Role.ANALYST, now=NOW)
        assert (house, person) in queries.holders_anywhere(role=Role.ANALYST, now=NOW)
        assert operations.end_role(organization=house, person=person, role=Role.ANALYST, now=LATER)
        assert not operations.end_role(organization=house, person=person, role=Role.ANALYST, now=LATER)
        assert person not in queries.holders(organization=house, role=Role.ANALYST, now=LATER)
        assert (house, person) not in queries.holders_anywhere(role=Role.ANALYST, now=LATER)
        assert operations.grant_role(organization=house, person=person, role=Role.ANALYST, now=LATER)


def test_nobody_is_granted_to_be_a_caregiver(world: World) -> None:
    with one_transaction(ring=False), pytest.raises(RoleNotForStaff):
        operations.grant_role(organization=world.organization.pk, person=world.owner.pk, role=Role.CAREGIVER, now=NOW)


def test_supervisors_are_several_dated_and_by_site(world: World) -> None:
    house, day = world.organization.pk, NOW.date()
    with one_transaction(ring=False):
        row = operations.set_supervision(
            organization=house,
            supervisor=world.manager.pk,
            group=world.group.pk,
            site=world.site.pk,
            starts_on=day,
            ends_on=day + timedelta(days=9),
        )
    here = {"organization": house, "group": world.group.pk, "site": world.site.pk}
    assert queries.supervisors(**here, on=day) == {world.chief.pk, world.manager.pk}
    assert queries.supervisors(**here, on=day + timedelta(days=9)) == {world.chief.pk, world.manager.pk}
    assert queries.supervisors(**here, on=day + timedelta(days=10)) == {world.chief.pk}
    assert queries.supervisors(organization=house, group=world.group.pk, site=world.other_site.pk, on=day) == set()
    assert queries.supervised(organization=house, on=day)[world.manager.pk] == {
        Supervised(world.group.pk, world.site.pk)
    }
    with one_transaction(ring=False):
        operations.end_supervision(organization=house, supervision=row, on=day)
    assert queries.supervisors(**here, on=day + timedelta(days=1)) == {world.chief.pk}
    assert len(queries.supervisions(organization=house)) == 2


def test_a_supervision_names_this_organizations_places(world: World, noise: World) -> None:
    given = {"organization": world.organization.pk, "supervisor": world.chief.pk, "starts_on": NOW.date()}
    with one_transaction(ring=False):
        for group, site in ((noise.group.pk, world.site.pk), (world.group.pk, noise.site.pk), (uuid4(), uuid4())):
            with pytest.raises(UnknownUnit):
                operations.set_supervision(**given, group=group, site=site)


def test_whoever_leaves_keeps_nothing_but_their_name(world: World) -> None:
    house, chief = world.organization.pk, world.chief
    account = chief.account_id
    with one_transaction(ring=False):
        operations.make_invitation(organization=house, person=chief.pk, by_telephone=True, now=NOW)
        operations.leave(organization=house, person=chief.pk, now=NOW)
        with pytest.raises(AlreadyLeft):
            operations.grant_role(organization=house, person=chief.pk, role=Role.MENTOR, now=NOW)
    row = queries.person(organization=house, person=chief.pk, now=NOW)
    assert row is not None
    assert (row.name, row.email, row.phone, row.roles, row.signs_in) == (chief.name, "", "", frozenset(), False)
    assert not Account.objects.filter(pk=account).exists()
    assert chief.pk not in queries.supervised(organization=house, on=LATER.date())
    assert chief.pk not in {row.id for row in queries.people_of(organization=house, now=NOW)}
    assert chief.pk in {row.id for row in queries.people_of(organization=house, now=NOW, with_left=True)}
    with one_transaction(ring=False):
        operations.add_person(organization=house, details=Details("Back", chief.email))


def test_whoever_leaves_one_organization_stays_in_the_other(world: World, noise: World) -> None:
    account = world.owner.account
    assert account is not None
    noise.owner.account = account
    noise.owner.save()
    seed = account.session_seed
    with one_transaction(ring=False):
        operations.leave(organization=world.organization.pk, person=world.owner.pk, now=NOW)
    account.refresh_from_db()
    assert account.session_seed != seed, "Every session ended."
    assert queries.organizations_of(account.pk) == {noise.organization.pk}
    assert queries.member(account=account.pk, organization=world.organization.pk, now=NOW) is None
