"""A spreadsheet of people: what each line would do, in English and in French, and what is wrong with it."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.people.import_rules import (
    Column,
    Existing,
    Kind,
    Known,
    Preview,
    columns_of,
    fold,
    preview,
)
from alongside.people.rules import Details
from alongside.vocabulary.roles import Role

UNIT, ELSEWHERE = uuid4(), uuid4()
ANNA = Existing(uuid4(), Details("Anna Lee", "anna@a.example", "+12025550101", UNIT, "nurse"), frozenset({Role.MENTOR}))
KNOWN = Known(
    sites=frozenset({"main hospital", "north"}),
    units={("main hospital", "icu"): UNIT, ("north", "icu"): ELSEWHERE, ("", "dispatch"): ELSEWHERE},
    professions={"nurse": "nurse", "infirmiere ou infirmier": "nurse", "physician": "physician"},
    languages={"en": "en", "english": "en", "anglais": "en", "fr": "fr", "french": "fr", "francais": "fr"},
    roles={"supporter": Role.SUPPORTER, "pair aidant": Role.SUPPORTER, "manager": Role.MANAGER},
    people={"anna@a.example": ANNA},
    own_email="me@a.example",
)
HEADER = ["name", "email", "phone", "site", "unit", "profession", "languages", "roles", "reads"]


def read(*rows: list[str], header: list[str] = HEADER, known: Known = KNOWN) -> Preview:
    return preview(columns_of(header), list(enumerate(rows, start=2)), known)


def kinds(result: Preview) -> list[Kind]:
    return [problem.kind for problem in result.problems]


def test_a_whole_line_adds_a_person() -> None:
    found = read(
        [
            "Bo Chen",
            "Bo@A.example",
            "(202) 555-0102",
            "Main Hospital",
            "ICU",
            "Nurse",
            "English; Français",
            "supporter",
            "fr",
        ]
    )
    assert found.problems == ()
    (line,) = found.to_add
    assert line.details == Details(
        "Bo Chen", "bo@a.example", "2025550102", UNIT, "nurse", languages=("en", "fr"), reads="fr"
    )
    assert line.roles == {Role.SUPPORTER}
    assert line.opens_cases
    assert line.line == 2


def test_a_french_sheet_reads_the_same() -> None:
    french = ["Nom", "Courriel", "Téléphone", "Établissement", "Unité", "Métier", "Langues", "Rôles", "Lit"]
    row = [
        "Bo",
        "bo@a.example",
        "02 02",
        "Main  Hospital",
        "icu",
        "Infirmière ou infirmier",
        "anglais",
        "pair aidant",
        "français",
    ]
    found = read(row, header=french)
    assert kinds(found) == []
    assert found.to_add[0].details.profession == "nurse"
    assert found.to_add[0].roles == {Role.SUPPORTER}


@pytest.mark.parametrize(
    ("cells", "kind", "column"),
    [
        ({"name": ""}, Kind.NAME_MISSING, Column.NAME),
        ({"name": "x" * 121}, Kind.TOO_LONG, Column.NAME),
        ({"email": "bo at a"}, Kind.EMAIL_UNREADABLE, Column.EMAIL),
        ({"email": "bo@a.example, c@a.example"}, Kind.EMAIL_UNREADABLE, Column.EMAIL),
        ({"phone": "call me"}, Kind.PHONE_UNREADABLE, Column.PHONE),
        ({"site": "Moon"}, Kind.SITE_UNKNOWN, Column.SITE),
        ({"unit": "Cellar"}, Kind.UNIT_UNKNOWN, Column.UNIT),
        ({"unit": ""}, Kind.UNIT_MISSING, Column.UNIT),
        ({"profession": "wizard"}, Kind.PROFESSION_UNKNOWN, Column.PROFESSION),
        ({"languages": "English, Klingon"}, Kind.LANGUAGE_UNKNOWN, Column.LANGUAGES),
        ({"roles": "caregiver"}, Kind.ROLE_UNKNOWN, Column.ROLES),
        ({"reads": "Klingon"}, Kind.LANGUAGE_UNKNOWN, Column.READS),
        ({"email": "ME@a.example"}, Kind.OWN_ROLE, Column.ROLES),
    ],
)
def test_what_is_wrong_is_named_with_its_line(cells: dict[str, str], kind: Kind, column: Column) -> None:
    good = dict(
        zip(HEADER, ["Bo", "bo@a.example", "", "Main Hospital", "ICU", "nurse", "en", "supporter", "en"], strict=True)
    )
    found = read(["Good", "good@a.example"], list({**good, **cells}.values()))
    assert [(problem.line, problem.kind, problem.column) for problem in found.problems] == [(3, kind, column)]
    assert [line.details.name for line in found.to_add] == ["Good"], "The other lines stand."


def test_the_same_address_twice_is_said_at_the_second() -> None:
    found = read(["Bo", "bo@a.example"], ["Bo again", "BO@a.example"])
    assert [(problem.line, problem.kind) for problem in found.problems] == [(3, Kind.EMAIL_TWICE)]
    assert len(found.to_add) == 1


def test_somebody_known_is_changed_only_where_a_cell_says_something() -> None:
    found = read(["Anna Lee", "ANNA@a.example", "", "North", "ICU"])
    (line,) = found.to_change
    assert line.person == ANNA.person
    assert line.details == Details("Anna Lee", "anna@a.example", "+12025550101", ELSEWHERE, "nurse")


def test_somebody_unchanged_is_only_counted() -> None:
    found = read(["Anna Lee", "anna@a.example", "", "", "", "", "", "", ""])
    assert (found.to_add, found.to_change, found.unchanged) == ((), (), 1)


def test_roles_are_added_by_a_sheet_and_never_ended() -> None:
    assert read(["Anna Lee", "anna@a.example", "", "", "", "", "", "manager"]).to_change[0].roles == {Role.MANAGER}
    assert read(["Anna Lee", "anna@a.example", "", "", "", "", "", ""]).unchanged == 1


def test_empty_lines_and_unknown_columns_are_left_alone() -> None:
    found = read(["", " "], ["Bo", "x"], header=["Name", "Badge number"])
    assert (len(found.to_add), found.problems) == (1, ())


def test_a_unit_named_once_needs_no_site() -> None:
    assert read(["Bo", "", "", "", "Dispatch"]).to_add[0].details.unit == ELSEWHERE


def test_control_characters_are_taken_out() -> None:
    assert read(["B\x00o\u202e", ""]).to_add[0].details.name == "Bo"


@given(st.text(max_size=40))
def test_folding_is_stable(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(max_examples=100)
@given(st.lists(st.lists(st.text(max_size=30), max_size=11), max_size=12))
def test_any_sheet_is_read_and_every_line_ends_in_one_place(rows: list[list[str]]) -> None:
    found = read(*rows)
    wrong = {problem.line for problem in found.problems}
    taken = [line.line for line in (*found.to_add, *found.to_change)]
    assert len(taken) == len(set(taken))
    assert wrong.isdisjoint(taken)
    for line in (*found.to_add, *found.to_change):
        assert line.details.name
        assert isinstance(line.person, UUID | None)
