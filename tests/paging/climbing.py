"""A climb without a database: made-up rosters, settings and answers, walked by `next_move` alone.

Belongs here: what hypothesis draws, and the walk. Does not belong here: what must hold (the tests beside it).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from alongside.cases.entrusted import MatchingFacts
from alongside.paging.rules import (
    PRESETS,
    Answered,
    Candidate,
    ClockPreset,
    Move,
    Policy,
    Ready,
    Standing,
    freeze,
    next_move,
    ready,
)
from alongside.paging.rules.clocks import Hours
from alongside.vocabulary.asking import Urgency, Wish
from alongside.vocabulary.roles import Role

ZONES = ("America/New_York", "Europe/Paris", "Australia/Lord_Howe", "Asia/Kolkata", "America/St_Johns", "UTC")
GROUPS = tuple(UUID(int=number) for number in range(1, 4))
SITES = tuple(UUID(int=number) for number in range(11, 13))
PEOPLE = tuple(UUID(int=number) for number in range(101, 113))
DUTIES = (Role.SUPPORTER, Role.COORDINATOR, Role.PROFESSIONAL)

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone.


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    if draw(st.booleans()):
        return Hours()
    starts = draw(st.integers(0, 20))
    return Hours(time(starts), time(draw(st.integers(starts + 1, 23)), 30), draw(st.booleans()))


@st.composite
def edited_clocks(draw: st.DrawFn) -> ClockPreset:
    """Any clock that the constraints of the table would let an organization keep."""
    minutes = draw(st.integers(1, 7 * 24 * 60))
    return ClockPreset(
        urgency=draw(st.sampled_from(Urgency)),
        minutes=minutes,
        weekend_minutes=minutes + draw(st.integers(0, 72 * 60)),
        rung_minutes=draw(st.integers(1, 3 * 24 * 60)),
        hours=draw(hours()),
    )


clocks = st.one_of(st.sampled_from(list(PRESETS.values())), edited_clocks())


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    return freeze(
        clock=draw(clocks),
        zone=draw(zones),
        asked=draw(moments),
        widening=draw(st.integers(0, 6)),
        load_cap=draw(st.integers(1, 4)),
        bundled=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def candidates(draw: st.DrawFn, person: UUID) -> Candidate:
    roles = frozenset(draw(st.sets(st.sampled_from(DUTIES), min_size=1)))
    return Candidate(
        person=person,
        roles=roles,
        on_call=frozenset(draw(st.sets(st.sampled_from(sorted(roles))))),
        unit_group=draw(st.none() | st.sampled_from(GROUPS)),
        site=draw(st.none() | st.sampled_from(SITES)),
        profession=draw(st.sampled_from(["nurse", "physician", "unsaid"])),
        gender=draw(st.sampled_from(["woman", "man", "unsaid"])),
        languages=draw(st.sampled_from([("en",), ("fr",), ("en", "fr"), ()])),
        ways=draw(st.sampled_from([(), ("phone_call",), ("in_person",)])),
        supervises=frozenset(draw(st.sets(st.tuples(st.sampled_from(GROUPS), st.sampled_from(SITES)), max_size=2))),
        designated={role: date(2020, 1, 1) for role in draw(st.sets(st.sampled_from(DUTIES)))},
        on_leave=draw(_rarely),
        resting=draw(_rarely),
        reachable=not draw(_rarely),
        gone=draw(_rarely),
        load=draw(st.integers(0, 4)),
        pages_this_week=draw(st.integers(0, 9)),
        answered=draw(st.sampled_from([Answered.NOTHING] * 6 + list(Answered))),
    )


_rarely = st.integers(0, 7).map(lambda number: number == 0)


@st.composite
def rosters(draw: st.DrawFn) -> list[Candidate]:
    """From nobody at all to a dozen."""
    return [draw(candidates(person)) for person in PEOPLE[: draw(st.integers(0, len(PEOPLE)))]]


@st.composite
def facts(draw: st.DrawFn) -> MatchingFacts:
    return MatchingFacts(
        profession=draw(st.sampled_from(["nurse", "unsaid"])),
        unit_group=draw(st.none() | st.sampled_from(GROUPS)),
        site=draw(st.sampled_from(SITES)),
        wishes=tuple(wish.value for wish in draw(st.sets(st.sampled_from(Wish)))),
        language=draw(st.sampled_from(["en", "fr"])),
        way=draw(st.sampled_from(["phone_call", "in_person"])),
        avoid=frozenset(draw(st.sets(st.sampled_from(PEOPLE), max_size=8))),
        involved=frozenset(draw(st.sets(st.sampled_from(PEOPLE), max_size=4))),
        event_on=draw(st.sampled_from(["", "2019-06-01", "2025-01-01"])),
    )


@dataclass
class Climbed:
    """One step of a walk: what held before it, and the move."""

    now: datetime
    standing: Standing
    people: Ready
    move: Move


@dataclass
class Walk:
    """Walks a climb; after each rung some of those asked pass, and the engine may come late."""

    policy: Policy
    roster: list[Candidate]
    facts: MatchingFacts
    lateness: list[int] = field(default_factory=list)
    passing: list[int] = field(default_factory=list)
    muting: list[int] = field(default_factory=list)

    def steps(self, count: int) -> Iterator[Climbed]:
        standing, now, due = Standing(), self.policy.asked_at, self.policy.asked_at
        for step in range(count):
            self._some_were_rung_often(step, now)
            people = ready(self.roster, self.facts, policy=self.policy, now=now)
            late = now - due > timedelta(seconds=60)
            move = next_move(policy=self.policy, standing=standing, people=people, now=now, late=late)
            yield Climbed(now, standing, people, move)
            standing = after(standing, move, now)
            self._some_pass(step, move)
            due = move.due_at
            now = due + timedelta(minutes=self.lateness[step % len(self.lateness)] if self.lateness else 0)

    def _some_were_rung_often(self, step: int, now: datetime) -> None:
        muted = self.muting[step % len(self.muting)] if self.muting else 0
        until = now + timedelta(minutes=6)
        self.roster = [
            replace(who, muted_until=until if place < muted else None) for place, who in enumerate(self.roster)
        ]

    def _some_pass(self, step: int, move: Move) -> None:
        if self.passing and move.page and self.passing[step % len(self.passing)]:
            gone = move.page[0].person
            self.roster = [replace(who, answered=Answered.PASSED) if who.person == gone else who for who in self.roster]


def after(standing: Standing, move: Move, now: datetime) -> Standing:
    """Say how far the climb is after a move, as the rows would."""
    heard = {asked.person: now for asked in move.page if asked.rings}
    supporters = any(asked.rings and asked.role is Role.SUPPORTER for asked in move.page)
    return Standing(
        rung_at={**standing.rung_at, **heard},
        supporter_rungs=standing.supporter_rungs + supporters,
        coordinators_paged=standing.coordinators_paged or any(one.role is Role.COORDINATOR for one in move.page),
        alarm_raised=standing.alarm_raised or move.rung == "fallback",
    )


@st.composite
def walks(draw: st.DrawFn) -> Walk:
    return Walk(
        policy=draw(policies()),
        roster=draw(rosters()),
        facts=draw(facts()),
        lateness=draw(st.lists(st.sampled_from([0, 0, 0, 1, 7, 200, 3000]), max_size=4)),
        passing=draw(st.lists(st.integers(0, 1), max_size=4)),
        muting=draw(st.lists(st.sampled_from([0, 0, 3, 12]), max_size=4)),
    )
