"""Keeping the directory at the desk: a service with its week, changes, files in and out; kind when it is not right."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from alongside.directory import services
from alongside.directory.models import Dialing, Line, LineAtSite
from alongside.ledger.models import Entry
from alongside.people.spreadsheet import LARGEST
from tests import worlds
from tests.web.administering.office import Office, plain

pytestmark = pytest.mark.django_db

TYPED: dict[str, Any] = {
    "kind": "internal", "resource": "chaplain", "name": "Night chaplain", "name_fr": "Aumônerie de nuit",
    "dial": "(202) 555-0160", "country": "US", "place": "Chapel", "when": "week", "timezone": "America/New_York",
    "days_0": "0-4", "from_0": "08:00", "until_0": "12:00", "days_1": "0-4", "from_1": "13:00", "until_1": "17:00",
    "days_2": "5", "from_2": "20:00", "until_2": "02:00", "holidays_off": "on", "days_off": "2026-12-24, 2026-12-31",
    "audience": "everyone", "languages": ["en", "fr"], "cost": "free", "confidentiality": "Clergy privilege varies.",
}  # fmt: skip


@pytest.fixture
def office(db: None) -> Office:
    return Office()


@pytest.fixture
def line(office: Office) -> Line:
    office.done("settings/lines/add/", **TYPED, sites=[str(office.world.site.pk)])
    return Line.objects.get(organization=office.world.organization)


def public(office: Office) -> str:
    services.forget(office.world.organization.pk)
    return Client().get(f"/en/o/{office.world.slug}/directory/").content.decode()


def test_a_service_is_added_with_its_week_and_shown_once_dialed(office: Office, line: Line) -> None:
    assert line.hours_code == ("Mo-Fr 08:00-12:00,13:00-17:00; Sa 20:00-02:00; PH off; 2026-12-24 off; 2026-12-31 off")
    assert (line.resource, line.languages, line.cost) == ("chaplain", ["en", "fr"], "free")
    assert LineAtSite.objects.get(line=line).site == office.world.site
    assert "Night chaplain" not in public(office)
    office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    page = public(office)
    assert "Night chaplain" in page
    assert 'href="tel:2025550160"' in page
    assert "Clergy privilege varies." in page
    assert list(Entry.objects.filter(organization=office.world.organization).values_list("verb", flat=True)) == [
        "line.added", "line.dialed",
    ]  # fmt: skip


def test_what_was_entered_stands_in_the_form_again(office: Office, line: Line) -> None:
    page = office.text(f"settings/lines/{line.pk}/")
    for piece in ('value="Night chaplain"', 'value="20:00"', 'value="02:00"', "2026-12-24, 2026-12-31"):
        assert piece in page
    before = Line.objects.values().get()
    office.done(f"settings/lines/{line.pk}/", **TYPED, display="(202) 555-0160", sites=[str(office.world.site.pk)])
    assert Line.objects.values().get() == before


def test_a_second_tap_on_the_same_form_adds_nothing(office: Office, line: Line) -> None:
    said = office.done("settings/lines/add/", **TYPED, sites=[str(office.world.site.pk)])
    assert "Added." in said
    assert Line.objects.get(organization=office.world.organization).pk == line.pk
    assert Entry.objects.filter(verb="line.added").count() == 1
    office.done("settings/lines/add/", **{**TYPED, "name": "Day chaplain"}, sites=[str(office.world.site.pk)])
    assert Line.objects.count() == 2, "another service may have the same number"


def test_the_same_number_written_with_its_prefix_need_not_be_dialed_anew(office: Office, line: Line) -> None:
    office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    office.done(f"settings/lines/{line.pk}/", **{**TYPED, "dial": "+1 202 555 0160", "display": "(202) 555-0160"})
    assert Dialing.objects.exists()
    assert Line.objects.get().dial == "+1 202 555 0160"


def test_another_number_must_be_dialed_anew(office: Office, line: Line) -> None:
    office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    words = office.done(f"settings/lines/{line.pk}/", **{**TYPED, "dial": "2025550161", "display": "(202) 555-0160"})
    assert "It is another number" in words
    assert not Dialing.objects.exists()
    assert Line.objects.get().display == "2025550161"
    assert "Night chaplain" not in public(office)


def test_another_word_need_not(office: Office, line: Line) -> None:
    office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    office.done(f"settings/lines/{line.pk}/", **{**TYPED, "name": "Chaplain at night"})
    assert Dialing.objects.exists()
    assert "Chaplain at night" in public(office)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"resource": ""}, "Please say what it is."),
        ({"name": ""}, "Please answer this."),
        ({"dial": ""}, "Please give a number to call"),
        ({"dial": "call me"}, "cannot be dialed as it is"),
        ({"dial": "1-888-275-6832"}, "must not be shown"),
        ({"display": "1-888-275-6832"}, "must not be shown"),
        ({"days_0": "", "from_0": "08:00"}, "Please give the days and both hours, or leave this row empty."),
        ({"until_2": ""}, "Please give the days and both hours, or leave this row empty."),
        ({"from_0": "soon"}, "Please write an hour"),
        ({"days_off": "Christmas"}, "Please write each day as 2026-12-24"),
        ({"days_off": "2026-02-30"}, "Please write each day as 2026-12-24"),
        ({"timezone": "Mars/Olympus"}, "Please choose one of these."),
        ({"country": "ZZ"}, "Please choose one of these."),
        ({"languages": ["xx"]}, "Please choose one of these."),
        ({"sites": ["nowhere"]}, "Please choose one of these."),
        ({"when": "words", "hours": ""}, "Please write when it answers"),
        ({"when": "never"}, "Please choose one of these."),
        ({"confidentiality": "x" * 301}, "Please make this shorter."),
    ],
)
def test_what_is_not_right_is_said_kindly_and_stays(office: Office, more: dict[str, Any], words: str) -> None:
    page = office.refused("settings/lines/add/", **{**TYPED, **more})
    assert words in page
    assert "Aumônerie de nuit" in page
    assert not Line.objects.exists()


def test_an_empty_week_is_asked_for(office: Office) -> None:
    typed = {key: value for key, value in TYPED.items() if not key.startswith(("days_", "from_", "until_"))}
    assert "Please give the days and both hours." in office.refused("settings/lines/add/", **typed)
    assert not office.refused("settings/lines/add/").count("Traceback")


def test_hours_may_be_any_or_in_words(office: Office) -> None:
    office.done("settings/lines/add/", **{**TYPED, "when": "always"})
    assert Line.objects.get().always_open
    office.done("settings/lines/add/", **{**TYPED, "dial": "2025550162", "when": "words", "hours": "When on duty"})
    assert Line.objects.filter(hours="When on duty", hours_code="").exists()


def test_there_is_always_one_more_row(office: Office, line: Line) -> None:
    page = office.text(f"settings/lines/{line.pk}/")
    assert 'name="days_3"' in page
    busy = {f"days_{n}": str(n) for n in range(7)} | {f"from_{n}": f"0{n}:00" for n in range(7)}
    office.done(f"settings/lines/{line.pk}/", **{**TYPED, **busy, **{f"until_{n}": "23:00" for n in range(7)}})
    assert 'name="days_7"' in office.text(f"settings/lines/{line.pk}/")


def test_the_emergency_number_and_lines_of_elsewhere_cannot_be_changed(office: Office, line: Line) -> None:
    stranger = Office()
    assert stranger.get(f"settings/lines/{line.pk}/").status_code == 404
    assert stranger.post(f"settings/lines/{line.pk}/", **TYPED).status_code == 404
    office.done("settings/lines/adopt/emergency-us/")
    emergency = Line.objects.get(kind="emergency")
    assert office.get(f"settings/lines/{emergency.pk}/").status_code == 404


def test_the_coordinator_keeps_it_too_but_not_by_file() -> None:
    office = Office("coordinator")
    office.done("settings/lines/add/", **TYPED)
    assert office.get("settings/lines/import/").status_code == 404
    assert office.post("settings/lines/export/csv/").status_code == 404
    assert "As a file" not in office.text("settings/lines/")


# Files

SHEET = (
    "kind,resource,name,number,hours,timezone,languages\n"
    "internal,chaplain,Chaplain,2025550160,Mo-Fr 08:00-17:00,America/New_York,en\n"
    "staff,,Helpline,2025550161,24/7,,en; fr\n"
)


def dropped(office: Office, text: str | bytes, name: str = "lines.csv") -> Any:
    data = text.encode() if isinstance(text, str) else text
    return office.post("settings/lines/import/", table=SimpleUploadedFile(name, data))


def kept(page: str) -> dict[str, str]:
    """Return the preview's hidden fields."""
    found = {}
    for name in ("held", "header", "mark"):
        found[name] = page.split(f'name="{name}" value="')[1].split('"', maxsplit=1)[0]
    return found


