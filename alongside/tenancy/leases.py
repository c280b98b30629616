"""How an engine takes the row whose time came first: the database is the queue (docs/decisions/0002).

Belongs here: which rows are free, leasing the first of them. Does not belong here: which rows are due, what is done
with one, how long a row rests that fails again and again (`limits.rules`).

Every table taken so has `due_at` and `lease_until`. A lease that ran out means retry, never failed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.tenancy.models import Row
from alongside.tenancy.transactions import require_transaction

LEASE = timedelta(seconds=60)
"""How long a row is left to the engine that took it; longer than dealing with it can take."""


def free(*, now: datetime) -> Q:
    """Return what a row looks like that no engine holds."""
    return Q(lease_until=None) | Q(lease_until__lte=now)


def first_free(due: QuerySet[Row, Row], *, now: datetime) -> Row | None:
    """Return the free row of these that has been due longest, locked; None when there is none.

    Two engines never get the same: PostgreSQL passes over what another looks at, SQLite has one writer.
    """
    require_transaction()
    rows = due.filter(free(now=now)).order_by("due_at", "pk")
    return rows.select_for_update(skip_locked=True, of=("self",)).first()


def lease_first(due: QuerySet[Row, Row], *, now: datetime) -> Row | None:
    """Lease the free row of these that has been due longest; None when there is none."""
    row = first_free(due, now=now)
    if row is not None:
        due.model._default_manager.filter(pk=row.pk).update(lease_until=now + LEASE)  # Any table.
    return row


def lease_first_key(due: QuerySet[Row, Row], *, now: datetime) -> UUID | None:
    """Lease the same and return its key alone, for whoever holds more than the row and reads it again before acting."""
    row = lease_first(due.only("pk"), now=now)
    return None if row is None else row.pk
