"""Whether a request asked now would be kept and paged.

Belongs here: asking each part and giving one answer. Does not belong here: mending, or any number that counts people.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import DatabaseError

from alongside.paging import queries as paging
from alongside.vault import keyring


@dataclass(frozen=True)
class Readiness:
    """Each part, and since when the oldest overdue thing waits (aware UTC), if any does."""

    database: bool
    keyring: bool
    engine: bool
    oldest_overdue: datetime | None = None
    faults: tuple[str, ...] = field(default=())

    @property
    def ready(self) -> bool:
        """Whether all parts are well."""
        return self.database and self.keyring and self.engine

    def as_json(self) -> dict[str, object]:
        """Return a fixed set of labels for a machine; times to the minute."""
        overdue = self.oldest_overdue.strftime("%Y-%m-%dT%H:%MZ") if self.oldest_overdue else None
        return {"database": self.database, "keyring": self.keyring, "engine": self.engine, "oldest_overdue": overdue}


def check(*, now: datetime) -> Readiness:
    """Ask database, keyring and the engine's beat."""
    try:
        late = paging.engine_is_late(now=now)
        overdue = paging.oldest_overdue()
    except DatabaseError:
        return Readiness(database=False, keyring=keyring.ready(), engine=False)
    return Readiness(database=True, keyring=keyring.ready(), engine=not late, oldest_overdue=overdue)
