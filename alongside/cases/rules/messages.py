"""Decisions about the few words between whoever asked and the colleague who carries it.

Belongs here: how long one may be, when it burns, when one may be written, which hours are quiet. Does not belong here:
what may not stand in one (`identifiers.py`), rows (`cases.messages`).
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from alongside.vocabulary.asking import Quiet
from alongside.vocabulary.stages import Stage

LONGEST = 500
"""Characters: enough to arrange contact, too few to tell what happened (T9)."""

AFTER_READING = timedelta(hours=72)
AT_MOST = timedelta(days=14)
"""A message burns 72 hours after it was read, and after 14 days in any case (threat model, section 2, class A)."""

UNREAD_AT_MOST = 10
"""Messages of one side that wait to be read. More would press; whoever found a code could fill a screen with them."""

TALKING = frozenset({Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL})
"""A message is written only where somebody reads it: never before a colleague has said yes, never after the end."""

_QUIET: dict[Quiet, tuple[time, time] | None] = {
    Quiet.NIGHT: (time(21), time(8)),
    Quiet.DAY: (time(7), time(17)),
    Quiet.NONE: None,
}


def burns_at(*, sent: datetime, read: datetime | None) -> datetime:
    """Return when a message is gone; reading never makes it live longer."""
    last = sent + AT_MOST
    return min(last, read + AFTER_READING) if read else last


def may_write(stage: Stage, *, waits_for_yes: bool) -> bool:
    """Say whether there is somebody who reads: whoever wanted to hear the name first has said yes to it."""
    return stage in TALKING and not waits_for_yes


def tidy(text: str) -> str:
    """Return the words without what nobody sees at their edges and between their lines: at most one empty line."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept)


def tell_not_before(quiet: Quiet, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return from when somebody may be told, by the wall clock where they work; now, or the end of their quiet hours.

    On the night when clocks change, the end is eight o'clock by the clock on the wall.
    """
    hours = _QUIET[quiet]
    here = now.astimezone(zone)
    if hours is None or not _within(here.time(), *hours):
        return now
    _, end = hours
    day = here.date() if here.time() < end else here.date() + timedelta(days=1)
    return datetime.combine(day, end, zone).astimezone(UTC)


def _within(moment: time, begin: time, end: time) -> bool:
    return begin <= moment < end if begin < end else moment >= begin or moment < end
