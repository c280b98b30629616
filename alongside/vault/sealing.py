"""Sealing values under the key of one case, or of one browser's draft.

Belongs here: `Box`, and making or opening a case's box.
Does not belong here: the bytes of an envelope (`envelope`), which columns are sealed (`registry`).
A box lives for one request or one duty: never cached, never in a session, a log or an exception.
"""

import secrets
from collections.abc import Sequence
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from alongside.tenancy.transactions import require_transaction
from alongside.vault import envelope, keyring
from alongside.vault.errors import CannotOpen, SealedTooOften
from alongside.vault.keyring import Generation
from alongside.vault.models import WrappedKey
from alongside.vault.registry import cell
from alongside.vault.secret import Secret

MOST_SEALS = 2**20
"""With 96 random bits a nonce, the chance of a repeat under one key stays below 2^-57."""


class Box:
    """Seals and opens cells of one case (or draft).

    Each value is bound to its organization, table, column, row and key.
    """

    def __init__(self, key: Secret, *, key_id: UUID, organization: UUID) -> None:
        self._key, self._key_id, self._organization = key, key_id, organization
        self._seals = 0

    def seal(self, *, table: str, column: str, row: UUID, plain: bytes) -> bytes:
        """Return the envelope of `plain` for this cell. Raises Unregistered, TooLarge, SealedTooOften."""
        registered = cell(table, column)
        self._seals += 1
        if self._seals > MOST_SEALS:
            raise SealedTooOften
        padded = envelope.pad(plain, largest=registered.largest)
        key = envelope.derive(self._key, registered.purpose)
        return envelope.seal(key, aad=self._aad(table, column, row), plain=padded)

    def open(self, *, table: str, column: str, row: UUID, sealed: bytes | memoryview) -> bytes:
        """Return the plain bytes of this cell. Raises CannotOpen, Unregistered."""
        key = envelope.derive(self._key, cell(table, column).purpose)
        return envelope.unpad(envelope.unseal(key, aad=self._aad(table, column, row), sealed=sealed))

    def _aad(self, table: str, column: str, row: UUID) -> bytes:
        return envelope.bind("alongside", 1, self._organization, table, column, row, self._key_id)

    def __repr__(self) -> str:
        return "Box(…)"


def make_box(*, organization: UUID, case: UUID) -> Box:
    """Make a case's key, keep it wrapped by the active generation, and return its box."""
    require_transaction()
    key, key_id = Secret(secrets.token_bytes(envelope.KEY)), uuid4()
    active = keyring.current().active("wrap")
    blob = wrap(key, by=active, organization=organization, case=case)
    WrappedKey.objects.create(organization_id=organization, case=case, key_id=key_id, generation=active.id, blob=blob)
    return Box(key, key_id=key_id, organization=organization)


def deal_keys(*, owners: Sequence[UUID]) -> None:
    """Lay the keys of these down anew, in an order drawn by lot: the place of a key tells no more when it was made.

    For what must not be told by its hour. The keys themselves stay.
    """
    require_transaction()
    rows = list(WrappedKey.objects.select_for_update().filter(case__in=owners))
    WrappedKey.objects.filter(pk__in=[row.pk for row in rows]).delete()
    secrets.SystemRandom().shuffle(rows)
    WrappedKey.objects.bulk_create(rows)


def open_box(*, organization: UUID, case: UUID) -> Box:
    """Return the box of a case. Raises CannotOpen when its key is gone or wrapped by a generation we do not have."""
    kept = WrappedKey.objects.of(organization).filter(case=case, holder_kind=WrappedKey.Holder.KEYRING).first()
    if kept is None:
        raise CannotOpen
    return Box(unwrap(kept), key_id=kept.key_id, organization=organization)


def token_box(*, token: bytes, organization: UUID, row: UUID) -> Box:
    """Return the box of a draft: its key follows from the 32 bytes in the browser's cookie and is kept nowhere."""
    key = HKDF(algorithm=SHA256(), length=envelope.KEY, salt=row.bytes, info=b"alongside/v1/token").derive(token)
    return Box(Secret(key), key_id=row, organization=organization)


def wrap(key: Secret, *, by: Generation, organization: UUID, case: UUID) -> bytes:
    """Return a case key sealed by one generation of the keyring, bound to its organization and case."""
    aad = envelope.bind("case-key", organization, case, by.id)
    return envelope.seal(by.key, aad=aad, plain=key.reveal())


def unwrap(kept: WrappedKey) -> Secret:
    """Return the case key of a row. Raises CannotOpen."""
    by = keyring.generation("wrap", kept.generation)
    aad = envelope.bind("case-key", kept.organization_id, kept.case, by.id)
    return Secret(envelope.unseal(by.key, aad=aad, sealed=kept.blob))
