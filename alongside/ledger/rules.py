"""The chain, in plain data (threat model, 5.8).

Belongs here: what an entry commits to, how it is linked, which faults a reading of the chain finds.
Does not belong here: tables, keys, time.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

GENESIS = bytes(32)
OPENING = 32
PER_KEY = 2**18
"""Most proofs under one case's key; with the few cells sealed beside each, its nonces stay far below their bound."""
_CLEAR_MONTHS = 24


class Kind(StrEnum):
    """What can be wrong with a chain."""

    EDITED = "edited"  # An entry does not match its own digest.
    MISSING = "missing"  # A number in the sequence has no entry.
    UNLINKED = "unlinked"  # An entry does not follow from the one before.
    HEAD = "head"  # The head is not the last entry.
    CLEAR = "clear"  # What is kept in clear is not what was committed to.
    ANCHOR = "anchor"  # The chain is not the one whose head was written down outside.


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, at one place of the chain."""

    seq: int
    kind: Kind


@dataclass(frozen=True)
class Anchor:
    """The head of a chain at some moment, as written down outside the database."""

    seq: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.seq}:{self.digest.hex()}"

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """Read what `str` wrote; raises ValueError."""
        seq, _, digest = text.strip().partition(":")
        return cls(int(seq), bytes.fromhex(digest))


@dataclass(frozen=True)
class Link:
    """An entry as the chain sees it. `hour` is aware UTC on the hour; digests and commitment are 32 bytes."""

    seq: int
    organization: UUID
    hour: datetime
    actor_role: str
    verb: str
    prev: bytes
    commitment: bytes


def canonical(actor: UUID | None, payload: dict[str, Any]) -> bytes:
    """Return the one spelling of who and what: JSON with sorted keys and no spaces, UTF-8."""
    whole = {"actor": str(actor) if actor else None, "payload": payload}
    return json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def commit(opening: bytes, spelled: bytes) -> bytes:
    """Return the commitment: HMAC-SHA256 under 32 random bytes, so that a forgotten payload cannot be guessed."""
    return hmac.digest(opening, spelled, "sha256")


def digest(link: Link) -> bytes:
    """Return SHA-256 over every part of an entry, each as two bytes of length and its bytes."""
    words = (
        "alongside-ledger",
        "1",
        str(link.seq),
        str(link.organization),
        _hour(link.hour),
        link.actor_role,
        link.verb,
    )
    parts = [*(word.encode() for word in words), link.prev, link.commitment]
    return hashlib.sha256(b"".join(len(part).to_bytes(2, "big") + part for part in parts)).digest()


def _hour(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def rounded(now: datetime) -> datetime:
    """Return the full hour, UTC, in which `now` lies: an entry keeps no finer time."""
    return now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def prune_after(now: datetime) -> datetime:
    """Return when a clear part may go: 24 months on."""
    return now + timedelta(days=_CLEAR_MONTHS * 30.5)


def faults(entries: Iterable[tuple[Link, bytes]], *, head: Anchor | None, anchor: Anchor | None) -> Iterator[Fault]:
    """Walk a chain in order, link and kept digest; yield what is wrong with it, its head or an outside anchor."""
    seq, before, anchored = 0, GENESIS, anchor is None or anchor.seq == 0
    for link, kept in entries:
        if link.seq != seq + 1:
            yield Fault(seq + 1, Kind.MISSING)
        if link.prev != before:
            yield Fault(link.seq, Kind.UNLINKED)
        if digest(link) != kept:
            yield Fault(link.seq, Kind.EDITED)
        anchored = anchored or (anchor is not None and anchor == Anchor(link.seq, kept))
        seq, before = link.seq, kept
    if (head or Anchor(0, GENESIS)) != Anchor(seq, before):
        yield Fault(seq, Kind.HEAD)
    if anchor is not None and not anchored:
        yield Fault(anchor.seq, Kind.ANCHOR)
