"""What is written down after a talk, in codes; and how it is mixed with others before it is kept.

Belongs here: the record, which answers go with which kind, the bands, the sheets it is taken apart into, dealing.
Does not belong here: tables, labels (content/vocabulary.yaml), who talked: there is nowhere to say it.

A record is taken apart on purpose (docs/decisions/0014). What the case's own rows tell as well (when, how it came, how
it went) never stands beside what they do not tell (whose profession, which unit, what about): else whoever held both
stores would find the one row that fits, and read on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

Row = TypeVar("Row")

SMALLEST_BATCH = 5
"""So many records wait before they are moved together; at the month's end fewer are."""

TICKET = 16
"""Random bytes a row draws when it is dealt."""

_PADDED_TO = 420
"""Bytes of every record before sealing, so that its length tells nothing."""


class Kind(StrEnum):
    """What it was. Labels: `encounter.kinds`."""

    ONE_TO_ONE = "one_to_one"
    INFORMAL = "informal"
    TEAM_SESSION = "team_session"
    LEADER_TALK = "leader_talk"


WITH_SOMEBODY = frozenset({Kind.ONE_TO_ONE, Kind.INFORMAL})
"""Talks with one person who was touched by something."""


class Shift(StrEnum):
    """Which part of the week it was. Labels: `encounter.shift_bands`."""

    WEEKDAY_DAY = "weekday_day"
    WEEKDAY_EVENING = "weekday_evening"
    WEEKEND_DAY = "weekend_day"
    NIGHT = "night"


class TimeToContact(StrEnum):
    """From asking until they spoke. Labels: `encounter.time_to_contact_bands`."""

    UP_TO_30M = "up_to_30m"
    UP_TO_2H = "up_to_2h"
    UP_TO_12H = "up_to_12h"
    UP_TO_24H = "up_to_24h"
    UP_TO_48H = "up_to_48h"
    OVER_48H = "over_48h"


class Interactions(StrEnum):
    """Which talk with this person it was. Labels: `encounter.interactions_bands`."""

    FIRST = "i1"
    SECOND = "i2"
    THIRD_TO_FIFTH = "i3_5"
    LATER = "i6_plus"


class Outcome(StrEnum):
    """What came of it. Labels: `encounter.contact_outcomes`; the others belong to a case, not to the count."""

    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    DECLINED = "declined"


class About(StrEnum):
    """What a leaf answers. Each answer lies alone."""

    TIER = "tier"
    REFERRAL = "referral"


@dataclass(frozen=True)
class Record:
    """One encounter in codes; "" where an answer was not given or does not belong to the kind.

    Each field names a list of the vocabulary (`LISTS`). No name, no time, no place, no words.
    """

    kind: Kind
    shift: str
    minutes: str = ""
    role_group: str = "unsaid"
    unit_group: str = "unsaid"
    event_kind: str = ""
    outcome: str = ""
    interactions: str = ""
    source: str = ""
    time_to_contact: str = ""
    tier: str = ""
    referral: str = ""
    group_size: str = ""

    def to_bytes(self) -> bytes:
        """Return JSON of a constant length, to be sealed."""
        return json.dumps(asdict(self), separators=(",", ":")).ljust(_PADDED_TO).encode("ascii")

    @classmethod
    def from_bytes(cls, plain: bytes) -> Record:
        """Read what `to_bytes` wrote; an earlier version wrote the number of the form along."""
        held: dict[str, Any] = json.loads(plain)
        held.pop("once", None)
        return cls(**{**held, "kind": Kind(held["kind"])})


LISTS = {
    "kind": "encounter.kinds",
    "shift": "encounter.shift_bands",
    "minutes": "encounter.minutes_bands",
    "role_group": "profession_groups",
    "unit_group": "unit_groups",
    "event_kind": "high_risk_event_kinds",
    "outcome": "encounter.contact_outcomes",
    "interactions": "encounter.interactions_bands",
    "source": "request_sources",
    "time_to_contact": "encounter.time_to_contact_bands",
    "tier": "encounter.tier_outcomes",
    "referral": "encounter.referral_kinds",
    "group_size": "encounter.group_size_bands",
}
"""Field of a record → the list of the vocabulary that its code is from."""

NEEDED: dict[Kind, frozenset[str]] = {
    Kind.ONE_TO_ONE: frozenset({"shift", "outcome"}),
    Kind.INFORMAL: frozenset({"shift", "outcome"}),
    Kind.TEAM_SESSION: frozenset({"shift", "group_size"}),
    Kind.LEADER_TALK: frozenset({"shift"}),
}
"""What a record of each kind cannot do without."""

_OF_A_TALK = frozenset({"role_group", "outcome", "interactions", "source", "time_to_contact", "tier", "referral"})


