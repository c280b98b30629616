"""How much a supporter carries is for care: seen by mentors and themselves, in no report, export or ranking (T32)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.models import ForeignKey, Model

from alongside.people import access
from alongside.reports.models import Counting, Report
from alongside.vocabulary.roles import Role
from tests.habits.house import PACKAGE, ROOT, ours, sources

HOW_THEY_FARE = {
    "alongside.care": {
        "alongside/journeys/looking_after_supporters.py",
        "alongside/journeys/leaving.py",
        "alongside/web/caring/own.py",
        "alongside/web/caring/mentoring.py",
        "alongside/web/caring/figures.py",
        "alongside/demo/caring.py",
    },
    "alongside.paging.handed_back": {"alongside/web/caring/figures.py"},
}
"""What tells how a supporter fares, and the only files that may read it."""

CALLS = {
    "thanks_of": {"alongside/web/caring/own.py"},
    "loads": {
        "alongside/paging/candidates.py",
        "alongside/web/caring/own.py",
        "alongside/web/caring/figures.py",
    },
}
"""Reads of what one supporter carries or was told, and the only files that may ask."""

PUBLISHING = (
    "alongside/reports/",
    "alongside/api/",
    "alongside/web/reporting/",
    "alongside/journeys/publishing_reports",
)
"""Where numbers leave the house."""

PEOPLE = {"alongside.care", "alongside.surveys.models", "alongside.people.models", "alongside.rota.models"}


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{name.name}" for name in node.names)


def _calls(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value.id if isinstance(node.func.value, ast.Name) else ""
            if owner not in {"json", "signing"}:
                yield node.func.attr


def _shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _ours_only(path: Path, what: str) -> bool:
    return path.is_relative_to(PACKAGE / what.removeprefix("alongside.").replace(".", "/"))


@pytest.mark.parametrize("what", sorted(HOW_THEY_FARE))
def test_how_they_fare_is_read_by_its_two_pages_only(what: str) -> None:
    readers = {
        _shown(path)
        for path in sources()
        if not _ours_only(path, what) and any(f"{name}.".startswith(f"{what}.") for name in _imports(path))
    }
    assert readers - HOW_THEY_FARE[what] == set()


@pytest.mark.parametrize("name", sorted(CALLS))
def test_what_one_supporter_carries_is_asked_by_its_pages_only(name: str) -> None:
    assert {_shown(path) for path in sources() if name in set(_calls(path))} - CALLS[name] == set()


def test_no_report_groups_by_supporter() -> None:
    publishing = [path for path in sources() if _shown(path).startswith(PUBLISHING)]
    assert publishing
    reached = {name for path in publishing for name in _imports(path)}
    assert {name for name in reached if any(f"{name}.".startswith(f"{one}.") for one in PEOPLE)} == set()
    for model in (Counting, Report):
        assert _keys(model) == {"organization"}
    columns = {field.name for model in _kept_for_reports() for field in model._meta.concrete_fields}
    assert columns & {"supporter", "person", "owner", "mentor", "account"} == set()


def _kept_for_reports() -> list[type[Model]]:
    """Return the tables that figures are counted from: de-identified, or published."""
    return [model for model in ours() if set(model.DATA_CLASS.values()) == {"C"} or model in {Counting, Report}]  # type: ignore[attr-defined]


def _keys(model: type[Model]) -> set[str]:
    return {field.name for field in model._meta.concrete_fields if isinstance(field, ForeignKey)}


def test_the_two_pages_offer_no_download_and_no_order() -> None:
    for path in (PACKAGE / "web" / "caring").rglob("*"):
        if path.suffix in {".py", ".html"}:
            text = path.read_text(encoding="utf-8")
            assert not [
                word for word in ("csv", "Content-Disposition", "?sort", "order_by", "sorted(") if word in text
            ], path


def test_load_is_for_mentors_and_themselves() -> None:
    class Held:
        def __init__(self, role: Role) -> None:
            self.roles = frozenset({role})

    for role in Role.of_staff():
        assert access.may_mentor(Held(role)) is (role is Role.MENTOR)  # type: ignore[arg-type]
        assert access.may_see_own_care(Held(role)) is (role is Role.SUPPORTER)  # type: ignore[arg-type]
