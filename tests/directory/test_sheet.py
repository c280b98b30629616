"""Files of lines: every fault named with its line, nothing built from YAML, nothing acted upon by a spreadsheet."""

import csv
import io
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.directory import files
from alongside.directory.errors import NotReadable, Refused
from alongside.directory.rules.service import FOR_READING, Column, Fault, Kind, Known, Preview, Service
from alongside.directory.rules.sheet import preview
from alongside.people.errors import NotASpreadsheet, TooLarge, TooManyLines

SITE, THERE = uuid4(), uuid4()
STANDING = Service(
    kind="internal", country="US", resource="chaplain", name="Chaplains", dial="+12025550160",
    display="(202) 555-0160", always_open=True, languages=("en", "fr"), cost="free", sites=frozenset({SITE}),
)  # fmt: skip
KNOWN = Known(
    country="US",
    zone="America/New_York",
    kinds={"internal": "internal", "staff": "staff", "crisis": "crisis"},
    resources={"chaplain": "chaplain", "chaplain, spiritual care": "chaplain", "risk management": "risk_management"},
    audiences={"everyone": "everyone", "manager": "manager"},
    professions={"medical": "medical", "doctors": "medical"},
    languages={"en": "en", "english": "en", "fr": "fr", "francais": "fr"},
    costs={"free": "free"},
    sites={"main": SITE},
    countries=frozenset({"US", "FR", "NO"}),
    zones=frozenset({"America/New_York", "Europe/Paris"}),
    there={THERE: STANDING},
    never_shown=lambda country, *numbers: country == "US" and "8888090380" in "".join(numbers),
)


def seen(text: str, *, name: str = "lines.csv") -> Preview:
    table = files.read(text.encode(), name=name)
    return preview(table.header, table.rows, KNOWN, header_line=None if name.endswith("yaml") else 1)


def faults(text: str, *, name: str = "lines.csv") -> list[tuple[int, Kind]]:
    return [(fault.line, fault.kind) for fault in seen(text, name=name).faults]


def test_a_whole_line_is_read() -> None:
    (row,) = seen(
        "kind,resource,country,name,name_fr,number,hours,timezone,sites,audience,professions,languages,cost,note\n"
        "internal,Chaplain\u2010spiritual care,,Night chaplain,Aumônerie,202 555 0199,mo-fr 8:00-17:00; ph off,,"
        "Main,Manager,Doctors,English; français,free,Knock\n".replace("\u2010", ", ").replace(
            "Chaplain, spiritual care", '"Chaplain, spiritual care"'
        )
    ).to_add
    assert row.line == 2
    assert row.key is None
    assert row.service == Service(
        kind="internal", country="US", resource="chaplain", name="Night chaplain", name_fr="Aumônerie",
        dial="202 555 0199", display="202 555 0199", hours_code="Mo-Fr 08:00-17:00; PH off",
        timezone="America/New_York", sites=frozenset({SITE}), audience="manager", professions=("medical",),
        languages=("en", "fr"), cost="free", note="Knock",
    )  # fmt: skip


def test_a_line_is_known_by_its_key_or_its_number() -> None:
    by_key = seen(f"key,name,number\n{THERE},Chaplaincy,\n")
    assert [(row.key, row.another_number) for row in by_key.to_change] == [(THERE, False)]
    by_number = seen("name,number\nChaplaincy,+1 202-555-0160\n")
    assert [row.key for row in by_number.to_change] == [THERE]
    at_home = seen("name,number\nChaplaincy,(202) 555-0160\n")
    assert [(row.key, row.another_number) for row in at_home.to_change] == [(THERE, False)]
    assert at_home.to_add == ()
    moved = seen(f"key,number\n{THERE},2025550161\n")
    assert [(row.service.display, row.another_number) for row in moved.to_change] == [("2025550161", True)]


def test_a_key_of_elsewhere_is_a_new_line() -> None:
    assert [row.key for row in seen(f"key,name,number,hours\n{uuid4()},Elsewhere,2025550162,24/7\n").to_add] == [None]


def test_an_empty_cell_changes_nothing() -> None:
    assert seen(f"key,name,number,note,hours,sites,cost\n{THERE},,,,,,\n").unchanged == 1


