"""Team sessions: proposed or asked for, planned with two who may lead, held with a band and nothing more (H20)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction

from alongside.journeys import leaving, team_sessions
from alongside.ledger.models import ClearPart
from alongside.notices.models import Notice
from alongside.paging.models import Alarm
from alongside.people.queries import Member
from alongside.rounds import sessions
from alongside.rounds.errors import MayNotCarry, NoSuchSession, NotNow, TwoAreNeeded
from alongside.rounds.models import TeamSession
from alongside.rounds.rules import Reason
from alongside.rounds.sessions import Plan, SessionRow
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.journeys.carrying import member
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def world() -> World:
    """Return our organization beside a stranger one."""
    worlds.make_noise()
    return worlds.make()


def asked_for(world: World, *, reason: Reason = Reason.HARD_TIME) -> SessionRow:
    """The manager asks for a session in the chief's unit group."""
    who = member(world, "manager", Role.MANAGER)
    team_sessions.ask_for_one(
        member=who, site=world.site.pk, unit_group=world.group.pk, reason=reason, wished_week=date(2026, 3, 9), now=NOW
    )
    return sessions.asked_for_by(organization=world.organization.pk, person=who.person)[0]


def planned(world: World, *who: str, at: datetime = TOMORROW) -> SessionRow:
    """The coordinator plans it."""
    row = asked_for(world)
    leaders = tuple(world.people[name].pk for name in who or ("owner", "teammate"))
    chosen = Plan("Room 4", at, (leaders[0], leaders[1]))
    team_sessions.plan(member=coordinator(world), session=row.session, chosen=chosen, now=NOW)
    found = sessions.session_row(organization=world.organization.pk, session=row.session)
    assert found
    return found


def coordinator(world: World) -> Member:
    """Return the coordinator."""
    return member(world, "coordinator", Role.COORDINATOR)


def test_an_event_proposes_one_and_the_coordinators_are_told(world: World) -> None:
    for _ in range(2):
        with one_transaction():
            team_sessions.propose_team_session(
                organization=world.organization.pk, site=world.site.pk, unit_group=None, reason="many_people", now=NOW
            )
    assert TeamSession.objects.count() == 1
    assert set(Alarm.objects.filter(case=None).values_list("kind", flat=True)) == {"team_session"}


def test_a_manager_asks_and_sees_their_own_only(world: World) -> None:
    row = asked_for(world)
    assert row.reason is Reason.HARD_TIME
    assert sessions.asked_for_by(organization=world.organization.pk, person=world.owner.pk) == []
    assert Alarm.objects.get().kind == "team_session"


def test_the_chief_of_the_unit_is_not_among_those_who_may_lead(world: World) -> None:
    row = asked_for(world)
    able = team_sessions.those_who_may_lead(organization=world.organization.pk, row=row, now=NOW)
    assert {free.name for free in able} == {"Owner Testing", "Teammate Testing", "Third Testing"}
    chosen = Plan("Room 4", TOMORROW, (world.owner.pk, world.chief.pk))
    with pytest.raises(MayNotCarry):
        team_sessions.plan(member=coordinator(world), session=row.session, chosen=chosen, now=NOW)


def test_two_lead_and_they_are_two(world: World) -> None:
    row = asked_for(world)
    chosen = Plan("Room 4", TOMORROW, (world.owner.pk, world.owner.pk))
    with pytest.raises(TwoAreNeeded):
        team_sessions.plan(member=coordinator(world), session=row.session, chosen=chosen, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        TeamSession.objects.update(state="planned", place="Room", starts_at=TOMORROW, first_leader=world.owner)


def test_both_who_lead_are_told_by_day(world: World) -> None:
    planned(world)
    told = Notice.objects.filter(template="page").values_list("person", flat=True)
    assert set(told) == {world.owner.pk, world.teammate.pk}


def test_who_cannot_lead_says_so_and_it_is_planned_anew(world: World) -> None:
    row = planned(world)
    team_sessions.not_me(member=member(world, "owner"), session=row.session, now=NOW)
    held = TeamSession.objects.get()
    assert (held.state, held.place, held.first_leader_id) == ("proposed", "", None)
    with pytest.raises(NoSuchSession):
        team_sessions.not_me(member=member(world, "third"), session=row.session, now=NOW)


def test_whoever_leaves_leads_no_more(world: World) -> None:
    planned(world)
    leaving.leave(member=member(world, "administrator", Role.ADMINISTRATOR), person=world.owner.pk, now=NOW)
    assert TeamSession.objects.get().state == "proposed"


def test_afterwards_a_month_and_a_band_remain(world: World) -> None:
    row = planned(world)
    with pytest.raises(NotNow):
        team_sessions.note_held(member=member(world, "owner"), session=row.session, heads="g6_10", now=NOW)
    team_sessions.note_held(member=member(world, "owner"), session=row.session, heads="g6_10", now=TOMORROW)
    held = TeamSession.objects.get()
    assert (held.state, held.month, held.heads) == ("held", date(2026, 3, 1), "g6_10")
    gone = (held.place, held.starts_at, held.first_leader, held.second_leader, held.asked_by, held.wished_week)
    assert gone == ("", None, None, None, None, None)


def test_the_month_is_the_sites_own(world: World) -> None:
    row = planned(world, at=datetime(2026, 4, 1, 2, 0, tzinfo=UTC))  # Still March in New York.
    later = datetime(2026, 4, 1, 4, 0, tzinfo=UTC)
    team_sessions.note_held(member=coordinator(world), session=row.session, heads="g2_5", now=later)
    assert TeamSession.objects.get().month == date(2026, 3, 1)


def test_what_was_dropped_keeps_nothing_of_who_asked(world: World) -> None:
    row = planned(world)
    team_sessions.drop(member=coordinator(world), session=row.session, now=NOW)
    held = TeamSession.objects.get()
    assert (held.state, held.asked_by, held.place) == ("dropped", None, "")


def test_no_list_of_people_no_duty_to_come_and_no_case() -> None:
    """H20: what is not there cannot be filled in. The only people are those who lead and who asked, until then."""
    fields = {field.name for field in TeamSession._meta.get_fields()}
    assert fields == {
        "id", "organization", "site", "unit_group", "reason", "state", "asked_by", "wished_week", "place", "starts_at",
        "first_leader", "second_leader", "month", "heads", "proposed_at",
    }  # fmt: skip
    assert not any(isinstance(field, models.ManyToManyField) for field in TeamSession._meta.get_fields())
    wrong = ("attend", "mandatory", "required", "present", "participant", "case", "event", "absent", "note")
    assert [name for name in fields if any(word in name for word in wrong)] == []


def test_the_ledger_names_no_session_and_no_unit(world: World) -> None:
    row = planned(world)
    team_sessions.note_held(member=coordinator(world), session=row.session, heads="g6_10", now=TOMORROW)
    assert [part.payload for part in ClearPart.objects.all()] == [{}] * 3
