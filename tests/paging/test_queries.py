"""What journeys and doors read: open pages, alarms, cover, the beat, an organization's own clocks."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from alongside.cases.models import Case
from alongside.cases.queries import loads
from alongside.notices.models import Notice
from alongside.paging import operations, queries, settings
from alongside.paging.models import Alarm, Beat
from alongside.paging.rules import PRESETS
from alongside.paging.rules.clocks import Hours
from alongside.paging.uninvolved import Roster
from alongside.rota.models import Leave, Shift
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.asking import Urgency
from tests.paging.cases import asked
from tests.worlds import World

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(("seconds", "late"), [(0, False), (60, False), (61, True)])
def test_the_engine_is_late_after_a_minute(now: datetime, seconds: int, *, late: bool) -> None:
    Beat.objects.create(engine=uuid4(), at=now - timedelta(days=2))
    Beat.objects.create(engine=uuid4(), at=now - timedelta(seconds=seconds))
    assert queries.engine_is_late(now=now) is late


def test_an_engine_that_never_beat_is_late(db: None, now: datetime) -> None:
    assert queries.engine_is_late(now=now)
    assert queries.oldest_overdue() is None


def test_the_oldest_overdue_is_what_the_last_beat_found(db: None, now: datetime) -> None:
    Beat.objects.create(engine=uuid4(), at=now - MINUTE, oldest_overdue=now - 9 * MINUTE)
    Beat.objects.create(engine=uuid4(), at=now, oldest_overdue=now - 3 * MINUTE)
    assert queries.oldest_overdue() == now - 3 * MINUTE


def test_a_page_waits_for_its_person_once_a_case(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    while not queries.alarm_is_raised(case=walked.case):
        walked.climb()
    walked.climb()
    (page,) = queries.open_pages(organization=world.organization.pk, person=world.owner.pk)
    assert (page.case, page.urgency, page.role) == (walked.case.pk, Urgency.NOW, "supporter")
    assert page.paged_at == walked.now


def test_nothing_waits_for_anybody_else(world: World, noise: World, now: datetime) -> None:
    walked = asked(world, now=now)
    page = walked.page_of(min(walked.names()))
    own = {"organization": world.organization.pk, "person": page.person_id}
    assert queries.open_page(page=page.pk, **own)
    assert queries.open_page(page=page.pk, organization=noise.organization.pk, person=page.person_id) is None
    assert queries.open_page(page=page.pk, organization=world.organization.pk, person=world.mentor.pk) is None


def test_once_taken_no_page_is_open(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.climb()
    first, second = sorted(walked.names())
    page = walked.page_of(second)
    walked.accept(first)
    assert queries.open_pages(organization=world.organization.pk, person=page.person_id) == []
    assert queries.open_page(organization=world.organization.pk, page=page.pk, person=page.person_id) is None


def test_how_many_people_were_asked(world: World, now: datetime) -> None:
    walked = asked(world, now=now)
    walked.climb()
    assert queries.pages_sent(case=walked.case) == 2


def test_those_who_can_are_named_without_a_word_about_the_others(world: World, now: datetime) -> None:
    walked = asked(world, now=now, avoid=frozenset({world.third.pk}))
    able = queries.those_who_can(case=walked.case, facts=walked.facts, now=now)
    assert {one.person for one in able} == {world.owner.pk, world.teammate.pk}
    assert [one.asked for one in able].count(True) == 1


def test_the_order_of_those_who_can_tells_nothing_of_whoever_asks(world: World, now: datetime) -> None:
    told = {}
    for profession in ("nurse", "physician"):
        walked = asked(world, now=now, profession=profession, wishes=("same_profession",))
        told[profession] = [
            [one.name for one in queries.those_who_can(case=walked.case, facts=walked.facts, now=now, as_wished=seen)]
            for seen in (False, True)
        ]
    assert told["nurse"][0] == told["physician"][0]
    assert told["nurse"][1] != told["physician"][1], "once the coordinator was shown the wishes, they count"


def test_the_order_of_those_who_can_tells_nothing_of_who_carries_how_many(world: World, now: datetime) -> None:
    walked = asked(world, now=now)

    def order() -> list[list[str]]:
        roster = Roster(organization=world.organization.pk, zone=ZoneInfo(world.site.timezone), now=now)
        able = queries.those_who_can(case=walked.case, facts=walked.facts, now=now)
        return [[one.name for one in rows] for rows in (able, roster.able_for_all([walked.facts]))]

    before = order()
    full = asked(world, now=now).case
    Case.objects.filter(pk=full.pk).update(stage="alongside", owner=world.owner, owner_role="supporter")
    assert loads(organization=world.organization.pk) == {world.owner.pk: 1}
    assert world.owner.name in before[0]
    assert order() == before
    assert before == [sorted(names) for names in before]


def test_alarms_are_seen_once(world: World, noise: World, now: datetime) -> None:
    walked = asked(world, now=now, urgency="danger")
    (alarm,) = queries.unseen_alarms(organization=world.organization.pk)
    assert (alarm.kind, alarm.designation) == ("danger", walked.case.designation)
    assert queries.unseen_alarms(organization=noise.organization.pk) == []
    for who in (world.coordinator, world.deputy):
        with one_transaction(ring=False):
            operations.see_alarm(organization=world.organization.pk, alarm=alarm.alarm, person=who.pk, now=now)
    assert Alarm.objects.get(pk=alarm.alarm).seen_by == world.coordinator
    assert queries.unseen_alarms(organization=world.organization.pk) == []


def test_raising_an_alarm_tells_the_coordinators_who_are_there(world: World, now: datetime) -> None:
    Leave.objects.create(organization=world.organization, person=world.deputy, kind="leave", starts_at=now)
    with one_transaction(ring=False):
        operations.raise_alarm(organization=world.organization.pk, kind="channel_failed", case=None, now=now)
    assert list(Notice.objects.values_list("person_id", "template")) == [(world.coordinator.pk, "alarm")]


def test_cover_counts_who_could_really_be_paged(world: World, now: datetime) -> None:
    Leave.objects.create(organization=world.organization, person=world.owner, kind="pause", starts_at=now)
    Shift.objects.filter(duty="professional").update(ends_at=now + timedelta(hours=3))
    found = {cover.duty: cover for cover in queries.coverage(organization=world.organization.pk, now=now)}
    assert found["supporter"].ready_now == 3
    assert found["supporter"].gaps == ()
    (gap,) = found["professional"].gaps
    assert (gap.starts, gap.ends) == (now + timedelta(hours=3), now + timedelta(hours=24))


def test_an_organization_keeps_its_own_clock(world: World, noise: World, now: datetime) -> None:
    own = replace(PRESETS[Urgency.TODAY], minutes=240, weekend_minutes=300, hours=Hours(time(6), time(20)))
    with one_transaction(ring=False):
        settings.choose_clock(organization=world.organization.pk, clock=own)
        settings.choose_clock(organization=world.organization.pk, clock=own)
    assert settings.clocks(organization=world.organization.pk) == {**PRESETS, Urgency.TODAY: own}
    assert settings.clock(organization=noise.organization.pk, urgency=Urgency.TODAY) == PRESETS[Urgency.TODAY]
    promised = settings.promise(
        organization=world.organization.pk, site=world.site.pk, urgency=Urgency.TODAY, asked=now, accepted=None
    )
    assert promised == now + timedelta(hours=4)


def test_working_days_without_hours_are_whole_days(world: World) -> None:
    with one_transaction(ring=False):
        own = replace(PRESETS[Urgency.NOW], hours=Hours(None, None, working_days_only=True))
        settings.choose_clock(organization=world.organization.pk, clock=own)
    kept = settings.clock(organization=world.organization.pk, urgency=Urgency.NOW).hours
    assert kept == Hours(time(0), time(23, 59), working_days_only=True)


def test_a_clock_that_runs_backwards_is_refused(world: World) -> None:
    backwards = replace(PRESETS[Urgency.THIS_WEEK], weekend_minutes=60)
    with pytest.raises(IntegrityError), transaction.atomic():
        settings.choose_clock(organization=world.organization.pk, clock=backwards)


def test_the_ladder_as_an_organization_wants_it(world: World, now: datetime) -> None:
    with one_transaction(ring=False):
        settings.choose_ladder(organization=world.organization.pk, widening=2, load_cap=1, rest_hours=24)
    chosen = settings.ladder(organization=world.organization.pk)
    assert (chosen.widening, chosen.load_cap, chosen.rest_hours) == (2, 1, 24)
    Shift.objects.filter(duty="supporter").delete()
    assert len(asked(world, now=now).names()) == 2


def test_a_beat_from_the_future_does_not_hide_a_dead_engine(now: datetime) -> None:
    Beat.objects.create(engine=uuid4(), at=now + timedelta(hours=1))
    assert queries.engine_is_late(now=now)
