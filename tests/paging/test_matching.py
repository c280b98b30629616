"""Who may never be paged, reason by reason; and the order of wishes among the rest."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alongside.cases.entrusted import MatchingFacts
from alongside.paging.rules import (
    PRESETS,
    Answered,
    Candidate,
    Exclusion,
    exclusions,
    freeze,
    rank,
    ready,
)
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role
from tests.paging.climbing import GROUPS, SITES, facts, rosters

ASKED = datetime(2026, 3, 4, 15, tzinfo=UTC)
POLICY = freeze(clock=PRESETS[Urgency.NOW], zone=ZoneInfo("America/New_York"), asked=ASKED)
FACTS = MatchingFacts(unit_group=GROUPS[0], site=SITES[0], language="en", way="phone_call")
FIT = Candidate(
    person=UUID(int=1),
    roles=frozenset({Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL}),
    on_call=frozenset({Role.SUPPORTER}),
    languages=("en",),
    designated={Role.SUPPORTER: date(2025, 1, 1), Role.PROFESSIONAL: date(2025, 1, 1)},
)
HARD = {
    Exclusion.GONE: replace(FIT, gone=True),
    Exclusion.SUPERVISES: replace(FIT, supervises=frozenset({(GROUPS[0], SITES[0])})),
    Exclusion.ON_LEAVE: replace(FIT, on_leave=True),
    Exclusion.UNREACHABLE: replace(FIT, reachable=False),
    Exclusion.HANDED_BACK: replace(FIT, answered=Answered.HANDED_BACK),
    Exclusion.NOT_IN_ROLE: replace(FIT, roles=frozenset({Role.MENTOR})),
}
FITNESS = {
    Exclusion.NOT_DESIGNATED: replace(FIT, designated={}),
    Exclusion.RESTING: replace(FIT, resting=True),
    Exclusion.PASSED: replace(FIT, answered=Answered.PASSED),
    Exclusion.AT_LOAD_CAP: replace(FIT, load=3),
}


def why(candidate: Candidate, given: MatchingFacts = FACTS, role: Role = Role.SUPPORTER) -> set[Exclusion]:
    return set(exclusions(candidate, given, role=role, policy=POLICY))


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL])
def test_somebody_fit_may_be_paged_in_each_role(role: Role) -> None:
    assert not why(FIT, role=role)


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL])
@pytest.mark.parametrize("reason", HARD)
def test_hard_rules_hold_in_every_role(reason: Exclusion, role: Role) -> None:
    assert why(HARD[reason], role=role) == {reason}


@pytest.mark.parametrize("role", [Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL])
def test_ticked_off_and_involved_hold_in_every_role(role: Role) -> None:
    assert why(FIT, replace(FACTS, avoid=frozenset({FIT.person})), role) == {Exclusion.AVOIDED}
    assert why(FIT, replace(FACTS, involved=frozenset({FIT.person})), role) == {Exclusion.INVOLVED}


@pytest.mark.parametrize("reason", FITNESS)
def test_fitness_is_asked_of_supporters_and_not_of_coordinators(reason: Exclusion) -> None:
    assert why(FITNESS[reason]) == {reason}
    assert not why(FITNESS[reason], role=Role.COORDINATOR)


def test_a_supervisor_elsewhere_is_free() -> None:
    elsewhere = replace(FIT, supervises=frozenset({(GROUPS[0], SITES[1]), (GROUPS[1], SITES[0])}))
    assert not why(elsewhere)


def test_without_a_unit_group_only_the_ticks_keep_people_away() -> None:
    unknown = replace(FACTS, unit_group=None)
    assert not why(HARD[Exclusion.SUPERVISES], unknown)
    assert why(HARD[Exclusion.SUPERVISES], replace(unknown, avoid=frozenset({FIT.person}))) == {Exclusion.AVOIDED}


def test_without_a_site_a_supervisor_of_the_group_anywhere_is_kept_away() -> None:
    anywhere = replace(FIT, supervises=frozenset({(GROUPS[0], SITES[1])}))
    assert why(anywhere, replace(FACTS, site=None)) == {Exclusion.SUPERVISES}


@pytest.mark.parametrize(("event", "excluded"), [("", False), ("2024-12-31", True), ("2025-01-01", False)])
def test_designated_after_the_event_is_refused(event: str, *, excluded: bool) -> None:
    found = why(FIT, replace(FACTS, event_on=event))
    assert (Exclusion.DESIGNATED_AFTER_EVENT in found) is excluded


@pytest.mark.parametrize(("load", "excluded"), [(0, False), (2, False), (3, True), (4, True)])
def test_the_load_cap_is_a_cap(load: int, *, excluded: bool) -> None:
    assert (Exclusion.AT_LOAD_CAP in why(replace(FIT, load=load))) is excluded


def others(**given: object) -> Candidate:
    return replace(FIT, person=UUID(int=2), **given)


@pytest.mark.parametrize(
    ("wishes", "better", "worse"),
    [
        (("own_unit",), others(unit_group=GROUPS[0]), replace(FIT, unit_group=GROUPS[1])),
        (("other_unit",), others(unit_group=GROUPS[1]), replace(FIT, unit_group=GROUPS[0])),
        (("other_agency",), others(site=SITES[1]), replace(FIT, site=SITES[0])),
        (("same_profession",), others(profession="nurse"), replace(FIT, profession="physician")),
        ((), others(languages=("en", "fr")), replace(FIT, languages=("fr",))),
        (("woman",), others(gender="woman"), replace(FIT, gender="man")),
        (("man",), others(gender="man"), replace(FIT, gender="unsaid")),
        ((), others(ways=("phone_call",)), replace(FIT, ways=("in_person",))),
        ((), others(load=0), replace(FIT, load=1)),
        ((), others(pages_this_week=0), replace(FIT, pages_this_week=2)),
    ],
)
def test_each_wish_is_met_where_it_can_be(wishes: tuple[str, ...], better: Candidate, worse: Candidate) -> None:
    given = replace(FACTS, wishes=wishes, profession="nurse")
    assert rank([worse, better], given)[0] == better


def test_wishes_come_in_the_order_of_the_product() -> None:
    given = replace(FACTS, wishes=("own_unit", "same_profession", "woman"), profession="nurse")
    unit_only = others(unit_group=GROUPS[0], languages=())
    all_but_unit = replace(FIT, unit_group=GROUPS[1], profession="nurse", gender="woman")
    assert rank([all_but_unit, unit_only], given)[0] == unit_only


def test_ties_are_broken_the_same_way_each_time() -> None:
    assert rank([others(), FIT], FACTS) == rank([FIT, others()], FACTS) == [FIT, others()]


def test_whoever_is_on_call_is_listed_apart_and_first() -> None:
    off = others(on_call=frozenset(), unit_group=GROUPS[0])
    found = ready([off, FIT], replace(FACTS, wishes=("own_unit",)), policy=POLICY, now=ASKED)
    assert (found.on_call, found.others) == ((FIT.person,), (off.person,))
    assert found.supporters == (FIT.person, off.person)


def test_coordinators_off_duty_stand_in_when_none_is_on_call() -> None:
    on = others(on_call=frozenset({Role.COORDINATOR}))
    assert ready([FIT, on], FACTS, policy=POLICY, now=ASKED).coordinators == (on.person,)
    assert ready([FIT], FACTS, policy=POLICY, now=ASKED).coordinators == (FIT.person,)


def test_being_muted_ends_by_itself() -> None:
    muted = replace(FIT, muted_until=ASKED + timedelta(minutes=1))
    assert FIT.person in ready([muted], FACTS, policy=POLICY, now=ASKED).muted
    assert FIT.person not in ready([muted], FACTS, policy=POLICY, now=ASKED + timedelta(minutes=1)).muted


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rosters(), facts(), st.randoms())
def test_wishes_never_let_an_excluded_person_in(
    roster: list[Candidate], given_facts: MatchingFacts, random: Random
) -> None:
    random.shuffle(roster)
    found = ready(roster, given_facts, policy=POLICY, now=ASKED)
    known = {who.person: who for who in roster}
    for role, listed in (
        (Role.SUPPORTER, found.supporters),
        (Role.COORDINATOR, found.coordinators),
        (Role.PROFESSIONAL, found.professionals),
    ):
        assert not [one for one in listed if exclusions(known[one], given_facts, role=role, policy=POLICY)]
        assert len(set(listed)) == len(listed)
