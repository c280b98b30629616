"""What no roster, setting, wish, lateness or answer may break.

Each check below is a sentence about one step of a climb; `test_whatever_happens` walks made-up climbs past all of them.
"""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, given, settings

from alongside.paging.rules import Policy, Rung, exclusions, is_late, width
from alongside.paging.rules.clocks import is_open, last_open
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role
from tests.paging.climbing import Climbed, Walk, policies, walks
from tests.worlds import NOW

quick = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
FOREVER = timedelta(days=15)


def the_ladder_never_ends_without_a_human(walk: Walk, step: Climbed) -> None:
    assert step.now < step.move.due_at < step.now + FOREVER


def a_forbidden_person_is_never_paged(walk: Walk, step: Climbed) -> None:
    known = {who.person: who for who in walk.roster}
    for asked in step.move.page:
        assert not exclusions(known[asked.person], walk.facts, role=asked.role, policy=walk.policy)
        assert asked.person not in walk.facts.avoid | walk.facts.involved


def cap_and_rest_are_broken_by_no_fallback_but_the_coordinators(walk: Walk, step: Climbed) -> None:
    known = {who.person: who for who in walk.roster}
    for asked in step.move.page:
        who = known[asked.person]
        assert asked.role is Role.COORDINATOR or not who.resting
        assert asked.role is not Role.SUPPORTER or who.load < walk.policy.load_cap


def never_more_people_than_the_rung_says(walk: Walk, step: Climbed) -> None:
    supporters = [asked for asked in step.move.page if asked.role is Role.SUPPORTER]
    assert len(supporters) <= width(step.move.rung, walk.policy)
    assert len({asked.person for asked in step.move.page}) == len(step.move.page)
    assert len(step.move.page) <= walk.policy.widening + 10


def supporters_sleep_outside_the_hours_of_the_clock(walk: Walk, step: Climbed) -> None:
    if not _awake(walk, step):
        assert not [asked for asked in step.move.page if asked.role is Role.SUPPORTER]


def an_empty_rung_is_skipped_at_once(walk: Walk, step: Climbed) -> None:
    """A move asks somebody, or raises the alarm, or nobody at all is left, or the hour forbids it."""
    idle = not step.move.page and not step.move.alarms
    nobody = not (step.people.supporters or step.people.coordinators)
    assert not idle or nobody or walk.policy.bundled or not _awake(walk, step)


def whoever_was_rung_three_times_is_not_rung(walk: Walk, step: Climbed) -> None:
    for asked in step.move.page:
        assert asked.rings == (asked.person not in step.people.muted)


def whoever_can_be_rung_comes_before_whoever_cannot(walk: Walk, step: Climbed) -> None:
    supporters = [asked for asked in step.move.page if asked.role is Role.SUPPORTER]
    if supporters and step.move.rung is not Rung.FALLBACK and not supporters[0].rings:
        loud = set(step.people.supporters) - set(step.people.muted) - set(step.standing.rung_at)
        assert not loud


def a_flood_wakes_no_supporter(walk: Walk, step: Climbed) -> None:
    if walk.policy.bundled and step.people.coordinators:
        assert not [asked for asked in step.move.page if asked.role is Role.SUPPORTER]


def danger_asks_everybody_on_duty_at_once(walk: Walk, step: Climbed) -> None:
    """Once: whoever was rung too often is asked unrung, so the climb may still have rung nobody at its second step."""
    first = not step.standing.rung_at and not step.standing.coordinators_paged
    if walk.policy.urgency is Urgency.DANGER and first and step.move.page:
        named = {asked.person for asked in step.move.page}
        assert {*step.people.coordinators[:5], *step.people.professionals[:5]} <= named


CHECKS: tuple[Callable[[Walk, Climbed], None], ...] = (
    the_ladder_never_ends_without_a_human,
    a_forbidden_person_is_never_paged,
    cap_and_rest_are_broken_by_no_fallback_but_the_coordinators,
    never_more_people_than_the_rung_says,
    supporters_sleep_outside_the_hours_of_the_clock,
    an_empty_rung_is_skipped_at_once,
    whoever_was_rung_three_times_is_not_rung,
    whoever_can_be_rung_comes_before_whoever_cannot,
    a_flood_wakes_no_supporter,
    danger_asks_everybody_on_duty_at_once,
)


def _awake(walk: Walk, step: Climbed) -> bool:
    hours = walk.policy.daytime if step.standing.alarm_raised else walk.policy.hours
    return is_open(hours=hours, zone=walk.policy.tz, at=step.now)


@quick
@given(walks())
def test_whatever_happens(walk: Walk) -> None:
    for step in walk.steps(25):
        for check in CHECKS:
            check(walk, step)


@quick
@given(walks())
def test_coordinators_by_two_thirds_and_the_fallback_line_by_the_clock(walk: Walk) -> None:
    walk.lateness = []
    last = walk.policy.asked_at + (walk.policy.fallback_by - walk.policy.asked_at) * 2 / 3
    for step in walk.steps(60):
        reached = step.standing.coordinators_paged or step.standing.alarm_raised
        assert reached or step.now <= last
        assert step.standing.alarm_raised or step.now <= walk.policy.fallback_by
        if step.move.rung is Rung.FALLBACK:
            break


@quick
@given(policies())
def test_a_frozen_policy_survives_its_json(policy: Policy) -> None:
    assert Policy.from_json(policy.to_json()) == policy


@quick
@given(policies())
def test_two_thirds_are_never_later_for_the_night(policy: Policy) -> None:
    two_thirds = policy.asked_at + (policy.fallback_by - policy.asked_at) * 2 / 3
    assert policy.asked_at < policy.coordinators_by <= two_thirds < policy.fallback_by
    moved = last_open(hours=policy.hours, zone=policy.tz, since=policy.asked_at, at=two_thirds)
    assert policy.coordinators_by == moved


def test_lateness_begins_after_a_minute() -> None:
    assert not is_late(due_at=NOW, now=NOW + timedelta(seconds=60))
    assert is_late(due_at=NOW, now=NOW + timedelta(seconds=61))
