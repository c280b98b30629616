"""The list of destroyed keys, kept apart from the database: what an honest restore replays (threat model, 5.5).

Belongs here: appending to the list, durably.
Does not belong here: deleting rows (`cases`), replaying after a restore (there is no restore command yet).
A line is `seq HMAC(erasure key, key uuid) month`; it identifies nobody.
"""

import fcntl
import hashlib
import hmac
import os
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from alongside.tenancy.transactions import require_transaction
from alongside.vault import keyring
from alongside.vault.models import WrappedKey


def destroy_key(*, case: UUID, now: datetime) -> bool:
    """Append the case's keys to the list, then destroy them; False when they were gone already. Safe to repeat."""
    require_transaction()
    keys = list(WrappedKey.objects.filter(case=case))
    for kept in keys:
        _append(key_id=kept.key_id, now=now)
    WrappedKey.objects.filter(case=case).delete()
    return bool(keys)


def _append(*, key_id: UUID, now: datetime) -> None:
    path = Path(settings.ERASURE_LIST)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mark = hmac.new(keyring.current().active("erasure").key.reveal(), key_id.bytes, hashlib.sha256).hexdigest()
    with path.open("a+", encoding="ascii") as listed:
        fcntl.flock(listed, fcntl.LOCK_EX)
        listed.seek(0)
        lines = listed.read().splitlines()
        if any(mark in line for line in lines[-1000:]):
            return  # A repeat of an act that was killed half way.
        listed.write(f"{len(lines) + 1} {mark} {now:%Y-%m}\n")
        listed.flush()
        os.fsync(listed.fileno())
