"""Danger is raised where a supporter is there already: who is asked to take it on, and when the next ones are.

Belongs here: the ladder of danger beside a case in somebody's hands, on plain data. Does not belong here: the climb of
a request that waits (`ladder`), who is on call (`candidates` gathers them).

    at once      the professionals on call and the coordinators on call
    5 minutes    every other professional
    10 minutes   everybody again; the coordinators have an alarm, the page of the supporter shows the fallback line
    then         everybody, every quarter of an hour, day and night, until somebody with a name has taken it on

It has no end of its own. A rung at which nobody is left to ask is skipped at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from alongside.paging.rules.call_back import Team
from alongside.vocabulary.roles import Role

RUNG = timedelta(minutes=5)
ROUND = timedelta(minutes=15)


@dataclass(frozen=True)
class Ring:
    """The next rung: whom to ask and as what, whether to raise the alarm, when to look again."""

    ask: tuple[tuple[UUID, Role], ...]
    fallback: bool
    again_in: timedelta


def next_ring(*, rung: int, asked: frozenset[UUID], fallback: bool, team: Team) -> Ring:
    """Return the next rung; there always is one."""
    if fallback:
        return Ring(team.everybody, fallback=False, again_in=ROUND)
    if rung == 0:
        first = _first(team)
        if first:
            return Ring(first, fallback=False, again_in=RUNG)
    fresh = tuple((who, Role.PROFESSIONAL) for who in (*team.on_call, *team.others) if who not in asked)
    if rung <= 1 and fresh:
        return Ring(fresh, fallback=False, again_in=RUNG)
    return Ring(team.everybody, fallback=True, again_in=ROUND)


def _first(team: Team) -> tuple[tuple[UUID, Role], ...]:
    """Return who is on call; where no professional is, all of them: nobody waits for a rota with a hole."""
    professionals = team.on_call or team.others
    roles = {
        **dict.fromkeys(team.coordinators, Role.COORDINATOR),
        **dict.fromkeys(professionals, Role.PROFESSIONAL),
    }
    return tuple(roles.items())
