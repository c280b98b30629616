"""What was to be told is told: an engine takes due notices, carries them, and writes down what came of each.

The engine calls `take`, sends each letter by a carrier of its own, then calls `settle`. Between the two a process may
be killed: then the lease runs out and the notice is taken again. At least once, never lost; a rare duplicate is
accepted. When a channel goes on failing, somebody is told by another way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from alongside.notices import operations, queries
from alongside.notices.rules import Fate, Letter, Result
from alongside.paging import operations as paging
from alongside.paging.models import Alarm
from alongside.tenancy.transactions import one_transaction

KEPT = timedelta(days=14)
"""How long a notice that waits for nothing any more is kept, to answer "was I told?"."""

QUIET = timedelta(hours=1)
"""One alarm about failing channels is enough for this long, however many notices fail."""


def take(*, kind: str, origin: str, now: datetime, up_to: int = 1, busy: Sequence[str] = ()) -> list[Letter]:
    """Lease due notices of one kind and return them in words; an idle look costs one indexed read.

    `origin` is the one address people type; `busy` names apprise providers that are still being waited for.
    """
    if not queries.due(kind=kind, now=now, busy=busy).exists():
        return []
    with one_transaction(ring=False):
        claimed = operations.claim_due(kind=kind, now=now, up_to=up_to, busy=busy)
    return queries.letters(claimed, origin=origin, now=now)


def settle(*, letter: Letter, result: Result, now: datetime) -> Fate:
    """Write down what came of one letter; a channel that goes on failing raises an alarm.

    The alarm stands on the board and goes to the coordinators by every channel they have.
    """
    with one_transaction(ring=False):
        fate = operations.settle(letter=letter, result=result, now=now)
        if fate in {Fate.STRUGGLING, Fate.GIVEN_UP}:
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