HEAD = "kind,resource,country,name,number,hours,timezone,sites,audience,professions,languages,cost,text_to\n"
GOOD = ["staff", "", "US", "A line", "2025550170", "24/7", "", "", "", "", "", "", ""]


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("kind", "emergency", Kind.KIND_UNKNOWN),
        ("kind", "internal", Kind.RESOURCE_MISSING),
        ("resource", "wizard", Kind.RESOURCE_UNKNOWN),
        ("resource", "chaplain", Kind.RESOURCE_OUTSIDE),
        ("country", "ZZ", Kind.COUNTRY_UNKNOWN),
        ("country", "France", Kind.COUNTRY_UNKNOWN),
        ("name", "", Kind.NAME_MISSING),
        ("name", "n" * 161, Kind.TOO_LONG),
        ("number", "", Kind.NUMBER_MISSING),
        ("number", "call me", Kind.NUMBER_UNREADABLE),
        ("number", "1", Kind.NUMBER_UNREADABLE),
        ("number", "0" * 18, Kind.NUMBER_UNREADABLE),
        ("number", "888-809-0380".replace("-", ""), Kind.NUMBER_NEVER_SHOWN),
        ("hours", "", Kind.HOURS_MISSING),
        ("hours", "mornings", Kind.HOURS_UNREADABLE),
        ("timezone", "Mars/Olympus", Kind.ZONE_UNKNOWN),
        ("timezone", "../../etc/passwd", Kind.ZONE_UNKNOWN),
        ("sites", "Nowhere", Kind.SITE_UNKNOWN),
        ("audience", "patients", Kind.AUDIENCE_UNKNOWN),
        ("professions", "wizards", Kind.PROFESSION_UNKNOWN),
        ("languages", "Klingon", Kind.LANGUAGE_UNKNOWN),
        ("cost", "a kidney", Kind.COST_UNKNOWN),
        ("text_to", "HOME", Kind.NUMBER_UNREADABLE),
    ],
)
def test_every_fault_is_named_with_its_line_and_leaves_only_its_line_out(column: str, value: str, kind: Kind) -> None:
    names = HEAD.strip().split(",")
    cells = [value if name == column else cell for name, cell in zip(names, GOOD, strict=True)]
    other = [*GOOD]
    other[3:5] = ["Another", "2025550171"]
    read = seen(f"{HEAD}{','.join(other)}\n\n{','.join(cells)}\n")
    assert (4, kind) in [(fault.line, fault.kind) for fault in read.faults]
    assert {fault.line for fault in read.faults} == {4}
    assert [row.line for row in read.to_add] == [2]


def test_every_kind_of_fault_is_tried() -> None:
    tried = {mark.args[1][n][2] for mark in _marks() for n in range(len(mark.args[1]))}
    assert tried | {Kind.NUMBER_TWICE, Kind.COLUMN_UNKNOWN} == set(Kind)


def _marks() -> list[pytest.Mark]:
    return list(test_every_fault_is_named_with_its_line_and_leaves_only_its_line_out.pytestmark)  # type: ignore[attr-defined]


def test_the_same_number_twice_is_named_at_the_second() -> None:
    text = "name,number,hours\nOne,2025550170,24/7\nTwo,(202) 555-0170,24/7\n"
    assert faults(text) == [(3, Kind.NUMBER_TWICE)]
    assert faults(text.replace("(202)", "+1 202")) == [(3, Kind.NUMBER_TWICE)]


def test_a_column_that_is_not_known_is_named() -> None:
    text = "name,number,hours,confidentialty\nOne,2025550170,24/7,secret\n"
    assert seen(text).faults == (Fault(1, Kind.COLUMN_UNKNOWN, "", "confidentialty"),)
    text = "- name: One\n  number: '2025550170'\n  hours: 24/7\n- name: Two\n  number: '2025550171'\n  hurs: 24/7\n"
    assert (4, Kind.COLUMN_UNKNOWN) in faults(text, name="lines.yaml")


def test_what_is_written_for_reading_changes_nothing() -> None:
    text = f"key,name,{','.join(FOR_READING)}\n{THERE},Chaplains,2026-01-01,Somebody,good\n"
    assert seen(text).unchanged == 1


