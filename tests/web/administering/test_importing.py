"""People from a spreadsheet: looked at first, then exactly that; broken files are told kindly, by line."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from alongside.people.models import Person, RoleGrant
from alongside.web.administering import held
from tests.web.administering.office import Office, plain

pytestmark = pytest.mark.django_db
GOOD = "name;email;roles\nAna Duarte;ana@testing.example;supporter\nBen Castle;ben@testing.example;manager\n"


@pytest.fixture
def office() -> Office:
    return Office()


def upload(office: Office, content: str | bytes, name: str = "people.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return office.post("people/import/", table=SimpleUploadedFile(name, data))


def hidden(answer: Any) -> dict[str, str]:
    return dict(re.findall(r'name="(held|mark)" value="([^"]*)"', answer.content.decode()))


def test_a_preview_does_nothing(office: Office) -> None:
    answer = upload(office, GOOD)
    words = plain(answer)
    assert answer.status_code == 200
    assert "To add: 2. To change: 0." in words
    assert "They would be able to open cases" in words
    assert not Person.objects.filter(email="ana@testing.example").exists()


def test_then_exactly_that(office: Office) -> None:
    words = office.done("people/import/", **hidden(upload(office, GOOD)))
    assert "2 people taken over." in words
    assert Person.objects.get(email="ana@testing.example").proposals.get().role == "supporter"
    assert not RoleGrant.objects.filter(person__email="ana@testing.example").exists(), "it waits for a second person"
    assert RoleGrant.objects.filter(person__email="ben@testing.example", role="manager").exists()


def test_the_workbook_of_an_office_is_read_too(office: Office) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["Nom", "Courriel"])
    book.active.append(["Chloé Martin", "chloe@testing.example"])
    kept = io.BytesIO()
    book.save(kept)
    assert "Chloé Martin" in plain(upload(office, kept.getvalue(), "people.xlsx"))


def test_what_is_wrong_is_said_by_line(office: Office) -> None:
    words = plain(upload(office, "name,email,unit\n,x@y.example,\nAna,not an address,\nBen,,Nowhere\n"))
    assert "<b>Line 2.</b> There is no name." in words
    assert "<b>Line 3.</b> “not an address” is not an email address." in words
    assert "<b>Line 4.</b> There is no unit “Nowhere”" in words
    assert "There is nothing to do." in words


def test_own_role_that_opens_cases_is_left_out(office: Office) -> None:
    words = plain(upload(office, f"name,email,roles\nMe,{office.person.email},supporter\n"))
    assert "Nobody gives themselves a role" in words


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty."),
        (b"\x00\x01\x02 nothing", "cannot be read"),
        (b"PK\x03\x04 broken", "cannot be read"),
        ("who,where\nAna,here\n", "names no column"),
        (b"name\n" + b"x" * 1_100_000, "over one megabyte"),
        ("name\n" + "Ana\n" * 2_001, "more than 2,000 lines"),
    ],
)
def test_a_broken_file_is_told_kindly(office: Office, content: str | bytes, said: str) -> None:
    answer = upload(office, content)
    assert answer.status_code == 422
    assert said in plain(answer)


def test_no_file_at_all(office: Office) -> None:
    assert "Please choose a file." in office.refused("people/import/")


def test_a_long_table_waits_in_the_session_until_it_is_taken_over(office: Office) -> None:
    lines = "".join(f"Person {n} {n * 7919 % 10007},p{n * 104729 % 99991}@testing.example\n" for n in range(1_500))
    sent = hidden(upload(office, f"name,email\n{lines}"))
    assert sent["held"] == held.IN_SESSION
    assert held.IN_SESSION in office.client.session
    office.done("people/import/", **sent)
    assert held.IN_SESSION not in office.client.session
    assert Person.objects.filter(name__startswith="Person ").count() == 1_500


def test_a_table_that_was_changed_or_is_somebody_elses_is_not_taken(office: Office) -> None:
    sent = hidden(upload(office, GOOD))
    assert "choose the file again" in office.done("people/import/", held=sent["held"][:-2] + "xx", mark=sent["mark"])
    other = Office("deputy", world=office.world)
    RoleGrant.objects.create(
        organization=other.world.organization,
        person=other.person,
        role="administrator",
        since=other.person.grants.get().since,
    )
    assert "choose the file again" in other.done("people/import/", **sent)


def test_what_changed_meanwhile_is_shown_again(office: Office) -> None:
    sent = hidden(upload(office, GOOD))
    Person.objects.create(organization=office.world.organization, name="Ana D.", email="ana@testing.example")
    answer = office.post("people/import/", **sent)
    assert "Something has changed" in plain(answer)
    assert "To add: 1. To change: 1." in plain(answer)
    office.done("people/import/", **hidden(answer))
