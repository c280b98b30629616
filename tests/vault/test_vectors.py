"""Known answers, frozen: every envelope ever shipped must still open, every code ever given must still be recognized.

The answers were computed once by other means than the product's code (HMAC by hand, AAD by hand). Add to them; never
change one.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from alongside.vault import codes, envelope, keyring, sealing
from alongside.vault.codes import Code, Verifier
from alongside.vault.keyring import Generation
from alongside.vault.sealing import Box
from alongside.vault.secret import Secret

VECTORS: dict[str, dict[str, Any]] = {
    each["name"]: each for each in json.loads((Path(__file__).parent / "vectors.json").read_text())["vectors"]
}
ENVELOPES = [name for name in VECTORS if name.startswith("envelope")]
LABELS = [name for name in VECTORS if name.startswith("hkdf")]


def _box(vector: dict[str, str]) -> Box:
    key = Secret(bytes.fromhex(vector["case_key"]))
    return Box(key, key_id=UUID(vector["key_id"]), organization=UUID(vector["organization"]))


@pytest.fixture
def fixed_nonce(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, str]], None]:
    def fix(vector: dict[str, str]) -> None:
        monkeypatch.setattr(envelope.secrets, "token_bytes", lambda _size: bytes.fromhex(vector["nonce"]))

    return fix


def _wrap_generation(vector: dict[str, str]) -> Generation:
    return Generation(id=vector["generation"], kind="wrap", key=Secret(bytes.fromhex(vector["wrap_key"])))


def test_there_is_one_for_every_step() -> None:
    assert len(VECTORS) == 44


def test_keyring_wrap(fixed_nonce: Callable[[dict[str, str]], None]) -> None:
    vector = VECTORS["keyring wrap"]
    fixed_nonce(vector)
    place = {"organization": UUID(vector["organization"]), "case": UUID(vector["case"])}
    wrapped = sealing.wrap(Secret(bytes.fromhex(vector["case_key"])), by=_wrap_generation(vector), **place)
    assert wrapped.hex() == vector["answer"]


def test_a_wrapped_key_ever_shipped_still_opens() -> None:
    vector = VECTORS["keyring wrap"]
    aad = envelope.bind("case-key", vector["organization"], vector["case"], vector["generation"])
    plain = envelope.unseal(_wrap_generation(vector).key, aad=aad, sealed=bytes.fromhex(vector["answer"]))
    assert plain.hex() == vector["case_key"]


@pytest.mark.parametrize("name", ENVELOPES)
def test_envelope_of_each_bucket(name: str, fixed_nonce: Callable[[dict[str, str]], None]) -> None:
    vector = VECTORS[name]
    fixed_nonce(vector)
    cell = {"table": vector["table"], "column": vector["column"], "row": UUID(vector["row"])}
    sealed = _box(vector).seal(**cell, plain=bytes.fromhex(vector["plain"]))
    assert sealed.hex() == vector["answer"]
    assert len(sealed) == 1 + 12 + int(name.removeprefix("envelope ")) + 16


@pytest.mark.parametrize("name", ENVELOPES)
def test_every_envelope_ever_shipped_still_opens(name: str) -> None:
    vector = VECTORS[name]
    cell = {"table": vector["table"], "column": vector["column"], "row": UUID(vector["row"])}
    plain = _box(vector).open(**cell, sealed=bytes.fromhex(vector["answer"]))
    assert plain.hex() == vector["plain"]


def test_aad_encoding() -> None:
    vector = VECTORS["aad encoding"]
    assert envelope.bind(*vector["parts"]).hex() == vector["answer"]


@pytest.mark.parametrize("name", LABELS)
def test_labels_of_derived_keys(name: str) -> None:
    vector = VECTORS[name]
    key = envelope.derive(Secret(bytes.fromhex(vector["case_key"])), name.removeprefix("hkdf "))
    assert key.reveal().hex() == vector["answer"]


@pytest.fixture
def pepper_of_the_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    key = Secret(bytes.fromhex(VECTORS["argon2id verifier"]["pepper"]))
    monkeypatch.setattr(keyring, "generation", lambda kind, name: Generation(id=name, kind=kind, key=key))


def _kept(vector: dict[str, str], verifier: bytes) -> Verifier:
    return Verifier(bytes.fromhex(vector["salt"]), vector["parameters"], "p-1", verifier)


def test_argon2id_verifier(pepper_of_the_vector: None) -> None:
    vector = VECTORS["argon2id verifier"]
    code = Code(vector["lookup"], vector["secret"])
    assert codes.matches(code, _kept(vector, bytes.fromhex(vector["answer"])))


def test_argon2id_code_key(pepper_of_the_vector: None) -> None:
    vector = VECTORS["argon2id code key"]
    key = codes.code_key(Code(vector["lookup"], vector["secret"]), _kept(vector, b""))
    assert key.reveal().hex() == vector["answer"]


def test_code_alphabet_and_check() -> None:
    vector = VECTORS["code alphabet and check"]
    code = Code(vector["lookup"], vector["secret"])
    assert (codes.ALPHABET, code.text) == (vector["alphabet"], vector["answer"])
    assert codes.parse(vector["answer"]) == code
