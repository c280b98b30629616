"""Sealing cells under the key of their case: nothing opens anywhere but where it was sealed."""

import pickle
import secrets
from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.tenancy import transactions
from alongside.tenancy.errors import NotInTransaction
from alongside.vault import envelope, keyring, sealing
from alongside.vault.errors import CannotOpen, SealedTooOften, TooLarge, UnknownGeneration, Unregistered
from alongside.vault.models import WrappedKey
from alongside.vault.registry import SEALED
from alongside.vault.sealing import Box
from alongside.vault.secret import Secret
from tests.worlds import World

CELLS = st.sampled_from([tuple(name.split(".")) for name in SEALED])
PLAIN = st.binary(max_size=1022)
QUICK = settings(max_examples=100, deadline=None)


def _box(key: bytes | None = None) -> Box:
    return Box(Secret(key or secrets.token_bytes(32)), key_id=uuid4(), organization=uuid4())


def _cannot_open(box: Box, sealed: bytes, **cell: object) -> None:
    with pytest.raises(CannotOpen) as refusal:
        box.open(**cell, sealed=sealed)
    assert (type(refusal.value), str(refusal.value), refusal.value.__cause__) == (CannotOpen, "", None)


@QUICK
@given(cell=CELLS, plain=PLAIN)
def test_what_is_sealed_opens(cell: tuple[str, str], plain: bytes) -> None:
    box, row = _box(), uuid4()
    sealed = box.seal(table=cell[0], column=cell[1], row=row, plain=plain)
    assert box.open(table=cell[0], column=cell[1], row=row, sealed=sealed) == plain


@QUICK
@given(one=CELLS, other=CELLS, plain=PLAIN)
def test_aad_swap(one: tuple[str, str], other: tuple[str, str], plain: bytes) -> None:
    """Exchange two ciphertexts, of any two cells, rows, cases or organizations: neither opens."""
    key = secrets.token_bytes(32)
    boxes, rows = (_box(key), _box(key)), (uuid4(), uuid4())
    sealed = boxes[0].seal(table=one[0], column=one[1], row=rows[0], plain=plain)
    _cannot_open(boxes[0], sealed, table=other[0], column=other[1], row=rows[1])
    _cannot_open(boxes[1], sealed, table=other[0], column=other[1], row=rows[0])
    if one != other:
        _cannot_open(boxes[0], sealed, table=other[0], column=other[1], row=rows[0])


@QUICK
@given(part=st.sampled_from(["organization", "key_id", "table", "column", "row", "key"]), plain=PLAIN)
def test_each_part_of_the_binding_counts(part: str, plain: bytes) -> None:
    whose = {"key": secrets.token_bytes(32), "organization": uuid4(), "key_id": uuid4()}
    where = {"table": "cases_entrusted", "column": "contact", "row": uuid4()}
    changed: dict[str, object] = {
        "organization": uuid4(),
        "key_id": uuid4(),
        "table": "cases_draft",
        "column": "matching",
        "row": uuid4(),
        "key": secrets.token_bytes(32),
    }
    sealed = _whose(whose).seal(**where, plain=plain)
    other_whose = {name: changed[name] if name == part else value for name, value in whose.items()}
    other_where = {name: changed[name] if name == part else value for name, value in where.items()}
    if part == "table":
        other_where["column"] = "sealed"
    _cannot_open(_whose(other_whose), sealed, **other_where)


def _whose(whose: dict[str, object]) -> Box:
    return Box(Secret(whose["key"]), key_id=whose["key_id"], organization=whose["organization"])


