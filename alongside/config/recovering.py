"""Before web or engine is ready: is this database what it was, or did somebody put back a backup?

Belongs here: asking at the start, saying what to do, `alongside recover`, `alongside moved` and `alongside erasures
accept`. Does not belong here: what is done after a restore (`journeys/recovering.py`), reading a backup
(`backing_up.py`).
"""

import sys
import time

from django.conf import settings
from django.db import Error, connection

from alongside import clock
from alongside.config.house import House
from alongside.journeys import recovering
from alongside.vault import erasures, home
from alongside.vault.erasures import Standing

LOOK_EVERY = 5.0

_LOST = (
    "The list of erasures at {path} {fault}.\n"
    "Nobody could say who was to stay forgotten, so only numbers and guidance are shown and nobody is paged.\n"
    "Put back the newest copy of the list; it is seen within seconds. If there is none: destroy every older backup,\n"
    "then type: alongside erasures accept\n"
)
_ELSEWHERE = (
    "This database was put to work for another address than {origin}.\n"
    "A copy must write to nobody: only numbers and guidance are shown and nobody is paged.\n"
    "Has the whole house moved here, and does the old one stand still for good? Then type: alongside moved\n"
)
_FAULTS = {Standing.ABSENT: "is not there", Standing.BEHIND: "lacks lines that the database knows of"}


def settle(*, restored: bool = False) -> bool:
    """Erase again what a backup brought back; say whether the house may open. Where it may not, say what to do."""
    found = recovering.recover(now=clock.now(), restored=restored)
    if found.lost:
        sys.stderr.write(_LOST.format(path=settings.ERASURE_LIST, fault=_FAULTS[found]))
        sys.stderr.flush()
        return False
    if home.is_unknown():
        recovering.stay_here(now=clock.now())
    if home.is_elsewhere():
        sys.stderr.write(_ELSEWHERE.format(origin=settings.HOUSE.origin))
        sys.stderr.flush()
        return False
    return True


def wait_until_settled() -> None:
    """Hold an engine back while the list of erasures is lost, or in a copy that answers elsewhere: nobody is paged."""
    while True:
        try:
            if settle():
                return
        except Error:
            return  # The engine's own loop waits for the database, and says so.
        connection.close()
        time.sleep(LOOK_EVERY)


def recover(house: House) -> int:  # noqa: ARG001  # Every command is given the settings.
    """After a database was put back by other means than `alongside restore`."""
    if not settle(restored=True):
        return 1
    sys.stdout.write("Whoever was forgotten is forgotten here too. Open requests wait for the coordinators.\n")
    return 0


def say_moved(house: House) -> int:
    """The house answers at another address from now on, and the old one stands still."""
    if erasures.standing().lost:
        return int(not settle())
    if not home.is_elsewhere():
        sys.stdout.write(f"This database is at home at {house.origin} already.\n")
        return 0
    recovering.stay_here(now=clock.now())
    sys.stdout.write(f"At home at {house.origin} from now on, and noted in every ledger.\n")
    return 0


def accept_the_list(house: House) -> int:  # noqa: ARG001  # As above.
    """Go on with the list as it is, when its newest copy is lost for good."""
    if not erasures.standing().lost:
        sys.stdout.write("The list of erasures is whole. There is nothing to accept.\n")
        return 0
    recovering.accept_the_list(now=clock.now())
    sys.stdout.write("Accepted, and noted in every ledger. Destroy every backup made before now.\n")
    return 0
