"""What a coordinator's board shows: put together from queries, in a constant number of them.

Belongs here: rows ready for the template. Does not belong here: who may see it (`people/access.py`), identity: the
board has
two made-up words, a stage and a clock, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import gettext, ngettext

from alongside.cases import dangers, glass
from alongside.cases import queries as cases
from alongside.cases.dangers import DangerRow
from alongside.cases.queries import BoardRow
from alongside.paging import alarms
from alongside.paging import queries as paging
from alongside.paging.queries import AlarmRow, Cover
from alongside.people import queries as people
from alongside.vocabulary.stages import Stage
from alongside.web import times
from alongside.web.place import Place

_STEP = timedelta(minutes=5)
_IN_MINUTES = 120
"""What is further away is told in hours."""
_FULL = timedelta(hours=4)
"""The bar beside a clock is empty this long before the time."""


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits, how near the next step is (`filled` is 0 to 100, for the bar), in words and addresses.

    Words and addresses are made here and not by template tags: a board has them a hundred times.
    """

    row: BoardRow
    due_at: datetime
    minutes: int
    filled: int
    name: str
    danger: bool
    said: str
    clock: str
    soon: str
    page_next: str
    choose: str

    def __getitem__(self, name: str) -> object:
        """Return a field by name: templates look here first, and a miss costs them an exception a hundred times."""
        return getattr(self, name)


@dataclass(frozen=True)
class Board:
    """Everything on the board.

    `roles` and `broken` glass wait for a second person. `cover` is read only when it is shown: most refreshes find
    nothing new.
    """

    place: Place
    now: datetime
    waiting: list[Waiting]
    under_way: list[BoardRow]
    counts: dict[str, int]
    alarms: list[AlarmRow]
    roles: int
    broken: int
    dangers: list[DangerRow]
    mark: str

    @property
    def next_step(self) -> datetime:
        """When the next step comes for anybody who waits: the first of the list may be there for its danger."""
        return min(one.due_at for one in self.waiting)

    @cached_property
    def cover(self) -> list[Cover]:
        """Who is on call in the next hours, and where nobody is."""
        return paging.coverage(organization=self.place.organization.id, now=self.now)

    @cached_property
    def not_real(self) -> tuple[int, ...]:
        """How many requests were said not to be real, week by week, this one first; empty when none was."""
        weeks = alarms.not_real_by_week(organization=self.place.organization.id, now=self.now)
        return weeks if any(weeks) else ()


def of(place: Place, *, now: datetime) -> Board:
    """Gather the board of an organization."""
    organization = place.organization.id
    rows = cases.board(organization=organization)
    waiting = [_waiting(row, place, now) for row in rows if row.stage is Stage.WAITING]
    under_way = [row for row in rows if row.stage is not Stage.WAITING]
    unseen = paging.unseen_alarms(organization=organization)
    counts = Counter(row.stage.value for row in under_way)
    roles = people.proposals_waiting(organization=organization)
    broken = glass.unseen(organization=organization)
    in_danger = dangers.rows(organization=organization)
    mark = f"{len(unseen)}-{roles}-{broken}-{_said(in_danger)}-"
    mark += "-".join(f"{item.row.case.hex[:6]}{item.minutes}" for item in waiting)
    return Board(
        place=place,
        now=now,
        waiting=waiting,
        under_way=under_way,
        counts={stage.value: counts[stage.value] for stage in _UNDER_WAY},
        alarms=unseen,
        roles=roles,
        broken=broken,
        dangers=in_danger,
        mark=mark,
    )


def _said(rows: list[DangerRow]) -> str:
    """Return what changes when somebody takes a danger on, or says that it has passed."""
    return "".join(f"{bool(row.taken_by):d}{bool(row.said_at):d}{bool(row.agreed_at):d}" for row in rows)


_UNDER_WAY = (Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL)


def _waiting(row: BoardRow, place: Place, now: datetime) -> Waiting:
    due = rounded(row.due_at)  # The minutes beside it count to the same: else they would tell what was rounded away.
    left = max(due - now, timedelta())
    minutes = int(left.total_seconds() // 60)
    return Waiting(
        row=row,
        due_at=due,
        minutes=minutes,
        filled=100 - int(min(left / _FULL, 1) * 100),
        name=row.designation,
        danger=row.danger,
        said=gettext("Wants help finding the right person") if row.wants_help_choosing else _no_yes_yet(),
        clock=times.clock_time(due, place.zone),
        soon=_soon(minutes),
        page_next=place.url("board-next", case=row.case),
        choose=place.url("board-choose", case=row.case),
    )


def _no_yes_yet() -> str:
    return gettext("Waiting for a first yes")


def _soon(minutes: int) -> str:
    if not minutes:
        return gettext("next step now")
    if minutes > _IN_MINUTES:
        hours = round(minutes / 60)
        return ngettext("in about %(n)s hour, next step", "in about %(n)s hours, next step", hours) % {"n": hours}
    return ngettext("in %(n)s min, next step", "in %(n)s min, next step", minutes) % {"n": minutes}


def rounded(moment: datetime) -> datetime:
    """Round up to five minutes: a coordinator needs to know how soon, not exactly when somebody asked."""
    past = timedelta(minutes=moment.minute % 5, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + _STEP if past else moment
