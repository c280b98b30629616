"""Writing and verifying a real ledger; the database refuses changes, and the chain finds those made in spite of it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from alongside.ledger import operations, queries, rules, triggers
from alongside.ledger.errors import BoxWithoutCase, TooManyEntries
from alongside.ledger.models import ClearPart, Entry, Head, Proof
from alongside.ledger.rules import Anchor, Kind
from alongside.tenancy import transactions
from alongside.tenancy.errors import NotInTransaction
from alongside.vault import sealing
from alongside.vault.errors import CannotOpen
from tests.worlds import World

CANARY = "Zzpayload"


class Ledger:
    """One organization's ledger, with one case."""

    def __init__(self, world: World, now: datetime) -> None:
        self.organization, self.now, self.case = world.organization.id, now, uuid4()
        self.box = sealing.make_box(organization=self.organization, case=self.case)

    def write(self, verb: str = "opened", **given: Any) -> None:
        whole: dict[str, Any] = {"actor_role": "supporter", "payload": {"what": CANARY}, "actor": uuid4(), **given}
        operations.write(organization=self.organization, verb=verb, now=self.now, **whole)

    def write_sealed(self, verb: str = "opened", **given: Any) -> None:
        self.write(verb, case=self.case, box=self.box, **given)

    def kinds(self, anchor: Anchor | None = None) -> set[Kind]:
        return {fault.kind for fault in queries.verify(organization=self.organization, anchor=anchor)}

    def opened(self) -> list[queries.Opened]:
        return queries.opened(organization=self.organization, case=self.case, box=self.box)


@pytest.fixture
def ledger(world: World, now: datetime) -> Ledger:
    return Ledger(world, now)


@pytest.fixture
def full(ledger: Ledger, noise: World, now: datetime) -> Ledger:
    for number in range(6):
        ledger.write_sealed() if number % 2 else ledger.write()
    Ledger(noise, now).write()
    return ledger