def test_yaml_is_taken_as_it_stands() -> None:
    """No octal, no "NO" that turns false, no number that loses its zeros."""
    text = "# ours\n- name: One\n  country: NO\n  number: 0800123456\n  hours: 24/7\n  languages: [en, fr]\n  note: ~\n"
    (row,) = seen(text, name="lines.yaml").to_add
    assert (row.line, row.service.country, row.service.dial) == (2, "NO", "0800123456")
    assert row.service.languages == ("en", "fr")
    assert row.service.note == ""


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("- &a {name: One}\n- *a\n", 1, "anchor"),
        ("- name: One\n- <<: *b\n", 2, "anchor"),
        ("- name: One\n- name: !!python/object/apply:os.system ['true']\n", 2, "tag"),
        ("- name: !!binary aGk=\n", 1, "tag"),
        ("- ! name\n", 1, "tag"),
        ("name: One\n", 1, "shape"),
        ("One", 1, "shape"),
        ("", 1, "shape"),
        ("- One\n", 1, "shape"),
        ("- name: {first: One}\n", 1, "shape"),
        ("- name:\n  - [deep]\n", 2, "shape"),
        ("- {[a]: b}\n", 1, "shape"),
        ("- name: One\n---\n- name: Two\n", 2, "shape"),
        ("[" * 5000, 1, "shape"),
    ],
)
def test_yaml_that_could_act_or_grow_is_refused_with_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(Refused) as refused:
        files.read(text.encode(), name="lines.yml")
    assert refused.value.args == (line, what)


def test_a_bomb_is_refused_before_it_is_built() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(Refused):
        files.read(bomb.encode(), name="bomb.yaml")


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"- name: One\n- name: \xff\xfe\n", 2),
        ("- name: One\n".encode("utf-16"), 1),
        (b"- name: One\n  number: 'open\n", 3),
        (b"- name: a\x00b\n", 1),
        (b"- name: One\n\t- bad\n", 2),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(data: bytes, line: int) -> None:
    with pytest.raises(NotReadable) as odd:
        files.read(data, name="lines.yaml")
    assert odd.value.args == (line,)


def test_files_have_bounds() -> None:
    with pytest.raises(TooLarge):
        files.read(b"n" * (files.LARGEST + 1), name="lines.csv")
    with pytest.raises(TooManyLines):
        files.read(b"- name: One\n" * 2001, name="lines.yaml")
    with pytest.raises(TooManyLines):
        files.read(b"- [a,b,c,d,e,f,g,h]\n" * 45_000, name="lines.yaml")
    with pytest.raises(TooManyLines):
        files.read(b"name\n" + b"One\n" * 2001, name="lines.csv")


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"PK\x03\x04broken", b"\x81\x8d\x8f"])
def test_what_is_no_spreadsheet_is_refused(data: bytes) -> None:
    with pytest.raises(NotASpreadsheet):
        files.read(data, name="lines.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_survive_whatever_wrote_them(encoding: str) -> None:
    table = files.read("name;number\nAumônerie d’été;15\n".encode(encoding), name="lignes.csv")
    assert table.rows[0][1][0] == "Aumônerie d’été"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "'"])
def test_no_cell_is_taken_for_a_formula(start: str) -> None:
    cell = f"{start}cmd|' /C calc'!A0"
    written = files.to_csv(["name"], [{"name": cell}]).decode("utf-8-sig")
    (_header, (kept,)) = csv.reader(io.StringIO(written, newline=""))
    assert kept == f"'{cell}"


seen_text = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
entries = st.dictionaries(st.sampled_from(["name", "number", "note"]), seen_text, min_size=1)


@given(st.lists(entries, min_size=1, max_size=8))
@settings(max_examples=60)
def test_what_is_written_is_read_back(rows: list[dict[str, str]]) -> None:
    columns = ["name", "number", "note"]
    for name, write in (("a.csv", files.to_csv), ("a.yaml", files.to_yaml)):
        table = files.read(write(columns, rows), name=name)
        read = [
            {key: cell for key, cell in zip(table.header, cells, strict=False) if cell} for _line, cells in table.rows
        ]
        assert read == rows


@given(st.binary(max_size=300), st.sampled_from(["a.csv", "a.yaml"]))
@settings(max_examples=100)
def test_no_bytes_break_the_reader(data: bytes, name: str) -> None:
    try:
        table = files.read(data, name=name)
    except (NotReadable, Refused, NotASpreadsheet, TooManyLines):
        return
    assert isinstance(preview(table.header, table.rows, KNOWN, header_line=1), Preview)


def test_the_columns_are_what_a_file_holds() -> None:
    assert len({*Column} & {*FOR_READING}) == 0
    text = files.to_yaml([column.value for column in Column], [{"name": "NO", "number": "0123"}]).decode()
    assert yaml.safe_load(text) == [{"name": "NO", "number": "0123"}]


def test_what_stands_is_never_lost_by_a_line_about_something_else() -> None:
    (row,) = seen(f"key,note\n{THERE},Ring twice\n").to_change
    assert row.service == replace(STANDING, note="Ring twice")
    assert isinstance(row.key, UUID)
