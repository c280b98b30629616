"""What belongs to which kind, the bands, and dealing: the order in which records came cannot show."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.encounters import rules
from alongside.encounters.rules import Interactions, Kind, Outcome, Record, Shift, TimeToContact
from alongside.vocabulary import labels
from tests.encounters.records import TALK, UNITS, talk

NEW_YORK = ZoneInfo("America/New_York")
PARIS = ZoneInfo("Europe/Paris")


def local(text: str, zone: ZoneInfo = NEW_YORK) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


@pytest.mark.parametrize(
    ("members", "named"),
    [
        (Kind, "kind"),
        (Shift, "shift"),
        (TimeToContact, "time_to_contact"),
        (Interactions, "interactions"),
    ],
)
def test_every_member_is_a_code_of_its_list_and_every_code_a_member(members: type, named: str) -> None:
    assert {member.value for member in members} == set(labels.rows(rules.LISTS[named]))  # type: ignore[attr-defined]


def test_every_outcome_that_counts_is_a_code_of_its_list() -> None:
    assert {outcome.value for outcome in Outcome} <= set(labels.rows(rules.LISTS["outcome"]))


def test_every_answer_is_from_a_list_and_none_is_a_sentence() -> None:
    assert {field.name for field in fields(Record)} == set(rules.LISTS)
    assert all(len(code) <= 24 for name in rules.LISTS.values() for code in labels.rows(name))


def test_every_kind_says_what_it_needs() -> None:
    assert set(rules.NEEDED) == set(Kind)
    assert rules.missing(Record(kind=Kind.TEAM_SESSION, shift="night")) == ["group_size"]
    assert rules.missing(TALK) == []


@pytest.mark.parametrize(
    ("given_at", "band"),
    [
        ("2026-03-04T07:00", Shift.WEEKDAY_DAY),
        ("2026-03-04T14:59", Shift.WEEKDAY_DAY),
        ("2026-03-04T15:00", Shift.WEEKDAY_EVENING),
        ("2026-03-04T22:59", Shift.WEEKDAY_EVENING),
        ("2026-03-04T23:00", Shift.NIGHT),
        ("2026-03-05T06:59", Shift.NIGHT),
        ("2026-03-07T12:00", Shift.WEEKEND_DAY),
        ("2026-03-08T03:30", Shift.NIGHT),
    ],
)
def test_the_part_of_the_week_is_told_in_the_zone_of_the_place(given_at: str, band: Shift) -> None:
    assert rules.shift_of(local(given_at), zone=NEW_YORK) is band
    assert rules.shift_of(local(given_at, PARIS), zone=PARIS) is band


@pytest.mark.parametrize(
    ("waited", "band"),
    [
        (timedelta(0), TimeToContact.UP_TO_30M),
        (timedelta(minutes=30), TimeToContact.UP_TO_30M),
        (timedelta(minutes=31), TimeToContact.UP_TO_2H),
        (timedelta(hours=12), TimeToContact.UP_TO_12H),
        (timedelta(hours=24), TimeToContact.UP_TO_24H),
        (timedelta(hours=48), TimeToContact.UP_TO_48H),
        (timedelta(hours=48, seconds=1), TimeToContact.OVER_48H),
    ],
)
def test_the_wait_is_a_band(waited: timedelta, band: TimeToContact) -> None:
    assert rules.time_to_contact(waited) is band


def test_which_talk_it_was_is_a_band() -> None:
    told = [rules.interactions(times).value for times in (0, 1, 2, 3, 5, 6, 40)]
    assert told == ["i1", "i1", "i2", "i3_5", "i3_5", "i6_plus", "i6_plus"]


def test_the_month_is_told_in_the_zone_of_the_organization() -> None:
    at = datetime(2026, 4, 1, 2, tzinfo=UTC)
    assert rules.month_of(at, zone=NEW_YORK) == "2026-03"
    assert rules.month_of(at, zone=PARIS) == "2026-04"


def test_five_together_move_or_the_month_is_over() -> None:
    assert not rules.may_move(waiting=4, month="2026-03", this_month="2026-03")
    assert rules.may_move(waiting=5, month="2026-03", this_month="2026-03")
    assert rules.may_move(waiting=1, month="2026-03", this_month="2026-04")
    assert not rules.may_move(waiting=0, month="2026-03", this_month="2026-04")


@pytest.mark.parametrize(
    ("this_month", "years", "oldest"),
    [("2026-11", 5, "2021-11"), ("2026-01", 5, "2021-01"), ("2026-12", 5, "2021-12"), ("2026-02", 2, "2024-02")],
)
def test_sheets_are_kept_for_as_many_years_as_were_chosen(this_month: str, years: int, oldest: str) -> None:
    assert rules.oldest_kept(this_month, years=years) == oldest


def test_what_does_not_belong_to_a_kind_is_left_out() -> None:
    session = rules.tidy(talk(kind=Kind.TEAM_SESSION, group_size="g6_10"))
    assert session == Record(
        kind=Kind.TEAM_SESSION,
        shift="weekday_day",
        minutes="m16_30",
        unit_group="intensive_care",
        event_kind="unexpected_death",
        group_size="g6_10",
    )
    leader = rules.tidy(talk(kind=Kind.LEADER_TALK, group_size="g6_10"))
    assert leader == Record(kind=Kind.LEADER_TALK, shift="weekday_day", minutes="m16_30", unit_group="intensive_care")
    assert rules.tidy(talk(group_size="g6_10")) == TALK


def test_only_a_first_talk_has_a_wait_and_only_a_talk_has_minutes() -> None:
    assert rules.tidy(talk(interactions="i2")).time_to_contact == ""
    nobody = rules.tidy(talk(outcome="no_answer"))
    assert (nobody.minutes, nobody.interactions, nobody.time_to_contact) == ("", "", "")


def test_what_a_case_tells_never_stands_beside_what_it_does_not_tell() -> None:
    """What both stores know is one sheet; nothing on the other sheet stands there too, but the kind."""
    names = {field.name: field.name for field in fields(Record)}
    spelled = Record(**{**names, "kind": Kind.ONE_TO_ONE})  # type: ignore[arg-type]
    whom, course = set(rules.about_whom(spelled)), set(rules.how_it_went(spelled))
    alone = {code for _about, code in rules.leaves(spelled)}
    assert whom & course == {Kind.ONE_TO_ONE}
    assert course == {Kind.ONE_TO_ONE, "shift", "outcome", "interactions", "source", "time_to_contact"}
    assert alone == {"tier", "referral"}
    assert whom | course | alone == {Kind.ONE_TO_ONE, *(set(names) - {"kind"})}


RECORDS = st.builds(
    talk,
    unit_group=st.sampled_from(UNITS),
    role_group=st.sampled_from(("nursing", "medical", "ems")),
    shift=st.sampled_from([shift.value for shift in Shift]),
)
TICKETS = st.binary(min_size=rules.TICKET, max_size=rules.TICKET)


@given(st.data(), st.lists(RECORDS, max_size=12))
def test_the_order_in_which_they_came_cannot_show(data: st.DataObject, records: list[Record]) -> None:
    """The mixer (T10): with the same tickets every order of arrival is dealt alike, so its law is the same for all."""
    tickets = data.draw(st.lists(TICKETS, min_size=len(records), max_size=len(records), unique=True))
    another_order = data.draw(st.permutations(records))
    assert rules.deal(records, tickets) == rules.deal(another_order, tickets)


@given(st.lists(RECORDS, max_size=12))
def test_dealing_loses_nothing_and_adds_nothing(records: list[Record]) -> None:
    tickets = [bytes([255 - place]) * rules.TICKET for place in range(len(records))]
    assert sorted(rules.deal(records, tickets), key=repr) == sorted(records, key=repr)


@given(RECORDS)
def test_a_record_comes_back_as_it_went_and_its_length_tells_nothing(record: Record) -> None:
    plain = record.to_bytes()
    assert Record.from_bytes(plain) == record
    assert len(plain) == len(TALK.to_bytes())


def test_a_record_that_an_earlier_version_sealed_is_read_all_the_same() -> None:
    earlier = json.loads(TALK.to_bytes()) | {"once": "0011223344556677"}
    assert Record.from_bytes(json.dumps(earlier).ljust(420).encode()) == TALK
