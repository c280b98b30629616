"""The last good copy of something small, for pages that must answer when the database does not.

Belongs here: keeping one read per key in this process, reading it anew when it is old, answering with the old one
when reading fails; counting changes, so that whole pages made of such copies are given up (`web/kept.py`).
Does not belong here: what is read. Never anything about a case: only numbers, words and settings that every visitor
may see.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import Error, connection, transaction

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

FRESH = timedelta(seconds=10)
"""How long a copy is used without asking again. Another process sees a change after this time at most."""

_changes = 0


def changes() -> int:
    """Return how often this process has changed what every visitor may see: what was made before is to be made anew."""
    return _changes


def changed() -> None:
    """Note such a change: now, and once more when its transaction is durable."""
    _count()
    if connection.in_atomic_block:
        transaction.on_commit(_count)


def _count() -> None:
    global _changes  # noqa: PLW0603  # One process has one count of its changes.
    _changes += 1


class LastGood(Generic[Key, Value]):
    """Copies by key. Reading anew happens at most once in FRESH per key, and at once after `forget`."""

    def __init__(self) -> None:
        self._kept: dict[Key, tuple[datetime | None, Value]] = {}

    def get(self, key: Key, read: Callable[[], Value], *, now: datetime) -> Value:
        """Return the copy, reading it anew when it is old. Raises what `read` raises only when there is no copy."""
        kept = self._kept.get(key)
        if kept and kept[0] and abs(now - kept[0]) < FRESH:
            return kept[1]
        try:
            value = read()
        except Error:
            if kept is None:
                raise
            return kept[1]
        self._kept[key] = (now, value)
        return value

    def forget(self, key: Key) -> None:
        """Read this key anew the next time, and again once the change is durable; keep the copy in case that fails."""
        self._age(key)
        changed()
        if connection.in_atomic_block:
            transaction.on_commit(lambda: self._age(key))  # Somebody may have read the old one in between.

    def _age(self, key: Key) -> None:
        if key in self._kept:
            self._kept[key] = (None, self._kept[key][1])
