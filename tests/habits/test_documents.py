"""The documents: every setting explained, the drawing of the stages equal to the table, no dead link."""

import re

import pytest

from alongside.config.house import PREFIX, House
from alongside.vocabulary.stages import Stage
from tests import glossary, stages
from tests.habits.house import ROOT

DOCS = ROOT / "docs"


@pytest.mark.parametrize("name", sorted(House.model_fields))
def test_every_setting_is_documented_with_an_example(name: str) -> None:
    page = (DOCS / "operating.md").read_text(encoding="utf-8")
    assert f"`{PREFIX}{name.upper()}`" in page


def test_the_drawing_of_the_stages_is_the_table() -> None:
    assert (DOCS / "stages.md").read_text(encoding="utf-8") == stages.page(), "run: make stages"


def test_the_glossary_is_the_vocabulary() -> None:
    assert (DOCS / "glossary.md").read_text(encoding="utf-8") == glossary.page(), "run: make stages"


def test_every_stage_is_drawn() -> None:
    page = stages.page()
    assert all(stage.value in page for stage in Stage)


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*DOCS.rglob("*.md"), *ROOT.glob("*.md")]
    broken = [
        f"{page.name} → {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_the_root_holds_what_a_visitor_looks_for() -> None:
    wanted = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", ".pre-commit-config.yaml")
    assert [name for name in wanted if not (ROOT / name).read_text(encoding="utf-8").strip()] == []
