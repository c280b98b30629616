"""The file that opens everything: wrap keys, the pepper, the erasure key (threat model, 5.1).

Belongs here: reading it, refusing it by name, writing it whole.
Does not belong here: when to rotate (`operations`) or what the keys seal (`sealing`, `codes`).
The file lives apart from the database and its backups, mode 0400 in a folder of mode 0700.
"""

import base64
import binascii
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from alongside.vault import errors
from alongside.vault.envelope import KEY
from alongside.vault.secret import Secret

FORMAT = 1
KINDS = ("wrap", "pepper", "erasure")
ACTIVE, OPEN_ONLY = "active", "open-only"
SAMPLE = bytes(range(KEY))
"""The key printed in the documentation; never accepted."""


@dataclass(frozen=True)
class Generation:
    """One key of the ring. `use` is active or open-only; `destroy_after` is set once it is open-only."""

    id: str
    kind: str
    key: Secret
    use: str = ACTIVE
    made: str = ""
    destroy_after: str = ""


@dataclass(frozen=True)
class Keyring:
    """All generations, checked."""

    generations: tuple[Generation, ...]

    def active(self, kind: str) -> Generation:
        """Return the generation that seals today."""
        return next(each for each in self.generations if each.kind == kind and each.use == ACTIVE)

    def find(self, kind: str, name: str) -> Generation | None:
        """Return the generation of this id, active or open-only, or None."""
        return next((each for each in self.generations if each.kind == kind and each.id == name), None)


_read: dict[Path, tuple[tuple[int, ...], Keyring]] = {}


def current(path: Path | None = None) -> Keyring:
    """Return the keyring as its file is now.

    Read again whenever the file has changed, so that no process goes on wrapping by an old generation.
    """
    path = path or Path(settings.KEYRING_FILE)
    try:
        state = path.stat()
    except FileNotFoundError:
        raise errors.KeyringMissing(f"{path} does not exist; put back its copy") from None
    stamp = (state.st_ino, state.st_mtime_ns, state.st_size, state.st_mode)
    kept = _read.get(path)
    if kept is None or kept[0] != stamp:
        kept = _read[path] = (stamp, load(path))
    return kept[1]


def generation(kind: str, name: str) -> Generation:
    """Return a generation by id.

    One that is unknown makes us read the file again, then raises UnknownGeneration. Never a guess.
    """
    found = current().find(kind, name)
    if found is None:
        _read.clear()
        found = current().find(kind, name)
    if found is None:
        raise errors.UnknownGeneration(f"the keyring does not list {kind} generation {name}")
    return found


def ready() -> bool:
    """Whether the keyring can be read and is whole."""
    try:
        current()
    except errors.BadKeyring:
        return False
    return True


def load(path: Path) -> Keyring:
    """Read and check the file, or raise the BadKeyring that says what is wrong with it."""
    if path.stat().st_mode & 0o077:
        raise errors.KeyringOpenToOthers(f"{path} can be read by others; chmod 0400 it, and rotate the keys")
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if content["format"] != FORMAT:
            raise errors.NotAKeyring(f"{path} is of another format than {FORMAT}")
        ring = Keyring(tuple(_generation(entry) for entry in content["generations"]))
    except (ValueError, KeyError, TypeError, OSError):
        raise errors.NotAKeyring(f"{path} cannot be read as a keyring; put back its copy") from None
    _refuse(ring)
    return ring


def _generation(entry: dict[str, Any]) -> Generation:
    if entry["kind"] not in KINDS or entry["use"] not in {ACTIVE, OPEN_ONLY}:
        raise errors.NotAKeyring(f"generation {entry['id']} has an unknown kind or use")
    try:
        key = base64.b64decode(entry["key"], validate=True)
    except (binascii.Error, TypeError):
        raise errors.WrongLength(f"the key of generation {entry['id']} is not base64 of {KEY} bytes") from None
    dates = {name: str(entry.get(name, "")) for name in ("made", "destroy_after")}
    return Generation(id=str(entry["id"]), kind=entry["kind"], key=Secret(key), use=entry["use"], **dates)


def _refuse(ring: Keyring) -> None:
    for each in ring.generations:
        key = each.key.reveal()
        if len(key) != KEY:
            raise errors.WrongLength(f"the key of generation {each.id} is not {KEY} bytes long")
        if key == SAMPLE or len(set(key)) == 1:
            raise errors.SampleKey(f"generation {each.id} holds a sample key; make a new one")
    names = [each.id for each in ring.generations]
    if len(set(names)) < len(names):
        raise errors.DuplicateGeneration("two generations carry the same id; rename or remove one")
    for kind in KINDS:
        if sum(each.kind == kind and each.use == ACTIVE for each in ring.generations) != 1:
            raise errors.NoActiveGeneration(f"exactly one generation of kind {kind} must be active")
    if len({each.key.reveal() for each in ring.generations}) < len(names):
        raise errors.WrapIsPepper("two generations share one key; each needs its own")


def new(kind: str, name: str, made: date) -> Generation:
    """Return a fresh active generation."""
    return Generation(id=name, kind=kind, key=Secret(secrets.token_bytes(KEY)), made=made.isoformat())


def week_name(day: date) -> str:
    """Return the id of a wrap generation made on this day, e.g. kw-2026-47."""
    year, week, _ = day.isocalendar()
    return f"kw-{year}-{week:02d}"


def create(path: Path, *, made: date) -> None:
    """Write a first keyring unless there is one already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with turn(path):
        if not path.exists():
            first = (new("wrap", week_name(made), made), new("pepper", "p-1", made), new("erasure", "e-1", made))
            write(path, Keyring(first))


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Let one process at a time change the file."""
    with path.with_suffix(".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def write(path: Path, ring: Keyring) -> None:
    """Replace the file whole, mode 0400.

    Call within `turn`; killed at any moment, the old file or the new one stands.
    """
    _refuse(ring)
    content = {"format": FORMAT, "generations": [_entry(each) for each in ring.generations]}
    fresh = path.with_suffix(".new")
    fresh.unlink(missing_ok=True)  # Left behind by a process that was killed.
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _entry(each: Generation) -> dict[str, str]:
    entry = {"id": each.id, "kind": each.kind, "key": base64.b64encode(each.key.reveal()).decode(), "use": each.use}
    dates = {"made": each.made, "destroy_after": each.destroy_after}
    return entry | {name: value for name, value in dates.items() if value}
