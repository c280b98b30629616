"""Writing some columns of one row.

Belongs here: that, and no more. Does not belong here: what they mean (each app's operations), conditional updates with
one winner: those say in place what must still be so.
"""

from __future__ import annotations

from alongside.tenancy.models import OwnedRow
from alongside.tenancy.transactions import require_transaction


def change(row: OwnedRow, **columns: object) -> None:
    """Write these columns of a row and no others, and show them on it: what others changed meanwhile stays theirs."""
    require_transaction()
    type(row).objects.filter(pk=row.pk).update(**columns)
    for name, value in columns.items():
        setattr(row, name, value)
