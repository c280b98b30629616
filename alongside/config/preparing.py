"""What must be true before a house starts: an up-to-date database that brings nobody back, a keyring, static files.

Belongs here: doing that once, however many processes start together. Does not belong here: the migrations themselves.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.management.commands import collectstatic
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from whitenoise.storage import CompressedManifestStaticFilesStorage

from alongside import clock, doorbell
from alongside.config import recovering
from alongside.config.house import House
from alongside.vault import operations as vault


def prepare(house: House) -> int:  # noqa: ARG001  # Django's settings hold it already.
    """Make everything ready; return 0. A second process that starts at the same moment waits for the first."""
    _make_folders()
    with _alone():
        if pending_migrations():
            call_command("migrate", interactive=False, verbosity=0)
        vault.prepare_keyring(now=clock.now())
        recovering.settle()
        if static_files_are_stale():
            _collect()
    connection.close()
    return 0


def pending_migrations() -> list[str]:
    """Return the names of migrations that this program has and the database has not."""
    loader = MigrationLoader(connection)
    return sorted(".".join(key) for key in loader.disk_migrations if key not in loader.applied_migrations)


def static_files_are_stale() -> bool:
    """Say whether a style or a picture is newer than what is served."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if not manifest.exists():
        return True
    made = manifest.stat().st_mtime
    found = (storage.path(name) for finder in get_finders() for name, storage in finder.list(None))
    return any(Path(path).stat().st_mtime > made for path in found)


def _collect() -> None:
    """Collect under names that carry their content's hash; a process started from now on serves those."""
    command = collectstatic.Command()
    command.storage = CompressedManifestStaticFilesStorage()
    call_command(command, interactive=False, verbosity=0)


def _make_folders() -> None:
    if connection.vendor == "sqlite":
        Path(str(connection.settings_dict["NAME"])).parent.mkdir(parents=True, exist_ok=True)
    settings.KEYRING_FILE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time prepare.

    On this machine by a file, on PostgreSQL among all machines by its own lock.
    """
    with (doorbell.folder() / "preparing").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtext('alongside.preparing'))")
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(hashtext('alongside.preparing'))")
