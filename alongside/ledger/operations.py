"""Writing the ledger.

Belongs here: appending one entry, pruning what was kept in clear.
Does not belong here: which acts are worth an entry (each journey says so).
"""

import secrets
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from alongside.ledger import rules
from alongside.ledger.errors import BoxWithoutCase, TooManyEntries
from alongside.ledger.models import ClearPart, Entry, Head, Proof
from alongside.tenancy.transactions import require_transaction


class Box(Protocol):
    """What seals a proof under its case's key (the vault's box)."""

    def seal(self, *, table: str, column: str, row: UUID, plain: bytes) -> bytes:
        """Return the sealed bytes."""
        ...


def write(
    *,
    organization: UUID,
    actor_role: str,
    verb: str,
    now: datetime,
    payload: dict[str, Any],
    case: UUID | None = None,
    box: Box | None = None,
    actor: UUID | None = None,
) -> None:
    """Append one entry to an organization's chain; call it last in the transaction, since it locks the chain's head.

    With `case` and `box`, who and what are sealed under the case's key and go with it. Without `case` they stay in
    clear for 24 months: such a payload must not name a case. With `case` but no `box` (its key is lost) only the
    commitment remains, as after erasure. `payload` is JSON: codes and ids, no prose.
    """
    require_transaction()
    opening, spelled = secrets.token_bytes(rules.OPENING), rules.canonical(actor, payload)
    part = _proof(organization, case, box, opening + spelled) or _clear(case, actor, payload, opening, now)
    entry = _append(organization, rules.rounded(now), actor_role, verb, rules.commit(opening, spelled))
    if part is not None:
        part.organization_id, part.entry = organization, entry
        part.save(force_insert=True)


def _proof(organization: UUID, case: UUID | None, box: Box | None, plain: bytes) -> Proof | None:
    """Return what opens the commitment, sealed and not yet saved: nothing waits for a seal while the head is locked."""
    if box is None:
        return None
    if case is None:
        raise BoxWithoutCase
    if Proof.objects.of(organization).filter(case=case)[: rules.PER_KEY].count() >= rules.PER_KEY:
        raise TooManyEntries
    row = uuid4()
    return Proof(id=row, case=case, sealed=box.seal(table="ledger_proof", column="sealed", row=row, plain=plain))


def _clear(
    case: UUID | None, actor: UUID | None, payload: dict[str, Any], opening: bytes, now: datetime
) -> ClearPart | None:
    """Return what opens the commitment, in clear, where it names no case; of a case it would outlive the key."""
    if case is not None:
        return None
    return ClearPart(actor=actor, payload=payload, opening=opening, prune_after=rules.prune_after(now).date())


def _append(organization: UUID, hour: datetime, actor_role: str, verb: str, commitment: bytes) -> Entry:
    head = _locked_head(organization)
    link = rules.Link(
        seq=head.seq + 1,
        organization=organization,
        hour=hour,
        actor_role=actor_role,
        verb=verb,
        prev=bytes(head.digest),
        commitment=commitment,
    )
    head.seq, head.digest = link.seq, rules.digest(link)
    head.save(update_fields=["seq", "digest"])
    return Entry.objects.create(
        organization_id=organization,
        seq=link.seq,
        hour=hour,
        actor_role=actor_role,
        verb=verb,
        prev=link.prev,
        commitment=commitment,
        digest=head.digest,
    )


def _locked_head(organization: UUID) -> Head:
    heads = Head.objects.select_for_update().filter(organization=organization)
    head = heads.first()
    if head is None:  # Two first entries may meet here: one makes the head, both then queue for it.
        Head.objects.bulk_create([Head(organization_id=organization, digest=rules.GENESIS)], ignore_conflicts=True)
        head = heads.get()
    return head


def prune(*, now: datetime) -> int:
    """Remove clear parts past their 24 months and return how many; their entries and the chain stay."""
    require_transaction()
    return ClearPart.objects.filter(prune_after__lt=now.date()).delete()[0]


def forget_case(*, case: UUID) -> None:
    """Remove what opens the commitments of an erased case; the chain stands, and nobody can tell whose it was."""
    require_transaction()
    Proof.objects.filter(case=case).delete()
