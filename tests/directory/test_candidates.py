"""The data: every number may be shown, every line says its hours, in both languages where it counts."""

import re

import pytest

from alongside.directory import candidates, rules
from alongside.directory.errors import UnknownCandidate
from alongside.directory.models import Line

EVERY = [one for country in candidates.countries() for one in candidates.of_country(country)]
FULLY_WRITTEN = ("US", "CA", "FR")


def test_there_is_something_to_adopt() -> None:
    assert len(EVERY) > 50
    assert {one.code for one in candidates.of_country("US")} >= {"us-988", "us-crisis-text-line"}
    assert {one.code for one in candidates.of_country("FR")} >= {"fr-3114", "fr-sps", "fr-cnom-entraide"}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_no_candidate_is_a_number_that_must_never_be_shown(one: candidates.Candidate) -> None:
    assert not candidates.never_shown(one.country, one.dial, one.display, one.text_to)


@pytest.mark.parametrize("country", candidates.countries())
def test_no_emergency_number_is_on_the_list_of_numbers_never_shown(country: str) -> None:
    number = candidates.emergency(country)
    assert not candidates.never_shown(country, number.dial, *number.also)
    assert number.dial.isdigit()
    assert number.name
    assert number.name_fr


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_every_candidate_can_be_reached_and_says_its_hours(one: candidates.Candidate) -> None:
    assert rules.tel(one.dial) or rules.sms(one.text_to)
    assert one.always_open or one.hours
    assert one.display or not one.dial
    assert one.kind in Line.Kind.values


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_what_is_printed_is_what_is_dialed(one: candidates.Candidate) -> None:
    letters = re.search(r"[A-Z]+ \((\d+)\)", one.display)
    printed = rules.digits(re.sub(r"-[A-Z]+ \(", "", one.display) if letters else one.display)
    assert printed == rules.digits(one.dial)


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one.code)
def test_every_field_fits_its_column(one: candidates.Candidate) -> None:
    for name in ("name", "name_fr", "dial", "display", "text_to", "hours", "hours_fr", "note", "note_fr"):
        assert len(getattr(one, name)) <= (Line._meta.get_field(name).max_length or 0), name  # Django documents _meta.


@pytest.mark.parametrize(
    "one", [one for one in EVERY if one.country in FULLY_WRITTEN and one.order < 500], ids=lambda one: one.code
)
def test_lines_of_the_first_countries_speak_both_languages(one: candidates.Candidate) -> None:
    assert one.name
    assert one.name_fr
    assert one.note
    assert one.note_fr
    assert bool(one.hours) == bool(one.hours_fr)
    assert "!" not in one.note + one.note_fr
    assert not re.search(r"(?<!\u00a0)[;:?!»]", one.note_fr + one.hours_fr + one.name_fr)


def test_hours_in_doubt_are_never_called_any_hour() -> None:
    assert not candidates.candidate("us-physician-support-line").always_open
    assert not candidates.candidate("us-fire-ems-helpline").always_open
    assert not candidates.candidate("fr-mots").always_open
    assert candidates.candidate("us-988").always_open


def test_no_candidate_shows_the_notes_of_those_who_compiled_it() -> None:
    for one in EVERY:
        assert not re.search(r"CONFLICT|background|repositor|remembered|\(20\d\d", one.hours + one.note), one.code


def test_a_number_of_one_region_is_not_for_everybody() -> None:
    assert not candidates.candidate("ca-oma-php").everywhere
    assert candidates.candidate("ca-988").everywhere


def test_the_emergency_number_is_a_candidate_too() -> None:
    one = candidates.candidate("emergency-fr")
    assert (one.dial, one.kind, one.always_open) == ("15", "emergency", True)


def test_a_country_without_data_still_has_a_number() -> None:
    assert candidates.emergency("XX").dial == candidates.ANYWHERE


@pytest.mark.parametrize("code", ["us-nothing", "emergency-xx", "", "zz-988"])
def test_an_unknown_candidate_is_named(code: str) -> None:
    with pytest.raises(UnknownCandidate):
        candidates.candidate(code)


@pytest.mark.parametrize(
    ("country", "number"),
    [("FR", "0800 800 854"), ("FR", "+33 800 800 854"), ("US", "888-275-6832"), ("US", "66746"), ("CA", "18665850445")],
)
def test_numbers_that_still_circulate_are_caught(country: str, number: str) -> None:
    assert candidates.never_shown(country, number)


def test_the_same_digits_are_good_elsewhere() -> None:
    assert candidates.never_shown("BR", "141")
    assert not candidates.never_shown("CH", "141")
    assert not candidates.never_shown("US", "")


def test_every_number_never_shown_has_digits_and_a_reason() -> None:
    for country in candidates.countries():
        assert all(number.isdigit() for number in candidates.forbidden_numbers(country))
