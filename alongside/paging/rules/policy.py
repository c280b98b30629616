"""What one climb froze at its start: later edits of settings never move a climb under way.

Belongs here: the policy and its JSON. Does not belong here: who is on call, which is looked up anew at each rung.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from alongside.paging.rules.clocks import AT_ONCE, ClockPreset, Hours, last_open, within
from alongside.vocabulary.asking import Urgency

AGAIN_AT_ONCE_MINUTES = 15
WIDENING, LOAD_CAP = 5, 3


@dataclass(frozen=True)
class Policy:
    """How one climb goes. Moments are UTC; hours are the site's wall-clock time."""

    urgency: Urgency
    zone: str
    asked_at: datetime
    coordinators_by: datetime
    fallback_by: datetime
    rung_minutes: int
    again_minutes: int
    hours: Hours
    widening: int = WIDENING
    load_cap: int = LOAD_CAP
    bundled: bool = False

    @property
    def tz(self) -> ZoneInfo:
        """Return the site's zone."""
        return ZoneInfo(self.zone)

    @property
    def rung(self) -> timedelta:
        """Return the time between two rungs."""
        return timedelta(minutes=self.rung_minutes)

    @property
    def again(self) -> timedelta:
        """Return the time between two rounds once the alarm is raised."""
        return timedelta(minutes=self.again_minutes)

    @property
    def daytime(self) -> Hours:
        """Return when rounds go on after the alarm: a promise that slipped no longer waits for a working day."""
        return replace(self.hours, working_days_only=False)

    def unbundled(self) -> Policy:
        """Return the same climb once a coordinator said that this one is real."""
        return replace(self, bundled=False)

    def to_json(self) -> dict[str, Any]:
        """Return what a JSON column holds."""
        return {
            **self.__dict__,
            "urgency": self.urgency.value,
            "asked_at": self.asked_at.isoformat(),
            "coordinators_by": self.coordinators_by.isoformat(),
            "fallback_by": self.fallback_by.isoformat(),
            "hours": [
                self.hours.starts and self.hours.starts.isoformat(),
                self.hours.ends and self.hours.ends.isoformat(),
                self.hours.working_days_only,
            ],
        }

    @classmethod
    def from_json(cls, held: dict[str, Any]) -> Policy:
        """Read what `to_json` wrote."""
        starts, ends, working_days_only = held["hours"]
        moments = {name: datetime.fromisoformat(held[name]) for name in ("asked_at", "coordinators_by", "fallback_by")}
        hours = Hours(_time(starts), _time(ends), working_days_only)
        return cls(**{**held, **moments, "urgency": Urgency(held["urgency"]), "hours": hours})


def freeze(
    *,
    clock: ClockPreset,
    zone: ZoneInfo,
    asked: datetime,
    widening: int = WIDENING,
    load_cap: int = LOAD_CAP,
    bundled: bool = False,
) -> Policy:
    """Freeze a climb's policy. Whatever the rungs, by the end of the clock the fallback line is reached."""
    length = within(asked=asked, clock=clock, zone=zone)
    return Policy(
        urgency=clock.urgency,
        zone=zone.key,
        asked_at=asked,
        coordinators_by=_coordinators_by(clock, zone, asked, length),
        fallback_by=asked + length,
        rung_minutes=clock.rung_minutes,
        again_minutes=_again(clock),
        hours=clock.hours,
        widening=max(1, widening),
        load_cap=load_cap,
        bundled=bundled and clock.urgency is not Urgency.DANGER,
    )


def _coordinators_by(clock: ClockPreset, zone: ZoneInfo, asked: datetime, length: timedelta) -> datetime:
    """Return when two thirds of the clock are over, at the latest when coordinators are reached.

    Where that falls in the night it is the end of the day before, if the request is older than that.
    """
    return last_open(hours=clock.hours, zone=zone, since=asked, at=asked + length * 2 / 3)


def _again(clock: ClockPreset) -> int:
    return AGAIN_AT_ONCE_MINUTES if clock.urgency in AT_ONCE else max(clock.rung_minutes, AGAIN_AT_ONCE_MINUTES)


def _time(held: str | None) -> time | None:
    return time.fromisoformat(held) if held else None
