"""Any sequence of acts by anybody: every open case has somebody and a time, and no reader sees more than their role.

A state machine over the journeys themselves. What must hold is looked at after every act, by another way than the
journeys take: from the rows.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from alongside.cases import queries as cases
from alongside.cases.models import Case, FollowUp, HandOff, Message, Opening, Transition
from alongside.cases.rules.follow_ups import Answer
from alongside.ledger import queries as ledger
from alongside.ledger.models import Entry
from alongside.people import access
from alongside.vocabulary.passing_on import Consent
from alongside.vocabulary.roles import Role
from alongside.vocabulary.stages import ENDED, OPEN, Stage, may_move
from tests import worlds
from tests.stories.anybody import BY_CODE, NAMES, OF_CASES, Anybody
from tests.stories.sound import expects_a_sound_case
from tests.worlds import CAST, NOW, World

pytestmark = pytest.mark.django_db

AVOIDED = "third"
"""Whom everybody who asks would rather avoid; the chief supervises the unit of everybody who asks."""

KEPT_AWAY = {AVOIDED, "chief"}
OFTEN = {Stage.WAITING, Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL, Stage.CLOSED, Stage.ERASED}
"""What some hundred runs reach."""

AT_REST = timedelta(minutes=2)

which, who, yes = st.integers(0, 2), st.sampled_from(NAMES), st.booleans()
likely = st.one_of(st.sampled_from(("owner", "teammate", "coordinator", "professional")), who)
either = st.one_of(st.just("caregiver"), likely)


BEGINNINGS: list[Callable[[AnyOrder], None]] = [
    lambda one: one.whoever_is_asked_answers(yes=True),
    lambda one: one.whoever_carries_it_acts(0, "contact"),
    lambda one: one.whoever_carries_it_acts(0, "says_spoke"),
    lambda one: one.time_passes(timedelta(minutes=11)),
    lambda one: one.whoever_carries_it_acts(0, "in_turn"),
    lambda one: one.everybody.brings_in(0, one.whose(0), Consent.SAID_YES),
    lambda one: one.everybody.professional(0, "professional", "confirm"),
    lambda one: one.everybody.professional(0, "professional", "give_back"),
    lambda one: one.whoever_carries_it_acts(0, "end"),
]
"""The long way, one step after the other; a run begins after some of them."""

DEPTHS = (4, 7, 9, 5, 1, 8, 6, 2, 0)
"""After how many; what is named first is tried most."""


_reached: Counter[str] = Counter()


class AnyOrder(RuleBasedStateMachine):
    """One world, to which each run is done and taken back; `make` says which."""

    world: ClassVar[World]
    stranger: ClassVar[World]

    def __init__(self) -> None:
        super().__init__()
        self.all_or_nothing = transaction.atomic()
        self.all_or_nothing.__enter__()
        self.everybody = Anybody(self.world, NOW)
        self.stages: set[str] = set()

    def teardown(self) -> None:
        broken = ledger.verify(organization=self.world.organization.pk)
        _reached.update(Entry.objects.of(self.world.organization).values_list("verb", flat=True))
        _reached.update(f"stage {one}" for one in self.stages)
        transaction.set_rollback(True)
        self.all_or_nothing.__exit__(None, None, None)
        assert not broken

    @initialize(urgency=st.sampled_from(["now", "today", "danger"]), depth=st.sampled_from(DEPTHS))
    def somebody_asks(self, *, urgency: str, depth: int) -> None:
        """Begin anywhere on the way, so that what comes late is tried as often as what comes first."""
        self.asks(urgency=urgency)
        for step in BEGINNINGS[:depth]:
            step(self)

    @precondition(lambda self: len(self.everybody.asked) < 3)
    @rule(urgency=st.sampled_from(["now", "today", "this_week", "danger"]), name_first=yes)
    def asks(self, *, urgency: str, name_first: bool = False) -> None:
        answers = {
            "avoid": [self.world.third.pk.hex],
            "unit_group": self.world.group.pk.hex,
            "tell_me_who_first": name_first,
        }
        self.everybody.asks(urgency, **answers)

    @rule(which=which, who=likely, act=st.sampled_from(sorted(OF_CASES)))
    def carries(self, which: int, who: str, act: str) -> None:
        self.everybody.carries(which, who, act)

    @rule(which=which, act=st.sampled_from(sorted(OF_CASES)))
    def whoever_carries_it_acts(self, which: int, act: str) -> None:
        owner = self.whose(which)
        if owner:
            self.everybody.carries(which, owner, act)

    def whose(self, which: int) -> str:
        """Return who carries a case; "" for nobody."""
        owner = self.everybody.row(which).owner_id
        return self.everybody.name(owner) if owner else ""

    @rule(yes=st.sampled_from([True, True, True, False]))
    def whoever_is_asked_answers(self, *, yes: bool) -> None:
        for case, name in sorted(self.everybody.who_is_asked(), key=str):
            chosen = [one for one, story in enumerate(self.everybody.asked) if story.case and story.case.pk == case]
            self.everybody.answers_a_page(chosen[0], name, yes=yes)
            self.everybody.answers_a_hand_over(chosen[0], name, yes=yes)

    @rule(which=which, who=likely, yes=yes)
    def answers(self, *, which: int, who: str, yes: bool) -> None:
        self.everybody.answers_a_page(which, who, yes=yes)
        self.everybody.answers_a_hand_over(which, who, yes=yes)

    @rule(which=which, who=either, said=st.sampled_from(Answer))
    def about_the_next_talk(self, which: int, who: str, said: Answer) -> None:
        self.everybody.says_about_the_next_talk(which, who, said)

    @rule(which=which, act=st.sampled_from(sorted(BY_CODE)))
    def by_code(self, which: int, act: str) -> None:
        self.everybody.by_code(which, act)

    @rule(which=which, yes=yes)
    def agrees(self, *, which: int, yes: bool) -> None:
        self.everybody.agrees(which, yes=yes)

    @rule(which=which, who=either)
    def writes(self, which: int, who: str) -> None:
        self.everybody.writes(which, who)

    @rule(which=which, who=likely, consent=st.sampled_from(Consent))
    def brings_in(self, which: int, who: str, consent: Consent) -> None:
        self.everybody.brings_in(which, who, consent)

    @rule(which=which, act=st.sampled_from(["confirm", "decline", "give_back", "end_with_professional"]))
    def professional(self, which: int, act: str) -> None:
        self.everybody.professional(which, "professional", act)

    @rule(
        which=which,
        who=likely,
        act=st.sampled_from(["take_on", "give_it_back", "still_there", "it_has_passed", "agree", "look_again"]),
    )
    def sees_to_danger(self, which: int, who: str, act: str) -> None:
        self.everybody.sees_to_danger(which, who, act)

    @rule(which=which, who=st.sampled_from(["coordinator", "deputy"]), act=st.sampled_from(["glass", "next", "one"]))
    def coordinates(self, which: int, who: str, act: str) -> None:
        self.everybody.coordinates(which, who, act)

    @rule(which=which)
    def avoids_whoever_has_it(self, which: int) -> None:
        self.everybody.avoids_whoever_has_it(which)

    @rule(which=which)
    def looks_ahead_and_back(self, which: int) -> None:
        self.everybody.chooses_a_day(which)
        self.everybody.writes_in_codes(which)

    @rule(
        which=which,
        who=st.sampled_from(["coordinator", "deputy"]),
        act=st.sampled_from(["ask", "agree", "agree", "drop", "lift"]),
    )
    def holds_by_law(self, which: int, who: str, act: str) -> None:
        self.everybody.holds_by_law(which, who, act)

    @rule(who=likely)
    def loses_everything(self, who: str) -> None:
        self.everybody.loses_everything(who)

    @rule(by=st.sampled_from([timedelta(minutes=11), timedelta(hours=3), timedelta(days=1), timedelta(days=4)]))
    def time_passes(self, by: timedelta) -> None:
        self.everybody.time_passes(by)
        self.nothing_that_is_due_is_left()

    # --- what must hold ------------------------------------------------------------------------------------------

    @invariant()
    def every_open_case_has_somebody_and_a_time(self) -> None:
        for case in Case.objects.all():
            expects_a_sound_case(case)
            self.stages.add(case.stage)

    @invariant()
    def danger_holds_what_it_must(self) -> None:
        for case in Case.objects.filter(danger=True):
            assert case.stage in OPEN | {Stage.WITHDRAWN}
        assert not Case.objects.filter(stage=Stage.ERASED, danger=True).exists()

    @invariant()
    def what_is_held_by_law_is_there(self) -> None:
        assert not Case.objects.filter(pk__in=self.everybody.held_by_law, stage=Stage.ERASED).exists()

    @invariant()
    def every_move_stands_in_the_table(self) -> None:
        for start, end in Transition.objects.exclude(from_stage="").values_list("from_stage", "to_stage"):
            assert may_move(Stage(start), Stage(end)), (start, end)

    @invariant()
    def nobody_reads_more_than_their_role(self) -> None:
        for name, person in self.world.people.items():
            own = {"organization": self.world.organization.pk, "person": person.pk}
            for story in self.everybody.asked:
                assert story.case
                seen = cases.own_case(**own, case=story.case.pk, now=self.everybody.now)
                row = Case.objects.get(pk=story.case.pk)
                assert (seen is not None) == (row.owner_id == person.pk and _is_carried(row)), name
                if seen is not None:
                    assert access.may_be_paged(self.everybody.as_member(name))
        for person in self.stranger.people.values():
            assert not cases.own_cases(organization=self.stranger.organization.pk, person=person.pk)

    @invariant()
    def whoever_is_kept_away_is_neither_asked_nor_shown(self) -> None:
        assert not {name for _case, name in self.everybody.who_is_asked()} & KEPT_AWAY
        carried = Case.objects.filter(owner__isnull=False).values_list("owner_id", flat=True)
        assert not {self.everybody.name(person) for person in carried} & KEPT_AWAY
        near = {(case, self.everybody.name(who)) for case, who in carried.values_list("pk", "owner_id")}
        assert not (near | self.everybody.who_is_asked()) & self.everybody.avoided
        for seen in self.everybody.seen:
            assert seen.who not in KEPT_AWAY
            assert CAST[seen.who] is Role.COORDINATOR if seen.by_glass else CAST[seen.who] in Role.opening_cases()

    @invariant()
    def whatever_was_shown_is_told(self) -> None:
        """Whoever asked reads of every opening, unless it was forgotten with the rest."""
        for seen in self.everybody.seen:
            told = Opening.objects.filter(case=seen.case, person=self.world.people[seen.who])
            assert told.exists() or Case.objects.get(pk=seen.case).stage == Stage.ERASED

    @invariant()
    def what_is_erased_leaves_nothing(self) -> None:
        gone = Case.objects.filter(stage=Stage.ERASED)
        for model in (FollowUp, HandOff, Message, Opening):
            assert not model.objects.filter(case__in=gone).exists(), model

    def nothing_that_is_due_is_left(self) -> None:
        late = self.everybody.now - AT_REST
        for case in Case.objects.exclude(stage__in=ENDED).exclude(stage=Stage.OFFERED):
            assert case.due_at is not None
            assert case.due_at > late, (case.stage, case.due_at, self.everybody.now)


def _is_carried(case: Case) -> bool:
    return case.stage in OPEN - {Stage.OFFERED} or (case.stage == Stage.WITHDRAWN and case.danger)


def test_any_sequence_by_any_roles() -> None:
    """`ALONGSIDE_ORDERS=300` tries so many runs, and prints how often each act and stage was reached."""
    AnyOrder.world, AnyOrder.stranger = worlds.make(), worlds.make_noise()
    runs = int(os.environ.get("ALONGSIDE_ORDERS", "0"))
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(max_examples=runs or 15, stateful_step_count=25, deadline=None, suppress_health_check=slow),
    )
    if runs:
        sys.stdout.write("\n".join(f"{count:7} {what}" for what, count in sorted(_reached.items())) + "\n")
    assert runs < 100 or {f"stage {one}" for one in OFTEN} <= set(_reached)  # Some hundred.
