"""How a value is sealed, byte for byte (threat model, 5.2).

Belongs here: the envelope `0x01 | nonce(12) | ciphertext and tag(16)`, what it is bound to, padding, derived keys.
Does not belong here: whose key it is.
A change here needs a new version byte: every envelope ever shipped must still open (tests/vault/vectors.json).
"""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from alongside.vault.errors import CannotOpen, TooLarge
from alongside.vault.secret import Secret

VERSION = b"\x01"
NONCE = 12
TAG = 16
KEY = 32
BUCKETS = (64, 256, 1024, 4096)
_LENGTH = 2


def derive(key: Secret, purpose: str) -> Secret:
    """Return the 32-byte key of one purpose: HKDF-SHA256-Expand under the label `alongside/v1/<purpose>`."""
    label = f"alongside/v1/{purpose}".encode()
    return Secret(HKDFExpand(algorithm=SHA256(), length=KEY, info=label).derive(key.reveal()))


def bind(*parts: str | int | UUID) -> bytes:
    """Encode what a value is bound to.

    Each part as two bytes of length and UTF-8. Never joined by a separator: ambiguity is forgery.
    """
    encoded = (str(part).encode() for part in parts)
    return b"".join(len(part).to_bytes(_LENGTH, "big") + part for part in encoded)


def seal(key: Secret, *, aad: bytes, plain: bytes) -> bytes:
    """Return the envelope of `plain`.

    The nonce is random, never counted or derived: a restored backup repeats counters.
    """
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + AESGCM(key.reveal()).encrypt(nonce, plain, aad)


def unseal(key: Secret, *, aad: bytes, sealed: bytes | memoryview) -> bytes:
    """Return the plain bytes of an envelope, or raise CannotOpen whatever the reason."""
    sealed = bytes(sealed)
    if sealed[:1] != VERSION or len(sealed) < 1 + NONCE + TAG:
        raise CannotOpen
    try:
        return AESGCM(key.reveal()).decrypt(sealed[1 : 1 + NONCE], sealed[1 + NONCE :], aad)
    except InvalidTag:
        raise CannotOpen from None


def pad(plain: bytes, *, largest: int) -> bytes:
    """Return length, value and zeros up to the smallest bucket that holds them; raise TooLarge beyond `largest`."""
    needed = _LENGTH + len(plain)
    bucket = next((size for size in BUCKETS if needed <= size <= largest), None)
    if bucket is None:
        raise TooLarge
    return (len(plain).to_bytes(_LENGTH, "big") + plain).ljust(bucket, b"\0")


def unpad(padded: bytes) -> bytes:
    """Return the value within its padding."""
    length = int.from_bytes(padded[:_LENGTH], "big")
    if len(padded) not in BUCKETS or length > len(padded) - _LENGTH:
        raise CannotOpen
    return padded[_LENGTH : _LENGTH + length]


def looks_sealed(value: bytes) -> bool:
    """Whether these bytes have the shape of a padded envelope. Says nothing about whether they open."""
    return value[:1] == VERSION and len(value) - 1 - NONCE - TAG in BUCKETS
