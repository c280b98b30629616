"""Counting acts per network. Passing a limit slows; nothing here refuses, locks or drops anything.

Belongs here: one atomic count, tickets used up, which network something came from, forgetting all that. Does not
belong here: what slowing looks like (`tickets`, and the page that shows one); crisis numbers and guidance, which are
never counted.
"""

import hmac
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import connection

from alongside.limits import daykey, rules
from alongside.limits.models import Bucket, Origin
from alongside.limits.rules import Kind
from alongside.tenancy.transactions import one_transaction, require_transaction

_ONCE = ("organization_id", "kind", "network", "window_start")
"""What there is one bucket of: the columns of the table's unique constraint."""


def count(*, organization: UUID, kind: Kind, address: str, now: datetime) -> bool:
    """Count one act from this address and return True when it should be asked for patience first.

    Opens its own short transaction, alone among operations: a count stands even when the act it counts comes to
    nothing. Of the address only a hash of its network is kept, under a key that lives a day.
    """
    return _count(organization, kind, rules.network(address), now)


def count_machine(*, organization: UUID, kind: Kind, machine: UUID, now: datetime) -> bool:
    """Count one act of a machine, whatever network it calls from; otherwise as `count`."""
    return _count(organization, kind, machine.bytes, now)


def _count(organization: UUID, kind: Kind, who: bytes, now: datetime) -> bool:
    window = rules.WINDOWS[kind]
    with one_transaction(ring=False):
        bucket: dict[str, object] = {"kind": kind, "network": _keyed(who, now), "window_start": window.start(now)}
        return _add_one(organization, bucket) > window.most


def spend(*, organization: UUID, ticket: str, now: datetime) -> bool:
    """Use a ready ticket up: True the first time, False whenever it comes again. Opens its own short transaction."""
    mark, day = _keyed(ticket.encode(), now), rules.A_DAY.start(now)
    bucket: dict[str, object] = {"kind": "spent", "network": mark, "window_start": day}
    with one_transaction(ring=False):
        return _add_one(organization, bucket) == 1


def _add_one(organization: UUID, bucket: dict[str, object]) -> int:
    """Count one more and return how many there are; one statement, of a kind that Django's own upsert cannot make.

    Counting happens in the database, so that no two processes can both read the same number and lose one.
    """
    row, quote = Bucket(organization_id=organization, count=1, **bucket), connection.ops.quote_name
    fields = Bucket._meta.concrete_fields
    columns, once = (", ".join(quote(column) for column in some) for some in ([str(f.column) for f in fields], _ONCE))
    table, count, places = quote(Bucket._meta.db_table), quote("count"), ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(field.value_from_object(row), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) VALUES ({places}) "  # noqa: S608  # Names of our own columns only.
            f"ON CONFLICT ({once}) DO UPDATE SET {count} = {table}.{count} + 1 RETURNING {count}",
            values,
        )
        return int(cursor.fetchone()[0])


def note_origin(*, organization: UUID, act: UUID, address: str, now: datetime) -> None:
    """Remember for the day, under its key, that this act came from the network of this address."""
    require_transaction()
    Origin.objects.create(
        organization_id=organization, network=_network(address, now), act=_act(act, daykey.key_of(now)), at=now
    )


def came_from(*, organization: UUID, address: str, now: datetime) -> frozenset[bytes]:
    """Return the marks of what came from the network of this address today; one query."""
    rows = Origin.objects.of(organization).filter(network=_network(address, now)).values_list("act", flat=True)
    return frozenset(bytes(act) for act in rows)


def count_among(marks: frozenset[bytes], *, acts: Iterable[UUID], now: datetime) -> int:
    """Return how many of these acts have one of these marks."""
    key = daykey.key_of(now)
    return sum(_act(act, key) in marks for act in acts)


def _network(address: str, now: datetime) -> bytes:
    return _keyed(rules.network(address), now)


def _keyed(what: bytes, now: datetime) -> bytes:
    return hmac.digest(daykey.key_of(now), what, "sha256")


def _act(act: UUID, key: bytes) -> bytes:
    return hmac.digest(key, act.bytes, "sha256")


def sweep(*, now: datetime) -> int:
    """Forget counts and origins older than a day and the keys of earlier days; return how many rows and keys went."""
    require_transaction()
    counts, _ = Bucket.objects.filter(window_start__lte=now - rules.KEPT).delete()
    origins, _ = Origin.objects.filter(at__lte=now - rules.KEPT).delete()
    return counts + origins + daykey.drop_before(now)
