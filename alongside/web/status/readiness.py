"""Whether a request asked now would be kept and paged.

Belongs here: asking each part and giving one answer. Does not belong here: mending, or any number that counts people.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import DatabaseError

from alongside.paging import queries as paging
from alongside.vault import keyring

LATE_AFTER = timedelta(minutes=5)
"""Something overdue for longer is late; an engine that is merely busy catches up before."""


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

    def as_json(self, *, now: datetime, whole: bool) -> dict[str, object]:
        """Return a fixed set of labels for a machine.

        `whole` adds to the minute since when the oldest thing is overdue. To the public it would tell, asked often
        enough, at which minute somebody waited for help.
        """
        parts: dict[str, object] = {"database": self.database, "keyring": self.keyring, "engine": self.engine}
        late = self.oldest_overdue is not None and now - self.oldest_overdue > LATE_AFTER
        parts["overdue"] = "late" if late else "ok"
        if whole:
            since = self.oldest_overdue
            parts["oldest_overdue"] = since.strftime("%Y-%m-%dT%H:%MZ") if since else None
        return parts


def check(*, now: datetime) -> Readiness:
    """Ask database, keyring and the engine's beat."""
    try:
        late = paging.engine_is_late(now=now)
        overdue = paging.oldest_overdue()
    except DatabaseError:
        return Readiness(database=False, keyring=keyring.ready(), engine=False)
    return Readiness(database=True, keyring=keyring.ready(), engine=not late, oldest_overdue=overdue)
