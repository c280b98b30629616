"""The rungs in order, told with the presets: who is asked, minute by minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from alongside.paging.rules import (
    PRESETS,
    Alarmed,
    Move,
    Policy,
    Ready,
    Rung,
    Standing,
    freeze,
    next_move,
    page_again,
)
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role
from tests.paging.climbing import after

NEW_YORK = ZoneInfo("America/New_York")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ON_CALL = tuple(UUID(int=number) for number in range(1, 4))
OTHERS = tuple(UUID(int=number) for number in range(4, 20))
COORDINATOR, DEPUTY, PROFESSIONAL = UUID(int=51), UUID(int=52), UUID(int=61)
FULL = Ready(ON_CALL, OTHERS, (COORDINATOR, DEPUTY), (PROFESSIONAL,))


def wall(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=NEW_YORK).astimezone(UTC)


WEDNESDAY = wall(2026, 3, 4, 10)


def policy_for(urgency: str, asked: datetime = WEDNESDAY, *, bundled: bool = False) -> Policy:
    return freeze(clock=PRESETS[Urgency(urgency)], zone=NEW_YORK, asked=asked, bundled=bundled)


def climb(policy: Policy, people: Ready, *, steps: int) -> list[tuple[datetime, Move]]:
    standing, now, told = Standing(), policy.asked_at, []
    for _ in range(steps):
        move = next_move(policy=policy, standing=standing, people=people, now=now)
        told.append((now, move))
        standing, now = after(standing, move, now), move.due_at
    return told


def minutes(told: list[tuple[datetime, Move]]) -> list[tuple[int, str, int]]:
    start = told[0][0]
    return [(int((at - start) / MINUTE), move.rung.value, len(move.page)) for at, move in told]


def people_in(move: Move) -> list[UUID]:
    return [asked.person for asked in move.page]


def test_now_by_the_minute() -> None:
    told = climb(policy_for("now"), FULL, steps=9)
    assert minutes(told) == [
        (0, "first", 1),
        (5, "second", 1),
        (10, "next", 5),
        (15, "next", 5),
        (20, "coordinators", 2),
        (25, "next", 5),
        (30, "fallback", 4),
        (45, "again", 7),
        (60, "again", 7),
    ]
    assert people_in(told[0][1]) == [ON_CALL[0]]
    assert people_in(told[1][1]) == [ON_CALL[1]]
    assert people_in(told[2][1]) == [ON_CALL[2], *OTHERS[:4]]
    assert told[6][1].alarms == (Alarmed.NOBODY_ANSWERED,)


def test_today_sleeps_at_night() -> None:
    told = climb(policy_for("today", wall(2026, 3, 4, 20)), FULL, steps=7)
    assert [(move.rung.value, at.astimezone(NEW_YORK).strftime("%a %H:%M")) for at, move in told] == [
        ("first", "Wed 20:00"),
        ("second", "Wed 20:45"),
        ("next", "Wed 21:30"),
        ("coordinators", "Wed 22:00"),
        ("next", "Thu 07:00"),
        ("next", "Thu 07:45"),
        ("fallback", "Thu 08:00"),
    ]


def test_this_week_keeps_working_hours() -> None:
    told = climb(policy_for("this_week", wall(2026, 3, 6, 16)), FULL, steps=4)
    assert [(move.rung.value, at.astimezone(NEW_YORK).strftime("%a %H:%M")) for at, move in told] == [
        ("first", "Fri 16:00"),
        ("coordinators", "Fri 18:00"),
        ("fallback", "Sun 17:00"),  # Forty-eight hours, one of which the clocks skip that night.
        ("again", "Mon 08:00"),
    ]


def test_danger_asks_coordinators_and_professional_with_the_first() -> None:
    first, second = (move for _, move in climb(policy_for("danger"), FULL, steps=2))
    assert people_in(first) == [ON_CALL[0], COORDINATOR, DEPUTY, PROFESSIONAL]
    assert first.alarms == (Alarmed.DANGER,)
    assert people_in(second) == [ON_CALL[1]]


def test_nobody_on_call_goes_straight_to_five_others() -> None:
    (_, first) = climb(policy_for("now"), replace(FULL, on_call=()), steps=1)[0]
    assert (first.rung, people_in(first)) == (Rung.NEXT, list(OTHERS[:5]))


def test_no_supporter_at_all_goes_straight_to_the_coordinators() -> None:
    told = climb(policy_for("now"), Ready(coordinators=(COORDINATOR,)), steps=3)
    assert minutes(told) == [(0, "coordinators", 1), (5, "fallback", 1), (20, "again", 1)]


def test_nobody_at_all_raises_the_alarm_at_once_and_goes_on_looking() -> None:
    told = climb(policy_for("now"), Ready(), steps=3)
    assert minutes(told) == [(0, "fallback", 0), (15, "again", 0), (30, "again", 0)]
    assert [move.alarms for _at, move in told] == [(Alarmed.NOBODY_CAN,)] * 3


def test_a_small_program_is_through_sooner() -> None:
    told = climb(policy_for("now"), Ready(ON_CALL[:2], (), (COORDINATOR,)), steps=5)
    assert minutes(told) == [
        (0, "first", 1),
        (5, "second", 1),
        (10, "coordinators", 1),
        (15, "fallback", 1),
        (30, "again", 3),
    ]


def test_rounds_ask_whoever_was_asked_longest_ago() -> None:
    policy = policy_for("now")
    standing = Standing(
        rung_at={person: WEDNESDAY + place * MINUTE for place, person in enumerate(reversed(OTHERS))},
        coordinators_paged=True,
        alarm_raised=True,
    )
    move = next_move(policy=policy, standing=standing, people=replace(FULL, on_call=()), now=WEDNESDAY + HOUR)
    asked = [one.person for one in move.page if one.role is Role.SUPPORTER]
    assert asked == list(reversed(OTHERS))[:5]


def test_rounds_for_today_wait_for_the_morning_and_ignore_the_weekend() -> None:
    policy = policy_for("this_week", wall(2026, 3, 4, 10))
    raised = Standing(alarm_raised=True, coordinators_paged=True)
    move = next_move(policy=policy, standing=raised, people=FULL, now=wall(2026, 3, 6, 16))
    assert move.due_at == wall(2026, 3, 7, 8), "a promise that slipped no longer waits for Monday"
    night = next_move(policy=policy, standing=raised, people=FULL, now=wall(2026, 3, 7, 3))
    assert (night.rung, night.page, night.due_at) == (Rung.WAIT, (), wall(2026, 3, 7, 8))


def test_a_page_too_old_to_ring_at_three_goes_to_the_coordinator() -> None:
    policy = policy_for("today", wall(2026, 3, 4, 21))
    begun = Standing(rung_at={ON_CALL[0]: policy.asked_at}, supporter_rungs=1)
    three = wall(2026, 3, 5, 3)
    late = next_move(policy=policy, standing=begun, people=FULL, now=three, late=True)
    assert (late.rung, people_in(late)) == (Rung.COORDINATORS, [COORDINATOR, DEPUTY])


def test_catching_up_past_the_clock_raises_the_alarm_and_asks_at_once() -> None:
    policy = policy_for("now")
    move = next_move(policy=policy, standing=Standing(), people=FULL, now=WEDNESDAY + 2 * HOUR, late=True)
    assert move.rung is Rung.FALLBACK
    assert people_in(move) == [*ON_CALL, *OTHERS[:2], COORDINATOR, DEPUTY]


def test_a_flood_wakes_coordinators_once_and_keeps_its_own_clock() -> None:
    told = climb(policy_for("now", bundled=True), FULL, steps=3)
    assert minutes(told) == [(0, "coordinators", 2), (30, "fallback", 2), (45, "again", 2)]
    assert told[0][1].alarms == (Alarmed.FLOOD,)


def test_danger_is_never_bundled() -> None:
    assert not policy_for("danger", bundled=True).bundled


def test_a_flood_without_coordinators_climbs_as_any_other() -> None:
    (_, first) = climb(policy_for("now", bundled=True), replace(FULL, coordinators=()), steps=1)[0]
    assert first.rung is Rung.FIRST


def test_somebody_rung_three_times_is_passed_over_for_now() -> None:
    muted = replace(FULL, muted={ON_CALL[0]: WEDNESDAY + 4 * MINUTE})
    (_, first) = climb(policy_for("now"), muted, steps=1)[0]
    assert people_in(first) == [ON_CALL[1]]


def test_when_all_were_rung_three_times_the_page_waits_in_their_inbox_until_they_may_be_rung() -> None:
    only = Ready(on_call=ON_CALL[:1], coordinators=(COORDINATOR,), muted={ON_CALL[0]: WEDNESDAY + 2 * MINUTE})
    first = next_move(policy=policy_for("now"), standing=Standing(), people=only, now=WEDNESDAY)
    assert [(one.person, one.rings) for one in first.page] == [(ON_CALL[0], False)]
    assert first.due_at == WEDNESDAY + 2 * MINUTE
    standing = after(Standing(), first, WEDNESDAY)
    again = next_move(policy=policy_for("now"), standing=standing, people=replace(only, muted={}), now=first.due_at)
    assert [(one.person, one.rings) for one in again.page] == [(ON_CALL[0], True)]


def test_somebody_in_two_roles_is_asked_once_a_rung() -> None:
    both = Ready(on_call=(COORDINATOR,), coordinators=(COORDINATOR,))
    told = climb(policy_for("danger"), both, steps=2)
    assert [len(move.page) for _, move in told] == [1, 1]
    assert told[1][1].page[0].role is Role.COORDINATOR


@pytest.mark.parametrize("hour", [3, 12])
def test_page_again_asks_the_next_at_any_hour(hour: int) -> None:
    policy = policy_for("today", wall(2026, 3, 4, 21))
    begun = Standing(rung_at=dict.fromkeys(ON_CALL, policy.asked_at), supporter_rungs=2)
    move = page_again(policy=policy, standing=begun, people=FULL, now=wall(2026, 3, 5, hour))
    assert people_in(move) == list(OTHERS[:5])


def test_page_again_turns_to_the_coordinators_when_no_supporter_is_left() -> None:
    move = page_again(
        policy=policy_for("now"), standing=Standing(), people=Ready(coordinators=(DEPUTY,)), now=WEDNESDAY
    )
    assert people_in(move) == [DEPUTY]
