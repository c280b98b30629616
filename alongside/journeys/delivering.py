"""What was to be told is told: an engine takes due notices, carries them, and writes down what came of each.

Whoever works here has an address of their own. Somebody who does not is asked for only at this moment: their notice
holds a bare key, and `WHERE` says who knows what it stands for. So no address of theirs waits in the outbox, and
whatever was read, taken back or erased meanwhile is not told any more.

The engine calls `take`, sends each letter by a carrier of its own, then calls `settle`. Between the two a process may
be killed: then the lease runs out and the notice is taken again. At least once, never lost; a rare duplicate is
accepted. When a channel goes on failing, somebody is told by another way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from alongside.journeys import remembering_a_day, writing_to_each_other
from alongside.notices import operations, queries
from alongside.notices.models import Notice
from alongside.notices.rules import Fate, Later, Letter, Reach, Resolved, Result
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.tenancy.transactions import one_transaction

KEPT = timedelta(days=14)
"""How long a notice that waits for nothing any more is kept, to answer "was I told?"."""

QUIET = timedelta(hours=1)
"""One alarm about failing channels is enough for this long, however many notices fail."""


Where = Callable[..., Resolved]

WHERE: Mapping[str, Where] = {
    Notice.About.CASE: writing_to_each_other.where_to_tell,
    Notice.About.REMINDER: remembering_a_day.where_to_tell,
}
"""By kind of bare key, who says where a notice goes: `(organization=, about=, now=)`."""


def take(*, kind: str, origin: str, now: datetime, up_to: int = 1, busy: Sequence[str] = ()) -> list[Letter]:
    """Lease due notices of one kind and return them in words; an idle look costs one indexed read.

    `origin` is the one address people type; `busy` names apprise providers that are still being waited for.
    """
    if not queries.due(kind=kind, now=now, busy=busy).exists():
        return []
    with one_transaction(ring=False):
        claimed = operations.claim_due(kind=kind, now=now, up_to=up_to, busy=busy)
    reached = {one.notice: reach for one in queries.bare(claimed) if (reach := _reached(one, now=now))}
    return queries.letters(claimed, origin=origin, now=now, reached=reached)


def _reached(one: queries.Bare, *, now: datetime) -> Reach | None:
    """Ask where a notice without an address goes; one for later, or for nobody any more, is put away."""
    found = WHERE[one.kind](organization=one.organization, about=one.about, now=now)
    if isinstance(found, Reach):
        return found
    with one_transaction(ring=False):
        if isinstance(found, Later):
            operations.put_off(notice=one.notice, until=found.at)
        else:
            operations.let_go(notice=one.notice)
    return None


def settle(*, letter: Letter, result: Result, now: datetime) -> Fate:
    """Write down what came of one letter; a channel that goes on failing raises an alarm.

    The alarm stands on the board and goes to the coordinators by every channel they have. Nothing is said of an address
    that somebody gave for themselves: who mistyped one would be told apart by the hour of the alarm.
    """
    with one_transaction(ring=False):
        fate = operations.settle(letter=letter, result=result, now=now)
        if fate in {Fate.STRUGGLING, Fate.GIVEN_UP} and letter.about is None:
            _say_a_channel_fails(organization=letter.organization, now=now)
    return fate


def hand_back(*, letters: Sequence[Letter]) -> None:
    """End the lease of letters that were not tried."""
    if letters:
        with one_transaction(ring=False):
            operations.hand_back(notices=[letter.id for letter in letters])


def forget_delivered(*, now: datetime) -> bool:
    """Remove some old notices; say whether there may be more."""
    with one_transaction(ring=False):
        return bool(operations.forget_settled(before=now - KEPT))


def _say_a_channel_fails(*, organization: UUID, now: datetime) -> None:
    recent = Alarm.objects.of(organization).filter(kind=Alarm.Kind.CHANNEL_FAILED, raised_at__gt=now - QUIET)
    if not recent.exists():
        paging.raise_alarm(organization=organization, kind=Alarm.Kind.CHANNEL_FAILED, case=None, now=now)
