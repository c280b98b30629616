"""SQLite's file is written anew once a week, beside people who write and read (threat model, 5.5)."""

import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection

from alongside import clock
from alongside.config import backing_up
from alongside.engine.duties.write_anew import write_anew
from alongside.tenancy import transactions
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import one_transaction
from tests import worlds
from tests.houses import House

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL tidies by itself"),
]


def pages_that_were_freed() -> int:
    with connection.cursor() as cursor:
        return int(cursor.execute("PRAGMA freelist_count").fetchone()[0])


def make_room() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE filled (words TEXT)")
        cursor.executemany("INSERT INTO filled VALUES (hex(randomblob(%s)))", [[2000]] * 200)
        cursor.execute("DROP TABLE filled")


def test_once_a_week_and_not_oftener(new_house: House) -> None:
    now = clock.now()
    make_room()
    assert pages_that_were_freed()
    assert not write_anew(now)
    assert pages_that_were_freed() == 0
    assert not Path(f"{new_house.database}-wal").exists() or Path(f"{new_house.database}-wal").stat().st_size == 0
    make_room()
    write_anew(now)
    assert pages_that_were_freed()
    write_anew(now + timedelta(days=7))
    assert pages_that_were_freed() == 0


def write_on(organization: UUID, written: list[int]) -> None:
    try:
        for number in range(30):
            with one_transaction(ring=False):
                Organization.objects.filter(pk=organization).update(name=f"Written {number}")
            written.append(number)
    finally:
        connection.close()


def test_whoever_writes_or_reads_meanwhile_loses_nothing(new_house: House) -> None:
    world = worlds.make()
    make_room()
    written: list[int] = []
    with closing(sqlite3.connect(new_house.database)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM tenancy_organization").fetchone()
        writer = threading.Thread(target=write_on, args=(world.organization.pk, written))
        writer.start()
        for week in range(1, 6):
            assert transactions.write_file_anew(week=week)
        writer.join(60)
        assert reader.execute("SELECT count(*) FROM tenancy_organization").fetchone()
    assert len(written) == 30
    assert Organization.objects.get(pk=world.organization.pk).name == "Written 29"
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_what_is_deleted_is_overwritten_at_once(new_house: House) -> None:
    """The week's rewriting is the second net; the first is that freed bytes are zeroed where they lie."""
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA secure_delete").fetchone()[0] == 1
        cursor.execute("CREATE TABLE told (words TEXT)")
        cursor.execute("INSERT INTO told VALUES ('zz-told-in-confidence')")
        cursor.execute("DELETE FROM told")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    file = Path(str(connection.settings_dict["NAME"]))
    assert b"zz-told-in-confidence" not in file.read_bytes()


def test_a_backup_carries_no_page_that_was_freed(new_house: House) -> None:
    make_room()
    assert pages_that_were_freed()
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(backing_up._content())  # noqa: SLF001  # What is sealed, before it is.
        assert copy.execute("PRAGMA freelist_count").fetchone()[0] == 0
