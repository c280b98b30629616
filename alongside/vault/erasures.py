"""The list of destroyed keys, kept apart from the database: what an honest restore replays (threat model, 5.5).

Belongs here: appending to the list, durably; comparing it with what the database knows of it; which keys that are on it
came back. Does not belong here: deleting rows (`cases`), what is done after a restore (`journeys/recovering.py`).
A line is `seq HMAC(erasure key, key uuid) month`; it identifies nobody.

Beside it lies `….open`: marks of acts that may have been cut short between the list and the database. So a process that
was killed there is told from a restore.
"""

import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from alongside.tenancy.transactions import require_transaction
from alongside.vault import keyring
from alongside.vault.errors import ListOfErasuresLost
from alongside.vault.models import ErasureHead, WrappedKey


class Standing(StrEnum):
    """How the list and the database stand to each other."""

    WHOLE = "whole"
    NEW = "new"
    CUT_SHORT = "cut_short"
    RESTORED = "restored"
    BEHIND = "behind"
    ABSENT = "absent"

    @property
    def lost(self) -> bool:
        """Whether the list lacks what the database knows: nobody can say who was to stay forgotten."""
        return self in {Standing.BEHIND, Standing.ABSENT}


@dataclass(frozen=True)
class Listed:
    """The list as it is: its whole lines. A last line that was cut short was never acted upon."""

    lines: tuple[bytes, ...]
    exists: bool

    @property
    def marks(self) -> frozenset[str]:
        """Every mark in it."""
        return frozenset(line.split()[1].decode() for line in self.lines)

    def digest(self, seq: int) -> bytes:
        """Return SHA-256 over the first `seq` lines, each with its line feed."""
        return hashlib.sha256(b"".join(line + b"\n" for line in self.lines[:seq])).digest()


def destroy_key(*, case: UUID, now: datetime) -> bool:
    """Append the case's keys to the list, then destroy them; False when they were gone already. Safe to repeat.

    Raises ListOfErasuresLost: the list lacks lines that the database knows of; nothing is destroyed then.
    """
    require_transaction()
    keys = list(WrappedKey.objects.filter(case=case))
    if not keys:
        return False
    head = _held_head()
    marks = [mark(kept.key_id, by=keyring.current().active("erasure").id) for kept in keys]
    _append(marks, head=head, month=f"{now:%Y-%m}")
    WrappedKey.objects.filter(case=case).delete()
    return True


def destroy_again(*, case: UUID) -> None:
    """Destroy keys that a backup brought back and that stand in the list already: neither list nor head changes."""
    require_transaction()
    WrappedKey.objects.filter(case=case).delete()


def mark(key_id: UUID, *, by: str) -> str:
    """Return what stands in the list for a key: its HMAC under the erasure key of generation `by`."""
    secret = keyring.generation("erasure", by).key.reveal()
    return hmac.new(secret, key_id.bytes, hashlib.sha256).hexdigest()


def standing() -> Standing:
    """Compare the list with what the database knows of it."""
    listed, head = _read(), ErasureHead.objects.first()
    if head is None:
        return Standing.RESTORED if listed.lines else Standing.NEW
    from_backup, seq = head.seq < 0, head.seq if head.seq >= 0 else -head.seq - 1  # As `alongside backup` marks it.
    if not listed.exists:
        return Standing.ABSENT
    if len(listed.lines) < seq or listed.digest(seq) != bytes(head.digest):
        return Standing.BEHIND
    if from_backup:
        return Standing.RESTORED
    ahead = {line.split()[1].decode() for line in listed.lines[seq:]}
    if not ahead:
        return Standing.WHOLE
    return Standing.CUT_SHORT if ahead <= _open_marks() else Standing.RESTORED


def came_back() -> list[tuple[UUID, UUID]]:
    """Return (organization, owner) of every key in the database that the list says was destroyed."""
    marks = _read().marks
    if not marks:
        return []
    rings = [each.id for each in keyring.current().generations if each.kind == "erasure"]
    rows = WrappedKey.objects.iterator()
    return sorted({(row.organization_id, row.case) for row in rows if _is_listed(row.key_id, marks, rings)})


def _is_listed(key_id: UUID, marks: frozenset[str], rings: list[str]) -> bool:
    return any(mark(key_id, by=by) in marks for by in rings)


def settle() -> None:
    """Let the database know the list as it is: after a replay, at the first start, when a new list is accepted."""
    require_transaction()
    head = _held_head()
    with _turn():
        listed = _read()
        _path().touch(mode=0o600)
        _note(head, listed)
    _forget_open(None)


def _held_head() -> ErasureHead:
    """Hold the one row: whoever destroys keys takes turns, so that list and database grow in one order."""
    ErasureHead.objects.bulk_create([ErasureHead(id=1, digest=hashlib.sha256().digest())], ignore_conflicts=True)
    return ErasureHead.objects.select_for_update().get(id=1)


def _note(head: ErasureHead, listed: Listed) -> None:
    head.seq, head.digest = len(listed.lines), listed.digest(len(listed.lines))
    head.save(update_fields=["seq", "digest"])


def _append(marks: list[str], *, head: ErasureHead, month: str) -> None:
    """Write the marks down as begun, then in the list, each time durably. A repeat lists nothing twice."""
    with _turn():
        listed = _read()
        if not 0 <= head.seq <= len(listed.lines) or listed.digest(head.seq) != bytes(head.digest):
            raise ListOfErasuresLost
        fresh = [each for each in marks if each not in listed.marks]
        _write(_open_path(), b"".join(each.encode() + b"\n" for each in marks), mode="ab")
        seqs = range(len(listed.lines) + 1, len(listed.lines) + 1 + len(fresh))
        lines = [f"{seq} {each} {month}".encode() for seq, each in zip(seqs, fresh, strict=True)]
        _cut_torn_end(listed)
        _write(_path(), b"".join(line + b"\n" for line in lines), mode="ab")
        _note(head, Listed((*listed.lines, *lines), exists=True))
    transaction.on_commit(lambda: _forget_open(frozenset(marks)))


def _cut_torn_end(listed: Listed) -> None:
    """Remove the half line of a process that was killed while it wrote; nothing was destroyed for it."""
    path, whole = _path(), sum(len(line) + 1 for line in listed.lines)
    if path.exists() and path.stat().st_size > whole:
        os.truncate(path, whole)


def _forget_open(marks: frozenset[str] | None) -> None:
    """What was begun is durable in the database too; None: all of it. The old file or the new one stands."""
    with _turn():
        left = frozenset[str]() if marks is None else _open_marks() - marks
        fresh = _path().with_suffix(".new")
        _write(fresh, b"".join(each.encode() + b"\n" for each in sorted(left)), mode="wb")
        fresh.replace(_open_path())


def _open_marks() -> frozenset[str]:
    path = _open_path()
    return frozenset(path.read_text(encoding="ascii").split()) if path.exists() else frozenset()


def _read() -> Listed:
    path = _path()
    if not path.exists():
        return Listed((), exists=False)
    return Listed(tuple(path.read_bytes().split(b"\n")[:-1]), exists=True)


def _write(path: Path, content: bytes, *, mode: str) -> None:
    with path.open(mode) as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _turn() -> Iterator[None]:
    """Let one process at a time write the list."""
    _path().parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _path().with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _path() -> Path:
    return Path(settings.ERASURE_LIST)


def _open_path() -> Path:
    return _path().with_suffix(".open")
