"""Counting acts per network. Passing a limit slows; nothing here refuses, locks or drops anything.

Belongs here: one atomic count, forgetting old counts. Does not belong here: what slowing looks like (`tickets`, and the
page that shows one); crisis numbers and guidance, which are never counted.
"""

import hmac
from datetime import datetime
from uuid import UUID

from django.db.models import F

from alongside.limits import daykey, rules
from alongside.limits.models import Bucket
from alongside.limits.rules import Kind
from alongside.tenancy.transactions import one_transaction, require_transaction


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
        network = hmac.digest(daykey.key_of(now), who, "sha256")
        bucket: dict[str, object] = {"kind": kind, "network": network, "window_start": window.start(now)}
        return _add_one(organization, bucket) > window.most


def _add_one(organization: UUID, bucket: dict[str, object]) -> int:
    # Counting happens in the database, so that no two processes can both read the same number and lose one.
    rows = Bucket.objects.of(organization).filter(**bucket)
    if not rows.update(count=F("count") + 1):
        Bucket.objects.bulk_create([Bucket(organization_id=organization, **bucket)], ignore_conflicts=True)
        rows.update(count=F("count") + 1)
    return rows.values_list("count", flat=True).get()


def sweep(*, now: datetime) -> int:
    """Forget counts older than a day and the keys of earlier days; return how many rows and keys went."""
    require_transaction()
    counts, _ = Bucket.objects.filter(window_start__lte=now - rules.KEPT).delete()
    return counts + daykey.drop_before(now)
