"""`next_move`: whom to page now, whether to raise the alarm, and when to look again.

    best-matched on call → second on call → the next five by fit, then the next five … → coordinators
    → the fallback line gets the alarm → round after round, until a human accepts

Belongs here: the order of the rungs and their times, decided on plain data. Does not belong here: writing pages
(`paging.operations`). There is no last rung: every move says when the next one is due. In danger, coordinators and
professionals are paged from the first rung.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import chain
from uuid import UUID

from alongside.paging.rules.clocks import is_open, next_open
from alongside.paging.rules.matching import Ready
from alongside.paging.rules.policy import Policy
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.roles import Role

LATE_AFTER = timedelta(seconds=60)
"""A rung that fires later than this after its time is marked late."""

MOST_AT_ONCE = 5
"""Coordinators, and professionals, woken by one rung where nobody of them is on call."""


class Rung(StrEnum):
    """What a move is."""

    WAIT = "wait"
    FIRST = "first"
    SECOND = "second"
    NEXT = "next"
    COORDINATORS = "coordinators"
    FALLBACK = "fallback"
    AGAIN = "again"


class Alarmed(StrEnum):
    """Why coordinators are told."""

    NOBODY_ANSWERED = "nobody_answered"
    NOBODY_CAN = "nobody_can"
    DANGER = "danger"
    FLOOD = "flood"


@dataclass(frozen=True)
class Standing:
    """How far a climb is: who was rung in it and when last, as whom, and how many rungs went to supporters."""

    rung_at: Mapping[UUID, datetime] = field(default_factory=dict)
    supporter_rungs: int = 0
    coordinators_paged: bool = False
    alarm_raised: bool = False


@dataclass(frozen=True)
class Asked:
    """One person to page, and as what.

    `rings` is false for whoever was rung three times in ten minutes: the page waits in their inbox, unrung.
    """

    person: UUID
    role: Role
    rings: bool = True


@dataclass(frozen=True)
class Move:
    """What to do now, and when to look again."""

    rung: Rung
    due_at: datetime
    page: tuple[Asked, ...] = ()
    alarms: tuple[Alarmed, ...] = ()


def is_late(*, due_at: datetime, now: datetime) -> bool:
    """Say whether a rung fires late: the engine was down, or overwhelmed."""
    return now - due_at > LATE_AFTER


def width(rung: Rung, policy: Policy) -> int:
    """Return how many supporters a rung pages at most."""
    return {Rung.WAIT: 0, Rung.FIRST: 1, Rung.SECOND: 1, Rung.COORDINATORS: 0}.get(rung, policy.widening)


def next_move(*, policy: Policy, standing: Standing, people: Ready, now: datetime, late: bool = False) -> Move:
    """Decide the next rung.

    `late`: the engine comes late, so that a page too old to ring at this hour goes to the coordinators instead.
    Called only while nobody has accepted. An empty rung is skipped at once.
    """
    if standing.alarm_raised:
        return _again(policy, standing, people, now)
    if now >= policy.fallback_by:
        return _fallback(policy, standing, people, now)
    if _only_coordinators(policy, people):
        return _bundled(policy, standing, people)
    awake = is_open(hours=policy.hours, zone=policy.tz, at=now)
    if not standing.coordinators_paged and _coordinators_turn(
        policy, standing, people, now, too_old=late and not awake
    ):
        return _coordinators(policy, standing, people, now)
    if not _unrung(standing, people):
        return _fallback(policy, standing, people, now)
    return _supporters(policy, standing, people, now) if awake else _wait(policy, standing, now)


def page_again(*, policy: Policy, standing: Standing, people: Ready, now: datetime) -> Move:
    """Decide what a human's "page again" does: the next colleagues at once, at any hour.

    Coordinators, who mostly are the ones to say it, are paged only where no supporter is left.
    """
    supporters = _fresh_first(standing, people)[: policy.widening]
    coordinators = () if supporters else people.coordinators[:MOST_AT_ONCE]
    return Move(
        rung=Rung.AGAIN,
        due_at=_next_due(policy, standing, now),
        page=_asked(people, supporters=supporters, coordinators=coordinators, professionals=_in_danger(policy, people)),
    )


def _wait(policy: Policy, standing: Standing, now: datetime) -> Move:
    opens = next_open(hours=policy.hours, zone=policy.tz, at=now)
    return Move(rung=Rung.WAIT, due_at=_no_later(policy, standing, opens))


def _supporters(policy: Policy, standing: Standing, people: Ready, now: datetime) -> Move:
    rung, chosen = _next_supporters(policy, standing, people)
    danger = policy.urgency is Urgency.DANGER and not standing.coordinators_paged and not standing.rung_at
    page = _asked(
        people,
        supporters=chosen,
        coordinators=people.coordinators[:MOST_AT_ONCE] if danger else (),
        professionals=_in_danger(policy, people) if danger else (),
    )
    after = replace(standing, coordinators_paged=standing.coordinators_paged or _coordinators_in(page))
    due = _next_due(policy, after, now)
    if not any(one.rings for one in page):
        due = min([due, *(people.muted[one.person] for one in page)])
    return Move(rung=rung, due_at=due, page=page, alarms=(Alarmed.DANGER,) if danger else ())


def _next_supporters(policy: Policy, standing: Standing, people: Ready) -> tuple[Rung, tuple[UUID, ...]]:
    """Two single rungs from those on call, then five at a time by fit; whoever is muted comes last."""
    on_call = [person for person in people.on_call if person not in standing.rung_at]
    loud_on_call = [person for person in on_call if person not in people.muted]
    if standing.supporter_rungs < 2 and loud_on_call:  # noqa: PLR2004  # The two single rungs of product.md.
        return (Rung.FIRST, Rung.SECOND)[standing.supporter_rungs], (loud_on_call[0],)
    unrung = _unrung(standing, people)
    loud = [person for person in unrung if person not in people.muted]
    return Rung.NEXT, tuple(loud or unrung)[: policy.widening]


def _coordinators_turn(policy: Policy, standing: Standing, people: Ready, now: datetime, *, too_old: bool) -> bool:
    return now >= policy.coordinators_by or too_old or not _unrung(standing, people)


def _coordinators(policy: Policy, standing: Standing, people: Ready, now: datetime) -> Move:
    if not people.coordinators:
        return _fallback(policy, standing, people, now)
    danger = policy.urgency is Urgency.DANGER
    return Move(
        rung=Rung.COORDINATORS,
        due_at=_next_due(policy, replace(standing, coordinators_paged=True), now),
        page=_asked(
            people,
            coordinators=people.coordinators[:MOST_AT_ONCE],
            professionals=_in_danger(policy, people) if danger else (),
        ),
        alarms=(Alarmed.DANGER,) if danger else (),
    )


def _bundled(policy: Policy, standing: Standing, people: Ready) -> Move:
    """Under a flood only the coordinators are woken, once for all; each request keeps its own clock."""
    if standing.coordinators_paged:
        return Move(rung=Rung.WAIT, due_at=policy.fallback_by)
    page = _asked(people, coordinators=people.coordinators[:MOST_AT_ONCE])
    return Move(rung=Rung.COORDINATORS, due_at=policy.fallback_by, page=page, alarms=(Alarmed.FLOOD,))


def _fallback(policy: Policy, standing: Standing, people: Ready, now: datetime) -> Move:
    """The clock ran out, or nobody is left to ask: alarm. Whoever was not asked yet in this climb is asked with it."""
    awake = is_open(hours=policy.hours, zone=policy.tz, at=now) and not _only_coordinators(policy, people)
    fresh = tuple(_unrung(standing, people))[: policy.widening] if awake else ()
    anybody = bool(standing.rung_at or people.supporters or people.coordinators)
    return Move(
        rung=Rung.FALLBACK,
        due_at=_next_round(policy, now),
        page=_asked(
            people,
            supporters=fresh,
            coordinators=people.coordinators[:MOST_AT_ONCE],
            professionals=_in_danger(policy, people),
        ),
        alarms=(Alarmed.NOBODY_ANSWERED if anybody else Alarmed.NOBODY_CAN,),
    )


def _again(policy: Policy, standing: Standing, people: Ready, now: datetime) -> Move:
    """Ask once more, in daytime. Nobody may be asked: that is an alarm again, or a request would wait in silence."""
    due = _next_round(policy, now)
    if not is_open(hours=policy.daytime, zone=policy.tz, at=now):
        return Move(rung=Rung.WAIT, due_at=next_open(hours=policy.daytime, zone=policy.tz, at=now))
    supporters = () if _only_coordinators(policy, people) else _fresh_first(standing, people)[: policy.widening]
    page = _asked(
        people,
        supporters=supporters,
        coordinators=people.coordinators[:MOST_AT_ONCE],
        professionals=_in_danger(policy, people),
    )
    return Move(rung=Rung.AGAIN, due_at=due, page=page, alarms=() if page else (Alarmed.NOBODY_CAN,))


def _only_coordinators(policy: Policy, people: Ready) -> bool:
    return policy.bundled and bool(people.coordinators)


def _in_danger(policy: Policy, people: Ready) -> tuple[UUID, ...]:
    return people.professionals[:MOST_AT_ONCE] if policy.urgency is Urgency.DANGER else ()


def _unrung(standing: Standing, people: Ready) -> list[UUID]:
    return [person for person in people.supporters if person not in standing.rung_at]


def _fresh_first(standing: Standing, people: Ready) -> tuple[UUID, ...]:
    """Order for another round: whoever is muted last, else whoever was asked longest ago or never first."""

    def burden(person: UUID) -> tuple[bool, float]:
        last = standing.rung_at.get(person)
        return person in people.muted, last.timestamp() if last else 0.0

    return tuple(sorted(people.supporters, key=burden))


def _asked(
    people: Ready,
    *,
    supporters: tuple[UUID, ...] = (),
    coordinators: tuple[UUID, ...] = (),
    professionals: tuple[UUID, ...] = (),
) -> tuple[Asked, ...]:
    """Name each person once: somebody in two roles is asked in the first."""
    groups = ((supporters, Role.SUPPORTER), (coordinators, Role.COORDINATOR), (professionals, Role.PROFESSIONAL))
    named = chain.from_iterable(((person, role) for person in persons) for persons, role in groups)
    found: dict[UUID, Asked] = {}
    for person, role in named:
        found.setdefault(person, Asked(person, role, rings=person not in people.muted))
    return tuple(found.values())


def _coordinators_in(page: tuple[Asked, ...]) -> bool:
    return any(one.role is Role.COORDINATOR for one in page)


def _next_due(policy: Policy, standing: Standing, now: datetime) -> datetime:
    if standing.alarm_raised:
        return _next_round(policy, now)
    return _no_later(policy, standing, next_open(hours=policy.hours, zone=policy.tz, at=now + policy.rung))


def _no_later(policy: Policy, standing: Standing, due: datetime) -> datetime:
    """Keep two bounds for any setting: coordinators by two thirds of the clock, the fallback line by the clock."""
    return min(due, policy.fallback_by, *(() if standing.coordinators_paged else (policy.coordinators_by,)))


def _next_round(policy: Policy, now: datetime) -> datetime:
    return next_open(hours=policy.daytime, zone=policy.tz, at=now + policy.again)
