"""People come to work: added, imported, granted, invited; each act leaves its entry."""

from dataclasses import replace

import pytest

from alongside.journeys import joining
from alongside.ledger.models import ClearPart, Entry
from alongside.people import queries, spreadsheet
from alongside.people.errors import (
    CannotUndoOneself,
    ColumnMissing,
    GrantedByOneself,
    NeedsMail,
    Outdated,
)
from alongside.people.queries import Member
from alongside.people.rules import Details
from alongside.vocabulary.roles import Role
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(world: World) -> Member:
    account = world.administrator.account_id
    assert account
    found = queries.member(account=account, organization=world.organization.pk, now=NOW)
    assert found
    return found


def sheet(world: World) -> spreadsheet.Table:
    text = (
        "Name,Email,Site,Unit,Profession,Languages,Roles\n"
        f'Bo Chen,bo@a.example,{world.site.name},{world.unit.name},Nurse,"English, French",peer supporter\n'
        f"Manager,{world.manager.email},,,,,analyst\n"
        "Wrong,not an address,,,,,\n"
    )
    return spreadsheet.read(text.encode())


def take(me: Member, table: spreadsheet.Table) -> None:
    previewed = joining.preview(member=me, table=table, default_reads="en", now=NOW)
    joining.take_over(member=me, table=table, default_reads="en", previewed=previewed, now=NOW)


def test_an_import_is_previewed_then_done_and_recorded_once(world: World, me: Member) -> None:
    table = sheet(world)
    before = Entry.objects.count()
    previewed = joining.preview(member=me, table=table, default_reads="en", now=NOW)
    assert [len(previewed.to_add), len(previewed.to_change), len(previewed.problems)] == [1, 1, 1]
    assert Entry.objects.count() == before
    joining.take_over(member=me, table=table, default_reads="en", previewed=previewed, now=NOW)
    people = {row.name: row for row in queries.people_of(organization=me.organization, now=NOW)}
    assert people["Bo Chen"].roles == frozenset()
    (proposed,) = queries.proposals(organization=me.organization)
    assert (proposed.name, proposed.role, proposed.proposed_by) == ("Bo Chen", Role.SUPPORTER, me.person)
    assert people["Bo Chen"].unit == world.unit.pk
    assert people["Bo Chen"].profession == "nurse"
    assert people["Manager"].roles == {Role.MANAGER, Role.ANALYST}
    assert Entry.objects.count() == before + 1
    assert ClearPart.objects.get().payload == {"added": 1, "changed": 1, "roles": ["analyst", "supporter"]}


def test_an_import_done_twice_changes_nothing_more(world: World, me: Member) -> None:
    take(me, sheet(world))
    again = joining.preview(member=me, table=sheet(world), default_reads="en", now=NOW)
    assert (again.to_add, again.to_change, again.unchanged) == ((), (), 2)


def test_an_outdated_preview_does_nothing(world: World, me: Member) -> None:
    table = sheet(world)
    previewed = joining.preview(member=me, table=table, default_reads="en", now=NOW)
    joining.add(member=me, details=Details("Bo Chen", "bo@a.example"), now=NOW)
    with pytest.raises(Outdated):
        joining.take_over(member=me, table=table, default_reads="en", previewed=previewed, now=NOW)
    assert queries.person_with_email(organization=me.organization, email="not an address") is None


def test_a_sheet_without_names_is_refused(me: Member) -> None:
    with pytest.raises(ColumnMissing):
        joining.preview(member=me, table=spreadsheet.read(b"email\na@a.example\n"), default_reads="en", now=NOW)


def test_nobody_imports_or_grants_themselves_into_cases(world: World, me: Member) -> None:
    table = spreadsheet.read(f"name,email,roles\n{me.name},{world.administrator.email},supporter\n".encode())
    assert [problem.kind for problem in joining.preview(member=me, table=table, default_reads="en", now=NOW).problems]
    with pytest.raises(GrantedByOneself):
        joining.grant(member=me, person=me.person, role=Role.SUPPORTER, now=NOW)
    row = queries.person(organization=me.organization, person=me.person, now=NOW)
    assert row
    assert row.roles == {Role.ADMINISTRATOR}


def test_a_grant_keeps_its_actor_in_clear(world: World, me: Member) -> None:
    joining.grant(member=me, person=world.mentor.pk, role=Role.TRAINER, now=NOW)
    clear = ClearPart.objects.get()
    assert clear.actor == me.person
    assert clear.payload == {"person": str(world.mentor.pk), "role": "trainer"}
    joining.end(member=me, person=world.mentor.pk, role=Role.TRAINER, now=NOW)
    assert Entry.objects.filter(verb="role.ended").count() == 1


def test_an_administrator_does_not_end_their_own_administration(me: Member) -> None:
    with pytest.raises(CannotUndoOneself):
        joining.end(member=me, person=me.person, role=Role.ADMINISTRATOR, now=NOW)


def test_a_person_is_changed(world: World, me: Member) -> None:
    joining.change(
        member=me, person=world.auditor.pk, details=replace(Details("New name"), phone="+12025550199"), now=NOW
    )
    row = queries.person(organization=me.organization, person=world.auditor.pk, now=NOW)
    assert row
    assert (row.name, row.phone) == ("New name", "+12025550199")


def test_no_link_goes_to_nowhere(me: Member) -> None:
    person = joining.add(member=me, details=Details("No mail"), now=NOW)
    with pytest.raises(NeedsMail):
        joining.invite_by_mail(member=me, person=person, address_of=str, now=NOW)


def test_supervisors_are_set_and_ended(world: World, me: Member) -> None:
    row = joining.set_supervisor(
        member=me,
        supervisor=world.mentor.pk,
        group=world.group.pk,
        site=world.site.pk,
        starts_on=NOW.date(),
        ends_on=None,
        now=NOW,
    )
    assert world.mentor.pk in queries.supervised(organization=me.organization, on=NOW.date())
    joining.end_supervisor(member=me, supervision=row, on=NOW.date(), now=NOW)
    assert Entry.objects.filter(verb__startswith="supervision.").count() == 2
