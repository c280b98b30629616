"""Records to put into the mixer, made up.

Belongs here: a record of each kind, and putting records in. Does not belong here: expectations.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from alongside.encounters import operations
from alongside.encounters.rules import Kind, Record
from alongside.tenancy.transactions import one_transaction

TALK = Record(
    kind=Kind.ONE_TO_ONE,
    shift="weekday_day",
    minutes="m16_30",
    role_group="nursing",
    unit_group="intensive_care",
    event_kind="unexpected_death",
    outcome="spoke",
    interactions="i1",
    source="self",
    time_to_contact="up_to_2h",
    tier="tier2_enough",
    referral="none",
)

UNITS = ("emergency", "intensive_care", "theatre", "pharmacy", "maternity", "surgery", "dispatch", "home_care")


def talk(**different: Any) -> Record:
    """Return a talk that differs in these answers."""
    return replace(TALK, **different)


def put(organization: UUID, *records: Record, now: datetime, once: str = "") -> None:
    """Put records into the mixer, one by one, as they would come."""
    for each in records:
        with one_transaction(ring=False):
            operations.record(organization=organization, record=each, now=now, once=once)


def move_all(now: datetime) -> int:
    """Move whatever may be moved; return how many records."""
    moved = 0
    while True:
        with one_transaction(ring=False):
            found = operations.move_next(now=now)
        if found is None:
            return moved
        moved += found.records
