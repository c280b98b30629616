"""What a coordinator's board shows: put together from queries, in a constant number of them.

Belongs here: rows ready for the template. Does not belong here: who may see it (`people/access.py`), identity: the
board has
two made-up words, a stage and a clock, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.cases import queries as cases
from alongside.cases.queries import BoardRow
from alongside.paging import queries as paging
from alongside.paging.queries import AlarmRow, Cover
from alongside.vocabulary.stages import Stage
from alongside.web.place import Place

_STEP = timedelta(minutes=5)
_FULL = timedelta(hours=4)
"""The bar beside a clock is empty this long before the time."""


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, and how near the next step is: `filled` is 0 to 100, for the bar."""

    row: BoardRow
    due_at: datetime
    minutes: int
    filled: int


@dataclass(frozen=True)
class Board:
    """Everything on the board."""

    waiting: list[Waiting]
    under_way: list[BoardRow]
    counts: dict[str, int]
    alarms: list[AlarmRow]
    cover: list[Cover]
    mark: str


def of(place: Place, *, now: datetime) -> Board:
    """Gather the board of an organization."""
    organization = place.organization.id
    rows = cases.board(organization=organization)
    waiting = [_waiting(row, now) for row in rows if row.stage is Stage.WAITING]
    under_way = [row for row in rows if row.stage is not Stage.WAITING]
    alarms = paging.unseen_alarms(organization=organization)
    counts = Counter(row.stage.value for row in under_way)
    mark = f"{len(alarms)}-" + "-".join(f"{item.row.case.hex[:6]}{item.minutes}" for item in waiting)
    return Board(
        waiting=waiting,
        under_way=under_way,
        counts={stage.value: counts[stage.value] for stage in _UNDER_WAY},
        alarms=alarms,
        cover=paging.coverage(organization=organization, now=now),
        mark=mark,
    )


_UNDER_WAY = (Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL)


def _waiting(row: BoardRow, now: datetime) -> Waiting:
    due = rounded(row.due_at)  # The minutes beside it count to the same: else they would tell what was rounded away.
    left = max(due - now, timedelta())
    filled = 100 - int(min(left / _FULL, 1) * 100)
    return Waiting(row, due, int(left.total_seconds() // 60), filled)


def rounded(moment: datetime) -> datetime:
    """Round up to five minutes: a coordinator needs to know how soon, not exactly when somebody asked."""
    past = timedelta(minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + _STEP if past else moment
