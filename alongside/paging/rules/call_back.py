"""Calling somebody back who raised the level: who is asked, and when the next one is.

Belongs here: the ladder of a call-back and its times, on plain data. Does not belong here: who is on call (`candidates`
gathers them), a request for support (`ladder`): nobody's wishes are known here, and nobody is kept from it.

    at once      the professional on call who began first
    every 5 min  the next professional, those on call first
    by 10 min    the coordinators too, with an alarm
    then         the fallback line is shown to whoever waits, and everybody is asked again every quarter of an hour
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from alongside.vocabulary.roles import Role

RUNG = timedelta(minutes=5)
ROUND = timedelta(minutes=15)
ALARM_AT_RUNG = 3
"""The third: ten minutes after the level was raised."""

CALL_WITHIN = timedelta(minutes=10)
"""Whoever opened the number has so long to say what came of it; then somebody else is asked."""

TRY_AGAIN = timedelta(minutes=10)
TRIES = 3
"""How often somebody who does not answer is called; then it ends, and the page says whom to call."""

UNDO_FOR = timedelta(minutes=10)
KEPT = timedelta(hours=24)
"""After this nothing of it is kept, whatever came of it."""


@dataclass(frozen=True)
class Team:
    """Who can be asked now: professionals on call in the order of the rota, the other ones, coordinators."""

    on_call: tuple[UUID, ...] = ()
    others: tuple[UUID, ...] = ()
    coordinators: tuple[UUID, ...] = ()

    @property
    def everybody(self) -> tuple[tuple[UUID, Role], ...]:
        """Return each once, with the role in which they are asked."""
        roles = {
            **dict.fromkeys(self.coordinators, Role.COORDINATOR),
            **dict.fromkeys((*self.on_call, *self.others), Role.PROFESSIONAL),
        }
        return tuple(roles.items())


@dataclass(frozen=True)
class Reached:
    """How far it has come: rungs taken, whom it asked, whether the alarm was raised and the fallback line shown."""

    rung: int = 0
    asked: frozenset[UUID] = frozenset()
    alarmed: bool = False
    fallback: bool = False


@dataclass(frozen=True)
class Step:
    """The next rung: whom to ask, whether to raise the alarm or show the fallback line, when to look again."""

    ask: tuple[tuple[UUID, Role], ...]
    alarm: bool
    fallback: bool
    again_in: timedelta


def next_step(reached: Reached, team: Team) -> Step:
    """Return the next rung. There always is one: it ends only when somebody called, or after a day."""
    if reached.fallback:
        return Step(team.everybody, alarm=False, fallback=False, again_in=ROUND)
    fresh = [who for who in (*team.on_call, *team.others) if who not in reached.asked]
    if reached.alarmed and (reached.rung >= ALARM_AT_RUNG or not fresh):
        rest = tuple((who, role) for who, role in team.everybody if who not in reached.asked)
        return Step(rest, alarm=False, fallback=True, again_in=ROUND)
    alarm = reached.rung + 1 >= ALARM_AT_RUNG or not fresh
    ask = [(who, Role.PROFESSIONAL) for who in fresh[:1]]
    ask += [(who, Role.COORDINATOR) for who in team.coordinators if alarm and who not in fresh[:1]]
    return Step(tuple(ask), alarm=alarm, fallback=False, again_in=RUNG)
