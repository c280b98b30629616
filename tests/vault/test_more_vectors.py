"""Known answers beyond the envelope: what is listed, drafted, marked, chained and backed up. Frozen like the others.

Computed once by other means than the product's code (HMAC, HKDF and SHA-256 by hand; the backup by age itself).
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest

from alongside.config import backing_up
from alongside.ledger import rules as ledger
from alongside.vault import erasures, keyring, marks, sealing
from alongside.vault.errors import CannotOpen
from alongside.vault.keyring import Generation, Keyring
from alongside.vault.secret import Secret
from tests.vault.test_vectors import VECTORS


def _generation(kind: str, spelled: str) -> Generation:
    return Generation(id="x-1", kind=kind, key=Secret(bytes.fromhex(spelled)))


def test_erasure_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = VECTORS["erasure mark"]
    monkeypatch.setattr(keyring, "generation", lambda kind, _name: _generation(kind, vector["erasure_key"]))
    assert erasures.mark(UUID(vector["key_id"]), by="x-1") == vector["answer"]


def test_erasure_list_head() -> None:
    vector = VECTORS["erasure list head"]
    listed = erasures.Listed(tuple(line.encode() for line in vector["lines"]), exists=True)
    assert listed.digest(2).hex() == vector["answer"]
    assert listed.digest(1).hex() != vector["answer"]


def test_draft_key_opens_what_it_sealed_and_no_other_row() -> None:
    vector = VECTORS["draft key"]
    row, other = UUID(vector["row"]), UUID(int=7)
    cell = {"table": "cases_draft", "column": "sealed"}
    known = sealing.Box(Secret(bytes.fromhex(vector["answer"])), key_id=row, organization=other)
    sealed = known.seal(**cell, row=row, plain=b"{}")
    token = bytes.fromhex(vector["token"])
    assert sealing.token_box(token=token, organization=other, row=row).open(**cell, row=row, sealed=sealed) == b"{}"
    for wrong in (
        sealing.token_box(token=token[::-1], organization=other, row=row),
        sealing.token_box(token=token, organization=other, row=other),
    ):
        with pytest.raises(CannotOpen):
            wrong.open(**cell, row=row, sealed=sealed)


def test_peppered_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    vector = VECTORS["peppered mark"]
    ring = Keyring((_generation("pepper", vector["pepper"]),))
    monkeypatch.setattr(keyring, "current", lambda: ring)
    assert marks.mark(vector["purpose"], vector["plain"].encode()).hex() == vector["answer"]


def test_ledger_commitment_and_link() -> None:
    said, link = VECTORS["ledger commitment"], VECTORS["ledger link"]
    commitment = ledger.commit(bytes.fromhex(said["opening"]), ledger.canonical(None, said["payload"]))
    assert commitment.hex() == said["answer"]
    chained = ledger.Link(
        seq=int(link["seq"]),
        organization=UUID(link["organization"]),
        hour=datetime.fromisoformat(link["hour"]),
        actor_role=link["actor_role"],
        verb=link["verb"],
        prev=bytes.fromhex(link["prev"]),
        commitment=commitment,
    )
    assert ledger.digest(chained).hex() == link["answer"]


def test_a_backup_ever_shipped_still_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    vector = VECTORS["backup"]
    made, key = tmp_path / "night.age", tmp_path / "identity.txt"
    made.write_bytes(bytes.fromhex(vector["sealed"]))
    key.write_text(f"# kept in the safe\n{vector['identity']}\n")
    first, _, content = bytes.fromhex(vector["answer"]).partition(b"\n")
    monkeypatch.setattr(backing_up, "header", lambda: first + b"\n")
    assert backing_up.opened(made, key) == content


@pytest.mark.parametrize("damage", ["replayed", "truncated", "bit", "doubled"])
def test_a_damaged_backup_never_opens(tmp_path: Path, damage: str) -> None:
    sealed = bytes.fromhex(VECTORS["backup"]["sealed"])
    broken = {
        "replayed": sealed[:-60] + sealed[-30:] + sealed[-60:-30],
        "truncated": sealed[:-1],
        "bit": sealed[:-1] + bytes([sealed[-1] ^ 1]),
        "doubled": sealed + sealed,
    }[damage]
    made, key = tmp_path / "night.age", tmp_path / "identity.txt"
    made.write_bytes(broken)
    key.write_text(VECTORS["backup"]["identity"])
    with pytest.raises(backing_up.CannotRestore):
        backing_up.opened(made, key)
