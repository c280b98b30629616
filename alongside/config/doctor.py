"""`alongside doctor`: is this house well, and if not, how is it mended?

Belongs here: one small check for each thing a house needs, and the sentence that mends it. Does not belong here:
mending. Says nothing about any person or case.
"""

import os
import smtplib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from alongside import clock, doorbell
from alongside.config.house import House
from alongside.config.preparing import pending_migrations
from alongside.journeys import keeping_watch
from alongside.ledger import triggers
from alongside.paging import queries as paging
from alongside.vault import erasures, home, keyring
from alongside.vault import queries as sealed
from alongside.vault.errors import BadKeyring

MAIL_TIMEOUT = 5.0
BUILT_AFTER = datetime(2026, 1, 1, tzinfo=UTC)
"""A clock before this day is wrong."""

FAR_AHEAD = timedelta(minutes=1)


@dataclass(frozen=True)
class Ill:
    """What is wrong, and how to mend it; both plain sentences without a value from any row."""

    wrong: str
    mend: str


Check = Callable[[], Ill | None]


def report(house: House) -> int:  # noqa: ARG001  # Whoever got here has good settings: a bad one stops the start.
    """Run every check, print a line for each; 0 when all is well."""
    ill = 0
    for name, check in CHECKS.items():
        found = _checked(check)
        ill += found is not None
        sys.stdout.write(f"{'ok  ' if found is None else 'MEND'}  {name}\n")
        if found:
            sys.stdout.write(f"      {found.wrong} {found.mend}\n")
    return int(bool(ill))


def _checked(check: Check) -> Ill | None:
    try:
        return check()
    except DatabaseError:
        return Ill("The database does not answer.", "See ALONGSIDE_DATABASE_URL, and whether the server runs.")


def _database() -> Ill | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return None


def _migrations() -> Ill | None:
    if not pending_migrations():
        return None
    return Ill("The database is older than the program.", "Run: alongside migrate")


def _triggers() -> Ill | None:
    absent = triggers.missing()
    if not absent:
        return None
    return Ill(f"The ledger could be changed unseen ({', '.join(absent)}).", "Run: alongside migrate")


def _keyring() -> Ill | None:
    try:
        keyring.current()
    except BadKeyring as problem:
        return Ill(
            f"The keyring cannot be used: {problem}.", "See ALONGSIDE_KEYRING_FILE; docs/operating.md tells more."
        )
    if sealed.unknown_generations():
        return Ill(
            "Some case keys were wrapped by a key that the keyring lacks.", "Put back the keyring's newest copy."
        )
    return None


def _erasure_list() -> Ill | None:
    if erasures.standing().lost:
        return Ill("The list of erasures lacks what the database knows.", "Put back its newest copy.")
    folder = Path(settings.ERASURE_LIST).parent
    if os.access(folder if folder.exists() else folder.parent, os.W_OK):
        return None
    return Ill("The list of erasures cannot be written.", "See ALONGSIDE_ERASURE_LIST and the folder's owner.")


def _home() -> Ill | None:
    if not home.is_elsewhere():
        return None
    return Ill("This database was put to work for another address.", "Has the house moved? Then: alongside moved")


def _engine() -> Ill | None:
    if not paging.engine_is_late(now=clock.now()):
        return None
    return Ill("No engine has beaten for a minute: nobody is paged.", "Run: alongside serve, or alongside engine")


def _overdue() -> Ill | None:
    oldest = paging.oldest_overdue()
    if oldest is None or clock.now() - oldest < 2 * FAR_AHEAD:
        return None
    return Ill(
        f"Something has been overdue since {oldest:%Y-%m-%d %H:%M} UTC.", "See the engine's log, and the mail server."
    )


def _mail() -> Ill | None:
    try:
        with get_connection(timeout=MAIL_TIMEOUT):
            return None
    except (OSError, smtplib.SMTPException) as problem:
        return Ill(f"The mail server does not answer ({type(problem).__name__}).", "See ALONGSIDE_EMAIL_URL.")


def _sockets() -> Ill | None:
    if os.access(doorbell.folder(), os.W_OK) and len(str(doorbell.folder())) < 80:  # noqa: PLR2004  # A socket's path.
        return None
    return Ill(
        "The folder of sockets is closed to us or its path is too long.", "Set ALONGSIDE_RUNTIME_DIR to a short one."
    )


def _clock() -> Ill | None:
    now = clock.now()
    newest = keeping_watch.newest_beat()
    if now > BUILT_AFTER and (newest is None or newest - now < FAR_AHEAD):
        return None
    return Ill("This machine's clock is behind.", "Set the clock, and let a time service keep it.")


CHECKS: dict[str, Check] = {
    "database": _database,
    "migrations": _migrations,
    "ledger's guard": _triggers,
    "keyring": _keyring,
    "list of erasures": _erasure_list,
    "at home": _home,
    "engine": _engine,
    "nothing overdue": _overdue,
    "mail server": _mail,
    "doorbell": _sockets,
    "clock": _clock,
}
