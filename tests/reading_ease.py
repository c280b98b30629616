"""How easily a page reads, in both languages: what docs/reading-ease.md tells.

Belongs here: counting sentences, words and syllables of what a reader sees, and writing the document.
Does not belong here: opening pages; `tests/web/test_reading_ease.py` does, and writes the document when asked to.

English: Flesch-Kincaid grade, at most 7. French: Flesch's score as Kandel and Moles (1958) fitted it, at least 70.
Counted strictly: a sentence ends at . ? … or with its paragraph, list item or cell, never at a colon or a semicolon;
headings, buttons, numbers and names of lines are left out; a word has as many syllables as hyphenation (pyphen, one
letter allowed at either edge) or its groups of vowels give, whichever is more; an elided article (l’, d’) is part of
its word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pyphen

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reading-ease.md"
LIMIT = {"en": 7.0, "fr": 70.0}
NEAR = 1.5
"""How far a screen's figure may move before the document must be written anew: some screens tell the day."""

_DICTIONARIES = {"en": "en_US", "fr": "fr_FR"}
_ENDS = re.compile(r"(?<=[.?!…])[»”\"\s\u00a0)]+")
_WORD = {
    "en": re.compile(r"[a-zà-ÿ]+(?:['’][a-z]+)?", re.IGNORECASE),
    "fr": re.compile(r"(?:[cdjlmnst]|qu|lorsqu|jusqu|puisqu)['’][a-zà-ÿœ]+|[a-zà-ÿœ]+", re.IGNORECASE),
}
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.IGNORECASE)
_SILENT = {"en": re.compile(r"(?<=[^aeiouyl])e$"), "fr": re.compile(r"(?<=[^aeiouyéèê])e(?:s|nt)?$")}


@dataclass(frozen=True)
class Ease:
    """What was counted on one page in one language."""

    language: str
    sentences: int
    words: int
    syllables: int

    @property
    def score(self) -> float:
        """Return the grade in English (less is easier), Flesch's score in French (more is easier)."""
        length, weight = self.words / max(self.sentences, 1), self.syllables / max(self.words, 1)
        if self.language == "en":
            return round(0.39 * length + 11.8 * weight - 15.59, 1)
        return round(207 - 1.015 * length - 73.6 * weight, 1)

    @property
    def easy(self) -> bool:
        """Whether it keeps to the limit."""
        return self.score <= LIMIT["en"] if self.language == "en" else self.score >= LIMIT["fr"]


def of(blocks: Iterable[str], language: str) -> Ease:
    """Count a page, given its paragraphs, list items and cells."""
    parts = [part for block in blocks for part in _ENDS.split(block)]
    sentences = [words for part in parts if (words := _WORD[language].findall(part))]
    counted = [_syllables(word.lower(), language) for words in sentences for word in words]
    return Ease(language, len(sentences), len(counted), sum(counted))


def _syllables(word: str, language: str) -> int:
    hyphens = len(_dictionary(language).positions(word)) + 1
    groups = len(_VOWELS.findall(_SILENT[language].sub("", word)))
    return max(hyphens, groups, 1)


@cache
def _dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=_DICTIONARIES[language], left=1, right=1)


BLOCKS = frozenset(
    {"p", "li", "td", "th", "blockquote", "dt", "dd", "div", "figcaption", "summary", "legend", "section"}
)
LEFT_OUT = frozenset({"h1", "h2", "h3", "h4", "svg", "script", "button", "label", "select", "option", "nav", "footer"})
NUMBERS = ("crisis-line", "numbers", "crumbs", "caption")


class _Reader(HTMLParser):
    """Collects the paragraphs of a page's main part."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._now: list[str] = []
        self._without: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        classes = (dict(attrs).get("class") or "").split()
        if self._without:
            self._without += [tag] if tag == self._without[0] else []
        elif tag in LEFT_OUT or set(classes) & set(NUMBERS):
            self._end()
            self._without.append(tag)
        elif tag in BLOCKS:
            self._end()

    def handle_endtag(self, tag: str) -> None:
        if self._without:
            if tag == self._without[0]:
                self._without.pop()
        elif tag in BLOCKS:
            self._end()

    def handle_data(self, data: str) -> None:
        if not self._without:
            self._now.append(data)

    def _end(self) -> None:
        text = " ".join("".join(self._now).split())
        self.blocks += [text] if text else []
        self._now = []

    def close(self) -> None:
        super().close()
        self._end()


def blocks_of(page: str) -> list[str]:
    """Return the paragraphs, list items and cells of a page's main part, as a reader sees them."""
    start, end = page.find("<main"), page.find("</main>")
    reader = _Reader()
    reader.feed(page[start:end] if start >= 0 else page)
    reader.close()
    return reader.blocks


Row = tuple[str, Ease, Ease]
"""A page's name with what was counted in English and in French."""

HEAD = """# How easily every caregiver page reads

Written by the tests (`ALONGSIDE_WRITE_FIGURES=1 pytest tests/web/test_reading_ease.py`), and compared by them. Measured
is what a reader sees, with the sentences that stand where a site has not answered yet. English: Flesch-Kincaid grade,
at most 7. French: Flesch's score after Kandel and Moles (1958), at least 70 ("fairly easy").

Counted strictly: a sentence ends at a full stop, a question mark or with its paragraph, list item or cell, never at a
colon or semicolon; headings, buttons, numbers and sources are left out; a word has as many syllables as pyphen's
hyphenation or its groups of vowels give, whichever is more. Such formulas see short words and short sentences. They do
not see whether a sentence is kind or clear: people have to read it.
"""


def document(guides: Sequence[Row], others: Sequence[Row], screens: Sequence[Row]) -> str:
    """Return the whole document."""
    parts = (("Guides for caregivers", guides), ("Guides for managers", others), ("Screens", screens))
    return HEAD + "".join(_table(title, rows) for title, rows in parts)


def _table(title: str, rows: Sequence[Row]) -> str:
    lines = [
        f"| {name} | {english.words} | {english.score} | {french.words} | {french.score} |"
        for name, english, french in rows
    ]
    return "\n".join(
        [f"\n## {title}\n", "| page | words | grade | mots | Flesch |", "|---|--:|--:|--:|--:|", *lines, ""]
    )


def told(text: str) -> dict[str, tuple[float, float]]:
    """Return what a document tells: {page: (English, French)}."""
    rows = re.findall(r"^\| ([\w/ -]+) \| \d+ \| (-?[\d.]+) \| \d+ \| (-?[\d.]+) \|$", text, re.MULTILINE)
    return {name: (float(english), float(french)) for name, english, french in rows}
