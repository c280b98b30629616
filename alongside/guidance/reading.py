"""Reading guides: a file's front matter and Markdown without HTML, or an organization's own words for one.

Belongs here: text to frozen guides, refusing what a guide may not hold. Does not belong here: who may read one, where
an organization's words are kept.
"""

import hashlib
import json
import re
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from alongside.guidance import reflection, rules
from alongside.guidance.errors import BadGuide
from alongside.guidance.order import AT_WORK
from alongside.guidance.rules import Piece
from alongside.vocabulary import labels

CONTENT = Path(__file__).parent / "content"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
LANGUAGES = tuple(sorted(path.name for path in CONTENT.iterdir() if path.is_dir()))
SITE_ANSWER = re.compile(r"\{\{ site\.[a-z_]+ \}\}")
TO_CONFIRM = "[bg]"
"""A source that begins so is common knowledge, not seen on a page: the first thing a reviewer looks at."""


@dataclass(frozen=True)
class Guide:
    """One guide in one language. `pieces` is its page, cut; `markdown` its text; `extra` a special one's parts.

    `own`: an organization's words, not the house's.
    """

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
    own: bool = False

    @property
    def at_work(self) -> bool:
        """Whether it is read at the desk, not by everybody."""
        return self.audience in AT_WORK

    @cached_property
    def fingerprint(self) -> str:
        """Return what changes whenever any word of the text does: 64 hexadecimal digits."""
        told = [self.language, self.title, self.summary, self.markdown, self.extra]
        return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True)
class Words:
    """What an organization may say in its own way: a guide's title, its summary, and its text in Markdown.

    `sentences`: those of the reflection; places that are not among them keep ours.
    """

    title: str
    summary: str
    markdown: str
    sentences: reflection.Sentences = ()


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


@lru_cache(maxsize=1024)
def in_own_words(slug: str, language: str, words: Words) -> Guide:
    """Return a guide in an organization's own words. Raises BadGuide when they do not make a page."""
    ours = guides(language)[slug]
    if refused := list(reflection.wrong(ours.extra, words.sentences, language)):
        raise BadGuide(f"{slug}: {refused[0]}")
    own = replace(
        ours,
        title=words.title,
        summary=words.summary,
        markdown=words.markdown,
        pieces=rules.pieces(page_of(words.markdown, outside=True)),
        extra=reflection.reworded(ours.extra, words.sentences),
        reviewed=False,
        own=True,
    )
    _refuse_unknown_words(own)
    return own


def page_of(markdown: str, *, outside: bool = False) -> str:
    """Return Markdown as HTML: headings from the second level on, tables with the house's class, HTML as text.

    Sections have an address ("part-1"), and an answer of the site that stands alone is marked as such.
    `outside`: whether links may lead to pages elsewhere. Raises BadGuide.
    """
    reader = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table", "smartquotes"])
    tokens = reader.parse(markdown)
    for token in _all(tokens):
        _check(token, outside=outside)
        _dress(token)
    _number([token for token in tokens if token.type == "heading_open" and token.tag == "h2"])
    for paragraph, inside in pairwise(tokens):
        if paragraph.type == "paragraph_open" and SITE_ANSWER.fullmatch(inside.content):
            paragraph.attrSet("class", "site-answer")
    return str(reader.renderer.render(tokens, reader.options, {}))


def _all(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def _check(token: Token, *, outside: bool) -> None:
    if token.type == "heading_open" and token.tag == "h1":
        raise BadGuide("A guide's body starts at heading level 2.")
    if token.type in {"image", "html_inline", "html_block"}:
        raise BadGuide("A guide holds words only.")
    if token.type == "link_open":
        where = rules.target(str(token.attrGet("href")))
        if not where or (where.startswith("https:") and not outside):
            raise BadGuide(f"A guide links to guides and places of the house only: {token.attrGet('href')}")


def _dress(token: Token) -> None:
    if token.type == "table_open":
        token.attrSet("class", "table")
    if token.type == "blockquote_open":
        token.attrSet("class", "first-words")
    if token.type == "link_open":
        token.attrs = {"href": str(token.attrGet("href"))}


def _number(headings: list[Token]) -> None:
    for number, heading in enumerate(headings, start=1):
        heading.attrSet("id", f"part-{number}")


def _refuse_unknown_words(guide: Guide) -> None:
    if unknown := unknown_words(guide.pieces):
        raise BadGuide(f"{guide.language}/{guide.slug}: unknown placeholder {', '.join(unknown)}")


def unknown_words(pieces: tuple[Piece, ...]) -> list[str]:
    """Return the placeholders in a page that the vocabulary does not list."""
    used = rules.names(pieces, "word") | rules.names(pieces, "block")
    return sorted(used - set(labels.rows("site_placeholders")))