@QUICK
@given(plain=PLAIN, data=st.data())
def test_any_flipped_bit_or_cut(plain: bytes, data: st.DataObject) -> None:
    box, cell = _box(), {"table": "ledger_proof", "column": "sealed", "row": uuid4()}
    sealed = box.seal(**cell, plain=plain)
    place = data.draw(st.integers(0, len(sealed) * 8 - 1))
    flipped = bytearray(sealed)
    flipped[place // 8] ^= 1 << place % 8
    _cannot_open(box, bytes(flipped), **cell)
    _cannot_open(box, sealed[: data.draw(st.integers(0, len(sealed) - 1))], **cell)
    _cannot_open(box, sealed + data.draw(st.binary(min_size=1, max_size=40)), **cell)


@pytest.mark.parametrize("version", [0, 2, 255])
def test_unknown_version(version: int) -> None:
    box, cell = _box(), {"table": "cases_draft", "column": "sealed", "row": uuid4()}
    _cannot_open(box, bytes([version]) + box.seal(**cell, plain=b"a")[1:], **cell)


def test_memory_views_of_the_database_open() -> None:
    box, cell = _box(), {"table": "cases_draft", "column": "sealed", "row": uuid4()}
    assert box.open(**cell, sealed=memoryview(box.seal(**cell, plain=b"a"))) == b"a"


@given(parts=st.lists(st.text(max_size=6), min_size=1, max_size=5), other=st.lists(st.text(max_size=6), max_size=5))
def test_two_bindings_are_never_spelled_alike(parts: list[str], other: list[str]) -> None:
    assert (envelope.bind(*parts) == envelope.bind(*other)) == (parts == other)


def test_nonces_never_repeat() -> None:
    key = Secret(secrets.token_bytes(32))
    nonces = {envelope.seal(key, aad=b"", plain=b"")[1:13] for _ in range(100_000)}
    assert len(nonces) == 100_000


def test_one_key_seals_no_more_than_its_nonces_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_SEALS", 2)
    box, cell = _box(), {"table": "cases_draft", "column": "sealed", "row": uuid4()}
    box.seal(**cell, plain=b"")
    box.seal(**cell, plain=b"")
    with pytest.raises(SealedTooOften):
        box.seal(**cell, plain=b"")


@pytest.mark.parametrize(("length", "bucket"), [(0, 64), (62, 64), (63, 256), (254, 256), (255, 1024), (1022, 1024)])
def test_length_tells_only_the_bucket(length: int, bucket: int) -> None:
    sealed = _box().seal(table="cases_entrusted", column="contact", row=uuid4(), plain=b"x" * length)
    assert len(sealed) == 1 + 12 + bucket + 16


def test_longer_than_the_largest_is_refused() -> None:
    with pytest.raises(TooLarge):
        _box().seal(table="cases_entrusted", column="contact", row=uuid4(), plain=b"x" * 1023)


def test_unregistered_column_is_refused() -> None:
    with pytest.raises(Unregistered):
        _box().seal(table="cases_case", column="designation", row=uuid4(), plain=b"x")
    with pytest.raises(Unregistered):
        _box().open(table="cases_case", column="designation", row=uuid4(), sealed=b"x")


@pytest.mark.parametrize("show", [repr, str, "{}".format, lambda value: f"{value!r:>3}"])
def test_nothing_secret_is_ever_shown(show: Callable[[object], str]) -> None:
    secret = Secret(b"k" * 32)
    assert "k" not in show(secret)
    assert "…" in show(Box(secret, key_id=uuid4(), organization=uuid4()))


def test_a_secret_is_never_serialized_or_hashed() -> None:
    with pytest.raises(TypeError, match="never serialized"):
        pickle.dumps(Secret(b"k"))
    with pytest.raises(TypeError, match="unhashable"):
        hash(Secret(b"k"))
    assert Secret(b"k") == Secret(b"k")
    assert Secret(b"k") != Secret(b"l")


def test_a_draft_opens_only_with_its_cookie() -> None:
    organization, row, token = uuid4(), uuid4(), secrets.token_bytes(32)
    cell = {"table": "cases_draft", "column": "sealed", "row": row}
    sealed = sealing.token_box(token=token, organization=organization, row=row).seal(**cell, plain=b"draft")
    again = sealing.token_box(token=token, organization=organization, row=row)
    assert again.open(**cell, sealed=sealed) == b"draft"
    _cannot_open(sealing.token_box(token=bytes(32), organization=organization, row=row), sealed, **cell)
    _cannot_open(sealing.token_box(token=token, organization=organization, row=uuid4()), sealed, **cell)


@pytest.fixture
def case(world: World) -> UUID:
    case = uuid4()
    sealing.make_box(organization=world.organization.id, case=case)
    return case


def test_a_case_opens_again_only_in_its_organization(world: World, noise: World, case: UUID) -> None:
    cell = {"table": "cases_entrusted", "column": "contact", "row": uuid4()}
    box = sealing.open_box(organization=world.organization.id, case=case)
    sealed = box.seal(**cell, plain=b"+1 202 555 0107")
    assert sealing.open_box(organization=world.organization.id, case=case).open(**cell, sealed=sealed)
    with pytest.raises(CannotOpen):
        sealing.open_box(organization=noise.organization.id, case=case)


def test_two_cases_share_no_key(world: World, case: UUID) -> None:
    cell = {"table": "cases_entrusted", "column": "contact", "row": uuid4()}
    other = sealing.make_box(organization=world.organization.id, case=uuid4())
    sealed = sealing.open_box(organization=world.organization.id, case=case).seal(**cell, plain=b"x")
    _cannot_open(other, sealed, **cell)


def test_a_wrapped_key_cannot_be_moved_to_another_case(world: World, case: UUID) -> None:
    """Somebody with the database copies a blob between rows: it opens nowhere."""
    other = uuid4()
    sealing.make_box(organization=world.organization.id, case=other)
    blob = WrappedKey.objects.get(case=case).blob
    WrappedKey.objects.filter(case=other).update(blob=blob)
    with pytest.raises(CannotOpen):
        sealing.open_box(organization=world.organization.id, case=other)


def test_an_unknown_generation_is_read_for_again_then_refused(
    world: World, case: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    WrappedKey.objects.filter(case=case).update(generation="kw-1999-01")
    reads: list[object] = []
    load = keyring.load
    monkeypatch.setattr(keyring, "load", lambda path: reads.append(path) or load(path))
    with pytest.raises(UnknownGeneration):
        sealing.open_box(organization=world.organization.id, case=case)
    assert len(reads) == 1


def test_a_box_is_made_only_within_a_journey(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transactions, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        sealing.make_box(organization=uuid4(), case=uuid4())


def test_a_case_without_a_key_does_not_open(db: None) -> None:
    with pytest.raises(CannotOpen):
        sealing.open_box(organization=uuid4(), case=uuid4())
