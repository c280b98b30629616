"""What is installed: locked by hash, from any mirror, never from an address."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.habits.house import ROOT

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_hashed_and_none_has_an_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    assert "--index-url" not in text
    pinned = [part for part in re.split(r"\n(?=\S)", text) if part.strip() and not part.startswith("#")]
    assert pinned
    assert [part.split()[0] for part in pinned if "--hash=sha256:" not in part] == []


def test_a_built_wheel_leaves_the_demonstration_out() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "alongside.demo*" in project["tool"]["setuptools"]["packages"]["find"]["exclude"]
    production = (ROOT / "requirements" / "production.in").read_text(encoding="utf-8")
    assert "aiosmtpd" not in production


def test_a_built_wheel_takes_every_catalogue_along() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    taken = {name for names in project["tool"]["setuptools"]["data-files"].values() for name in names}
    assert taken == {str(path.relative_to(ROOT)) for path in (ROOT / "locale").rglob("*.mo")}


def test_every_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs" / "decisions" / "0003-dependencies.md").read_text(encoding="utf-8").lower()
    wanted = (ROOT / "requirements" / "production.in").read_text(encoding="utf-8").splitlines()
    names = [re.split(r"[<>=\[]", line)[0].strip().lower() for line in wanted if line and not line.startswith("#")]
    assert [name for name in names if name not in reasons] == []
