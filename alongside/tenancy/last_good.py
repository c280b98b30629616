"""The last good copy of something small, for pages that must answer when the database does not.

Belongs here: keeping one read per key in this process, reading it anew when it is old, answering with the old one
when reading fails.
Does not belong here: what is read. Never anything about a case: only numbers, words and settings that every visitor
may see.
"""

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db import Error

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

FRESH = timedelta(seconds=20)
"""How long a copy is used without asking again. Another process sees a change after this time at most."""


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
        """Read this key anew the next time; keep the copy in case that fails."""
        if key in self._kept:
            self._kept[key] = (None, self._kept[key][1])
