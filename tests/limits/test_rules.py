"""Windows, networks and tickets in plain data."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.limits import rules
from alongside.limits.rules import TicketState

NOW = datetime(2026, 3, 4, 15, 7, 42, tzinfo=UTC)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.254", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("192.0.2.1", "::ffff:192.0.2.77", True),
        ("2001:db8:0:1::1", "2001:db8:0:f0::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:100::1", False),
        ("fe80::1%eth0", "fe80::2", True),
        ("[2001:db8::1]", " 2001:db8::1 ", True),
        ("", "not an address", True),
        ("", "192.0.2.1", False),
        ("192.0.2.1, 198.51.100.1", "\0", True),
    ],
)
def test_a_network_is_a_24_or_a_56(one: str, other: str, *, same: bool) -> None:
    assert (rules.network(one) == rules.network(other)) is same


@given(st.text(max_size=60))
def test_no_address_is_ever_refused(address: str) -> None:
    assert rules.network(address)


@pytest.mark.parametrize(("kind", "minute"), [("codes", 7), ("sign_in", 7), ("requests", 0)])
def test_a_window_starts_on_its_own_step(kind: rules.Kind, minute: int) -> None:
    start = datetime(2026, 3, 4, 15, minute, tzinfo=UTC)
    assert rules.WINDOWS[kind].start(NOW) == start
    assert rules.WINDOWS[kind].start(NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))) == start


@given(st.datetimes(min_value=datetime(2026, 1, 1), timezones=st.just(UTC)), st.sampled_from(sorted(rules.WINDOWS)))  # noqa: DTZ001  # Hypothesis adds the zone.
def test_a_window_holds_its_moment_within_one_day(now: datetime, kind: rules.Kind) -> None:
    window = rules.WINDOWS[kind]
    start = window.start(now)
    assert start <= now < start + window.length
    assert start.date() == now.date()


def test_what_fails_rests_longer_each_time_up_to_six_hours() -> None:
    rests = [rules.rest_after(tries) for tries in range(1, 40)]
    assert rests == sorted(rests)
    assert (rests[0], rests[1], rests[-1]) == (timedelta(minutes=1), timedelta(minutes=2), timedelta(hours=6))
    assert rules.rest_after(0) == timedelta(minutes=1)
    before = sum((rules.rest_after(tries) for tries in range(1, rules.TOLD_AT_TRY)), timedelta())
    assert before < timedelta(hours=1), "somebody is told within the hour"


def test_the_usual_figures() -> None:
    figures = {kind: (window.most, window.length.total_seconds()) for kind, window in rules.WINDOWS.items()}
    assert figures == {
        "codes": (60, 60),
        "requests": (6, 600),
        "questions": (4, 600),
        "names": (12, 600),
        "sign_in": (10, 60),
        "events": (300, 60),
    }


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(0), TicketState("wait", 20)),
        (timedelta(seconds=0.5), TicketState("wait", 20)),
        (timedelta(seconds=19.5), TicketState("wait", 1)),
        (timedelta(seconds=20), TicketState("ready")),
        (timedelta(minutes=10), TicketState("ready")),
        (timedelta(minutes=10, seconds=1), TicketState("invalid")),
        (timedelta(seconds=-1), TicketState("invalid")),
    ],
)
def test_a_ticket_by_its_age(age: timedelta, state: TicketState) -> None:
    assert rules.ticket_state(issued=NOW, now=NOW + age) == state


@given(st.sampled_from(sorted(rules.WINDOWS)), st.integers(0, 3 * 24 * 3600))
def test_waiting_as_long_as_said_reaches_the_next_window(kind: rules.Kind, seconds: int) -> None:
    window, now = rules.WINDOWS[kind], datetime(2026, 3, 4, tzinfo=UTC) + timedelta(seconds=seconds)
    left = timedelta(seconds=window.seconds_left(now))
    assert timedelta() < left <= window.length
    assert window.start(now + left) > window.start(now)
