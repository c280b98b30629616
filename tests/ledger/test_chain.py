"""The chain in plain data: whatever is changed in it is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.ledger import rules
from alongside.ledger.rules import GENESIS, Anchor, Fault, Kind, Link

Chain = list[tuple[Link, bytes]]
ORGANIZATION = UUID("0f3a1c1e-6f0b-4a8e-9d59-0a4f6f3a9b01")
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
QUICK = settings(max_examples=100, deadline=None)

COMMITMENTS = st.binary(min_size=32, max_size=32)
ACTS = st.lists(
    st.tuples(st.sampled_from(["caregiver", "supporter"]), st.sampled_from(["asked", "opened"]), COMMITMENTS),
    min_size=2,
    max_size=8,
    unique_by=lambda act: act[2],
)


def _chain(acts: list[tuple[str, str, bytes]], organization: UUID = ORGANIZATION) -> Chain:
    chain: Chain = []
    for seq, (role, verb, commitment) in enumerate(acts, start=1):
        before = chain[-1][1] if chain else GENESIS
        link = Link(seq, organization, NOON, role, verb, before, commitment)
        chain.append((link, rules.digest(link)))
    return chain


def _head(chain: Chain) -> Anchor:
    return Anchor(len(chain), chain[-1][1])


def _faults(chain: Chain, head: Anchor | None, anchor: Anchor | None = None) -> list[Fault]:
    return list(rules.faults(chain, head=head, anchor=anchor))


@QUICK
@given(acts=ACTS, data=st.data())
def test_a_whole_chain_has_no_fault(acts: list[tuple[str, str, bytes]], data: st.DataObject) -> None:
    chain = _chain(acts)
    earlier = data.draw(st.integers(1, len(chain)))
    assert _faults(chain, _head(chain), Anchor(earlier, chain[earlier - 1][1])) == []
    assert _faults([], None) == []


def _other_bytes(value: bytes) -> bytes:
    return bytes([value[0] ^ 1]) + value[1:]


EDITS: dict[str, Callable[[Link], Link]] = {
    "seq": lambda link: replace(link, seq=link.seq + 100),
    "organization": lambda link: replace(link, organization=uuid4()),
    "hour": lambda link: replace(link, hour=link.hour + timedelta(hours=1)),
    "actor_role": lambda link: replace(link, actor_role="auditor"),
    "verb": lambda link: replace(link, verb="nothing"),
    "prev": lambda link: replace(link, prev=_other_bytes(link.prev)),
    "commitment": lambda link: replace(link, commitment=_other_bytes(link.commitment)),
    "moved_letter": lambda link: replace(link, actor_role=link.actor_role[:-1], verb=link.actor_role[-1] + link.verb),
}


@QUICK
@given(acts=ACTS, field=st.sampled_from(sorted(EDITS)), data=st.data())
def test_ledger_detects_any_edit(acts: list[tuple[str, str, bytes]], field: str, data: st.DataObject) -> None:
    """With the entry's own digest made to fit, the next link or the head still gives it away."""
    chain = _chain(acts)
    head, place = _head(chain), data.draw(st.integers(0, len(chain) - 1))
    edited = EDITS[field](chain[place][0])
    kept = data.draw(st.sampled_from([chain[place][1], rules.digest(edited)]))
    assert _faults([*chain[:place], (edited, kept), *chain[place + 1 :]], head)


@QUICK
@given(acts=ACTS, data=st.data())
def test_ledger_detects_any_removal(acts: list[tuple[str, str, bytes]], data: st.DataObject) -> None:
    chain = _chain(acts)
    first = data.draw(st.integers(0, len(chain) - 1))
    last = data.draw(st.integers(first + 1, len(chain)))
    assert _faults(chain[:first] + chain[last:], _head(chain))


@QUICK
@given(acts=ACTS, data=st.data())
def test_ledger_detects_any_reorder(acts: list[tuple[str, str, bytes]], data: st.DataObject) -> None:
    """Whether the entries keep their numbers or take each other's."""
    chain = _chain(acts)
    order = data.draw(st.permutations(chain).filter(lambda other: other != chain))
    assert _faults(order, _head(chain))
    renumbered = [(replace(link, seq=seq), kept) for seq, (link, kept) in enumerate(order, start=1)]
    assert _faults(renumbered, _head(chain))


