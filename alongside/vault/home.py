"""Where a database is at home: a copy of it that answers at another address must not send (hazard H38).

Belongs here: knowing the name of the host for which this database was put to work. Does not belong here: what such a
copy may still do (`config/recovering.py`, `web/standing_still.py`).
The port does not count, nor does the scheme: a machine for trying things out has another name.
"""

import hashlib
from urllib.parse import urlsplit

from django.conf import settings

from alongside.tenancy.transactions import require_transaction
from alongside.vault.models import ErasureHead


def is_elsewhere() -> bool:
    """Say whether this database was put to work for another address than the one that is set now."""
    known = _known()
    return known not in {b"", _here()}


def is_unknown() -> bool:
    """Say whether no address was written down yet: before the first start."""
    return ErasureHead.objects.filter(home=b"").exists()


def settle_here() -> None:
    """From now on this database is at home at the address that is set."""
    require_transaction()
    ErasureHead.objects.update(home=_here())


def _known() -> bytes:
    found = ErasureHead.objects.values_list("home", flat=True).first()
    return bytes(found or b"")


def _here() -> bytes:
    return hashlib.sha256((urlsplit(settings.HOUSE.origin).hostname or "").encode()).digest()
