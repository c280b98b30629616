"""Reading the ledger: is the chain whole, what is its head, what did an entry say.

Belongs here: reads. Does not belong here: what a caregiver reads of openings (`cases`).
"""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from alongside.ledger import rules
from alongside.ledger.models import ClearPart, Entry, Head, Proof
from alongside.ledger.rules import Anchor, Fault, Kind, Link


class Box(Protocol):
    """What opens a proof (the vault's box)."""

    def open(self, *, table: str, column: str, row: UUID, sealed: bytes) -> bytes:
        """Return the plain bytes, or raise."""
        ...


@dataclass(frozen=True)
class Line:
    """An entry as an auditor reads it. `actor` and `payload` only where kept in clear; `hour` is aware UTC."""

    seq: int
    hour: datetime
    actor_role: str
    verb: str
    actor: UUID | None
    payload: dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """A sealed entry, opened with its case's box: who and what."""

    seq: int
    verb: str
    actor: UUID | None
    payload: dict[str, Any]
    true: bool
    """Whether it is what the entry committed to."""


def verify(*, organization: UUID, anchor: Anchor | None = None) -> list[Fault]:
    """Return everything wrong with an organization's chain.

    An empty list means whole. `anchor` is a head that was written down outside.
    """
    found = list(rules.faults(_links(organization), head=head(organization=organization), anchor=anchor))
    return found + list(_false_clear_parts(organization))


def head(*, organization: UUID) -> Anchor | None:
    """Return the head to write down outside, or None before the first entry."""
    row = Head.objects.filter(organization=organization).first()
    return Anchor(row.seq, bytes(row.digest)) if row else None


def told_up_to(*, organization: UUID, now: datetime) -> int:
    """Return the number of the last entry whose hour is over, 0 before the first.

    What is told entry by entry as it comes tells the minute of each; an hour's entries are told together.
    """
    rows = Entry.objects.of(organization).filter(hour__lt=rules.rounded(now)).order_by("-seq")
    return rows.values_list("seq", flat=True).first() or 0


def lines(
    *,
    organization: UUID,
    before: int | None = None,
    limit: int = 100,
    verbs: Collection[str] | None = None,
    within: tuple[datetime, datetime] | None = None,
) -> list[Line]:
    """Return the newest entries, newest first, from below `before`; of these verbs, in this time, if given.

    One query. `within` is from a moment on, and before another.
    """
    rows = Entry.objects.of(organization).select_related("clear").order_by("-seq")
    rows = rows.filter(seq__lt=before) if before else rows
    rows = rows if verbs is None else rows.filter(verb__in=list(verbs))
    rows = rows.filter(hour__gte=within[0], hour__lt=within[1]) if within else rows
    return [_line(entry, getattr(entry, "clear", None)) for entry in rows[:limit]]


def opened(*, organization: UUID, case: UUID, box: Box) -> list[Opened]:
    """Return a case's entries in their order, opened. Raises what the box raises."""
    proofs = Proof.objects.of(organization).filter(case=case).select_related("entry").order_by("entry__seq")
    return [_open(proof, box) for proof in proofs]


def _links(organization: UUID) -> Iterator[tuple[Link, bytes]]:
    for entry in Entry.objects.of(organization).order_by("seq").iterator():
        link = Link(
            seq=entry.seq,
            organization=entry.organization_id,
            hour=entry.hour,
            actor_role=entry.actor_role,
            verb=entry.verb,
            prev=bytes(entry.prev),
            commitment=bytes(entry.commitment),
        )
        yield link, bytes(entry.digest)


def _false_clear_parts(organization: UUID) -> Iterator[Fault]:
    for part in ClearPart.objects.of(organization).select_related("entry").order_by("entry__seq").iterator():
        spelled = rules.canonical(part.actor, part.payload)
        if rules.commit(bytes(part.opening), spelled) != bytes(part.entry.commitment):
            yield Fault(part.entry.seq, Kind.CLEAR)


def _line(entry: Entry, clear: ClearPart | None) -> Line:
    actor, payload = (clear.actor, clear.payload) if clear else (None, {})
    return Line(entry.seq, entry.hour, entry.actor_role, entry.verb, actor, payload)


def _open(proof: Proof, box: Box) -> Opened:
    plain = box.open(table="ledger_proof", column="sealed", row=proof.id, sealed=bytes(proof.sealed))
    opening, spelled = plain[: rules.OPENING], plain[rules.OPENING :]
    said = json.loads(spelled)
    return Opened(
        seq=proof.entry.seq,
        verb=proof.entry.verb,
        actor=UUID(said["actor"]) if said["actor"] else None,
        payload=said["payload"],
        true=rules.commit(opening, spelled) == bytes(proof.entry.commitment),
    )
