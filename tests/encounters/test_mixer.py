"""The mixer: records wait sealed, move together, and nothing tells who, when, or in which order."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from alongside.encounters import operations, queries
from alongside.encounters.errors import NotACode
from alongside.encounters.models import Batch, Course, Encounter, Leaf, Spent, Waiting
from alongside.encounters.queries import Counted
from alongside.encounters.rules import Kind
from alongside.engine.duties.mix import Mix
from alongside.ledger.models import ClearPart, Entry
from alongside.tenancy.models import Retention
from alongside.tenancy.transactions import one_transaction
from alongside.vault.errors import CannotOpen
from alongside.vault.models import WrappedKey
from tests import worlds
from tests.encounters.records import TALK, UNITS, move_all, put, talk
from tests.worlds import NOW, World

pytestmark = pytest.mark.django_db

NEXT_MONTH = datetime(2026, 4, 1, 12, tzinfo=UTC)
FOUR = [talk(unit_group=unit) for unit in UNITS[:4]]


@pytest.fixture
def world() -> World:
    """Return our organization beside a stranger one that has written down as much."""
    noise = worlds.make_noise(now=NOW)
    put(noise.organization.pk, *FOUR, now=NOW)
    return worlds.make(now=NOW)


def units(world: World) -> list[str]:
    """Return the units of what is kept, as the database stores it."""
    return list(Encounter.objects.of(world.organization).values_list("unit_group", flat=True))


def counted(world: World, first: date = date(2026, 3, 1), last: date = date(2026, 3, 31)) -> Counted:
    return queries.counted(organization=world.organization.pk, first_month=first, last_month=last)


def test_four_wait_and_the_fifth_moves_them_all(world: World) -> None:
    put(world.organization.pk, *FOUR, now=NOW)
    assert move_all(NOW) == 0
    assert counted(world) == Counted(0, 0)
    put(world.organization.pk, talk(unit_group="home_care"), now=NOW)
    assert move_all(NOW) == 5
    assert sorted(units(world)) == sorted([*UNITS[:4], "home_care"])
    assert not Waiting.objects.of(world.organization).exists()


def test_at_the_month_s_end_fewer_move(world: World) -> None:
    put(world.organization.pk, TALK, now=NOW)
    assert queries.still_waiting(organization=world.organization.pk, last_month=NOW.date())
    assert move_all(NEXT_MONTH) == 1 + len(FOUR)  # Ours, and the stranger's.
    assert units(world) == ["intensive_care"]
    assert not queries.still_waiting(organization=world.organization.pk, last_month=NOW.date())


def test_a_month_that_is_over_never_changes(world: World) -> None:
    put(world.organization.pk, TALK, now=NOW)
    move_all(NEXT_MONTH)
    before = counted(world)
    put(world.organization.pk, *[TALK] * 5, now=NEXT_MONTH)
    move_all(NEXT_MONTH)
    assert counted(world) == before
    assert counted(world, last=date(2026, 4, 1)).contacts == 6


def test_while_it_waits_nothing_can_be_read_and_not_even_how_long_it_is(world: World) -> None:
    put(world.organization.pk, TALK, talk(kind=Kind.LEADER_TALK), now=NOW)
    sealed = [bytes(row.sealed) for row in Waiting.objects.all()]
    assert len({len(each) for each in sealed}) == 1
    with connection.cursor() as cursor:
        for row in Waiting.objects.all():
            assert b"intensive_care" not in bytes(row.sealed)
        cursor.execute("SELECT * FROM encounters_batch")
        assert "intensive_care" not in repr(cursor.fetchall())


def test_the_key_of_a_batch_is_destroyed_when_it_moves(world: World) -> None:
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    keys = WrappedKey.objects.of(world.organization)
    assert keys.count() == 1
    move_all(NOW)
    assert not keys.exists()
    assert not Batch.objects.of(world.organization).exists()


def test_whoever_waits_is_written_anew_when_another_joins(world: World) -> None:
    put(world.organization.pk, TALK, now=NOW)
    first = Waiting.objects.of(world.organization).get()
    put(world.organization.pk, TALK, now=NOW)
    later = Waiting.objects.of(world.organization)
    assert later.count() == 2
    assert first.pk not in set(later.values_list("pk", flat=True))
    assert bytes(first.sealed) not in {bytes(row.sealed) for row in later}


def test_a_month_is_dealt_anew_with_each_batch(world: World) -> None:
    put(world.organization.pk, *FOUR, TALK, now=NOW)
    move_all(NOW)
    before = set(Encounter.objects.of(world.organization).values_list("pk", flat=True))
    put(world.organization.pk, *FOUR, TALK, now=NOW)
    move_all(NOW)
    after = set(Encounter.objects.of(world.organization).values_list("pk", flat=True))
    assert len(after) == 10
    assert not before & after


def test_every_place_is_as_likely_for_the_one_that_came_first(world: World) -> None:
    """The law of the mixer on the real table: where the first to come lies, in storage order."""
    places: Counter[int] = Counter()
    for _turn in range(60):
        put(world.organization.pk, talk(unit_group="home_care"), *FOUR, now=NOW)
        move_all(NOW)
        places[units(world).index("home_care")] += 1
        Encounter.objects.of(world.organization).delete()
    assert set(places) == {0, 1, 2, 3, 4}
    assert max(places.values()) < 30  # Twelve each are expected; thirty come once in a hundred million runs.


def test_a_second_tap_is_not_a_second_encounter(world: World) -> None:
    for _tap in range(2):
        with one_transaction():
            operations.record(organization=world.organization.pk, record=TALK, now=NOW, once="ab12")
    assert Batch.objects.of(world.organization).get().waiting == 1


def test_one_sent_again_after_it_left_the_mixer_is_not_a_second_one(world: World) -> None:
    """The answer never came; the batch had moved before the page was sent again, next month too."""
    put(world.organization.pk, *FOUR, now=NOW)
    put(world.organization.pk, TALK, now=NOW, once="ab12")
    assert move_all(NOW) == 5
    for at in (NOW, NEXT_MONTH):
        put(world.organization.pk, TALK, now=at, once="ab12")
    assert not Batch.objects.of(world.organization).exists()
    assert counted(world, last=date(2026, 4, 1)).contacts == 5
    put(world.organization.pk, TALK, now=NOW, once="ab13")
    assert Batch.objects.of(world.organization).get().waiting == 1


def test_what_recognizes_a_form_tells_neither_when_nor_of_what(world: World) -> None:
    """Digests of a month in their own order, laid down anew each time; gone after the next month."""
    for number in range(6):
        before = set(Spent.objects.of(world.organization).values_list("pk", flat=True))
        put(world.organization.pk, TALK, now=NOW, once=f"{number:016x}")
        assert not before & set(Spent.objects.of(world.organization).values_list("pk", flat=True))
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT mark FROM encounters_spent ORDER BY {place}")  # noqa: S608  # One of two words.
        stored = [bytes(mark) for (mark,) in cursor.fetchall()]
    assert (len(stored), stored) == (6, sorted(stored))
    assert not any(f"{number:016x}".encode() in mark for mark in stored for number in range(6))
    Mix()(NEXT_MONTH)
    assert Spent.objects.count() == 6
    Mix()(NEXT_MONTH + timedelta(days=31))
    assert Spent.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"unit_group": "Ward 7, Mrs Keller"},
        {"minutes": "17"},
        {"shift": ""},
        {"tier": "she was in tears"},
        {"role_group": "surgeon"},
    ],
)
def test_what_is_no_code_is_refused(world: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(NotACode), one_transaction():
        operations.record(organization=world.organization.pk, record=talk(**wrong), now=NOW)
    assert not Waiting.objects.of(world.organization).exists()


def test_what_is_counted(world: World) -> None:
    put(
        world.organization.pk,
        TALK,
        talk(time_to_contact="up_to_30m"),
        talk(interactions="i2", kind=Kind.INFORMAL),
        talk(outcome="no_answer"),
        talk(kind=Kind.LEADER_TALK),
        talk(kind=Kind.TEAM_SESSION, group_size="g6_10"),
        now=NOW,
    )
    move_all(NOW)
    assert counted(world) == Counted(contacts=3, first_contacts=2, time_bands={"up_to_30m": 1, "up_to_2h": 1})
    assert counted(world, date(2026, 1, 1), date(2026, 2, 1)) == Counted(0, 0)
    assert sorted(Leaf.objects.of(world.organization).values_list("about", "code")) == sorted(
        [("tier", "tier2_enough"), ("referral", "none")] * 4
    )


def test_a_batch_whose_key_is_lost_holds_up_no_other(world: World, caplog: pytest.LogCaptureFixture) -> None:
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    WrappedKey.objects.of(world.organization).delete()
    put(world.organization.pk, *[TALK] * 5, now=NOW)  # Goes to a batch of its own.
    mix = Mix()
    while mix(NOW):
        pass
    assert counted(world).contacts == 5
    assert Batch.objects.of(world.organization).get().waiting == 5
    assert caplog.messages.count("encounters.cannot_be_opened") == 1
    with pytest.raises(CannotOpen), one_transaction():
        operations.move_next(now=NOW)


def test_the_ledger_tells_how_many_moved_and_nothing_of_any(world: World) -> None:
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    mix = Mix()
    while mix(NOW):
        pass
    entry = Entry.objects.of(world.organization).get()
    clear = ClearPart.objects.get(entry=entry)
    assert (entry.verb, entry.actor_role, clear.actor) == ("encounters.mixed", "engine", None)
    assert clear.payload == {"month": "2026-03", "records": 5}


def test_sheets_go_after_five_years(world: World) -> None:
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    Mix()(NOW)
    mix = Mix()
    mix(NOW + timedelta(days=5 * 365))
    assert counted(world).contacts == 5
    mix(datetime(2031, 4, 2, tzinfo=UTC))
    assert counted(world) == Counted(0, 0)
    assert not Leaf.objects.of(world.organization).exists()
    assert not Course.objects.of(world.organization).exists()


def test_sheets_go_after_the_years_that_counsel_signed(world: World) -> None:
    signed = {"schedule": "HR 4.12", "signed_by": "C", "signed_role": "Counsel", "signed_on": NOW.date()}
    Retention.objects.create(organization=world.organization, days=14, years=2, version=1, **signed)
    put(world.organization.pk, *[TALK] * 5, now=NOW)
    Mix()(NOW)
    Mix()(datetime(2028, 3, 31, tzinfo=UTC))
    assert counted(world).contacts == 5
    Mix()(datetime(2028, 4, 2, tzinfo=UTC))
    assert counted(world) == Counted(0, 0)
