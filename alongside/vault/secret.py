"""A value that must not be printed.

Belongs here: the one type that holds key bytes in memory.
Does not belong here: wiping, which Python cannot promise (the service unit forbids dumps and swap).
"""

import hmac
from typing import NoReturn


class Secret:
    """Bytes whose `repr` and `str` are "…".

    Compared in constant time, never hashed, copied to disk or sent to another process.
    """

    __slots__ = ("_value",)
    __hash__ = None  # type: ignore[assignment]  # A key is no key of a dict: its hash would leak into caches.

    def __init__(self, value: bytes) -> None:
        self._value = value

    def reveal(self) -> bytes:
        """Return the bytes, for the one call that needs them."""
        return self._value

    def __repr__(self) -> str:
        return "…"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(self._value, other._value)

    def __reduce__(self) -> NoReturn:
        message = "a secret is never serialized"
        raise TypeError(message)
