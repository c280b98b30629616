"""Files as spreadsheets write them: encodings, separators, XLSX, limits."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from alongside.people.errors import NotASpreadsheet, TooLarge, TooManyLines
from alongside.people.spreadsheet import MOST_LINES, read

TEXT = "Nom;Courriel\nÉlise Çà;elise@a.example\n\nBo;bo@a.example\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_that_spreadsheets_write(encoding: str) -> None:
    table = read(TEXT.encode(encoding))
    assert table.header == ("Nom", "Courriel")
    assert table.rows == ((2, ["Élise Çà", "elise@a.example"]), (4, ["Bo", "bo@a.example"]))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_separators_and_line_endings(separator: str, ending: str) -> None:
    text = ending.join([f"name{separator}email", f'"Lee, Anna; \tX"{separator}a@a.example'])
    assert read(text.encode()).rows == ((2, ["Lee, Anna; \tX", "a@a.example"]),)


def test_a_workbook() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Name", "Phone"], ["Anna", 2025550101.0], [None, None], ["Bo", None]):
        sheet.append(row)
    written = io.BytesIO()
    book.save(written)
    table = read(written.getvalue())
    assert table.header == ("Name", "Phone")
    assert table.rows == ((2, ["Anna", "2025550101"]), (4, ["Bo"]))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04 broken", b"\xff\xfe\x00", b"\x00\x01\x02\x00"])
def test_what_is_no_spreadsheet(data: bytes) -> None:
    with pytest.raises(NotASpreadsheet):
        read(data)


def test_an_archive_that_is_no_workbook() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as packed:
        packed.writestr("readme.txt", "no")
    with pytest.raises(NotASpreadsheet):
        read(written.getvalue())


def test_limits() -> None:
    with pytest.raises(TooLarge):
        read(b"x" * 1_000_001)
    most = "name\n" + "a\n" * MOST_LINES
    assert len(read(most.encode()).rows) == MOST_LINES
    with pytest.raises(TooManyLines):
        read((most + "a\n").encode())


def test_a_small_file_that_unpacks_to_a_large_one_is_refused() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 60_000_000)
    assert len(written.getvalue()) < 1_000_000
    with pytest.raises(TooLarge):
        read(written.getvalue())