@QUICK
@given(acts=ACTS, new=COMMITMENTS, data=st.data())
def test_ledger_detects_any_insertion(acts: list[tuple[str, str, bytes]], new: bytes, data: st.DataObject) -> None:
    chain = _chain(acts)
    head, place = _head(chain), data.draw(st.integers(0, len(chain)))
    before = chain[place - 1][1] if place else GENESIS
    link = Link(place + 1, ORGANIZATION, NOON, "auditor", "read", before, new)
    moved = [(replace(each, seq=each.seq + 1), kept) for each, kept in chain[place:]]
    assert _faults([*chain[:place], (link, rules.digest(link)), *moved], head)
    assert _faults([*chain[:place], (link, rules.digest(link)), *chain[place:]], head)


@QUICK
@given(acts=ACTS, data=st.data())
def test_rewritten_chain_fails_against_anchor(acts: list[tuple[str, str, bytes]], data: st.DataObject) -> None:
    """Whoever owns the database can forge a whole chain: only the head written down outside tells."""
    chain = _chain(acts)
    place = data.draw(st.integers(0, len(acts) - 1))
    role, _, commitment = acts[place]
    forged = _chain([*acts[:place], (role, "nothing", commitment), *acts[place + 1 :]])
    assert _faults(forged, _head(forged)) == []
    assert _faults(forged, _head(forged), _head(chain)) == [Fault(len(chain), Kind.ANCHOR)]
    shorter = _chain(acts[:-1])
    assert Fault(len(chain), Kind.ANCHOR) in _faults(shorter, _head(shorter), _head(chain))


def test_a_chain_of_another_organization_is_another_chain() -> None:
    acts = [("caregiver", "asked", bytes(32))]
    assert _chain(acts)[0][1] != _chain(acts, organization=uuid4())[0][1]


def test_the_digest_is_frozen() -> None:
    """A chain written by this release must be whole to every later one."""
    link = Link(1, ORGANIZATION, NOON, "supporter", "accepted", GENESIS, bytes(range(32)))
    words = ["alongside-ledger", "1", "1", str(ORGANIZATION), "2026-03-04T12:00:00Z", "supporter", "accepted"]
    parts = [*(word.encode() for word in words), bytes(32), bytes(range(32))]
    spelled = b"".join(bytes([0, len(part)]) + part for part in parts)
    assert rules.digest(link) == rules.hashlib.sha256(spelled).digest()
    assert rules.digest(link).hex() == "0a34de6180abf81753ae65f480957303f97b7468ca5f40ed66acc01967aa8e0a"


def test_the_payload_has_one_spelling() -> None:
    actor = UUID(int=1)
    spelled = rules.canonical(actor, {"b": 1, "a": {"é": None}})
    assert spelled == '{"actor":"%s","payload":{"a":{"é":null},"b":1}}'.encode() % str(actor).encode()
    assert rules.canonical(None, {"a": {"é": None}, "b": 1}) != spelled


def test_a_commitment_cannot_be_guessed_without_its_opening() -> None:
    spelled = rules.canonical(None, {"outcome": "accepted"})
    assert rules.commit(b"a" * 32, spelled) != rules.commit(b"b" * 32, spelled)
    assert rules.commit(b"a" * 32, spelled) == rules.commit(b"a" * 32, spelled)


def test_an_entry_keeps_only_its_hour() -> None:
    paris = timezone(timedelta(hours=2))
    assert rules.rounded(datetime(2026, 6, 1, 14, 59, 59, 999, tzinfo=paris)) == datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_clear_parts_live_24_months() -> None:
    assert rules.prune_after(NOON).date().isoformat() == "2028-03-05"


def test_an_anchor_can_be_written_down_and_read_back() -> None:
    anchor = Anchor(12, bytes(range(32)))
    assert Anchor.read(f" {anchor}\n") == anchor
    with pytest.raises(ValueError, match="invalid literal"):
        Anchor.read("nonsense")