def test_a_file_is_looked_at_first_and_then_done_exactly(office: Office) -> None:
    page = plain(dropped(office, SHEET))
    assert "To add: 2. To change: 0." in page
    assert not Line.objects.exists()
    words = office.done("settings/lines/import/", **kept(page))
    assert "2 lines taken over." in words
    assert list(Line.objects.order_by("name").values_list("name", "hours_code")) == [
        ("Chaplain", "Mo-Fr 08:00-17:00"),
        ("Helpline", ""),
    ]
    assert "Chaplain" not in public(office)
    assert Entry.objects.get(organization=office.world.organization).verb == "directory.imported"


def test_with_one_line_wrong_nothing_is_saved_unless_the_person_takes_the_good_ones(office: Office) -> None:
    page = plain(dropped(office, SHEET + "staff,,Office,1-888-275-6832,24/7,,xx\n"))
    assert "<b>Line 4.</b> “1-888-275-6832” is closed or misprinted elsewhere and must not be shown." in page
    assert "<b>Line 4.</b> “xx” is not in the list of languages." in page
    again = office.post("settings/lines/import/", **kept(page))
    assert again.status_code == 200
    assert "Nothing was taken over" in plain(again)
    assert not Line.objects.exists()
    office.done("settings/lines/import/", **kept(page), take="good")
    assert Line.objects.count() == 2


