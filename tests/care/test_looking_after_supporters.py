"""How a supporter fares: one tap, rest, a mentor within 48 hours, and nobody else who knows."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from alongside.care import operations as care_operations
from alongside.care import queries as care
from alongside.care.errors import NoSuchTalk, NotWithOneself
from alongside.care.models import Burden, Debrief
from alongside.journeys import leaving
from alongside.journeys import looking_after_supporters as journey
from alongside.ledger.models import ClearPart
from alongside.notices.models import Channel, Notice
from alongside.paging import settings
from alongside.paging.models import Alarm
from alongside.people import queries as people
from alongside.people.queries import Member
from alongside.rota import queries as rota
from alongside.rota.models import Leave
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.evaluating import DebriefReason, TalkOutcome, Weight
from alongside.vocabulary.roles import Role
from alongside.web.caring import figures
from tests.worlds import NOW, World, grant

DAY = timedelta(days=1)
NIGHT = NOW.replace(hour=7)  # Two in the morning in New York.


def _member(world: World, who: str) -> Member:
    person = world.people[who]
    found = people.member(account=person.account_id, organization=world.organization.pk, now=NOW)
    assert found
    return found


def _rate(world: World, weight: Weight, *, now: datetime = NOW) -> datetime | None:
    return journey.rate(member=_member(world, "owner"), weight=weight, now=now)


def _today(world: World) -> date:
    return NOW.astimezone(ZoneInfo(world.site.timezone)).date()


def _told(world: World, who: str = "mentor") -> list[datetime]:
    return list(Notice.objects.filter(person=world.people[who]).order_by("due_at").values_list("due_at", flat=True))


def _away(world: World, at: datetime) -> frozenset[str]:
    return rota.away_kinds(organization=world.organization.pk, at=at).get(world.owner.pk, frozenset())


def _talk(world: World) -> Debrief:
    return Debrief.objects.of(world.organization).get()


@pytest.mark.parametrize("weight", [Weight.LIGHT, Weight.MEDIUM])
def test_a_lighter_one_is_only_noted(world: World, weight: Weight) -> None:
    assert _rate(world, weight) is None
    assert Burden.objects.get().day == NOW.date()
    assert not Debrief.objects.exists()
    assert _away(world, NOW) == frozenset()
    assert _told(world) == []


def test_a_heavy_one_gives_rest_and_asks_a_mentor(world: World) -> None:
    until = _rate(world, Weight.HEAVY)
    assert until == NOW + timedelta(hours=48)
    assert _away(world, until - timedelta(minutes=1)) == {Leave.Kind.REST}
    assert _away(world, until) == frozenset()
    assert (_talk(world).reason, _talk(world).due_at) == (DebriefReason.HEAVY, NOW + timedelta(hours=48))
    assert _told(world) == [NOW]
    assert not Alarm.objects.exists()


def test_the_organization_chooses_how_long_the_rest_is(world: World) -> None:
    with one_transaction(ring=False):
        settings.choose_ladder(organization=world.organization.pk, widening=5, load_cap=3, rest_hours=72)
    assert _rate(world, Weight.HEAVY) == NOW + timedelta(hours=72)


def test_two_heavy_ones_are_one_talk_and_one_rest_from_the_second_on(world: World) -> None:
    _rate(world, Weight.HEAVY)
    later = NOW + timedelta(hours=10)
    until = _rate(world, Weight.HEAVY, now=later)
    assert until
    assert _talk(world).due_at == NOW + timedelta(hours=48)
    assert len(rota.away_rows(organization=world.organization.pk, at=later)) == 1
    assert _away(world, until - timedelta(minutes=1)) == {Leave.Kind.REST}
    assert len(_told(world)) == 1


def test_no_mentor_is_woken_for_it(world: World) -> None:
    _rate(world, Weight.HEAVY, now=NIGHT)
    assert _told(world) == [NOW.replace(hour=13)]  # Eight in New York.
    assert _talk(world).due_at == NIGHT + timedelta(hours=48)


def test_mentors_are_asked_again_until_somebody_talked_and_the_coordinators_once(world: World) -> None:
    _rate(world, Weight.HEAVY)
    assert not journey.see_to_next(now=NOW + DAY - timedelta(minutes=1))
    for days in (1, 2, 3, 4):
        now = NOW + days * DAY
        assert journey.see_to_next(now=now)
        assert not journey.see_to_next(now=now)
    assert _told(world) == [NOW + days * DAY for days in range(5)]
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.raised_at, alarm.person, alarm.case) == (
        Alarm.Kind.TALK_OVERDUE,
        NOW + 2 * DAY,
        None,
        None,
    )
    mentor = _member(world, "mentor")
    journey.end_talk(
        mentor=mentor, talk=_talk(world).pk, outcome=TalkOutcome.TALKED, more_rest=False, now=NOW + 4 * DAY
    )
    assert not journey.see_to_next(now=NOW + 9 * DAY)


def test_while_one_mentor_has_taken_it_on_the_others_are_left_in_peace_until_it_is_due(world: World) -> None:
    grant(world.trainer, Role.MENTOR, now=NOW)
    _rate(world, Weight.HEAVY)
    journey.take_on(mentor=_member(world, "mentor"), talk=_talk(world).pk, now=NOW)
    journey.see_to_next(now=NOW + DAY)
    assert (len(_told(world)), len(_told(world, "trainer"))) == (2, 1)
    journey.see_to_next(now=NOW + 2 * DAY)
    assert (len(_told(world)), len(_told(world, "trainer"))) == (3, 2)


def test_where_no_mentor_can_be_reached_the_coordinators_know_at_once(world: World) -> None:
    Channel.objects.filter(person=world.mentor).delete()
    _rate(world, Weight.HEAVY)
    assert Alarm.objects.get().kind == Alarm.Kind.TALK_OVERDUE


def test_nobody_is_their_own_mentor(world: World) -> None:
    grant(world.mentor, Role.SUPPORTER, now=NOW)
    mentor = _member(world, "mentor")
    journey.rate(member=mentor, weight=Weight.HEAVY, now=NOW)
    assert _told(world) == []
    assert Alarm.objects.exists()
    with pytest.raises(NotWithOneself):
        journey.take_on(mentor=mentor, talk=_talk(world).pk, now=NOW)


def test_the_mentor_may_give_more_rest(world: World) -> None:
    _rate(world, Weight.HEAVY)
    now = NOW + timedelta(hours=30)
    own = {"mentor": _member(world, "mentor"), "talk": _talk(world).pk, "now": now}
    journey.end_talk(**own, outcome=TalkOutcome.TALKED, more_rest=True)
    assert _away(world, now + timedelta(hours=47)) == {Leave.Kind.REST}
    with pytest.raises(NoSuchTalk):
        journey.end_talk(**own, outcome=TalkOutcome.TALKED, more_rest=False)


def test_a_supporter_asks_for_a_talk_and_may_say_that_none_is_needed(world: World) -> None:
    owner = _member(world, "owner")
    journey.ask_for_talk(member=owner, now=NOW)
    assert _away(world, NOW) == frozenset()
    assert journey.no_talk_needed(member=owner, now=NOW)
    assert not journey.no_talk_needed(member=owner, now=NOW)
    assert care.talk_of(organization=world.organization.pk, supporter=owner.person, now=NOW) is None


def test_after_danger_only_the_mentor_ends_it(world: World) -> None:
    with one_transaction(ring=False):
        journey.after_danger(organization=world.organization.pk, supporter=world.owner.pk, now=NOW)
    assert _away(world, NOW) == {Leave.Kind.REST}
    assert not journey.no_talk_needed(member=_member(world, "owner"), now=NOW)
    own = {"mentor": _member(world, "mentor"), "talk": _talk(world).pk, "now": NOW}
    journey.end_talk(**own, outcome=TalkOutcome.NOT_WANTED, more_rest=False)
    assert care.talks(organization=world.organization.pk, now=NOW) == []


def test_i_am_not_well_stops_every_page_at_once(world: World) -> None:
    journey.not_well(member=_member(world, "owner"), now=NOW)
    assert _away(world, NOW + 30 * DAY) == {Leave.Kind.PAUSE}
    assert _talk(world).reason == DebriefReason.OWN
    assert _told(world) == [NOW]


def test_the_ledger_says_that_something_was_noted_and_never_by_whom(world: World) -> None:
    _rate(world, Weight.HEAVY)
    journey.not_well(member=_member(world, "owner"), now=NOW)
    parts = list(ClearPart.objects.values_list("actor", "payload"))
    assert parts == [(None, {}), (None, {})]


def test_ratings_and_held_talks_go_after_three_months(world: World) -> None:
    _rate(world, Weight.HEAVY)
    own = {"mentor": _member(world, "mentor"), "talk": _talk(world).pk, "now": NOW}
    journey.end_talk(**own, outcome=TalkOutcome.TALKED, more_rest=False)
    assert not journey.see_to_next(now=NOW + 90 * DAY)
    assert journey.see_to_next(now=NOW + 91 * DAY)
    assert not Burden.objects.exists()
    assert not Debrief.objects.exists()


def test_whoever_leaves_takes_it_with_them(world: World) -> None:
    _rate(world, Weight.HEAVY)
    world.owner.left_at = NOW
    world.owner.save()
    assert care.talks(organization=world.organization.pk, now=NOW) == []
    assert journey.see_to_next(now=NOW + DAY)
    assert not Burden.objects.exists()
    assert len(_told(world)) == 1


def test_no_talk_reaches_another_house(world: World, noise: World) -> None:
    _rate(world, Weight.HEAVY)
    assert care.talks(organization=noise.organization.pk, now=NOW) == []
    assert care.weights(organization=noise.organization.pk, today=_today(noise)) == {}
    with pytest.raises(NoSuchTalk):
        journey.take_on(mentor=_member(noise, "mentor"), talk=_talk(world).pk, now=NOW)


def test_a_mentor_reads_how_often_each_weight_was_said(world: World) -> None:
    for weight in (Weight.LIGHT, Weight.HEAVY, Weight.LIGHT):
        _rate(world, weight)
    said = care.weights(organization=world.organization.pk, today=_today(world))
    assert list(said[world.owner.pk].items()) == [(Weight.HEAVY, 1), (Weight.LIGHT, 2)]
    assert care.weights(organization=world.organization.pk, today=_today(world) + 30 * DAY)
    assert care.weights(organization=world.organization.pk, today=_today(world) + 31 * DAY) == {}


def test_thirty_days_end_at_the_houses_own_midnight(world: World) -> None:
    """On the thirtieth evening it is the next day already in Greenwich, and not where they work."""
    _rate(world, Weight.LIGHT)
    zone = ZoneInfo(world.site.timezone)
    evening = datetime.combine(_today(world) + 30 * DAY, time(23), zone).astimezone(UTC)
    row = {"organization": world.organization.pk, "zone": zone}
    assert any(one.weights for one in figures.supporters(**row, now=evening))
    assert not any(one.weights for one in figures.supporters(**row, now=evening + timedelta(hours=2)))


def test_talks_are_claimed_once(world: World) -> None:
    _rate(world, Weight.HEAVY)
    with one_transaction(ring=False):
        assert care_operations.claim_talk(now=NOW + DAY)
        assert care_operations.claim_talk(now=NOW + DAY) is None


def test_leaving_the_program_removes_it_at_once(world: World) -> None:
    _rate(world, Weight.HEAVY)
    leaving.leave(member=_member(world, "administrator"), person=world.owner.pk, now=NOW)
    assert not Burden.objects.exists()
    assert not Debrief.objects.exists()
