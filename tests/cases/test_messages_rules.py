"""When a message burns, when one may be written, which hours are quiet: on plain data."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.cases.rules import messages as rules
from alongside.vocabulary.asking import Quiet
from alongside.vocabulary.stages import Stage

NEW_YORK = ZoneInfo("America/New_York")
SENT = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("read_after", "gone_after"),
    [(None, 14 * 24), (0, 72), (24, 96), (13 * 24, 14 * 24), (14 * 24, 14 * 24)],
)
def test_it_burns_72_hours_after_reading_and_after_14_days_at_most(read_after: int | None, gone_after: int) -> None:
    read = SENT + timedelta(hours=read_after) if read_after is not None else None
    assert rules.burns_at(sent=SENT, read=read) == SENT + timedelta(hours=gone_after)


@pytest.mark.parametrize("stage", list(Stage))
def test_one_is_written_only_where_somebody_reads(stage: Stage) -> None:
    reads = stage in {Stage.ACCEPTED, Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL}
    assert rules.may_write(stage, waits_for_yes=False) is reads
    assert not rules.may_write(stage, waits_for_yes=True)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Hello \r\n there  ", "Hello\n there"),
        ("One\n\n\n\n\nTwo", "One\n\nTwo"),
        (" \n \n ", ""),
        ("é" * 500, "é" * 500),
    ],
)
def test_what_nobody_sees_is_taken_out(typed: str, kept: str) -> None:
    assert rules.tidy(typed) == kept


def at(hour: int, minute: int = 0, *, day: int = 4, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)


@pytest.mark.parametrize(
    ("quiet", "now", "told"),
    [
        (Quiet.NONE, at(3), at(3)),
        (Quiet.NIGHT, at(20, 59), at(20, 59)),
        (Quiet.NIGHT, at(21), at(8, day=5)),
        (Quiet.NIGHT, at(3), at(8)),
        (Quiet.NIGHT, at(8), at(8)),
        (Quiet.DAY, at(6, 59), at(6, 59)),
        (Quiet.DAY, at(7), at(17)),
        (Quiet.DAY, at(17), at(17)),
        (Quiet.NIGHT, at(23, day=7), at(8, day=8)),  # The clocks go forward that night.
        (Quiet.NIGHT, at(23, day=31, month=10), at(8, day=1, month=11)),  # And back that one.
    ],
)
def test_nobody_is_told_in_quiet_hours(quiet: Quiet, now: datetime, told: datetime) -> None:
    assert rules.tell_not_before(quiet, now=now, zone=NEW_YORK) == told


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(list(Quiet)), st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)))  # noqa: DTZ001  # Hypothesis adds the zone.
def test_it_is_never_earlier_than_now_never_later_than_a_day_and_then_allowed(quiet: Quiet, now: datetime) -> None:
    told = rules.tell_not_before(quiet, now=now, zone=NEW_YORK)
    assert now <= told <= now + timedelta(hours=13)
    assert rules.tell_not_before(quiet, now=told, zone=NEW_YORK) == told
