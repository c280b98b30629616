"""From a report to offers that are carried: each once, by somebody who was not there; then nothing is left."""

from __future__ import annotations

from datetime import timedelta
from secrets import token_hex
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from alongside.cases.models import Case
from alongside.events import queries, rules
from alongside.events.entrusted import Colleague
from alongside.events.models import Event, Involved
from alongside.journeys import an_event_happened, carrying_an_offer
from alongside.ledger.models import ClearPart, Entry
from alongside.paging.models import Alarm
from alongside.people.queries import Member
from alongside.people.queries import member as member_of
from alongside.rounds.models import Round, TeamSession
from alongside.tenancy.models import Organization
from alongside.vault.models import WrappedKey
from alongside.vocabulary.happening import EventKind
from tests.events.reports import CANARY, colleague, report
from tests.journeys.carrying import failures_of_a_day
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db


def somebody(world: World, who: str) -> Member:
    person = world.people[who]
    assert person.account_id
    found = member_of(account=person.account_id, organization=world.organization.pk, now=NOW)
    assert found
    return found


def told(world: World, *people: Colleague, now: Any = NOW, **given: Any) -> None:
    told_of = report(world, *people, now=now, **given)
    an_event_happened.report(member=somebody(world, "safety_officer"), report=told_of, once=token_hex(16), now=now)


def handed_out(now: Any = NOW) -> int:
    count = 0
    while an_event_happened.hand_out_next(now=now):
        count += 1
    return count


def offered() -> int:
    return Case.objects.filter(stage="offered").count()


def alarms() -> list[str]:
    return sorted(Alarm.objects.values_list("kind", flat=True))


def test_each_person_is_offered_support_and_the_event_is_gone(world: World) -> None:
    told(world, colleague(1), colleague(2), colleague(3))
    assert handed_out() == 1
    assert offered() == 3
    assert not Event.objects.exists()
    assert not Involved.objects.exists()
    assert WrappedKey.objects.count() == 3  # One for each offer, none for the event.


