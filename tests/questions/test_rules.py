"""When a question is answered, when somebody is told, when it is forgotten: on any day, in any zone."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.questions import rules

NEW_YORK, PARIS = ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris")
MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001  # Made aware at once.
zones = st.sampled_from([NEW_YORK, PARIS, ZoneInfo("Pacific/Auckland"), ZoneInfo("Asia/Kolkata")])


def test_two_days_are_two_days_in_the_middle_of_the_week() -> None:
    assert rules.answer_by(MONDAY, hours=48, zone=NEW_YORK) == MONDAY + timedelta(hours=48)


def test_a_question_on_friday_afternoon_is_answered_by_tuesday() -> None:
    friday = MONDAY + timedelta(days=4)
    due = rules.answer_by(friday, hours=48, zone=NEW_YORK).astimezone(NEW_YORK)
    assert due.strftime("%A %H:%M") == "Tuesday 10:00"  # The clocks went forward on Sunday, which is not counted.


def test_a_question_on_sunday_begins_on_monday() -> None:
    sunday = datetime(2026, 3, 15, 12, 0, tzinfo=UTC)
    due = rules.answer_by(sunday, hours=24, zone=PARIS).astimezone(PARIS)
    assert due.strftime("%A %H:%M") == "Tuesday 08:00"


def test_a_question_late_in_the_evening_is_answered_in_the_morning() -> None:
    late = datetime(2026, 3, 3, 22, 30, tzinfo=PARIS)
    assert rules.answer_by(late, hours=48, zone=PARIS) == datetime(2026, 3, 6, 8, 0, tzinfo=PARIS)


@settings(max_examples=100)
@given(asked=moments, hours=st.integers(rules.SHORTEST_HOURS, rules.LONGEST_HOURS), zone=zones)
def test_never_sooner_than_the_hours_and_never_at_night_or_on_a_weekend(
    asked: datetime, hours: int, zone: ZoneInfo
) -> None:
    due = rules.answer_by(asked, hours=hours, zone=zone)
    here = due.astimezone(zone)
    weekends = hours // 120 + 2
    assert timedelta(hours=hours) <= due - asked <= timedelta(hours=hours + 14, days=2 * weekends)
    assert here.weekday() < 5
    assert 8 <= here.hour < 18 or here.time().isoformat() == "18:00:00"


def test_it_goes_thirty_days_after_its_answer_and_after_ninety_at_most() -> None:
    early, late = MONDAY + timedelta(days=1), MONDAY + timedelta(days=80)
    assert rules.erase_at(asked=MONDAY, answered=None) == MONDAY + timedelta(days=90)
    assert rules.erase_at(asked=MONDAY, answered=early) == early + timedelta(days=30)
    assert rules.erase_at(asked=MONDAY, answered=late) == MONDAY + timedelta(days=90)