def test_a_changed_preview_is_looked_at_again(office: Office) -> None:
    page = plain(dropped(office, SHEET))
    office.done("settings/lines/add/", **{**TYPED, "dial": "2025550160"})
    again = office.post("settings/lines/import/", **kept(page))
    assert "Something has changed since the preview." in plain(again)
    forged = {**kept(plain(again)), "mark": "0" * 64}
    assert "Something has changed" in plain(office.post("settings/lines/import/", **forged))
    assert Line.objects.count() == 1


def test_a_preview_of_somebody_else_or_of_people_is_not_taken(office: Office) -> None:
    page = plain(dropped(office, SHEET))
    stranger = Office(world=office.world, who="administrator")
    assert "no longer here" in Office().done("settings/lines/import/", **kept(page))
    people = stranger.post("people/import/", table=SimpleUploadedFile("p.csv", b"name\nAda\n"))
    held = plain(people).split('name="held" value="')[1].split('"')[0]
    assert "no longer here" in office.done("settings/lines/import/", held=held, mark="")


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"x" * (LARGEST + 1), "lines.csv", "over one megabyte"),
        (b"\x00\x01", "lines.csv", "cannot be read as CSV, XLSX or YAML"),
        (b"- name: \xff\n", "lines.yaml", "Line 1 cannot be read"),
        (b"- &a {name: x}\n- *a\n", "lines.yaml", "Line 1 refers to another place"),
        (b"- name: One\n- name: !!python/name:os.system\n", "lines.yml", "Line 2 holds a type mark"),
        (b"just words", "lines.yaml", "Line 1 is not as expected"),
        (b"- name: x\n" * 2001, "lines.yaml", "more than 2,000 lines"),
        (b"", "lines.csv", "This file is empty."),
    ],
)
def test_a_file_that_cannot_be_taken_is_said_kindly(office: Office, data: bytes, name: str, words: str) -> None:
    answer = dropped(office, data, name)
    assert answer.status_code == 422
    assert words in plain(answer)
    french = Office(world=office.world, language="fr")
    assert words not in plain(dropped(french, data, name))


