"""Who gets an answer from which address: the ONE table that the permission matrix is generated from.

Belongs here: one row for each named address. Does not belong here: how it is tried (`test_permission_matrix.py`).
A new address without a row fails.

    "board": desk(Role.COORDINATOR),                         # GET, for these roles; everybody else: no such page
    "board-next": desk(Role.COORDINATOR, method="post", where=waiting_case),
    "desk-case": desk(*PAGED, where=carried_case, only=carrier),  # of those roles, only this one of the cast
    "my-sign-in": desk(*STAFF, half=True),                   # open with half a proof: to make the missing key
    "help-now": public(),                                    # for everybody, signed in or not

`where` gives the address's own arguments for a scene; they must exist, or "no such page" would prove nothing.
"""

from tests.habits.permission_table import administrators, coordinators, everybody, members, supporters
from tests.habits.permission_table.everybody import DEMONSTRATION, OUTSIDE
from tests.habits.permission_table.rows import Row, Scene

__all__ = ["DEMONSTRATION", "OUTSIDE", "ROOMS", "TABLE", "Row", "Scene"]

ROOMS = (everybody, members, supporters, coordinators, administrators)
TABLE: dict[str, Row] = {name: row for room in ROOMS for name, row in room.ROWS.items()}
"""Every address below an organization."""
