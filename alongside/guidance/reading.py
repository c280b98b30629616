"""Reading the guides' files: front matter, then Markdown without HTML, once in a process.

Belongs here: files to frozen guides, refusing what a guide may not hold. Does not belong here: who may read one.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from alongside.guidance import rules
from alongside.guidance.errors import BadGuide
from alongside.guidance.rules import Piece
from alongside.vocabulary import labels

CONTENT = Path(__file__).parent / "content"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = tuple(sorted(path.name for path in CONTENT.iterdir() if path.is_dir()))
TO_CONFIRM = "[bg]"
"""A source that begins so is common knowledge, not seen on a page: the first thing a reviewer looks at."""


@dataclass(frozen=True)
class Guide:
    """One guide in one language. `pieces` is its page, cut; `markdown` its text; `extra` a special one's parts."""

    slug: str
    language: str
    title: str
    summary: str
    audience: str
    tier: str
    sources: tuple[str, ...]
    to_confirm: int
    reviewed: bool
    markdown: str
    pieces: tuple[Piece, ...]
    extra: dict[str, Any]


@cache
def guides(language: str) -> dict[str, Guide]:
    """Return every guide of a language by its slug. Raises BadGuide."""
    return {path.stem: guide_in(path, language) for path in sorted((CONTENT / language).glob("*.md"))}


def guide_in(path: Path, language: str) -> Guide:
    """Return the guide in one file. Raises BadGuide."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    told: dict[str, Any] = yaml.load(front, Loader=_LOADER)  # noqa: S506  # Both are the safe loader; one is in C.
    if told["slug"] != path.stem:
        raise BadGuide(f"{path}: its slug is {told['slug']}")
    sources = [str(source) for source in told["sources"]]
    guide = Guide(
        slug=told["slug"],
        language=language,
        title=told["title"],
        summary=told["summary"],
        audience=told["audience"],
        tier=told["tier"],
        sources=tuple(source for source in sources if not source.startswith(TO_CONFIRM)),
        to_confirm=sum(source.startswith(TO_CONFIRM) for source in sources),
        reviewed=bool(told["reviewed"]),
        markdown=body,
        pieces=rules.pieces(page_of(body)),
        extra=told.get("self_check", {}),
    )
    _refuse_unknown_words(guide)
    return guide


def page_of(markdown: str) -> str:
    """Return Markdown as HTML: headings from the second level on, tables with the house's class, HTML as text."""
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
    tokens = reader.parse(markdown)
    for token in _all(tokens):
        _check(token)
        if token.type == "table_open":
            token.attrSet("class", "table")
        if token.type == "blockquote_open":
            token.attrSet("class", "first-words")
    return str(reader.renderer.render(tokens, reader.options, {}))


def _all(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def _check(token: Token) -> None:
    if token.type == "heading_open" and token.tag == "h1":
        raise BadGuide("A guide's body starts at heading level 2.")
    if token.type in {"image", "html_inline", "html_block"}:
        raise BadGuide("A guide holds words only.")
    if token.type == "link_open" and not rules.target(str(token.attrGet("href"))):
        raise BadGuide(f"A guide links to guides and places of the house only: {token.attrGet('href')}")


def _refuse_unknown_words(guide: Guide) -> None:
    used = rules.names(guide.pieces, "word") | rules.names(guide.pieces, "block")
    unknown = used - set(labels.rows("site_placeholders"))
    if unknown:
        raise BadGuide(f"{guide.language}/{guide.slug}: unknown placeholder {', '.join(sorted(unknown))}")
