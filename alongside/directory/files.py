"""A directory as a file: CSV (or XLSX) and YAML, read line by line and written back.

Belongs here: bytes, encodings, separators, line numbers, what a file may not do. Does not belong here: what a line
means (`rules.sheet`). A YAML file holds a list of plain entries: no anchors, no aliases, no tags, one document, so that
nothing can be built from it and nothing can grow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

from alongside.directory.errors import NotReadable, Refused
from alongside.people import spreadsheet
from alongside.people.errors import TooLarge, TooManyLines
from alongside.people.spreadsheet import LARGEST, MOST_LINES, Table

__all__ = ["LARGEST", "Table", "read", "to_csv", "to_yaml"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 3
"""A list of entries, an entry of fields, a field that may be a list."""

_EVENTS = 80 * MOST_LINES
_ACTS = ("=", "+", "-", "@", "\t", "\r", "'")
"""How a cell begins that a spreadsheet would act upon; the apostrophe, so that taking it off again is certain."""


def read(data: bytes, *, name: str) -> Table:
    """Read a file: YAML when its name says so, else CSV or XLSX.

    Raises TooLarge (over 1 MB), TooManyLines (over 2,000), NotASpreadsheet, NotReadable (line), Refused (line, what).
    """
    if len(data) > LARGEST:
        raise TooLarge
    if name.lower().endswith((".yaml", ".yml")):
        return _yaml(data)
    table = spreadsheet.read(data)
    return Table(table.header, tuple((line, [_acting(cell) for cell in cells]) for line, cells in table.rows))


def to_csv(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return CSV that a spreadsheet reads with its accents, and in which no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = list(columns)
    writer.writerow(names)
    writer.writerows([_harmless(row.get(name, "")) for name in names] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def to_yaml(columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return YAML, one entry a service, without what is empty."""
    names = list(columns)
    entries = [{name: row[name] for name in names if row.get(name)} for row in rows]
    return yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_ACTS) else cell


def _acting(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_ACTS) else cell


def _yaml(data: bytes) -> Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as odd:
        raise NotReadable(data[: odd.start].count(b"\n") + 1) from odd
    try:
        _refuse_what_no_directory_needs(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as odd:
        mark: Any = odd.problem_mark
        raise NotReadable(mark.line + 1 if mark else 1) from odd
    except yaml.reader.ReaderError as odd:
        raise NotReadable(text[: odd.position].count("\n") + 1) from odd
    return _table(list(_entries(root)))


def _refuse_what_no_directory_needs(text: str) -> None:
    """Go through the file once without building anything; nothing that could grow or act passes."""
    depth = documents = 0
    for number, event in enumerate(yaml.parse(text, Loader=_LOADER)):
        mark: Any = event.start_mark
        line = mark.line + 1
        if number > _EVENTS:
            raise TooManyLines
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused(line, "anchor")
        if getattr(event, "tag", None) is not None:
            raise Refused(line, "tag")
        if depth > _DEEPEST or documents > 1:
            raise Refused(line, "shape")


def _entries(root: Any) -> Iterator[tuple[int, dict[str, str]]]:  # noqa: ANN401  # A node of the YAML library, which has no types.
    if not isinstance(root, yaml.SequenceNode):
        raise Refused(1, "shape")
    if len(root.value) > MOST_LINES:
        raise TooManyLines
    for entry in root.value:
        line = entry.start_mark.line + 1
        if not isinstance(entry, yaml.MappingNode):
            raise Refused(line, "shape")
        yield line, dict(_fields(entry))


def _fields(entry: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  # As above.
    for key, value in entry.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise Refused(line, "shape")
        yield key.value, _plain(value, line)


def _plain(value: Any, line: int) -> str:  # noqa: ANN401  # As above.
    if isinstance(value, yaml.ScalarNode):
        return "" if value.tag == "tag:yaml.org,2002:null" else value.value
    if isinstance(value, yaml.SequenceNode) and all(isinstance(one, yaml.ScalarNode) for one in value.value):
        return "; ".join(one.value for one in value.value)
    raise Refused(line, "shape")


def _table(entries: list[tuple[int, dict[str, str]]]) -> Table:
    header = tuple(dict.fromkeys(name for _line, fields in entries for name in fields))
    return Table(header, tuple((line, [fields.get(name, "") for name in header]) for line, fields in entries))