def _run(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.fixture
def without_triggers(db: None) -> None:
    """As somebody who owns the database could do it; undone with the test's transaction."""
    on = " ON ledger_entry" if connection.vendor == "postgresql" else ""
    for act in ("update", "delete"):
        _run(f"DROP TRIGGER ledger_entry_no_{act}{on}")


def test_an_entry_in_clear(ledger: Ledger) -> None:
    actor = uuid4()
    ledger.write("settings_changed", payload={"clock": 5}, actor=actor, actor_role="administrator")
    line = queries.lines(organization=ledger.organization)[0]
    assert (line.seq, line.verb, line.actor_role) == (1, "settings_changed", "administrator")
    assert (line.actor, line.payload) == (actor, {"clock": 5})
    assert line.hour == ledger.now.replace(minute=0)
    assert ledger.kinds() == set()


def test_an_entry_of_a_case_is_sealed(ledger: Ledger) -> None:
    actor = uuid4()
    ledger.write_sealed("contact_opened", actor=actor)
    entry, proof = Entry.objects.get(), Proof.objects.get()
    assert CANARY.encode() not in bytes(proof.sealed)
    assert str(ledger.case) not in str(vars(entry))
    assert not ClearPart.objects.exists()
    assert ledger.opened() == [queries.Opened(1, "contact_opened", actor, {"what": CANARY}, true=True)]
    line = queries.lines(organization=ledger.organization)[0]
    assert (line.actor, line.payload) == (None, {})


def test_without_the_box_only_the_commitment_remains(ledger: Ledger) -> None:
    """The keyring is lost: pages and rota work on, and the chain with them."""
    ledger.write("accepted", case=ledger.case)
    assert Entry.objects.count() == 1
    assert not Proof.objects.exists()
    assert not ClearPart.objects.exists()
    assert ledger.kinds() == set()


def test_a_box_without_its_case_is_refused(ledger: Ledger) -> None:
    with pytest.raises(BoxWithoutCase):
        ledger.write(box=ledger.box)


def test_one_key_seals_only_so_many_proofs(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "PER_KEY", 2)
    ledger.write_sealed()
    ledger.write_sealed()
    with pytest.raises(TooManyEntries):
        ledger.write_sealed()


def test_written_only_within_a_journey(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(transactions, "connection", SimpleNamespace(in_atomic_block=False))
    with pytest.raises(NotInTransaction):
        operations.write(organization=uuid4(), actor_role="a", verb="b", now=now, payload={})


def test_each_organization_has_its_own_chain(full: Ledger, noise: World) -> None:
    assert full.kinds() == set()
    assert queries.verify(organization=noise.organization.id) == []
    head, other = queries.head(organization=full.organization), queries.head(organization=noise.organization.id)
    assert head is not None
    assert other is not None
    assert (head.seq, other.seq) == (6, 1)
    assert queries.head(organization=uuid4()) is None
    assert [line.seq for line in queries.lines(organization=full.organization, before=5, limit=2)] == [4, 3]


def test_an_entry_undone_with_its_journey_leaves_no_gap(full: Ledger) -> None:
    def failing() -> None:
        with transaction.atomic():
            full.write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    full.write()
    assert Entry.objects.of(full.organization).count() == 7
    assert full.kinds() == set()


def _remove(ledger: Ledger, seq: int) -> None:
    for table in (Proof, ClearPart):
        table.objects.filter(entry__seq=seq).delete()
    Entry.objects.of(ledger.organization).filter(seq=seq).delete()


def _swap(ledger: Ledger, one: int, other: int) -> None:
    rows = Entry.objects.of(ledger.organization)
    for old, new in ((one, 1000), (other, one), (1000, other)):
        rows.filter(seq=old).update(seq=new)


def _insert(ledger: Ledger) -> None:
    last = Entry.objects.of(ledger.organization).get(seq=6)
    last.pk, last.seq, last.prev = uuid4(), 7, last.digest
    last.save(force_insert=True)


def _forge_clear_part() -> None:
    _run(f"DROP TRIGGER ledger_clearpart_no_update{' ON ledger_clearpart' * (connection.vendor == 'postgresql')}")
    ClearPart.objects.filter(entry__seq=1).update(actor=uuid4())


TAMPERING: dict[str, tuple[Callable[[Ledger], None], Kind]] = {
    "edit": (lambda _: _run("UPDATE ledger_entry SET verb = 'nothing' WHERE seq = 3"), Kind.EDITED),
    "hour": (lambda _: _run("UPDATE ledger_entry SET hour = '2020-01-01 00:00:00+00:00' WHERE seq = 2"), Kind.EDITED),
    "digest": (lambda _: _run("UPDATE ledger_entry SET digest = prev WHERE seq = 2"), Kind.UNLINKED),
    "removal": (lambda ledger: _remove(ledger, 4), Kind.MISSING),
    "tail": (lambda ledger: _remove(ledger, 6), Kind.HEAD),
    "reorder": (lambda ledger: _swap(ledger, 2, 3), Kind.UNLINKED),
    "insertion": (_insert, Kind.HEAD),
    "head gone": (lambda ledger: Head.objects.filter(organization=ledger.organization).delete() and None, Kind.HEAD),
    "clear part": (lambda _: _forge_clear_part(), Kind.CLEAR),
}


@pytest.mark.parametrize("how", sorted(TAMPERING))
def test_ledger_detects(full: Ledger, without_triggers: None, how: str) -> None:
    tamper, kind = TAMPERING[how]
    tamper(full)
    assert kind in full.kinds()


def test_rewritten_chain_fails_against_anchor(full: Ledger, without_triggers: None) -> None:
    """Somebody with the database changes one entry and recomputes all that follow, and the head."""
    anchor = queries.head(organization=full.organization)
    before = rules.GENESIS
    for entry in Entry.objects.of(full.organization).order_by("seq"):
        entry.verb, entry.prev = "nothing" if entry.seq == 2 else entry.verb, before
        link = rules.Link(
            entry.seq, full.organization, entry.hour, entry.actor_role, entry.verb, before, bytes(entry.commitment)
        )
        before = entry.digest = rules.digest(link)
        entry.save()
    Head.objects.filter(organization=full.organization).update(digest=before)
    assert full.kinds() == set()
    assert full.kinds(anchor) == {Kind.ANCHOR}


def test_erase_keeps_chain(full: Ledger) -> None:
    """The case's proofs and key go: what remains can neither be read nor guessed, and the chain is whole."""
    commitments = list(Entry.objects.of(full.organization).order_by("seq").values_list("commitment", flat=True))
    operations.forget_case(case=full.case)
    assert full.kinds() == set()
    kept = Entry.objects.of(full.organization).order_by("seq").values_list("commitment", flat=True)
    assert (list(kept), len(commitments)) == (commitments, 6)
    assert full.opened() == []


def test_a_proof_moved_to_another_case_does_not_open(full: Ledger) -> None:
    other = sealing.make_box(organization=full.organization, case=uuid4())
    with pytest.raises(CannotOpen):
        queries.opened(organization=full.organization, case=full.case, box=other)


def test_pruning_clear_parts_keeps_chain(full: Ledger, now: datetime) -> None:
    assert operations.prune(now=now + timedelta(days=700)) == 0
    assert operations.prune(now=now + timedelta(days=800)) == 4
    assert full.kinds() == set()
    assert queries.lines(organization=full.organization)[-1].payload == {}


REFUSED = [
    "UPDATE ledger_entry SET verb = 'nothing'",
    "UPDATE ledger_entry SET digest = prev WHERE seq = 2",
    "DELETE FROM ledger_entry WHERE seq = 6",
    "DELETE FROM ledger_entry",
    "UPDATE ledger_clearpart SET actor = NULL",
    "UPDATE ledger_proof SET sealed = sealed",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_triggers_refuse(full: Ledger, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _run(sql)
    assert full.kinds() == set()


def test_triggers_refuse_emptying_the_table(full: Ledger) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL can empty a table without touching its rows.")
    _run("SET CONSTRAINTS ALL IMMEDIATE")  # Or what is still to be checked stands in the way.
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        _run("TRUNCATE ledger_entry CASCADE")


def test_the_rows_are_refused_through_the_models_too(full: Ledger) -> None:
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(verb="nothing")


def test_no_trigger_is_missing_after_migrate(db: None) -> None:
    assert triggers.missing() == []


@pytest.fixture
def one_lost(db: None) -> str:
    name = "ledger_entry_no_delete"
    _run(f"DROP TRIGGER {name}{' ON ledger_entry' * (connection.vendor == 'postgresql')}")
    return name


def test_a_lost_trigger_is_told_and_every_migrate_makes_it_anew(one_lost: str) -> None:
    assert triggers.missing() == [one_lost]
    call_command("migrate", verbosity=0, interactive=False)
    assert triggers.missing() == []


def test_a_trigger_of_the_same_name_that_refuses_nothing_is_told(one_lost: str) -> None:
    if connection.vendor == "postgresql":
        _run("CREATE FUNCTION allow() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN OLD; END$$")
        _run(f"CREATE TRIGGER {one_lost} BEFORE DELETE ON ledger_entry FOR EACH ROW EXECUTE FUNCTION allow()")
    else:
        _run(f"CREATE TRIGGER {one_lost} BEFORE DELETE ON ledger_entry BEGIN SELECT 1; END")
    assert triggers.missing() == [one_lost]


def test_a_disabled_trigger_is_told(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("Only PostgreSQL can disable a trigger.")
    _run("ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_no_update")
    assert triggers.missing() == ["ledger_entry_no_update"]
