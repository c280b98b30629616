"""Keeping the keys: once a week a new wrapping key, every case key wrapped anew, old ones destroyed with their backups.

So a stolen backup older than five weeks opens with no keyring that still exists (threat model, 5.1). On one host the
engine does this by itself; where several hosts share a database the keyring must first be carried to each, and an
operator does it by command.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import connection

from alongside.tenancy.transactions import one_transaction
from alongside.vault import keyring
from alongside.vault import operations as vault

ROTATE_AFTER = timedelta(weeks=1)
SOME = 500


def keep_keys(*, now: datetime) -> bool:
    """Do the next small piece of what is due; say whether more is left. Safe to kill at any moment."""
    if connection.vendor == "sqlite" and _a_week_old(now):
        vault.rotate_keyring(now=now)
        return True
    if wrap_some(now=now):
        return True
    vault.destroy_old_generations(now=now)
    return False


def wrap_some(*, now: datetime) -> int:
    """Wrap some case keys by the active generation; return how many, 0 when all are."""
    with one_transaction(ring=False):
        return vault.rewrap_some(limit=SOME, now=now)


def _a_week_old(now: datetime) -> bool:
    made = keyring.current().active("wrap").made
    return now.date() - date.fromisoformat(made) >= ROTATE_AFTER