def test_a_script_in_a_cell_is_only_text(office: Office) -> None:
    page = dropped(office, "name,number,hours,note\n<script>alert(1)</script>,<b>,24/7,\n").content.decode()
    assert "<script>alert" not in page
    assert "&lt;b&gt;" in page


@pytest.mark.parametrize("kind", ["csv", "yaml"])
def test_what_is_taken_out_comes_back_unchanged(office: Office, line: Line, kind: str) -> None:
    Line.objects.update(note="=HYPERLINK(1)")
    services.forget(office.world.organization.pk)
    answer = office.post(f"settings/lines/export/{kind}/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="directory.{kind}"'
    text = answer.content.decode("utf-8-sig")
    assert ("'=HYPERLINK" in text) == (kind == "csv")
    page = plain(dropped(office, answer.content, f"directory.{kind}"))
    assert "Unchanged: 1. To be mended: 0." in page
    assert Entry.objects.filter(verb="directory.exported").exists()


def test_a_directory_may_be_taken_to_another_organization(office: Office, line: Line) -> None:
    LineAtSite.objects.all().delete()
    body = office.post("settings/lines/export/yaml/").content
    other = Office()
    page = plain(dropped(other, body, "directory.yaml"))
    assert "To add: 1." in page
    other.done("settings/lines/import/", **kept(page))
    assert Line.objects.of(other.world.organization).get().hours_code == line.hours_code


def test_a_link_alone_takes_nothing_out(office: Office) -> None:
    assert office.get("settings/lines/export/csv/").status_code == 405
    assert office.post("settings/lines/export/exe/").status_code == 404


def test_a_large_preview_waits_in_the_session(office: Office) -> None:
    rows = "".join(f"staff,,Line {n} {'é' * 100},20255{n:05d},24/7,,en\n" for n in range(1500))
    page = plain(dropped(office, SHEET.splitlines()[0] + "\n" + rows))
    assert "To add: 1500." in page
    assert kept(page)["held"] == "table" or len(kept(page)["held"]) <= 12_000
    office.done("settings/lines/import/", **kept(page))
    assert Line.objects.count() == 1500


def test_the_desk_says_what_to_dial_again(office: Office, line: Line) -> None:
    office.done(f"settings/lines/{line.pk}/dialed/", heard="answered")
    assert "Please dial these again" not in office.text("settings/lines/")
    Dialing.objects.update(dialed_on=worlds.today(office.world) - timedelta(days=160))
    services.forget(office.world.organization.pk)
    assert "Please dial these again" in office.text("settings/lines/")
    assert "1 number to dial again" in office.text("settings/")


def test_the_desk_names_a_service_in_the_language_it_is_read_in(office: Office, line: Line) -> None:
    """Once still to be dialed, once to dial again, once as it stands in the list."""
    french = Office(world=office.world, language="fr").text("settings/lines/")
    assert french.count(str(TYPED["name_fr"])) > 2
    assert str(TYPED["name"]) not in french
    english = office.text("settings/lines/")
    assert english.count(str(TYPED["name"])) > 2
    assert str(TYPED["name_fr"]) not in english


@pytest.mark.parametrize("lines", [1, 40])
def test_the_list_asks_few_questions_however_long(office: Office, lines: int) -> None:
    for number in range(lines):
        Line.objects.create(
            organization=office.world.organization, kind="staff", country="US", name=f"Line {number}",
            dial=f"20255501{number:02d}", always_open=True,
        )  # fmt: skip
    office.text("settings/lines/")
    with CaptureQueriesContext(connection) as asked:
        office.text("settings/lines/")
    assert len(asked) <= 12, [query["sql"][:90] for query in asked]
