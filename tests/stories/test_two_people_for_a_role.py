"""A role that opens cases takes two people (threat T22): one proposes, another confirms, and until then it opens
nothing.
"""

from datetime import timedelta

import pytest

from alongside.journeys import joining, leaving
from alongside.ledger import queries as ledger
from alongside.people import queries, spreadsheet
from alongside.people.errors import AnotherMustConfirm, GrantedByOneself, NoSuchProposal
from alongside.people.models import RoleGrant, RoleProposal
from alongside.people.queries import Member
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.web.supporting.desk import Desk
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
CASE_ROLES = sorted(Role.opening_cases())


def member(world: World, who: str) -> Member:
    account = world.people[who].account_id
    assert account
    found = queries.member(account=account, organization=world.organization.pk, now=NOW)
    assert found
    return found


def roles(world: World, who: str) -> frozenset[Role]:
    return member(world, who).roles


def proposed(
    world: World, who: str = "manager", role: Role = Role.SUPPORTER, by: str = "administrator"
) -> RoleProposal:
    joining.grant(member=member(world, by), person=world.people[who].pk, role=role, now=NOW)
    return RoleProposal.objects.get(person=world.people[who], role=role)


@pytest.mark.parametrize("role", CASE_ROLES)
def test_one_person_cannot_grant_a_case_role(world: World, role: Role) -> None:
    """T22: by hand or spreadsheet, to anybody or to oneself, one administrator alone gives no role that opens cases."""
    waits = proposed(world, role=role)
    assert roles(world, "manager") == {Role.MANAGER}
    with pytest.raises(AnotherMustConfirm):
        joining.confirm(member=member(world, "administrator"), proposal=waits.pk, now=NOW)
    with pytest.raises(GrantedByOneself):
        joining.grant(member=member(world, "administrator"), person=world.administrator.pk, role=role, now=NOW)
    text = f"name,email,roles\nAuditor,{world.auditor.email},{role}\nNew One,new@a.example,{role}\n"
    table = spreadsheet.read(text.encode())
    given = {"member": member(world, "administrator"), "table": table, "default_reads": "en", "now": NOW}
    joining.take_over(**given, previewed=joining.preview(**given))  # type: ignore[arg-type]  # As the form gives them.
    assert not RoleGrant.objects.filter(role=role, person__name__in=("New One", world.auditor.name)).exists()
    assert RoleProposal.objects.filter(role=role).count() == 3
    assert not RoleGrant.objects.filter(role=role, since__gte=NOW).exists()


def test_a_coordinator_confirms_and_both_names_stand_in_the_ledger(world: World) -> None:
    waits = proposed(world)
    joining.confirm(member=member(world, "coordinator"), proposal=waits.pk, now=NOW)
    assert Role.SUPPORTER in roles(world, "manager")
    newest, before = ledger.lines(organization=world.organization.pk)[:2]
    assert (newest.verb, newest.actor) == ("role.confirmed", world.coordinator.pk)
    assert newest.payload["proposed_by"] == str(world.administrator.pk)
    assert (before.verb, before.actor) == ("role.proposed", world.administrator.pk)
    with pytest.raises(NoSuchProposal):
        joining.confirm(member=member(world, "deputy"), proposal=waits.pk, now=NOW)


def test_nobody_confirms_their_own_role_or_what_they_proposed(world: World) -> None:
    own = proposed(world, who="coordinator")
    with pytest.raises(AnotherMustConfirm):
        joining.confirm(member=member(world, "coordinator"), proposal=own.pk, now=NOW)
    worlds.grant(world.deputy, Role.ADMINISTRATOR)
    mine = proposed(world, by="deputy")
    with pytest.raises(AnotherMustConfirm):
        joining.confirm(member=member(world, "deputy"), proposal=mine.pk, now=NOW)
    joining.confirm(member=member(world, "coordinator"), proposal=mine.pk, now=NOW)


def test_another_administrator_helps_only_while_no_coordinator_could(world: World) -> None:
    worlds.grant(world.analyst, Role.ADMINISTRATOR)
    waits = proposed(world, role=Role.COORDINATOR)
    with pytest.raises(AnotherMustConfirm):
        joining.confirm(member=member(world, "analyst"), proposal=waits.pk, now=NOW)
    RoleGrant.objects.filter(role=Role.COORDINATOR).update(until=NOW - timedelta(days=1))
    with pytest.raises(AnotherMustConfirm):
        joining.confirm(member=member(world, "administrator"), proposal=waits.pk, now=NOW)
    joining.confirm(member=member(world, "analyst"), proposal=waits.pk, now=NOW)
    assert Role.COORDINATOR in roles(world, "manager")


def test_what_is_proposed_twice_waits_once_and_an_import_done_twice_changes_nothing_more(world: World) -> None:
    proposed(world)
    proposed(world)
    assert RoleProposal.objects.count() == 1
    table = spreadsheet.read(f"name,email,roles\n{world.manager.name},{world.manager.email},supporter\n".encode())
    seen = joining.preview(member=member(world, "administrator"), table=table, default_reads="en", now=NOW)
    assert (seen.to_change, seen.unchanged) == ((), 1)


def test_saying_no_gives_nothing(world: World) -> None:
    waits = proposed(world)
    joining.drop(member=member(world, "deputy"), proposal=waits.pk, now=NOW)
    assert roles(world, "manager") == {Role.MANAGER}
    with pytest.raises(NoSuchProposal):
        joining.confirm(member=member(world, "coordinator"), proposal=waits.pk, now=NOW)


def test_whoever_leaves_waits_for_no_role(world: World) -> None:
    proposed(world)
    leaving.leave(member=member(world, "administrator"), person=world.manager.pk, now=NOW)
    assert not RoleProposal.objects.exists()


def test_nobody_of_elsewhere_confirms(world: World, noise: World) -> None:
    waits = proposed(world)
    with pytest.raises(NoSuchProposal):
        joining.confirm(member=member(noise, "coordinator"), proposal=waits.pk, now=NOW)


def test_a_proposed_role_opens_no_screen_and_the_coordinator_finds_it_on_the_board(world: World) -> None:
    waits = proposed(world)
    hopeful, coordinator = Desk(world, "manager"), Desk(world, "coordinator")
    assert hopeful.get("now/").status_code == 404
    assert "One role waits for a second person" in coordinator.text("board/")
    listed = coordinator.text("roles/")
    assert world.manager.name in listed
    assert world.administrator.name in listed
    answer = coordinator.client.post(f"{coordinator.base}roles/{waits.pk}/confirm/", follow=True)
    assert "Confirmed. The role is held from now on." in answer.content.decode()
    assert hopeful.get("now/").status_code == 200
    assert "waits for a second person" not in coordinator.text("board/")
