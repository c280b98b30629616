"""Recognizing something without keeping it: a keyed digest under the pepper, which lives outside the database.

Belongs here: making a digest, and every digest that an earlier pepper would have made.
Does not belong here: what is recognized, and for how long (`offers`).
"""

import hmac

from alongside.vault import envelope, keyring
from alongside.vault.keyring import Generation

SIZE = 32


def mark(purpose: str, plain: bytes) -> bytes:
    """Return the 32 bytes to keep of `plain`, by today's pepper. `purpose` keeps uses apart."""
    return _digest(keyring.current().active("pepper"), purpose, plain)


def marks(purpose: str, plain: bytes) -> tuple[bytes, ...]:
    """Return what may have been kept of `plain` under any pepper of the keyring."""
    return tuple(_digest(each, purpose, plain) for each in keyring.current().generations if each.kind == "pepper")


def _digest(pepper: Generation, purpose: str, plain: bytes) -> bytes:
    return hmac.digest(envelope.derive(pepper.key, f"mark/{purpose}").reveal(), plain, "sha256")
