"""The ladder on the real database: who is paged at each rung, what is written, and how many queries that takes."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from alongside.notices.models import Channel, Notice
from alongside.paging import operations, queries
from alongside.paging import settings as choices
from alongside.paging.errors import MayNotBePaged, NotClimbing
from alongside.paging.models import Alarm, Climb, Page
from alongside.people.models import Person, RoleGrant, Supervision
from alongside.rota.models import Leave, Shift
from alongside.tenancy.errors import NotInTransaction
from alongside.tenancy.transactions import one_transaction
from alongside.training.models import Designation
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role
from tests import worlds
from tests.paging.cases import Walked, asked, facts_of, waiting
from tests.worlds import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
SUPPORTERS = {"owner", "teammate", "third"}
"""Without the chief, who supervises the unit group."""


def climb_of(walked: Walked) -> Climb:
    return Climb.objects.get(case=walked.case, ended_at=None)


def test_one_person_first_and_the_next_five_minutes_later(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = walked.names()
    assert len(first) == 1
    assert walked.due == now + 5 * MINUTE
    second = walked.climb()
    assert len(second) == 1
    assert second | first < SUPPORTERS


def test_the_whole_ladder_and_the_rounds_after_it(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    assert walked.names() | walked.climb() | walked.climb() == SUPPORTERS
    assert walked.climb() == {"coordinator", "deputy"}
    assert walked.climb() == {"coordinator", "deputy"}
    assert Alarm.objects.get(case=walked.case).kind == Alarm.Kind.NOBODY_ANSWERED
    for _ in range(10):
        before = walked.now
        assert walked.climb() == SUPPORTERS | {"coordinator", "deputy"}
        assert walked.now - before == 15 * MINUTE
    assert Alarm.objects.filter(case=walked.case).count() == 1


def test_each_page_is_told_by_every_verified_channel_and_says_nothing(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    notice = Notice.objects.get(case=walked.case.pk)
    assert (notice.template, notice.slot, notice.rung) == ("page", {}, 1)
    assert {notice.person_id} == set(Page.objects.filter(case=walked.case).values_list("person_id", flat=True))


def test_the_fallback_rung_tells_coordinators_of_an_alarm(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    while not queries.alarm_is_raised(case=walked.case):
        walked.climb()
    told = Notice.objects.filter(case=walked.case.pk, template="alarm").values_list("person_id", flat=True)
    assert set(told) == {world.coordinator.pk, world.deputy.pk}


def test_danger_asks_coordinators_and_professional_at_once(world: World, now: datetime) -> None:
    walked = asked(world, now=now, urgency="danger")
    assert {"coordinator", "deputy", "professional"} < walked.names()
    assert len(walked.names() & SUPPORTERS) == 1
    assert Alarm.objects.filter(case=walked.case, kind=Alarm.Kind.DANGER).count() == 1


def test_a_request_at_night_for_today_waits_for_seven(world: World, now: datetime) -> None:
    night = now.replace(day=5, hour=7)  # Two in the morning in New York.
    walked = asked(world, now=night, urgency="today")
    assert walked.names() == set()
    assert worlds.local(world, walked.due).strftime("%H:%M") == "07:00"
    assert len(walked.climb()) == 1


def exclude_by(reason: str, person: Person, now: datetime) -> None:
    own = {"organization": person.organization, "person": person}
    match reason:
        case "leave":
            Leave.objects.create(**own, kind="leave", starts_at=now, ends_at=now + timedelta(days=3))
        case "pause":
            Leave.objects.create(**own, kind="pause", starts_at=now)
        case "rest":
            Leave.objects.create(**own, kind="rest", starts_at=now, ends_at=now + timedelta(days=3))
        case "lapsed":
            Designation.objects.filter(person=person).update(valid_until=(now - timedelta(days=1)).date())
        case "undesignated":
            Designation.objects.filter(person=person).delete()
        case "unreachable":
            Channel.objects.filter(person=person).update(verified_at=None)
        case "left":
            Person.objects.filter(pk=person.pk).update(left_at=now)
        case "role ended":
            RoleGrant.objects.filter(person=person).update(until=now)


@pytest.mark.parametrize(
    "reason", ["leave", "pause", "rest", "lapsed", "undesignated", "unreachable", "left", "role ended"]
)
def test_no_fallback_reaches_somebody_who_must_not_be_paged(world: World, now: datetime, reason: str) -> None:
    exclude_by(reason, world.owner, now)
    walked = asked(world, now=now)
    for _ in range(8):
        walked.climb()
    assert "owner" not in walked.names()
    assert {"teammate", "third"} <= walked.names()


def test_at_the_load_cap_nobody_is_paged(world: World, now: datetime) -> None:
    for _ in range(3):
        waiting(world, now=now, stage="accepted", owner=world.owner)
    walked = asked(world, now=now)
    for _ in range(8):
        walked.climb()
    assert "owner" not in walked.names()


def test_a_supervisor_is_kept_away_in_every_role(world: World, now: datetime) -> None:
    Supervision.objects.create(
        organization=world.organization,
        supervisor=world.coordinator,
        group=world.group,
        site=world.site,
        starts_on=now.date(),
    )
    walked = asked(world, now=now, urgency="danger")
    for _ in range(8):
        walked.climb()
    assert not {"chief", "coordinator"} & walked.names()
    assert "deputy" in walked.names()


def test_the_chief_is_paged_where_the_unit_is_another(world: World, now: datetime) -> None:
    walked = asked(world, now=now, unit_group=world.other_group.pk)
    for _ in range(4):
        walked.climb()
    assert "chief" in walked.names()


def test_everybody_forbidden_raises_the_alarm_and_still_goes_on(world: World, now: datetime) -> None:
    walked = asked(world, now=now, avoid=frozenset(person.pk for person in world.people.values()))
    assert walked.names() == set()
    assert Alarm.objects.get(case=walked.case).kind == Alarm.Kind.NOBODY_CAN
    assert walked.climb() == set()
    assert walked.due > walked.now


def test_a_request_for_which_nobody_may_be_asked_never_waits_in_silence(world: World, now: datetime) -> None:
    """Somebody looked and did nothing: a day later it stands on the board anew, and only once while nobody looks."""
    walked = asked(world, now=now, avoid=frozenset(person.pk for person in world.people.values()))
    raised = Alarm.objects.filter(case=walked.case, kind=Alarm.Kind.NOBODY_CAN)
    while walked.due < now + timedelta(hours=2):
        walked.climb()
    assert raised.count() == 1, "nobody has looked yet: it stands there"
    raised.update(seen_at=walked.now)
    while walked.due < now + timedelta(hours=60):
        walked.climb()
    assert raised.count() == 2
    assert raised.filter(seen_at=None).count() == 1


def test_strangers_are_never_paged(world: World, noise: World, now: datetime) -> None:
    walked = asked(world, now=now)
    for _ in range(8):
        walked.climb()
    assert not Page.objects.filter(person__organization=noise.organization).exists()
    assert not Notice.objects.filter(organization=noise.organization).exists()


def test_who_is_on_call_is_looked_up_at_each_rung(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    Shift.objects.filter(duty="supporter").delete()
    Leave.objects.create(organization=world.organization, person=world.third, kind="pause", starts_at=now)
    assert "third" not in walked.climb()


def test_settings_edited_meanwhile_do_not_move_a_climb(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    slower = replace(queries.clock(organization=world.organization.pk, urgency=Urgency.NOW), rung_minutes=20)
    with one_transaction(ring=False):
        choices.choose_clock(organization=world.organization.pk, clock=slower)
    walked.climb()
    assert walked.due - walked.now == 5 * MINUTE
    assert asked(world, now=now).due == now + 20 * MINUTE


def test_a_late_rung_is_marked_late(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.due += 3 * MINUTE
    walked.climb()
    assert climb_of(walked).late


def test_a_rung_in_time_is_not(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.climb()
    assert not climb_of(walked).late


def test_nobody_is_rung_more_than_three_times_in_ten_minutes(world: World, now: datetime) -> None:
    walked = [asked(world, now=now + place * timedelta(seconds=5)) for place in range(12)]
    for _ in range(3):
        for one in sorted(walked, key=lambda one: one.due):
            one.climb()
    rings = list(Page.objects.filter(rang=True).values_list("person_id", "paged_at"))
    for person, at in rings:
        close = [other for who, other in rings if who == person and at <= other < at + 10 * MINUTE]
        assert len(close) <= 3
    assert all(one.names() for one in walked), "each request is in somebody's inbox, rung or not"


def test_whoever_could_not_be_rung_is_rung_once_they_may(world: World, now: datetime) -> None:
    for person in (world.teammate, world.third):
        exclude_by("pause", person, now)
    for place in range(3):
        asked(world, now=now + place * MINUTE)
    walked = asked(world, now=now + 4 * MINUTE)
    assert list(Page.objects.filter(case=walked.case).values_list("rang", flat=True)) == [False]
    for _ in range(20):
        walked.climb()
        if Page.objects.filter(case=walked.case, person=world.owner, rang=True).exists():
            break
    assert walked.now <= now + 30 * MINUTE


def test_a_flood_rings_coordinators_once_for_all(world: World, now: datetime) -> None:
    walked = [asked(world, now=now + place * timedelta(seconds=1), bundle=True) for place in range(6)]
    rung = Page.objects.filter(rang=True).values_list("person_id", flat=True)
    assert sorted(rung) == sorted([world.coordinator.pk, world.deputy.pk])
    assert all(one.names() == {"coordinator", "deputy"} for one in walked), "each is in their inbox"
    assert {one.due for one in walked} == {one.now + 30 * MINUTE for one in walked}, "each keeps its own clock"
    assert Alarm.objects.filter(kind=Alarm.Kind.FLOOD).count() == 1


def test_a_real_request_in_a_flood_climbs_by_itself(world: World, now: datetime) -> None:
    for place in range(6):
        asked(world, now=now + place * timedelta(seconds=1), bundle=True)
    real = asked(world, now=now + MINUTE)
    assert len(real.names() & SUPPORTERS) == 1


def test_page_again_pages_the_next_and_ends_the_bundle(world: World, now: datetime) -> None:
    walked = asked(world, now=now, bundle=True)
    with one_transaction(ring=False):
        walked.due = operations.page_again_now(case=walked.case, facts=walked.facts, now=now)
    assert walked.names() >= SUPPORTERS
    assert not climb_of(walked).policy["bundled"]


def test_the_coordinator_chooses_one_who_can(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    able = queries.those_who_can(case=walked.case, facts=walked.facts, now=now)
    assert {one.name for one in able} == {"Owner Testing", "Teammate Testing", "Third Testing"}
    chosen = next(one for one in able if not one.asked)
    with one_transaction(ring=False):
        operations.page_one(case=walked.case, facts=walked.facts, person=chosen.person, now=now)
    assert Page.objects.filter(case=walked.case, person=chosen.person, rang=True).exists()
    assert climb_of(walked).due_at == now + 5 * MINUTE


def test_the_coordinator_cannot_choose_who_must_not_be_paged(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    with pytest.raises(MayNotBePaged), one_transaction(ring=False):
        operations.page_one(case=walked.case, facts=walked.facts, person=world.chief.pk, now=now)


def test_without_a_climb_no_rung(world: World, now: datetime) -> None:
    case = waiting(world, now=now)
    with pytest.raises(NotClimbing), one_transaction(ring=False):
        operations.climb_next_rung(case=case, facts=facts_of(world), now=now)


@pytest.mark.django_db(transaction=True)
def test_operations_refuse_to_write_outside_a_transaction(now: datetime) -> None:
    world = worlds.make(now=now)
    case = waiting(world, now=now)
    with pytest.raises(NotInTransaction):
        operations.start_climb(case=case, facts=facts_of(world), now=now)


def test_two_climbs_of_one_case_are_impossible(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    first = climb_of(walked)
    with pytest.raises(IntegrityError), transaction.atomic():
        Climb.objects.create(
            organization=world.organization, case=walked.case, policy=first.policy, started_at=now, due_at=now
        )


def test_the_number_of_queries_does_not_grow_with_the_roster(world: World, now: datetime) -> None:
    small = _queries_of_a_first_rung(world, now)
    for place in range(20):
        worlds.one_more(world, f"extra{place}", Role.SUPPORTER, place=place, now=now)
    assert _queries_of_a_first_rung(world, now) == small <= 20


def _queries_of_a_first_rung(world: World, now: datetime) -> int:
    case = waiting(world, now=now)
    with one_transaction(ring=False):
        operations.start_climb(case=case, facts=facts_of(world), now=now)
        with CaptureQueriesContext(connection) as seen:
            operations.climb_next_rung(case=case, facts=facts_of(world), now=now)
    return len(seen)


def test_danger_in_an_accepted_case_tells_professionals_too(world: World, now: datetime) -> None:
    case = waiting(world, now=now, stage="accepted", owner=world.owner)
    with one_transaction(ring=False):
        operations.raise_alarm(organization=world.organization.pk, kind="danger", case=case, now=now)
    told = set(Notice.objects.filter(template="alarm").values_list("person_id", flat=True))
    assert told == {world.coordinator.pk, world.deputy.pk, world.professional.pk}


def test_danger_in_a_waiting_case_alarms_once_and_rings_once(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.case.danger = True
    walked.case.save()
    with one_transaction(ring=False):
        operations.raise_alarm(organization=world.organization.pk, kind="danger", case=walked.case, now=now)
        operations.end_climb(case=walked.case, now=now)
        operations.start_climb(case=walked.case, facts=walked.facts, now=now)
        operations.climb_next_rung(case=walked.case, facts=walked.facts, now=now)
    assert Alarm.objects.filter(kind=Alarm.Kind.DANGER).count() == 1
    due = Notice.objects.filter(person=world.professional, state="due")
    assert [notice.template for notice in due] == ["page"]
