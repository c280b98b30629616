"""Reading a spreadsheet's bytes into lines of cells: CSV in the encodings that spreadsheets write, and XLSX.

Belongs here: limits, encodings, separators. Does not belong here: what a line means (`import_rules.py`).
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alongside.people.errors import NotASpreadsheet, TooLarge, TooManyLines

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST = 1_000_000
MOST_LINES = 2_000
_MOST_COLUMNS = 50
_LARGEST_UNPACKED = 40 * LARGEST
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True)
class Table:
    """The first sheet: its header and its (line number, cells); line numbers as the spreadsheet shows them."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]


def read(data: bytes) -> Table:
    """Read CSV or XLSX, told apart by content, not by name.

    Raises TooLarge (over 1 MB), TooManyLines (over 2,000), NotASpreadsheet.
    """
    if len(data) > LARGEST:
        raise TooLarge
    lines = _bounded(_xlsx(data) if data.startswith(_ZIP) else _csv(data))
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        raise NotASpreadsheet
    return Table(tuple(filled[0][1]), tuple(filled[1:]))


def _bounded(lines: Iterable[list[str]]) -> Iterator[tuple[int, list[str]]]:
    filled = 0
    for number, cells in enumerate(lines, start=1):
        filled += any(cells)
        if filled > MOST_LINES + 1 or number > 20 * MOST_LINES:
            raise TooManyLines
        yield number, cells[:_MOST_COLUMNS]


def _csv(data: bytes) -> Iterator[list[str]]:
    text = _decode(data)
    first = text.lstrip("\n").split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        yield from reader
    except csv.Error as problem:
        raise NotASpreadsheet from problem


def _decode(data: bytes) -> str:
    """Return text from UTF-16, UTF-8 with or without mark, else the code page that Western spreadsheets write."""
    encodings = ("utf-16",) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text.replace("\r\n", "\n").replace("\r", "\n")
    raise NotASpreadsheet


def _xlsx(data: bytes) -> Iterator[list[str]]:
    from openpyxl import load_workbook  # noqa: PLC0415  # A fifth of a second of every start, for a rare act.
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  # As above.

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_UNPACKED:
                raise TooLarge
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet: Any = book.worksheets[0]
        for row in sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS):
            yield _without_empty_end([_cell(value) for value in row])
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        IndexError,
        OSError,
        SyntaxError,
    ) as problem:
        raise NotASpreadsheet from problem


def _without_empty_end(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))  # A telephone number that the spreadsheet took for a figure.
    return str(value)
