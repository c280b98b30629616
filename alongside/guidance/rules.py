"""Cutting a guide's page into pieces that are the same for everybody and gaps that each reader's place fills.

Belongs here: placeholders, links, the phases of the conversation guide, on plain text. Does not belong here: files,
languages, addresses of the house.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape, unescape

PLACEHOLDER = re.compile(r"\{\{ ([a-z_.]+) \}\}")
_GAPS = re.compile(
    r"<p>\{\{ (?P<block>block\.[a-z_]+) \}\}</p>"
    r"|\{\{ (?P<word>[a-z_.]+) \}\}"
    r'|<a href="(?P<link>[^"]+)">(?P<text>.*?)</a>',
    re.DOTALL,
)

OUTSIDE = re.compile(r"https://[a-z0-9.-]+\.[a-z]{2,}(?:[/?#][^\s\"'<>\\]*)?", re.IGNORECASE)
"""A page elsewhere: only an organization's own wording leads there."""

Link = Callable[[str], str | None]
"""Given "guide:what-you-may-feel" or "app:directory", the address for this reader; None where they may not go."""


@dataclass(frozen=True)
class Gap:
    """A place in a page to be filled: `kind` is "block", "word" or "link"; `text` is what a link reads."""

    kind: str
    name: str
    text: str = ""


Piece = str | Gap


def pieces(page: str) -> tuple[Piece, ...]:
    """Cut a page of HTML at its blocks, words and links."""
    found: list[Piece] = []
    end = 0
    for match in _GAPS.finditer(page):
        found += [page[end : match.start()], _gap(match)]
        end = match.end()
    return (*found, page[end:])


def fill(parts: tuple[Piece, ...], *, words: Mapping[str, str], blocks: Mapping[str, str], link: Link) -> str:
    """Return the page of HTML for one reader. Words are escaped here; blocks are HTML already.

    A link that leads nowhere for this reader stays as plain text. Raises KeyError for a word or block nobody gave.
    """
    return "".join(part if isinstance(part, str) else _filled(part, words, blocks, link) for part in parts)


def names(parts: tuple[Piece, ...], kind: str) -> frozenset[str]:
    """Return the names of all gaps of a kind."""
    return frozenset(part.name for part in parts if isinstance(part, Gap) and part.kind == kind)


def placeholders(markdown: str) -> frozenset[str]:
    """Return every well-formed placeholder of a text, as it is written."""
    return frozenset(match[0] for match in PLACEHOLDER.finditer(markdown))


def target(href: str) -> str:
    """Return where a link in a guide leads: "guide:<slug>", "app:<place>", "https://…", or "" for anything else."""
    if re.fullmatch(r"[a-z0-9-]+\.md", href):
        return f"guide:{href.removesuffix('.md')}"
    return href if re.fullmatch(r"app:[a-z-]+|" + OUTSIDE.pattern, href) else ""


def _gap(match: re.Match[str]) -> Gap:
    if match["block"]:
        return Gap("block", match["block"])
    if match["word"]:
        return Gap("word", match["word"])
    return Gap("link", target(unescape(match["link"])), match["text"])


def _filled(gap: Gap, words: Mapping[str, str], blocks: Mapping[str, str], link: Link) -> str:
    if gap.kind == "block":
        return blocks[gap.name]
    if gap.kind == "word":
        return escape(words[gap.name])
    if OUTSIDE.fullmatch(gap.name):
        return f'<a href="{escape(gap.name)}" rel="noreferrer external">{gap.text}</a>'
    address = link(gap.name)
    return f'<a href="{escape(address)}">{gap.text}</a>' if address else gap.text


@dataclass(frozen=True)
class Phase:
    """One of the nine phases: its number, name, aim, phrases to say, and what to avoid. Plain text."""

    number: int
    name: str
    aim: str
    say: tuple[str, ...]
    avoid: str


@dataclass(frozen=True)
class Part:
    """A section of a guide: its number, which its heading's address ends in, its heading, the words it asks for."""

    number: int
    heading: str
    words: tuple[str, ...]


def parts(markdown: str) -> tuple[Part, ...]:
    """Return a guide's sections in order, each with the names of the placeholders in it."""
    sections = re.split(r"^## ", markdown, flags=re.MULTILINE)[1:]
    return tuple(
        Part(number, _plain(section.split("\n", 1)[0]), tuple(PLACEHOLDER.findall(section)))
        for number, section in enumerate(sections, start=1)
    )


_PHASE = re.compile(r"^## (\d)\. (.+)$", re.MULTILINE)
_BOLD = re.compile(r"^\*\*[^*]+\*\*\s*(.+)$", re.MULTILINE)
_SAID = re.compile(r"^- (.+)$", re.MULTILINE)


def phases(markdown: str) -> tuple[Phase, ...]:
    """Read the phases of the conversation guide. In each, the first bold line is the aim, the last what to avoid."""
    starts = list(_PHASE.finditer(markdown))
    return tuple(_phase(start, _until_next_heading(markdown[start.end() :])) for start in starts)


def _until_next_heading(text: str) -> str:
    return text.split("\n## ", 1)[0]


def _phase(start: re.Match[str], body: str) -> Phase:
    bold = [_plain(line) for line in _BOLD.findall(body)]
    said = tuple(_plain(line) for line in _SAID.findall(body))
    return Phase(int(start[1]), start[2].strip(), aim=bold[0], say=said, avoid=bold[-1])


def _plain(text: str) -> str:
    text = re.sub(r'(?<![\w"])"([^"]+)"', "\u201c\\1\u201d", text.strip())
    return text.replace("'", "\u2019")
