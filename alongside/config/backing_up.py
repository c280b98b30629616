"""`alongside backup FILE` and `alongside restore FILE --identity KEYFILE`, for both databases.

Belongs here: reading the whole database, encrypting it to a key that is not on this host, and putting it back into an
empty one. Does not belong here: what follows a restore (`recovering.py`). The keyring and the list of erasures are
never part of a backup: they are kept apart, so that one theft does not take both.

A backup is an age file (docs/decisions/0019-backups-that-bring-nobody-back.md): one line of JSON that says what it is,
then SQLite's own bytes or PostgreSQL's custom dump. The copy is held in memory: nothing readable is ever written to a
disk.
"""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

import pyrage  # type: ignore[import-untyped]  # It has no types of its own.
from django.conf import settings
from django.db import connection

from alongside.config import recovering
from alongside.config.house import House
from alongside.config.preparing import prepare

FORMAT = 1
_MARK = "UPDATE vault_erasurehead SET seq = -seq - 1 WHERE seq >= 0"
"""Lets the next start know that this came from a backup, however the restore ends."""


class CannotRestore(Exception):
    """A backup cannot be made or put back; the message says why and how to mend it."""


def backup(house: House, *, file: str) -> int:
    """Write an encrypted copy of the whole database; 1 when that cannot be, saying why."""
    path = Path(file)
    try:
        recipient = _recipient(house)
        _refuse_place(path)
        _write(path, pyrage.encrypt(header() + _content(), [recipient]))
    except CannotRestore as problem:
        return _say(problem)
    sys.stdout.write(f"Written: {path}. Only the recipient’s key opens it.\n")
    return 0


def restore(house: House, *, file: str, identity: str) -> int:
    """Put a backup into an empty database, forget again whoever was forgotten since, send nothing; 1 when refused."""
    try:
        content = opened(Path(file), Path(identity))
        _refuse_full()
        _put_back(content)
    except CannotRestore as problem:
        return _say(problem)
    prepare(house)
    if not recovering.settle():
        return 1
    sys.stdout.write("Restored. Open requests wait on the board as “restored, please check”; nothing was sent.\n")
    return 0


def _recipient(house: House) -> "pyrage.x25519.Recipient":
    try:
        return pyrage.x25519.Recipient.from_str(house.backup_recipient)
    except pyrage.RecipientError as bad:
        raise CannotRestore(
            "Set ALONGSIDE_BACKUP_RECIPIENT to the public key that age-keygen printed (age1…)."
        ) from bad


def _refuse_place(path: Path) -> None:
    apart = {settings.KEYRING_FILE.absolute().parent, Path(settings.ERASURE_LIST).absolute().parent}
    if path.exists():
        raise CannotRestore(f"{path} is there already. Give each backup a name of its own.")
    if path.absolute().parent in apart:
        raise CannotRestore("Keep backups apart from the keyring and the list of erasures.")


def header() -> bytes:
    """Return the first line of a backup of this database."""
    return json.dumps({"alongside": FORMAT, "database": connection.vendor}).encode() + b"\n"


def _content() -> bytes:
    if connection.vendor != "sqlite":
        return _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges")
    name = connection.settings_dict["NAME"]
    with (
        closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as live,
        closing(sqlite3.connect(":memory:")) as copy,
    ):
        live.backup(copy)
        copy.execute(_MARK)
        copy.commit()
        copy.execute("VACUUM")  # Pages that were freed stay behind.
        return copy.serialize()


def opened(path: Path, identity: Path) -> bytes:
    """Return what follows the first line, if it is a backup of this kind of database."""
    try:
        lines = identity.read_text(encoding="utf-8").splitlines()
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-")]
        plain: bytes = pyrage.decrypt(path.read_bytes(), keys)
    except OSError as problem:
        raise CannotRestore(f"{problem.filename} cannot be read ({problem.strerror}).") from problem
    except (pyrage.DecryptError, pyrage.IdentityError) as problem:
        raise CannotRestore("This key does not open this backup, or the backup is damaged or cut short.") from problem
    first, _, content = plain.partition(b"\n")
    if first + b"\n" != header():
        raise CannotRestore("This is not a backup of such a database. See ALONGSIDE_DATABASE_URL.")
    return content


def _refuse_full() -> None:
    if "tenancy_organization" in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM tenancy_organization")
            if cursor.fetchone()[0]:
                raise CannotRestore("The database is not empty. Name a new one; destroy the old one once all is well.")


def _put_back(content: bytes) -> None:
    """Whole and marked, or not at all: killed at any moment, the empty database stands, or the backup with its mark."""
    connection.close()
    if connection.vendor != "sqlite":
        script = _run("pg_restore", "--no-owner", "--clean", "--if-exists", "--file=-", given=content)
        marked = script + f"\nRESET search_path;\n{_MARK};\n".encode()
        _run("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", given=marked)
        return
    path = Path(str(connection.settings_dict["NAME"]))
    _write(path, content, instead_of=("-wal", "-shm"))


def _run(program: str, *options: str, given: bytes = b"") -> bytes:
    """Run one of PostgreSQL's own programs; the password goes by the environment, never by an argument."""
    named = connection.settings_dict
    keys = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(named[key]) for name, key in keys.items() if named[key]}}
    try:
        done = subprocess.run(  # noqa: S603  # PostgreSQL's own programs, with options of ours.
            [program, *options], input=given, capture_output=True, check=False, env=environment
        )
    except FileNotFoundError as missing:
        raise CannotRestore(f"{program} is not installed; it comes with PostgreSQL’s client programs.") from missing
    if done.returncode:
        raise CannotRestore(f"{program} could not finish: {done.stderr.decode(errors='replace').strip()[-300:]}")
    return done.stdout


def _write(path: Path, content: bytes, *, instead_of: tuple[str, ...] = ()) -> None:
    """Write a file whole and durably, for nobody else to read; beside it nothing named `instead_of` stays behind.

    Raises CannotRestore: the disk is full, or the folder is not to be written in; nothing half is left there then.
    """
    fresh = path.with_name(path.name + ".new")
    try:
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        for rest in instead_of:
            path.with_name(path.name + rest).unlink(missing_ok=True)
        fresh.replace(path)
        _keep_name(path.parent)
    except OSError as problem:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise CannotRestore(f"{path} cannot be written ({problem.strerror}).") from problem


def _keep_name(folder: Path) -> None:
    """Make the file's new name as durable as its content."""
    held = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(held)
    finally:
        os.close(held)


def _say(problem: CannotRestore) -> int:
    sys.stderr.write(f"{problem}\n")
    return 1
