"""The templates: nothing inline, nothing marked safe, nothing from elsewhere, every sentence translatable."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tests.habits.house import PACKAGE, shown, templates

INLINE = re.compile(r"\sstyle=|<style|\son[a-z]+=\"|javascript:|<script(?![^>]*\bsrc=)", re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//", re.IGNORECASE)
UNESCAPED = re.compile(r"\|\s*(safe|safeseq)\b|autoescape off|mark_safe")
SAYS_SOMETHING = re.compile(r"[A-Za-zÀ-ÿ]{3,}")
QUIET = {"Alongside", "UTC"}
EXTENDS = re.compile(r"{%\s*extends \"([^\"]+)\"")
TITLE = re.compile(r"{% block title %}(.*?){% endblock %}")
FRAMES = {"components/base.html", "components/caregiver.html", "components/working.html", "components/supporter.html"}
"""Frames say no title: whatever page extends one of them says its own."""
CLASSES = re.compile(r"class=\"([^\"]*)\"")
TAG = re.compile(r"[\w-]*{[{%].*?[%}]}[\w-]*")
OF_SOMEBODY = re.compile(r"{{[^}]*(?:designation|name|email|telephone|case\.|row\.|person\.)")


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


def _pages() -> dict[str, str]:
    """Return every template that stands in a frame itself, with its source; `demo/frame.html` is a frame too."""
    sources = {path: path.read_text(encoding="utf-8") for path in templates()}
    frames = FRAMES | {"demo/frame.html"}
    found = {shown(path): (EXTENDS.search(source), source) for path, source in sources.items()}
    pages = {name: source for name, (over, source) in found.items() if over and over[1] in frames}
    return {name: source for name, source in pages.items() if not name.endswith(tuple(frames))}


def test_every_page_has_a_title_of_its_own() -> None:
    """In a row of tabs, in a history and to a screen reader a page is its title."""
    titles = {name: (TITLE.search(source) or [""] * 2)[1] for name, source in _pages().items()}
    assert [name for name, title in titles.items() if not title.endswith(" · Alongside")] == []
    assert [title for title, times in Counter(titles.values()).items() if times > 1] == []


def test_no_title_tells_of_whom_a_page_is() -> None:
    """A title stays in the history of a device that others use."""
    titles = {shown(path): TITLE.findall(path.read_text(encoding="utf-8")) for path in templates()}
    assert [name for name, said in titles.items() if any(OF_SOMEBODY.search(title) for title in said)] == []


def test_every_class_is_drawn_or_moved() -> None:
    """A class that no sheet and no script knows is a block that nobody drew: it stands as it falls."""
    static = [path for kind in ("css", "js") for path in (PACKAGE / "web" / "static").rglob(f"*.{kind}")]
    known = set(re.findall(r"[.\"'](\w[\w-]*)", " ".join(path.read_text(encoding="utf-8") for path in static)))
    named = {path: CLASSES.findall(path.read_text(encoding="utf-8")) for path in templates()}
    used = {(name, path.name) for path, lists in named.items() for one in lists for name in TAG.sub(" ", one).split()}
    assert len(used) > 500
    assert sorted((name, where) for name, where in used if name not in known) == []


def test_no_script_evaluates_text_or_writes_markup() -> None:
    wrong = re.compile(r"\beval\(|new Function|innerHTML|document\.write|localStorage|sessionStorage")
    scripts = [path for path in (PACKAGE / "web" / "static").rglob("*.js") if "vendor" not in path.parts]
    assert [shown(path) for path in scripts if wrong.search(path.read_text(encoding="utf-8"))] == []
