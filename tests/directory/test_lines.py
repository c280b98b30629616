"""What a reader sees: numbers a person dialed, the emergency number always, and an answer without a database."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError
from django.utils import translation

from alongside.directory import candidates, operations, queries
from alongside.directory.errors import (
    AlreadyAdopted,
    DialedInTheFuture,
    NumberNeverShown,
    UnknownCandidate,
    UnknownLine,
)
from alongside.directory.models import Dialing, Line
from alongside.people.models import Person
from alongside.tenancy.models import Organization
from alongside.tenancy.queries import House, house
from alongside.tenancy.transactions import one_transaction

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
TODAY = NOW.date()


def organization(slug: str, country: str = "US", **more: object) -> House:
    Organization.objects.create(slug=slug, name=slug, country=country, timezone="UTC", languages=["en", "fr"], **more)
    return house(slug)


@pytest.fixture
def hospital(db: None) -> House:
    return organization("north", mode="live")


@pytest.fixture
def samu(db: None) -> House:
    return organization("samu", "FR", mode="live")


@pytest.fixture
def demonstration(db: None) -> House:
    return organization("demo", demonstration=True)


def adopt(where: House, code: str, *, days: int | None = 0, heard: str = "answered") -> uuid.UUID:
    person = Person.objects.create(organization_id=where.id, name="Ada Moreau")
    with one_transaction():
        line = operations.adopt_candidate(organization=where.id, code=code)
        if days is not None:
            dial(where, line, person.id, TODAY - timedelta(days=days), heard)
    return line


def dial(where: House, line: uuid.UUID, person: uuid.UUID, on: date, heard: str) -> None:
    operations.record_dialing(organization=where.id, line=line, dialed_by=person, dialed_on=on, heard=heard, now=NOW)


def digits(where: House, now: datetime = NOW) -> list[str]:
    return [number.digits for number in queries.lines_shown(where, now=now).numbers]


def test_a_live_organization_shows_only_what_a_person_dialed(hospital: House) -> None:
    adopt(hospital, "us-988", days=3)
    adopt(hospital, "us-crisis-text-line", days=None)
    shown = queries.lines_shown(hospital, now=NOW)
    assert [number.digits for number in shown.numbers] == ["911", "988"]
    assert shown.dialed
    assert shown.checked_on == TODAY - timedelta(days=3)


@pytest.mark.parametrize("heard", ["closed", "wrong"])
def test_a_line_that_did_not_answer_is_not_shown(hospital: House, heard: str) -> None:
    adopt(hospital, "us-988", heard=heard)
    assert digits(hospital) == ["911"]


def test_the_last_dialing_counts(hospital: House) -> None:
    line = adopt(hospital, "us-988", days=30)
    person = Person.objects.of(hospital.id).get()
    with one_transaction():
        dial(hospital, line, person.id, TODAY - timedelta(days=1), "wrong")
    assert digits(hospital) == ["911"]
    with one_transaction():
        dial(hospital, line, person.id, TODAY, "answered")
    assert digits(hospital) == ["911", "988"]


def test_of_one_day_the_worse_answer_counts(hospital: House) -> None:
    line = adopt(hospital, "us-988", days=1)
    person = Person.objects.of(hospital.id).get()
    with one_transaction():
        dial(hospital, line, person.id, TODAY - timedelta(days=1), "closed")
    assert digits(hospital) == ["911"]


def test_an_old_dialing_warns_and_then_hides_and_the_emergency_number_stays(hospital: House) -> None:
    adopt(hospital, "us-988")
    adopt(hospital, "emergency-us")
    for days, expected, ageing in [(180, ["911", "988"], False), (181, ["911", "988"], True), (366, ["911"], False)]:
        later = NOW + timedelta(days=days)
        assert digits(hospital, later) == expected
        assert queries.lines_shown(hospital, now=later).ageing is ageing


def test_every_line_over_weeks_of_a_year_says_its_hours_and_can_be_reached(hospital: House, samu: House) -> None:
    for where in (hospital, samu):
        for one in candidates.of_country(where.country):
            adopt(where, one.code)
    for week in range(0, 60, 4):
        for where in (hospital, samu):
            for language in ("en", "fr"):
                with translation.override(language):
                    for number in queries.lines_shown(where, now=NOW + timedelta(weeks=week)).numbers:
                        assert number.hours
                        assert number.name
                        assert number.tel or number.sms
                        assert not candidates.never_shown(where.country, number.digits)


def test_a_demonstration_shows_its_candidates_and_says_so(demonstration: House) -> None:
    shown = queries.lines_shown(demonstration, now=NOW)
    assert "988" in [number.digits for number in shown.crisis]
    assert shown.staff
    assert not shown.dialed
    assert shown.checked_on is None
    assert not any("Ontario" in number.note or "Washington" in number.note for number in shown.numbers)


def test_a_line_withdrawn_in_a_demonstration_is_gone(demonstration: House) -> None:
    line = adopt(demonstration, "us-988", days=None)
    assert "988" in digits(demonstration)
    with one_transaction():
        operations.withdraw_line(organization=demonstration.id, line=line, now=NOW)
    assert "988" not in digits(demonstration)


def test_a_withdrawn_line_is_gone_at_once_and_may_come_back_undialed(hospital: House) -> None:
    line = adopt(hospital, "us-988")
    assert "988" in digits(hospital)
    with one_transaction():
        operations.withdraw_line(organization=hospital.id, line=line, now=NOW)
    assert digits(hospital) == ["911"]
    with one_transaction():
        operations.adopt_candidate(organization=hospital.id, code="us-988")
    assert digits(hospital) == ["911"]
    assert not Dialing.objects.of(hospital.id).exists()


def test_names_hours_and_notes_follow_the_reader(samu: House) -> None:
    adopt(samu, "fr-3114")
    adopt(samu, "fr-mots")
    with translation.override("fr"):
        shown = queries.lines_shown(samu, now=NOW)
        assert shown.emergency.name == "Samu"
        assert shown.crisis[0].name == "Prévention du suicide"
        assert shown.crisis[0].hours == "À toute heure"
        assert shown.staff[0].hours.startswith("Réponse jour et nuit")
    with translation.override("en"):
        shown = queries.lines_shown(samu, now=NOW)
        assert shown.crisis[0].name == "Suicide prevention"
        assert shown.staff[0].hours.startswith("Answered day and night")


def test_a_country_may_be_chosen_and_is_never_guessed(samu: House) -> None:
    adopt(samu, "fr-3114")
    adopt(samu, "ca-988")
    assert queries.countries_of(samu, now=NOW) == ("FR", "CA")
    assert [one.digits for one in queries.lines_shown(samu, "CA", now=NOW).numbers] == ["911", "988"]
    assert [one.digits for one in queries.lines_shown(samu, now=NOW).numbers] == ["15", "112", "3114"]


def test_the_bar_has_the_emergency_number_and_a_crisis_line_to_call(hospital: House) -> None:
    assert queries.first_numbers(hospital, now=NOW).crisis is None
    adopt(hospital, "us-crisis-text-line")
    assert queries.first_numbers(hospital, now=NOW).crisis is None
    adopt(hospital, "us-988")
    first = queries.first_numbers(hospital, now=NOW)
    assert (first.emergency.tel, first.crisis and first.crisis.tel) == ("tel:911", "tel:988")


def test_the_bar_is_cheap(hospital: House, django_assert_num_queries: object) -> None:
    adopt(hospital, "us-988")
    with django_assert_num_queries(1):
        queries.first_numbers(hospital, now=NOW)
    with django_assert_num_queries(0):
        queries.first_numbers(hospital, now=NOW)


def test_numbers_are_answered_from_the_last_good_copy(hospital: House, monkeypatch: pytest.MonkeyPatch) -> None:
    adopt(hospital, "us-988")
    assert digits(hospital) == ["911", "988"]
    monkeypatch.setattr(queries, "_read", _no_database)
    assert digits(hospital, NOW + timedelta(days=2)) == ["911", "988"]


def test_without_database_and_copy_the_emergency_number_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_read", _no_database)
    nobody = House(
        id=uuid.uuid4(), slug="x", name="x", country="FR", zone=ZoneInfo("UTC"), languages=("fr",), mode="live",
        demonstration=False, fallback_line="", calling_number="", exit_address="", now_open_from=None,
        now_open_until=None, small_agency=False, names_of_supporters_shown=False,
    )  # fmt: skip
    assert digits(nobody) == ["15", "112"]
    assert queries.first_numbers(nobody, now=NOW).emergency.tel == "tel:15"


def _no_database(_: uuid.UUID) -> tuple[queries.Known, ...]:
    raise OperationalError


def test_another_organizations_lines_never_show(hospital: House, samu: House) -> None:
    adopt(samu, "ca-988")
    assert digits(hospital) == ["911"]
    line = Line.objects.of(samu.id).get()
    with one_transaction(), pytest.raises(UnknownLine):
        operations.withdraw_line(organization=hospital.id, line=line.id, now=NOW)
    with one_transaction(), pytest.raises(UnknownLine):
        dial(hospital, line.id, Person.objects.of(samu.id).get().id, TODAY, "answered")


def test_what_must_not_be_adopted_is_refused(hospital: House) -> None:
    adopt(hospital, "us-988")
    with one_transaction(), pytest.raises(AlreadyAdopted):
        operations.adopt_candidate(organization=hospital.id, code="us-988")
    with one_transaction(), pytest.raises(UnknownCandidate):
        operations.adopt_candidate(organization=hospital.id, code="us-gone")
    office = replace(candidates.candidate("us-988"), code="", dial="+1 888 275 6832", display="1-888-275-6832")
    with one_transaction(), pytest.raises(NumberNeverShown):
        operations.add_line(organization=hospital.id, line=office)


def test_an_organization_may_add_its_own_service(hospital: House) -> None:
    own = replace(
        candidates.candidate("us-988"), code="", kind="staff", name="Staff health", dial="5550100180",
        display="(555) 010-0180", always_open=False, hours="7 am to 7 pm",
    )  # fmt: skip
    with one_transaction():
        first = operations.add_line(organization=hospital.id, line=own)
        operations.add_line(organization=hospital.id, line=replace(own, name="Chaplain"))
    assert digits(hospital) == ["911"]
    person = Person.objects.create(organization_id=hospital.id, name="Ada Moreau")
    with one_transaction():
        dial(hospital, first, person.id, TODAY, "answered")
    assert [one.name for one in queries.lines_shown(hospital, now=NOW).staff] == ["Staff health"]


def test_nobody_dials_in_the_future(hospital: House) -> None:
    line = adopt(hospital, "us-988", days=None)
    person = Person.objects.of(hospital.id).get()
    with one_transaction(), pytest.raises(DialedInTheFuture):
        dial(hospital, line, person.id, TODAY + timedelta(days=2), "answered")


def test_the_desk_sees_who_dialed_and_what_keeps_it_from_going_live(hospital: House) -> None:
    assert queries.not_ready(hospital, now=NOW) == ["Emergency 911", "Suicide and crisis lifeline"]
    adopt(hospital, "us-988", days=400)
    adopt(hospital, "emergency-us")
    assert queries.not_ready(hospital, now=NOW) == ["Suicide and crisis lifeline 988"]
    lines = queries.desk_lines(hospital, now=NOW)
    assert [(line.name, line.dialed_by) for line, _ in lines] == [
        ("Emergency", "Ada Moreau"),
        ("Suicide and crisis lifeline", "Ada Moreau"),
    ]


def test_everything_dialed_is_ready(hospital: House) -> None:
    adopt(hospital, "us-988")
    adopt(hospital, "emergency-us")
    assert queries.not_ready(hospital, now=NOW) == []
