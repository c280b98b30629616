"""Making, rotating and retiring keys.

Belongs here: what changes the keyring file or the wrapped keys.
Does not belong here: when (a journey, an engine duty or an operator decides).
Rotation is safe to kill at any moment: the file is replaced whole, and re-wrapping goes on where it stopped.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from alongside.tenancy.transactions import require_transaction
from alongside.vault import keyring, sealing
from alongside.vault.errors import CannotOpen, KeyringMissing
from alongside.vault.keyring import ACTIVE, OPEN_ONLY, Generation, Keyring
from alongside.vault.models import WrappedKey

LIFE_OF_BACKUPS = timedelta(weeks=5)
log = logging.getLogger("alongside.vault")


def prepare_keyring(*, now: datetime, path: Path | None = None) -> None:
    """At start.

    Make the keyring if nothing was ever sealed, else read it. Raises the BadKeyring that must stop the start.
    """
    path = path or Path(settings.KEYRING_FILE)
    if not path.exists():
        if WrappedKey.objects.exists():
            raise KeyringMissing(f"{path} does not exist, but keys were wrapped by it; put back its copy")
        keyring.create(path, made=now.date())
    keyring.current(path)


def rotate_keyring(*, now: datetime, path: Path | None = None) -> str:
    """Make a new active wrap generation and return its id; the old one only opens, until its backups are gone."""
    path = path or Path(settings.KEYRING_FILE)
    with keyring.turn(path):
        ring = keyring.load(path)
        fresh = keyring.new("wrap", _free_name(ring, now), now.date())
        last_day = (now + LIFE_OF_BACKUPS).date().isoformat()
        kept = [
            replace(each, use=OPEN_ONLY, destroy_after=last_day) if (each.kind, each.use) == ("wrap", ACTIVE) else each
            for each in ring.generations
        ]
        keyring.write(path, Keyring((fresh, *kept)))
    return fresh.id


def _free_name(ring: Keyring, now: datetime) -> str:
    name, turn = keyring.week_name(now.date()), 1
    taken = {each.id for each in ring.generations}
    while (candidate := name if turn == 1 else f"{name}-{turn}") in taken:
        turn += 1
    return candidate


def rewrap_some(*, limit: int, now: datetime) -> int:  # noqa: ARG001  # Every operation is told the time.
    """Wrap up to `limit` case keys by the active generation and return how many.

    0 means that all are. A key we cannot open is left as it is.
    """
    require_transaction()
    ring = keyring.current()
    active = ring.active("wrap")
    openable = [each.id for each in ring.generations if each.kind == "wrap" and each.id != active.id]
    rows = WrappedKey.objects.filter(holder_kind=WrappedKey.Holder.KEYRING, generation__in=openable)
    return sum(_rewrap(kept, by=active) for kept in rows.select_for_update(skip_locked=True).order_by("pk")[:limit])


def _rewrap(kept: WrappedKey, *, by: Generation) -> int:
    try:
        key = sealing.unwrap(kept)
    except CannotOpen:
        log.exception("vault.key_cannot_be_opened")
        return 0
    blob = sealing.wrap(key, by=by, organization=kept.organization_id, case=kept.case)
    same = WrappedKey.objects.filter(pk=kept.pk, generation=kept.generation)
    return same.update(blob=blob, generation=by.id)


def destroy_old_generations(*, now: datetime, path: Path | None = None) -> list[str]:
    """Remove each open-only wrap generation that no key needs and whose backups are gone; return their ids."""
    path = path or Path(settings.KEYRING_FILE)
    with keyring.turn(path):
        ring = keyring.load(path)
        in_use = set(WrappedKey.objects.values_list("generation", flat=True).distinct())
        today = now.date().isoformat()
        gone = [
            each
            for each in ring.generations
            if (each.kind, each.use) == ("wrap", OPEN_ONLY)
            and each.id not in in_use
            and "" < each.destroy_after <= today  # Without a date it was added by hand, to be activated later.
        ]
        if gone:
            keyring.write(path, Keyring(tuple(each for each in ring.generations if each not in gone)))
    return [each.id for each in gone]
