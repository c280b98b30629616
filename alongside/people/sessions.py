"""Staff sessions of which the database keeps only a hash of the key.

Belongs here: the store that Django's settings name. Does not belong here: how long a session lasts, or what it proves.

Whoever reads the table (a stolen file, a backup, somebody who may run a SELECT) must not be able to put a key into a
browser and open what a supporter may open (threat model, T7 and T13).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from django.contrib.sessions.backends import db

if TYPE_CHECKING:
    from django.contrib.sessions.base_session import AbstractBaseSession

LENGTH = 40
"""Of Django's column: 160 bits of the hash."""


def kept(key: str) -> str:
    """Return what the table holds in place of a key. A key has 165 random bits, so nothing slower is needed."""
    return hashlib.sha256(key.encode()).hexdigest()[:LENGTH]


class SessionStore(db.SessionStore):
    """Django's store, with the key hashed on its way to the table."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        shown = str(self.session_key)
        self._session_key = kept(shown)
        found: AbstractBaseSession | None = super()._get_session_from_db()  # type: ignore[misc]  # Not in the stubs.
        self._session_key = shown if found else None
        return found

    def exists(self, session_key: str) -> bool:
        """Say whether a key is in use."""
        return super().exists(kept(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """Return the row to save."""
        row = super().create_model_instance(data)
        row.session_key = kept(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove a session, this one unless another key is given."""
        key = session_key or self.session_key
        if key:
            super().delete(kept(key))