def test_an_event_that_cannot_be_handed_out_is_told_and_the_others_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Something nobody foresaw: tried less and less often, told to the coordinators within the hour, then burned."""
    told(world, colleague(1))
    bad = Event.objects.get()
    told(world, colleague(2), now=NOW + timedelta(seconds=1))
    hand_out = an_event_happened._hand_out  # noqa: SLF001  # The unforeseen happens within.

    def unforeseen(event: Event, house: Any, now: Any) -> None:
        if event.pk == bad.pk:
            raise ZeroDivisionError
        hand_out(event, house, now)

    monkeypatch.setattr(an_event_happened, "_hand_out", unforeseen)
    failures = failures_of_a_day(an_event_happened.hand_out_next, since=NOW + timedelta(minutes=1))
    assert offered() == 1
    assert failures < 15
    assert alarms().count("stuck") == 1
    assert Alarm.objects.get(kind="stuck").raised_at < NOW + timedelta(hours=1)
    while an_event_happened.hand_out_next(now=NOW + rules.KEPT + timedelta(hours=7)):
        pass
    assert not Event.objects.exists()


def test_nobody_who_was_there_carries(world: World) -> None:
    told(world, *(Colleague(name=world.people[who].name, person=world.people[who].pk) for who in ("owner", "teammate")))
    handed_out()
    carriers = set(Round.objects.values_list("carrier_id", flat=True)) - {None}
    assert carriers
    assert not carriers & {world.owner.pk, world.teammate.pk}


@pytest.mark.parametrize("by", ["email", "phone"])
def test_a_supporter_named_by_address_or_number_only_does_not_carry_either(world: World, by: str) -> None:
    type(world.owner).objects.filter(pk=world.owner.pk).update(phone="+12025550188")
    given = {"email": world.owner.email, "phone": ""} if by == "email" else {"email": "", "phone": "+12025550188"}
    told(world, colleague(1, **given), colleague(2), colleague(3))
    handed_out()
    assert world.owner.pk not in set(Round.objects.values_list("carrier_id", flat=True))


def test_no_chief_of_the_unit_carries(world: World) -> None:
    told(world, *(colleague(number) for number in range(5)))
    handed_out()
    assert world.chief.pk not in set(Round.objects.values_list("carrier_id", flat=True))


def test_ten_events_one_offer(world: World) -> None:
    """T20, H13: whatever the number of events, one offer a person in fourteen days."""
    for day in range(10):
        at = NOW + timedelta(hours=day)
        told(world, colleague(1), colleague(2), now=at)
        handed_out(at)
    assert offered() == 2
    assert not Event.objects.exists()


def test_a_thousand_events_in_a_burst_reach_nobody_twice(world: World) -> None:
    """The brake holds them; released, each of forty people is offered support once."""
    officer = somebody(world, "safety_officer")
    crew = [colleague(number) for number in range(40)]
    for number in range(1000):
        three = (crew[(number + place) % 40] for place in range(3))
        an_event_happened.report(
            member=officer, report=report(world, *three, came_by="machine"), once=str(number), now=NOW
        )
    assert handed_out() == 20  # Sixty people an hour go out by themselves; then a human looks.
    (held,) = queries.held(organization=world.organization.pk)
    assert held.events == 980
    assert alarms().count("event_held") == 1
    an_event_happened.release(member=somebody(world, "coordinator"), came_by="machine", now=NOW)
    assert handed_out() == 980
    assert offered() == 40
    assert not Event.objects.exists()


def test_who_says_no_more_is_not_offered_again(world: World) -> None:
    from alongside.offers import operations as offers  # noqa: PLC0415  # Only here.
    from alongside.offers.memory import Identity  # noqa: PLC0415  # As above.
    from alongside.tenancy.transactions import one_transaction  # noqa: PLC0415  # As above.

    with one_transaction():
        offers.no_more(organization=world.organization.pk, who=Identity(email=colleague(1).email), now=NOW)
    told(world, colleague(1))
    handed_out()
    assert offered() == 0


# --- the team, the alarms --------------------------------------------------------------------------------------------


def test_six_people_propose_a_team_session(world: World) -> None:
    told(world, *(colleague(number) for number in range(6)))
    handed_out()
    session = TeamSession.objects.get()
    assert (session.reason, session.unit_group_id) == ("many_people", world.group.pk)


def test_two_units_propose_a_team_session_for_no_unit_alone(world: World) -> None:
    told(world, colleague(1), colleague(2, unit=world.other_unit.pk))
    handed_out()
    session = TeamSession.objects.get()
    assert (session.reason, session.unit_group_id) == ("several_units", None)


def test_the_suicide_of_a_colleague_has_its_own_session(world: World) -> None:
    told(world, colleague(1), kind=EventKind.COLLEAGUE_SUICIDE)
    handed_out()
    assert TeamSession.objects.get().reason == "colleague_suicide"
    assert "event_high_risk" in alarms()


def test_a_small_event_proposes_nothing_and_alarms_nobody(world: World) -> None:
    told(world, colleague(1), kind=EventKind.NEAR_MISS)
    handed_out()
    assert not TeamSession.objects.exists()
    assert alarms() == []


def test_which_kinds_alarm_is_the_organizations_choice(world: World) -> None:
    an_event_happened.choose(
        member=somebody(world, "administrator"), people_an_hour=60, alarming=[EventKind.NEAR_MISS], now=NOW
    )
    told(world, colleague(1), kind=EventKind.NEAR_MISS)
    told(world, colleague(2), kind=EventKind.CHILD_DEATH)
    handed_out()
    assert alarms() == ["event_high_risk"]


def test_an_alarm_rings_once_however_many_events_come(world: World) -> None:
    for number in range(5):
        told(world, colleague(number), kind=EventKind.CHILD_DEATH)
    handed_out()
    assert alarms() == ["event_high_risk"]


# --- the brake -------------------------------------------------------------------------------------------------------


def hold_two(world: World) -> None:
    an_event_happened.choose(member=somebody(world, "administrator"), people_an_hour=1, alarming=[], now=NOW)
    told(world, colleague(1), colleague(2))


def test_held_goes_nowhere_until_a_coordinator_says_so(world: World) -> None:
    hold_two(world)
    assert handed_out() == 0
    assert alarms() == ["event_held"]
    assert an_event_happened.release(member=somebody(world, "coordinator"), came_by="form", now=NOW) == 1
    handed_out()
    assert offered() == 2


def test_discarded_reaches_nobody_and_leaves_nothing(world: World) -> None:
    hold_two(world)
    assert an_event_happened.discard(member=somebody(world, "coordinator"), came_by="form", now=NOW) == 1
    assert handed_out(NOW + timedelta(days=8)) == 0
    assert offered() == 0
    assert not WrappedKey.objects.exists()


def test_held_and_forgotten_burns_after_seven_days_and_the_coordinators_know(world: World) -> None:
    hold_two(world)
    assert handed_out(NOW + rules.KEPT - timedelta(seconds=1)) == 0
    assert handed_out(NOW + rules.KEPT) == 1
    assert offered() == 0
    assert not Involved.objects.exists()
    assert "event_uncarried" in alarms()


# --- what may go wrong -----------------------------------------------------------------------------------------------


def test_while_asking_is_closed_nothing_is_carried(world: World) -> None:
    Organization.objects.filter(pk=world.organization.pk).update(mode="withdrawn")
    told(world, colleague(1))
    assert handed_out() == 1
    assert offered() == 0
    assert Involved.objects.count() == 1
    Organization.objects.filter(pk=world.organization.pk).update(mode="live")
    assert handed_out(NOW + rules.CLOSED_LOOK_AGAIN) == 1
    assert offered() == 1


def test_when_nobody_is_free_to_carry_the_coordinators_are_told(world: World) -> None:
    from alongside.training.models import Designation  # noqa: PLC0415  # Only here.

    Designation.objects.all().delete()
    told(world, colleague(1))
    handed_out()
    assert "event_uncarried" in alarms()
    assert not Event.objects.exists()


def test_a_lost_key_is_told_and_nothing_waits_for_ever(world: World) -> None:
    told(world, colleague(1))
    WrappedKey.objects.all().delete()
    assert handed_out() == 1
    assert "cannot_open" in alarms()
    assert not Event.objects.exists()


def test_a_list_waits_for_a_generation_that_the_keyring_lacks(world: World) -> None:
    """Told once, looked at again every hour; brought back from a backup, everybody is offered support after all."""
    told(world, colleague(1))
    generation = WrappedKey.objects.get().generation
    WrappedKey.objects.update(generation="lost")
    for hour in range(30):
        handed_out(NOW + timedelta(hours=hour))
    assert alarms() == ["cannot_open"]
    WrappedKey.objects.update(generation=generation)
    assert handed_out(NOW + timedelta(hours=30)) == 1
    assert offered() == 1
    assert alarms() == ["cannot_open"]


def test_a_generation_that_stays_lost_is_given_up_with_the_list(world: World) -> None:
    told(world, colleague(1))
    WrappedKey.objects.update(generation="lost")
    handed_out()
    assert Event.objects.get().due_at == NOW + rules.KEY_LOOK_AGAIN
    handed_out(NOW + rules.KEPT)
    assert alarms() == ["cannot_open", "event_uncarried"]
    assert not Event.objects.exists()


def test_whoever_is_killed_in_the_middle_has_done_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    told(world, colleague(1), colleague(2))
    real = carrying_an_offer.start_round

    def killed(**given: Any) -> None:
        real(**given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(carrying_an_offer, "start_round", killed)
        with pytest.raises(KeyboardInterrupt):
            an_event_happened.hand_out_next(now=NOW)
    assert offered() == 0
    assert an_event_happened.hand_out_next(now=NOW) is False  # Leased to whoever was killed.
    assert handed_out(NOW + timedelta(seconds=61)) == 1
    assert offered() == 2


# --- nothing is known of it afterwards -------------------------------------------------------------------------------


def test_the_ledger_names_nobody_who_was_there(world: World) -> None:
    told(world, colleague(1))
    handed_out()
    verbs = list(Entry.objects.of(world.organization).order_by("seq").values_list("verb", flat=True))
    assert [verb for verb in verbs if verb.startswith("event.")] == ["event.reported", "event.handed_out"]
    kept = repr(list(ClearPart.objects.values_list("payload", flat=True)))
    assert CANARY not in kept
    assert "near_miss" not in kept


def test_no_table_holds_a_name_or_the_event_afterwards(world: World) -> None:
    told(world, colleague(1))
    handed_out()
    everything = "".join(_dump(model._meta.db_table) for model in apps.get_models())
    assert CANARY.lower() not in everything.lower()
    assert "near_miss" not in _dump("cases_case") + _dump("rounds_round")


def _dump(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # Our own tables.
        return repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
