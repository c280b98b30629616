"""Open or closed: right across midnight, on the nights when clocks change, on holidays; and a code that reads back."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.directory import words
from alongside.directory.errors import HoursUnreadable
from alongside.directory.rules import Opening, Span, Week, opening
from alongside.directory.rules.holidays import easter, is_holiday
from alongside.directory.rules.hours import LOOK_AHEAD, parse, write

NEW_YORK, PARIS, CHICAGO = ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris"), ZoneInfo("America/Chicago")
ZONES = [NEW_YORK, PARIS, CHICAGO, ZoneInfo("UTC"), ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Kolkata")]

quarters = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
spans = st.builds(Span, st.integers(0, 6), quarters, quarters)
weeks = st.lists(spans, min_size=1, max_size=10, unique=True).map(lambda some: Week(tuple(sorted(some))))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001  # Made aware at once.


def at(code: str, moment: datetime, zone: ZoneInfo = NEW_YORK, country: str = "US") -> Opening:
    return opening(parse(code), zone, country=country, now=moment)


def wall(zone: ZoneInfo, *when: int, fold: int = 0) -> datetime:
    return datetime(*when, tzinfo=zone, fold=fold).astimezone(UTC)  # type: ignore[arg-type, misc]  # Year, month, day, hour, minute.


OFFICE = "Mo-Fr 08:00-17:00"


@pytest.mark.parametrize(
    ("moment", "is_open", "until"),
    [
        (wall(NEW_YORK, 2026, 3, 4, 7, 59), False, wall(NEW_YORK, 2026, 3, 4, 8)),
        (wall(NEW_YORK, 2026, 3, 4, 8), True, wall(NEW_YORK, 2026, 3, 4, 17)),
        (wall(NEW_YORK, 2026, 3, 4, 16, 59), True, wall(NEW_YORK, 2026, 3, 4, 17)),
        (wall(NEW_YORK, 2026, 3, 4, 17), False, wall(NEW_YORK, 2026, 3, 5, 8)),
        (wall(NEW_YORK, 2026, 3, 6, 17), False, wall(NEW_YORK, 2026, 3, 9, 8)),  # Over the weekend clocks jump.
    ],
)
def test_an_office(moment: datetime, *, is_open: bool, until: datetime) -> None:
    assert at(OFFICE, moment) == Opening(open=is_open, until=until)


def test_a_night_line_is_open_across_midnight() -> None:
    code = "Mo-Su 20:00-02:00"
    assert at(code, wall(NEW_YORK, 2026, 3, 4, 23, 59)) == Opening(open=True, until=wall(NEW_YORK, 2026, 3, 5, 2))
    assert at(code, wall(NEW_YORK, 2026, 3, 5, 1, 59)) == Opening(open=True, until=wall(NEW_YORK, 2026, 3, 5, 2))
    assert at(code, wall(NEW_YORK, 2026, 3, 5, 2)) == Opening(open=False, until=wall(NEW_YORK, 2026, 3, 5, 20))


def test_the_night_of_sunday_belongs_to_sunday() -> None:
    code = "Su 22:00-06:00"
    assert at(code, wall(NEW_YORK, 2026, 3, 2, 3)).open
    assert not at(code, wall(NEW_YORK, 2026, 3, 1, 3)).open


def test_stretches_that_touch_are_one() -> None:
    code = "Mo-Fr 08:00-24:00; Tu-Sa 00:00-02:00"
    assert at(code, wall(NEW_YORK, 2026, 3, 4, 23)).until == wall(NEW_YORK, 2026, 3, 5, 2)


def test_what_never_closes_has_no_end() -> None:
    assert at("Mo-Su 00:00-24:00", wall(NEW_YORK, 2026, 3, 4, 23)) == Opening(open=True, until=None)


def test_an_hour_that_is_skipped_is_the_moment_of_the_jump() -> None:
    """On 8 March 2026 New York has no hour between 2 and 3."""
    jump = wall(NEW_YORK, 2026, 3, 8, 3)
    assert at("Su 02:30-06:00", jump - timedelta(minutes=1)) == Opening(open=False, until=jump)
    assert at("Su 02:30-06:00", jump).open
    assert not at("Su 00:00-02:30", jump).open
    assert at("Su 00:00-02:30", jump - timedelta(minutes=1)) == Opening(open=True, until=jump)
    assert not at("Su 02:10-02:50", jump).open


def test_an_hour_that_happens_twice_counts_from_its_first_time() -> None:
    """On 1 November 2026 New York has the hour between 1 and 2 twice."""
    first = wall(NEW_YORK, 2026, 11, 1, 1, 30)
    second = wall(NEW_YORK, 2026, 11, 1, 1, 30, fold=1)
    assert second - first == timedelta(hours=1)
    assert at("Su 01:30-08:00", first).open
    assert at("Su 01:30-08:00", second).open
    assert not at("Sa 20:00-01:30", second).open
    assert at("Sa 20:00-06:00", second).until == wall(NEW_YORK, 2026, 11, 1, 6)


def test_the_same_moment_in_two_zones() -> None:
    moment = wall(PARIS, 2026, 3, 10, 9)
    assert at(OFFICE, moment, PARIS, "FR").open
    assert not at(OFFICE, moment, NEW_YORK).open


def test_holidays_close_only_what_says_so() -> None:
    thanksgiving = wall(NEW_YORK, 2026, 11, 26, 10)
    assert at(OFFICE, thanksgiving).open
    assert at(f"{OFFICE}; PH off", thanksgiving) == Opening(open=False, until=wall(NEW_YORK, 2026, 11, 27, 8))
    labor_day = wall(PARIS, 2026, 5, 1, 10)
    assert not at(f"{OFFICE}; PH off", labor_day, PARIS, "FR").open
    assert at(f"{OFFICE}; PH off", labor_day, PARIS, "DE").open


def test_a_day_off_is_off_and_the_night_before_ends_as_usual() -> None:
    code = "Mo-Su 20:00-02:00; 2026-12-24 off"
    assert at(code, wall(NEW_YORK, 2026, 12, 24, 1)).open
    assert at(code, wall(NEW_YORK, 2026, 12, 24, 21)) == Opening(open=False, until=wall(NEW_YORK, 2026, 12, 25, 20))


def test_nothing_within_three_weeks_names_no_day() -> None:
    off = "; ".join(f"{date(2026, 3, 1) + timedelta(days=n)} off" for n in range(30))
    assert at(f"Mo-Su 08:00-09:00; {off}", wall(NEW_YORK, 2026, 3, 4, 7)) == Opening(open=False, until=None)


@given(weeks, st.sampled_from(ZONES), moments)
@settings(max_examples=100, deadline=None)
def test_it_is_open_exactly_when_the_clock_on_the_wall_says_so(week: Week, zone: ZoneInfo, now: datetime) -> None:
    """On days of an even 24 hours the answer is the naive one, by an independent reckoning."""
    here = now.astimezone(zone)
    days = [here.date() + timedelta(days=n) for n in (-1, 0, 1)]
    if any(_long(day, zone) != timedelta(days=1) for day in days):
        return
    assert opening(week, zone, country="XX", now=now).open is _naively_open(week, here.replace(tzinfo=None))


def _long(day: date, zone: ZoneInfo) -> timedelta:
    ends = day + timedelta(days=1)
    return datetime.combine(ends, time(0), zone).astimezone(UTC) - datetime.combine(day, time(0), zone).astimezone(UTC)


def _naively_open(week: Week, here: datetime) -> bool:
    for span in week.spans:
        for back in (0, 1):
            day = here.date() - timedelta(days=back)
            if day.weekday() == span.day:
                starts = datetime.combine(day, span.starts)
                ends = datetime.combine(day, span.ends) + timedelta(days=span.ends <= span.starts)
                if starts <= here < ends:
                    return True
    return False


@given(weeks, st.sampled_from(ZONES), moments)
@settings(max_examples=100, deadline=None)
def test_what_is_said_holds_until_the_moment_that_is_named(week: Week, zone: ZoneInfo, now: datetime) -> None:
    """Clock changes included: nothing changes before `until`, and everything does at it."""
    said = opening(week, zone, country="XX", now=now)
    if said.until is None:
        return
    assert now < said.until <= now + timedelta(days=LOOK_AHEAD + 1)
    just_before = said.until - timedelta(seconds=1)
    if just_before > now:
        assert opening(week, zone, country="XX", now=just_before).open is said.open
    between = now + (said.until - now) / 2
    assert opening(week, zone, country="XX", now=between).open is said.open
    assert opening(week, zone, country="XX", now=said.until).open is (not said.open)


@given(week=weeks, holidays=st.booleans(), off=st.sets(st.dates(date(2026, 1, 1), date(2030, 1, 1)), max_size=5))
@settings(max_examples=100)
def test_a_code_reads_back_as_it_was_written(*, week: Week, holidays: bool, off: set[date]) -> None:
    whole = Week(week.spans, holidays, frozenset(off))
    assert parse(write(whole)) == whole
    assert write(parse(write(whole))) == write(whole)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("mo-fr 8:00-17:00", "Mo-Fr 08:00-17:00"),
        ("Mo,We 08:00-12:00, 13:00-17:00", "Mo 08:00-12:00,13:00-17:00; We 08:00-12:00,13:00-17:00"),
        ("Sa-Mo 22:00-06:00;ph off", "Mo 22:00-06:00; Sa-Su 22:00-06:00; PH off"),
        ("Mo-Su 00:00-24:00", "Mo-Su 00:00-24:00"),
    ],
)  # fmt: skip
def test_what_people_write_is_understood(typed: str, code: str) -> None:
    assert write(parse(typed)) == code


@pytest.mark.parametrize(
    "typed",
    ["", "always", "Mo-Fr", "Mo-Xx 08:00-17:00", "Mo 25:00-26:00", "Mo 08:00", "08:00-17:00", "Mo 8-17", "PH off",
     "Mo 08:00-17:00; 2026-02-30 off", "Mo 08:00-17:00; whenever", "Mo 08:00-" + "1" * 700, "\u0661\u0662 off"],
)  # fmt: skip
def test_what_cannot_be_read_is_named_and_never_guessed(typed: str) -> None:
    with pytest.raises(HoursUnreadable):
        parse(typed)


@given(st.text(alphabet="MoTuWehFrSaSu-,;: 0123456789PHof\n", max_size=60))
@settings(max_examples=100)
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(HoursUnreadable):
        assert parse(text).spans


@pytest.mark.parametrize(
    ("year", "day"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_easter(year: int, day: tuple[int, int]) -> None:
    assert easter(year) == date(year, *day)


@pytest.mark.parametrize(
    ("country", "day", "holiday"),
    [
        ("US", date(2026, 7, 3), True),  # The Friday before a Saturday.
        ("US", date(2027, 7, 5), True),  # The Monday after a Sunday.
        ("US", date(2021, 12, 31), True),  # Next year's first day fell on a Saturday.
        ("US", date(2026, 5, 25), True),
        ("US", date(2026, 1, 19), True),
        ("US", date(2026, 7, 14), False),
        ("FR", date(2026, 5, 14), True),  # Ascension.
        ("FR", date(2026, 5, 25), True),  # Whit Monday.
        ("FR", date(2026, 7, 14), True),
        ("FR", date(2026, 7, 4), False),
        ("DE", date(2026, 12, 25), False),  # Not known here: said in words, never reckoned with.
    ],
)
def test_public_holidays(country: str, day: date, *, holiday: bool) -> None:
    assert is_holiday(day, country=country) is holiday


@pytest.mark.parametrize(
    ("code", "english", "french"),
    [
        (OFFICE, "Monday to Friday, 8:00 am to 5:00 pm", "Du lundi au vendredi, de 8 h à 17 h"),
        ("Mo-Su 00:00-24:00", "Every day, all day", "Tous les jours, toute la journée"),
        (
            "Mo 08:30-12:00,13:00-17:00; Su 20:00-24:00; PH off",
            "Monday, 8:30 am to 12:00 pm and 1:00 pm to 5:00 pm; Sunday, 8:00 pm to midnight. Closed on public holidays",  # noqa: E501  # One sentence.
            "Lundi, de 8 h 30 à 12 h et de 13 h à 17 h ; dimanche, de 20 h à minuit. Fermé : jours fériés",
        ),
    ],
)
def test_a_week_in_words(code: str, english: str, french: str) -> None:
    for language, text in (("en", english), ("fr", french)):
        with translation.override(language):
            assert words.week_in_words(parse(code)).replace("\u00a0", " ") == text


@pytest.mark.parametrize(
    ("opened", "english", "french"),
    [
        (Opening(open=None), "", ""),
        (Opening(open=True), "Open now", "Ouvert en ce moment"),
        (Opening(open=False), "Closed now", "Fermé en ce moment"),
        (Opening(open=True, until=wall(NEW_YORK, 2026, 3, 4, 17)), "Open now, until 5:00 pm", "Ouvert, ferme à 17 h"),
        (
            Opening(open=False, until=wall(NEW_YORK, 2026, 3, 9, 8)),
            "Closed, opens Monday 8:00 am",
            "Fermé, ouvre lundi à 8 h",
        ),
        (
            Opening(open=False, until=wall(NEW_YORK, 2026, 3, 16, 8)),
            "Closed, opens Monday, March 16, 2026, 8:00 am",
            "Fermé, ouvre lundi 16 mars 2026 à 8 h",
        ),
    ],
)
def test_open_or_closed_in_words(opened: Opening, english: str, french: str) -> None:
    now = wall(NEW_YORK, 2026, 3, 4, 10)
    for language, text in (("en", english), ("fr", french)):
        with translation.override(language):
            assert words.state_in_words(opened, NEW_YORK, now=now).replace("\u00a0", " ") == text
