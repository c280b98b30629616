"""How long to wait, when to give up, what is taken as an address."""

from datetime import timedelta

import pytest
from apprise.manager_plugins import NotificationManager
from hypothesis import given
from hypothesis import strategies as st

from alongside.notices import rules
from alongside.notices.rules import Fate, Permanent, Retry, Sent, Template
from tests.worlds import NOW

EVERY_TEMPLATE = st.sampled_from(list(Template))


def test_waits_grow_and_stay_within_a_minute() -> None:
    waits = [rules.wait_before_next(tries).total_seconds() for tries in range(1, 8)]
    assert waits == [5, 10, 20, 40, 60, 60, 60]
    assert rules.wait_before_next(30_000) == timedelta(minutes=1)


def test_a_lease_outlasts_the_slowest_provider() -> None:
    assert timedelta(seconds=rules.PROVIDER_TIMEOUT) * 3 < rules.LEASE


@given(EVERY_TEMPLATE, st.integers(1, 5000), st.integers(0, 10**6))
def test_what_was_taken_is_done_however_late(template: Template, tries: int, seconds: int) -> None:
    now = NOW + timedelta(seconds=seconds)
    assert rules.fate(Sent(), template=template, tries=tries, made_at=NOW, now=now) is Fate.DONE


@given(EVERY_TEMPLATE, st.integers(1, 5000), st.integers(0, 10**6))
def test_a_failed_notice_is_tried_again_as_long_as_it_is_worth_it(template: Template, tries: int, seconds: int) -> None:
    age = timedelta(seconds=seconds)
    found = rules.fate(Retry("net_timeout"), template=template, tries=tries, made_at=NOW, now=NOW + age)
    assert (found is Fate.GIVEN_UP) == (age >= rules.LIFETIMES[template])
    assert found is not Fate.DONE


def test_a_refused_address_is_given_up_at_once() -> None:
    assert rules.fate(Permanent("smtp_550"), template=Template.PAGE, tries=1, made_at=NOW, now=NOW) is Fate.GIVEN_UP


def test_the_fourth_failure_is_said_aloud_once() -> None:
    fates = [
        rules.fate(Retry("net_refused"), template=Template.PAGE, tries=tries, made_at=NOW, now=NOW)
        for tries in range(1, 8)
    ]
    assert fates.count(Fate.STRUGGLING) == 1
    assert fates[3] is Fate.STRUGGLING


def test_every_template_has_a_lifetime_and_says_what_it_has_a_place_for() -> None:
    assert set(rules.LIFETIMES) == set(rules.SLOTS) == set(Template)


@pytest.mark.parametrize(
    "code", ["net_timeout", "net_refused", "smtp_421", "smtp_disconnected", "http_429", "http_500"]
)
def test_trouble_of_a_provider_stops_its_lane(code: str) -> None:
    assert rules.provider_in_trouble(Retry(code))


@pytest.mark.parametrize("result", [Sent(), Permanent("smtp_550"), Retry("smtp_450"), Retry("smtp_452")])
def test_trouble_of_one_address_does_not(result: rules.Result) -> None:
    assert not rules.provider_in_trouble(result)


def test_codes_may_be_tried_five_times_at_once_and_then_slowly_for_ever() -> None:
    allowed = [
        rules.tries_allowed(sent_at=NOW, now=NOW + timedelta(seconds=seconds)) for seconds in (0, 19, 20, 60, 1800)
    ]
    assert allowed == [5, 5, 6, 8, 95]


def test_every_scheme_we_take_is_one_the_library_carries() -> None:
    assert set(NotificationManager().schemas()) >= rules.SCHEMES


@pytest.mark.parametrize(
    "address", ["ntfys://topic", "twilio://sid:token@15551230000/15551230001", "json://localhost:1/x"]
)
def test_addresses_that_are_taken(address: str) -> None:
    assert rules.carried_by_apprise(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ntfy",
        "ntfy://",
        "dbus://",
        "syslog://localhost",
        "windows://",
        "mailto://user:password@example.org",
        "https://example.org/hook",
        "file:///etc/passwd",
        "mastodon://token@example.org",
        "json://localhost/?rto=600",
        "jsons://localhost/?VERIFY=no",
        "json://localhost/?a=1&cto=99",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    assert not rules.carried_by_apprise(address)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ntfys://alerts.example.org/a", "ntfys://alerts.example.org/b", True),
        ("ntfys://alerts.example.org/a", "ntfys://push.example.net/a", False),
        ("json://me:secret@localhost:81/a", "json://localhost:81/b", True),
        ("json://localhost:81/a", "json://localhost:82/a", False),
        ("tgram://bottoken1/1", "tgram://bottoken2/2", True),
        ("tgram://bottoken1/1", "pover://user@token", False),
    ],
)
def test_addresses_of_one_provider_share_a_lane(one: str, other: str, same: bool) -> None:  # noqa: FBT001  # A column.
    assert (rules.provider(one) == rules.provider(other)) is same


def test_a_provider_never_holds_a_secret() -> None:
    assert "secret" not in rules.provider("json://me:secret@localhost:81/a")
    assert "bottoken" not in rules.provider("tgram://bottoken1/1")
