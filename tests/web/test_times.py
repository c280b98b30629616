from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.web import telephones, times

NEW_YORK, PARIS = ZoneInfo("America/New_York"), ZoneInfo("Europe/Paris")
THURSDAY = datetime(2026, 3, 5, 19, 20, tzinfo=UTC)


def plain(text: str) -> str:
    return text.replace("\xa0", " ")


def test_english_tells_twelve_hours() -> None:
    with translation.override("en"):
        assert plain(times.clock_time(THURSDAY, NEW_YORK)) == "2:20 pm"
        assert plain(times.clock_time(THURSDAY.replace(hour=5), NEW_YORK)) == "12:20 am"
        assert plain(times.clock_time(THURSDAY.replace(hour=17), NEW_YORK)) == "12:20 pm"


def test_french_tells_twenty_four() -> None:
    with translation.override("fr"):
        assert plain(times.clock_time(THURSDAY, PARIS)) == "20 h 20"
        assert plain(times.clock_time(THURSDAY.replace(hour=0, minute=5), PARIS)) == "1 h 05"


def test_a_promise_names_the_day_as_a_person_would() -> None:
    before = THURSDAY - timedelta(hours=1)
    with translation.override("en"):
        assert plain(times.promised(THURSDAY, NEW_YORK, now=before)) == "2:20 pm today, Thursday"
        assert plain(times.promised(THURSDAY, NEW_YORK, now=before - timedelta(days=1))) == "2:20 pm tomorrow, Thursday"
        assert (
            plain(times.promised(THURSDAY, NEW_YORK, now=before - timedelta(days=3))) == "2:20 pm on Thursday, March 5"
        )
    with translation.override("fr"):
        assert plain(times.promised(THURSDAY, PARIS, now=before)) == "20 h 20 aujourd’hui, jeudi"
        assert plain(times.promised(THURSDAY, PARIS, now=before - timedelta(days=3))) == "20 h 20 le jeudi 5 mars"


def test_midnight_is_the_sites_own() -> None:
    late = datetime(2026, 3, 6, 4, 30, tzinfo=UTC)
    with translation.override("en"):
        assert "today" in times.promised(late, NEW_YORK, now=late - timedelta(hours=2))
        assert "tomorrow" in times.promised(late, ZoneInfo("UTC"), now=late - timedelta(hours=6))
        assert plain(times.by_when(late, NEW_YORK, now=late - timedelta(hours=2))) == "11:30 pm"


def test_an_hour_of_another_day_never_stands_alone() -> None:
    with translation.override("en"):
        assert "tomorrow" in times.by_when(THURSDAY, NEW_YORK, now=THURSDAY - timedelta(hours=20))
        assert plain(times.day_and_clock(THURSDAY, NEW_YORK, now=THURSDAY + timedelta(days=2))) == "Mar 5, 2:20 pm"


def test_the_zone_has_the_name_of_its_place() -> None:
    with translation.override("en"):
        assert times.zone_name(NEW_YORK) == "New York time"
        assert times.zone_name(ZoneInfo("UTC")) == "UTC"
    with translation.override("fr"):
        assert times.zone_name(PARIS) == "heure de Paris"


@settings(max_examples=60, deadline=None)
@given(
    moment=st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the zone.
    zone=st.sampled_from(sorted(available_timezones())).map(ZoneInfo),
)
def test_what_is_shown_is_the_wall_clock_of_the_zone(moment: datetime, zone: ZoneInfo) -> None:
    here = moment.astimezone(zone)
    with translation.override("fr"):
        assert plain(times.clock_time(moment, zone)) == f"{here.hour} h {here.minute:02d}"


def test_numbers_are_written_as_at_home() -> None:
    assert plain(telephones.written("+12025550101")) == "(202) 555-0101"
    assert plain(telephones.written("+33155500101")) == "01 55 50 01 01"
    assert telephones.written("911") == "911"
    assert telephones.written("") == ""
