"""Any sequence of acts by anybody: every open case has somebody and a time, and no reader sees more than their role.

A state machine over the journeys themselves. What must hold is looked at after every act, by another way than the
journeys take: from the rows. Most acts go the way that things usually go (`courses.py`), for several people at once;
every few acts somebody does something else altogether.
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
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from alongside.cases.models import Case, FollowUp, HandOff, HandOver, HandOverTurn
from alongside.cases.rules.follow_ups import Answer
from alongside.ledger import queries as ledger
from alongside.ledger.models import Entry
from alongside.paging.models import Alarm, Page
from alongside.vocabulary.passing_on import Consent
from alongside.vocabulary.stages import Stage
from tests import worlds
from tests.stories import house_of_many
from tests.stories.anybody import BY_CODE, NAMES, OF_CASES, Anybody
from tests.stories.courses import ACTS, COURSES, asks_anew, steps
from tests.stories.house_of_many import AVOIDED
from tests.stories.readers import (
    expects_lists_of_their_own,
    expects_nobody_near_who_is_avoided,
    expects_strangers_see_nothing,
    pries,
)
from tests.stories.silence import expects_nobody_forgotten
from tests.stories.sound import expects_a_sound_case, expects_lawful_moves, expects_nothing_overdue
from tests.worlds import World

pytestmark = pytest.mark.django_db

RUNS, ACTS_OF_A_RUN = 3, 80
ASKING, AT_ONCE = 5, 2
"""How many ask at most in one run, and of how many the courses go on beside each other."""

WHO = st.sampled_from(NAMES)
CARRYING = st.sampled_from(("owner", "teammate", "fourth", "coordinator", "professional", "doctor"))
ANY_ONE = st.one_of(CARRYING, WHO)
EITHER = st.one_of(st.just("caregiver"), ANY_ONE)
COORDINATING = st.sampled_from(["coordinator", "deputy"])
DANGER = st.sampled_from(["take_on", "give_it_back", "still_there", "it_has_passed", "agree", "look_again"])
HOLDING = st.sampled_from(["ask", "agree", "drop", "lift"])
YES = st.booleans()

ANYHOW: dict[str, tuple[Callable[..., object], tuple[st.SearchStrategy[object], ...]]] = {
    "carries": (Anybody.carries, (ANY_ONE, st.sampled_from(sorted(OF_CASES)))),
    "answers a page": (lambda one, at, who, yes: one.answers_a_page(at, who, yes=yes), (ANY_ONE, YES)),
    "answers a hand-over": (lambda one, at, who, yes: one.answers_a_hand_over(at, who, yes=yes), (ANY_ONE, YES)),
    "about the next talk": (Anybody.says_about_the_next_talk, (EITHER, st.sampled_from(Answer))),
    "by code": (Anybody.by_code, (st.sampled_from(sorted(BY_CODE)),)),
    "writes": (Anybody.writes, (EITHER,)),
    "brings in": (Anybody.brings_in, (ANY_ONE, st.sampled_from(Consent))),
    "professional": (Anybody.professional, (WHO, st.sampled_from(["confirm", "decline", "give_back"]))),
    "ends with": (Anybody.professional, (WHO, st.just("end_with_professional"))),
    "takes back": (Anybody.takes_the_hand_off_back, (ANY_ONE,)),
    "stays in touch": (Anybody.stays_in_touch, (ANY_ONE,)),
    "hands over to": (Anybody.hands_over_to, (ANY_ONE, WHO)),
    "sees to danger": (Anybody.sees_to_danger, (ANY_ONE, DANGER)),
    "coordinates": (Anybody.coordinates, (COORDINATING, st.sampled_from(["glass", "glass_again", "next", "one"]))),
    "asks anew": (asks_anew, (COORDINATING,)),
    "holds": (Anybody.holds_by_law, (st.sampled_from(["coordinator", "deputy", "auditor"]), HOLDING)),
    "pries": (pries, (WHO,)),
    "avoids": (lambda one, at, _yes: one.avoids_whoever_has_it(at), (YES,)),
    "leaves": (lambda one, _at, who: one.loses_everything(who), (ANY_ONE,)),
}
"""What anybody may try at any time, whether or not it is theirs to try."""

STATES = {
    "hand-off": HandOff.objects.values_list("state"),
    "hand-over": HandOver.objects.values_list("state"),
    "turn": HandOverTurn.objects.values_list("answer"),
    "talk": FollowUp.objects.values_list("state", "kind"),
    "page": Page.objects.values_list("answer"),
    "alarm": Alarm.objects.values_list("kind"),
}
_reached: Counter[str] = Counter()
"""In how many runs something was reached."""

OFTEN = {
    0.3: {"stage closed", "stage erased", "stage with_professional", "stage withdrawn"},
    0.2: {"danger.lowered", "case.came_back", "hold.asked", "glass.broken", "hand_off.confirmed", "hand_over.proposed"},
}
"""In what share of some hundred runs this is reached at least: what comes late is tried as often as the rest."""


class AnyOrder(RuleBasedStateMachine):
    """One world, to which each run is done and taken back."""

    world: ClassVar[World]
    stranger: ClassVar[World]
    counts: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self.all_or_nothing = transaction.atomic()
        self.all_or_nothing.__enter__()
        self.one = Anybody(self.world, worlds.NOW)
        self.ahead: list[tuple[str, list[list[str]]]] = []
        self.written, self.acts, self.sound = 0, 0, True
        self.found: set[str] = set()
        self.gone: set[str] = set()

    def teardown(self) -> None:
        try:
            if self.sound:  # Else what was found would be hidden by what follows from it.
                self.in_the_end()
        finally:
            _reached.update(self.found)
            transaction.set_rollback(True)
            self.all_or_nothing.__exit__(None, None, None)

    @initialize(data=st.data())
    def somebody_asks(self, data: st.DataObject) -> None:
        for _ in range(AT_ONCE):
            self.asks(data)

    @rule(data=st.data())
    def somebody_acts(self, data: st.DataObject) -> None:
        """Go on with what is under way for one of those who asked; or somebody does something else."""
        which = data.draw(st.integers(0, len(self.one.asked) - 1), label="which")
        if self.one.stands(which) == Stage.ERASED and len(self.one.asked) < ASKING:
            self.asks(data)
        elif data.draw(st.integers(0, 7), label="chance") == 7:
            name = data.draw(st.sampled_from(sorted(ANYHOW)), label="anybody")
            act, more = ANYHOW[name]
            self.does(name, lambda: act(self.one, which, *(data.draw(each) for each in more)))
        else:
            name = self.next_of(which, data)
            self.does(name, lambda: ACTS[name](self.one, which))

    def next_of(self, which: int, data: st.DataObject) -> str:
        """Choose what is done next on the way; at its end another way begins."""
        course, left = self.ahead[which]
        if not left:
            gone = self.gone if len(self.gone) < len(COURSES) else set()
            course = data.draw(st.sampled_from(sorted(set(COURSES) - gone)), label="course")
            self.gone, left = gone | {course}, steps(course)
        self.ahead[which] = (course, left[1:])
        return data.draw(st.sampled_from(left[0]), label="act")

    def asks(self, data: st.DataObject) -> None:
        urgency = data.draw(st.sampled_from(["now", "today", "this_week", "danger"]), label="urgency")
        answers = {
            "avoid": [self.world.people[AVOIDED].pk.hex],
            "unit_group": self.world.group.pk.hex,
            "tell_me_who_first": data.draw(YES, label="name first"),
            "coordinator_may_help": True,
        }
        self.ahead.append(("", []))
        self.one.now += timedelta(minutes=1)  # No two at the same moment: a run that is tried again goes the same way.
        self.does("asks", lambda: self.one.asks(urgency, **answers))

    def does(self, name: str, act: Callable[[], object]) -> None:
        """Do it, and look whether everything still holds, unless it was refused and nothing was written."""
        before = self.one.now
        self.sound = False
        act()
        if self.one.now != before:
            expects_nothing_overdue(self.one.now)
        written = Entry.objects.of(self.world.organization).count()
        if written != self.written:
            self.holds(name)
        self.written, self.sound = written, True

    # --- what must hold ------------------------------------------------------------------------------------------

    def holds(self, name: str) -> None:
        """Look at every case; and at what one of the house can read, each time at another's."""
        for case in Case.objects.all():
            expects_a_sound_case(case)
            self.note_how(case, name)
        expects_lawful_moves()
        expects_nobody_near_who_is_avoided(self.one)
        assert not Case.objects.filter(pk__in=self.one.held_by_law, stage=Stage.ERASED).exists()
        expects_lists_of_their_own(self.one, [NAMES[self.acts % len(NAMES)]])
        self.acts += 1
        self.note_states()

    def in_the_end(self) -> None:
        """Everybody looks at everything; then everybody falls silent."""
        for place, who in enumerate(NAMES):
            pries(self.one, (place + self.acts) % len(self.one.asked), who)
        expects_lists_of_their_own(self.one, NAMES)
        expects_strangers_see_nothing(self.one, self.stranger)
        self.one.expects_what_was_shown_is_told()
        entries = Entry.objects.of(self.world.organization)
        self.found |= set(entries.values_list("verb", flat=True))
        assert ledger.verify(organization=self.world.organization.pk) == []
        expects_nobody_forgotten(self.one)

    # --- how far it came -----------------------------------------------------------------------------------------

    def note_how(self, case: Case, name: str) -> None:
        self.found.add(f"stage {case.stage}")
        if case.stage == Stage.ERASED and name == "erase":
            self.found.add("erased at once")

    def note_states(self) -> None:
        if self.counts:
            for what, rows in STATES.items():
                self.found |= {" ".join((what, *row)) for row in rows.order_by().distinct()}
            self.found |= {
                f"danger {stage}" for stage in Case.objects.filter(danger=True).values_list("stage", flat=True)
            }


def test_any_sequence_by_any_roles() -> None:
    """`ALONGSIDE_ORDERS=300` tries so many runs, and prints in how many each act, stage and state was reached."""
    AnyOrder.world, AnyOrder.stranger = house_of_many.make(), worlds.make_noise()
    runs = int(os.environ.get("ALONGSIDE_ORDERS", "0"))
    AnyOrder.counts = bool(runs)
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        AnyOrder,
        settings=settings(
            max_examples=runs or RUNS,
            stateful_step_count=ACTS_OF_A_RUN,
            deadline=None,
            database=None,
            suppress_health_check=slow,
        ),
    )
    if runs:
        table = [f"{count / runs:7.0%} {what}" for what, count in sorted(_reached.items(), key=lambda one: one[1])]
        sys.stdout.write("\n".join(table) + "\n")
    assert runs < 100 or not {what for share, those in OFTEN.items() for what in those if _reached[what] < share * runs}
