"""The return code: made, read generously, and recognized without being kept (threat model, 5.3).

Belongs here: alphabet, check, the slow hash, the comparison.
Does not belong here: which case a code belongs to (`cases`), slowing a flood (`limits`).
Twenty characters LLLL-SSSS-SSSS-SSSS-SSCC: a lookup of 20 bits, a secret of 70 bits, a check of 10 bits. The slow
hash runs outside any transaction.
"""

import hashlib
import hmac
import re
import secrets
import time
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from alongside.vault import envelope, keyring
from alongside.vault.errors import Mistyped
from alongside.vault.secret import Secret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUP, LOOKUP, SECRET, LENGTH = 4, 4, 14, 20
_READ_AS = str.maketrans("OIL", "011")
_BETWEEN = re.compile(r"[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u2060\u2212\ufeff]+")
_SALT = 16
_AT_ONCE = BoundedSemaphore(4)
"""At most four slow hashes at once in a process; further ones queue."""


@dataclass(frozen=True, repr=False)
class Code:
    """A whole return code. Its repr hides everything."""

    lookup: str
    secret: str

    @property
    def text(self) -> str:
        """The code as it is shown: five groups of four, with hyphens."""
        whole = self.lookup + self.secret
        whole += check(whole)
        return "-".join(whole[start : start + GROUP] for start in range(0, LENGTH, GROUP))

    def __repr__(self) -> str:
        return "Code(…)"


@dataclass(frozen=True, repr=False)
class Verifier:
    """What recognizes a code: 16 bytes of salt, "argon2id:<KiB>:<passes>", the pepper's generation, 32 bytes."""

    salt: bytes
    parameters: str
    pepper: str
    verifier: bytes


def make() -> Code:
    """Return a fresh code."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LOOKUP + SECRET))
    return Code(lookup=letters[:LOOKUP], secret=letters[LOOKUP:])


def check(letters: str) -> str:
    """Return the two check characters of the eighteen before them."""
    ten_bits = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:2], "big") >> 6
    return ALPHABET[ten_bits >> 5] + ALPHABET[ten_bits & 31]


def parse(text: str) -> Code:
    """Read a code in any case, with any spaces or hyphens, O as 0, I and L as 1.

    Raises Mistyped with the likely group; without one when only the check says that something is wrong.
    """
    pieces = _pieces(text)
    letters = "".join(pieces)
    for place, letter in enumerate(letters):
        if letter not in ALPHABET:
            raise Mistyped(min(place // GROUP + 1, 5))
    if len(letters) != LENGTH:
        raise Mistyped(_uneven_group(pieces, len(letters)))
    whole, typed_check = letters[:-2], letters[-2:]
    if check(whole) != typed_check:
        raise Mistyped(None)
    return Code(lookup=whole[:LOOKUP], secret=whole[LOOKUP:])


def same_ending(text: str, typed: str) -> bool:
    """Say whether `typed` holds the last two groups of a shown code, or all of it, read as generously."""
    whole, ending = "".join(_pieces(text)), "".join(_pieces(typed))
    return ending in {whole, whole[-2 * GROUP :]}


def _pieces(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text).upper().translate(_READ_AS)
    return [piece for piece in _BETWEEN.split(plain) if piece]


def _uneven_group(pieces: list[str], length: int) -> int:
    if len(pieces) == LENGTH // GROUP:
        return next(place for place, piece in enumerate(pieces, start=1) if len(piece) != GROUP)
    return min(length // GROUP + 1, 5)


def slipped_group(text: str) -> int | None:
    """Return the one group in which a single slip would explain a wrong check; None where several would, or none."""
    letters = "".join(_pieces(text))
    slips = {place // GROUP + 1 for place in range(LENGTH) if any(map(_whole, _one_changed(letters, place)))}
    return slips.pop() if len(slips) == 1 else None


def _one_changed(letters: str, place: int) -> Iterator[str]:
    """Yield the code with another letter at this place, and with this letter and the next one swapped."""
    before, here, after = letters[:place], letters[place], letters[place + 1 :]
    yield from (before + other + after for other in ALPHABET if other != here)
    if after:
        yield before + after[0] + here + after[1:]


def _whole(letters: str) -> bool:
    return check(letters[:-2]) == letters[-2:]


def derive(code: Code) -> Verifier:
    """Return what to keep of a new code. Slow on purpose."""
    salt, pepper = secrets.token_bytes(_SALT), keyring.current().active("pepper").id
    parameters = f"argon2id:{settings.ARGON2_MEMORY_KIB}:{settings.ARGON2_PASSES}"
    stretched = _stretch(code, salt=salt, parameters=parameters, pepper=pepper)
    return Verifier(salt, parameters, pepper, envelope.derive(stretched, "verify").reveal())


def matches(code: Code, kept: Verifier | None) -> bool:
    """Whether the code is the one kept.

    For None the same work is done against a dummy, so that unknown and wrong are twins.
    """
    against = kept or _dummy()
    stretched = _stretch(code, salt=against.salt, parameters=against.parameters, pepper=against.pepper)
    same = hmac.compare_digest(envelope.derive(stretched, "verify").reveal(), bytes(against.verifier))
    return same and kept is not None


def code_key(code: Code, kept: Verifier) -> Secret:
    """Return the key that only the code's holder has.

    Fixed from the first release, so that no code need ever be issued anew.
    """
    return envelope.derive(_stretch(code, salt=kept.salt, parameters=kept.parameters, pepper=kept.pepper), "open")


def outdated(kept: Verifier) -> bool:
    """Whether a good use should hash the code anew: another pepper is active by now."""
    return kept.pepper != keyring.current().active("pepper").id


def seconds_of_one_hash() -> float:
    """Measure the slow hash once, in seconds; the budget is 0.05 on one core."""
    began = time.perf_counter()
    matches(make(), None)
    return time.perf_counter() - began


def _dummy() -> Verifier:
    parameters = f"argon2id:{settings.ARGON2_MEMORY_KIB}:{settings.ARGON2_PASSES}"
    return Verifier(bytes(_SALT), parameters, keyring.current().active("pepper").id, bytes(32))


def _stretch(code: Code, *, salt: bytes, parameters: str, pepper: str) -> Secret:
    _, memory, passes = parameters.split(":")
    key = keyring.generation("pepper", pepper).key
    peppered = hmac.digest(key.reveal(), code.secret.encode(), "sha256")
    with _AT_ONCE:
        return Secret(
            hash_secret_raw(
                peppered,
                bytes(salt),
                time_cost=int(passes),
                memory_cost=int(memory),
                parallelism=1,
                hash_len=envelope.KEY,
                type=Type.ID,
            )
        )
