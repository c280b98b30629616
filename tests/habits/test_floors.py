"""The floors: nothing imports upstairs, nothing points upstairs, doors touch no model."""

import subprocess
import sys
from pathlib import Path

from django.db.models import ForeignKey, ManyToManyField

from tests.habits.house import ROOT, ours, sources

FLOORS = [
    {"config"},
    {"web", "api", "engine", "demo"},
    {"journeys"},
    {"paging", "reports"},
    {"cases", "encounters", "events", "offers", "rounds", "rota", "care", "surveys", "reminders"},
    {"training", "directory", "guidance", "notices", "questions", "printing"},
    {"people"},
    {"ledger", "vault", "limits"},
    {"tenancy"},
    {"clock", "vocabulary", "doorbell"},
]
"""From the roof down, as in pyproject.toml; compared below."""


def _floor(name: str) -> int:
    return next(number for number, floor in enumerate(FLOORS) if name in floor)


def _app(dotted: str) -> str:
    return dotted.split(".")[1]


def test_the_contracts_hold() -> None:
    answer = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout


def test_this_list_of_floors_is_the_contract() -> None:
    contract = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    written = [line.strip().strip('",') for line in contract.split("layers = [")[1].split("]")[0].strip().splitlines()]
    assert [set(line.split(" | ")) for line in written] == FLOORS


def test_no_key_points_upstairs_or_to_a_sibling() -> None:
    wrong = [
        f"{model.__name__}.{field.name} → {field.related_model.__name__}"
        for model in ours()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey | ManyToManyField)
        and field.related_model.__module__.startswith("alongside.")
        and _app(field.related_model.__module__) != _app(model.__module__)
        and _floor(_app(field.related_model.__module__)) <= _floor(_app(model.__module__))
    ]
    assert wrong == []


def test_every_table_of_ours_stands_on_a_floor() -> None:
    assert all(_floor(_app(model.__module__)) >= 0 for model in ours())


def test_the_channels_library_is_imported_by_the_engine_only() -> None:
    """H test_web_never_imports_channels (T29): a web process that never loads it cannot be reached through it."""
    code = (
        "import django, sys; django.setup(); import alongside.config.wsgi; "
        "from django.urls import get_resolver; get_resolver().url_patterns; sys.exit('apprise' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_signals() -> None:
    guilty = [path for path in sources() if "django.dispatch" in path.read_text(encoding="utf-8")]
    assert guilty == []