def tidy(record: Record) -> Record:
    """Leave out what does not belong to the kind, or to how it went: less is kept, never more."""
    unsaid: dict[str, Any] = {field.name: field.default for field in fields(Record)}
    dropped: set[str] = set()
    if record.kind not in WITH_SOMEBODY:
        dropped |= _OF_A_TALK
    if record.kind is not Kind.TEAM_SESSION:
        dropped.add("group_size")
    if record.kind is Kind.LEADER_TALK:
        dropped.add("event_kind")
    if record.outcome != Outcome.SPOKE and record.kind in WITH_SOMEBODY:
        dropped |= {"minutes", "interactions", "time_to_contact"}
    if record.interactions != Interactions.FIRST:
        dropped.add("time_to_contact")
    return replace(record, **{name: unsaid[name] for name in dropped})


def missing(record: Record) -> list[str]:
    """Return the fields that a record of this kind still needs."""
    return sorted(name for name in NEEDED[record.kind] if not getattr(record, name))


def about_whom(record: Record) -> tuple[str, ...]:
    """Return the first sheet: kind, minutes, role group, unit group, kind of event, size of a group."""
    return (
        record.kind,
        record.minutes,
        record.role_group,
        record.unit_group,
        record.event_kind,
        record.group_size,
    )


def how_it_went(record: Record) -> tuple[str, ...]:
    """Return the second sheet: kind, shift, outcome, which talk, source, time to contact. A case's rows tell these."""
    return (
        record.kind,
        record.shift,
        record.outcome,
        record.interactions,
        record.source,
        record.time_to_contact,
    )


def leaves(record: Record) -> list[tuple[str, str]]:
    """Return the answers that lie alone: what, and the code."""
    said = ((About.TIER, record.tier), (About.REFERRAL, record.referral))
    return [(about.value, code) for about, code in said if code]


def deal(rows: Iterable[Row], tickets: Sequence[bytes]) -> list[Row]:
    """Return the rows in an order that depends on nothing but the tickets, one random draw a row.

    They are sorted by what they say before a ticket is given to each: so the order in which they came in cannot show,
    whatever it was.
    """
    sorted_by_what_they_say = sorted(rows, key=repr)
    drawn = zip(tickets, sorted_by_what_they_say, strict=True)
    return [row for _ticket, row in sorted(drawn, key=lambda pair: pair[0])]


def month_of(now: datetime, *, zone: ZoneInfo) -> str:
    """Return the month in which something is written down, "2026-11", in the organization's zone."""
    return now.astimezone(zone).strftime("%Y-%m")


def may_move(*, waiting: int, month: str, this_month: str) -> bool:
    """Say whether a batch is moved: enough wait together, or its month is over."""
    return waiting >= SMALLEST_BATCH or (waiting > 0 and month < this_month)


def oldest_kept(this_month: str, *, years: int) -> str:
    """Return the earliest month whose sheets are kept."""
    return _earlier(this_month, 12 * years)


def oldest_recognized(this_month: str) -> str:
    """Return the earliest month of which a form that is sent again is still known: the one before."""
    return _earlier(this_month, 1)


def _earlier(this_month: str, months: int) -> str:
    year, month = (int(part) for part in this_month.split("-"))
    index = year * 12 + month - 1 - months
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


_MORNING, _AFTERNOON, _NIGHT = 7, 15, 23
_SATURDAY = 5


def shift_of(at: datetime, *, zone: ZoneInfo) -> Shift:
    """Return the part of the week in which something happened, in the zone of the place. Holidays are not known."""
    here = at.astimezone(zone)
    if not _MORNING <= here.hour < _NIGHT:
        return Shift.NIGHT
    if here.weekday() >= _SATURDAY:
        return Shift.WEEKEND_DAY
    return Shift.WEEKDAY_DAY if here.hour < _AFTERNOON else Shift.WEEKDAY_EVENING


_BANDS = (
    (timedelta(minutes=30), TimeToContact.UP_TO_30M),
    (timedelta(hours=2), TimeToContact.UP_TO_2H),
    (timedelta(hours=12), TimeToContact.UP_TO_12H),
    (timedelta(hours=24), TimeToContact.UP_TO_24H),
    (timedelta(hours=48), TimeToContact.UP_TO_48H),
)


def time_to_contact(waited: timedelta) -> TimeToContact:
    """Return the band of the time from asking until they spoke."""
    return next((band for most, band in _BANDS if waited <= most), TimeToContact.OVER_48H)


_SECOND, _FIFTH = 2, 5


def interactions(times: int) -> Interactions:
    """Return the band for the first, second, … talk with somebody; at least the first."""
    if times < _SECOND:
        return Interactions.FIRST
    if times == _SECOND:
        return Interactions.SECOND
    return Interactions.THIRD_TO_FIFTH if times <= _FIFTH else Interactions.LATER
