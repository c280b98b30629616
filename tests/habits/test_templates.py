"""The templates: nothing inline, nothing marked safe, nothing from elsewhere, every sentence translatable."""

import re
from pathlib import Path

import pytest

from tests.habits.house import PACKAGE, shown, templates

INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|autoescape off|mark_safe")
SAYS_SOMETHING = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
QUIET = {"Alongside", "UTC"}


@pytest.mark.parametrize("template", templates(), ids=shown)
def test_nothing_is_inline(template: Path) -> None:
    assert INLINE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", templates(), ids=shown)
def test_nothing_is_marked_safe(template: Path) -> None:
    assert UNESCAPED.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", templates(), ids=shown)
def test_nothing_is_loaded_from_elsewhere(template: Path) -> None:
    assert ELSEWHERE.findall(template.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("template", templates(), ids=shown)
def test_every_sentence_is_translatable(template: Path) -> None:
    """What remains of a template without its tags, comments and attributes holds no word."""
    text = template.read_text(encoding="utf-8")
    text = re.sub(r"{%\s*comment\s*%}.*?{%\s*endcomment\s*%}|{#.*?#}|<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*block \w*(?:class|attributes)\s*%}.*?{%\s*endblock\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    text = re.sub(r"<[^>]*>", " ", text, flags=re.DOTALL)
    assert [word for word in SAYS_SOMETHING.findall(text) if word not in QUIET] == []


@pytest.mark.parametrize("template", templates(), ids=shown)
def test_what_a_screen_reader_hears_is_translatable(template: Path) -> None:
    text = re.sub(
        r"{% blocktranslate.*?endblocktranslate %}|{[%{].*?[%}]}",
        "",
        template.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    said = re.findall(r"(?:aria-label|title|alt|placeholder)=\"([^\"]*)\"", text)
    assert [words for words in said if SAYS_SOMETHING.search(words)] == []


def test_no_script_evaluates_text_or_writes_markup() -> None:
    wrong = re.compile(r"\beval\(|new Function|innerHTML|document\.write|localStorage|sessionStorage")
    scripts = [path for path in (PACKAGE / "web" / "static").rglob("*.js") if "vendor" not in path.parts]
    assert [shown(path) for path in scripts if wrong.search(path.read_text(encoding="utf-8"))] == []
