"""What is wrong with an organization's own words for a guide, before they are kept.

Belongs here: every refusal, as a code that a form turns into a kind sentence. Does not belong here: the sentences,
what makes a page at all (`reading.py`). HTML is no fault: it is shown as the text it is.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from alongside.guidance import reading, reflection, rules
from alongside.guidance.errors import BadGuide
from alongside.guidance.reading import Guide, Words

LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_TEXT = 120, 300, 16_000
PLACES = frozenset({"app:directory", "app:help-now", "app:talk", "app:self-check", "app:worried"})
"""Places of the house that a guide may lead to."""

_BRACES = re.compile(r"\{\{.*?\}\}|\{\{|\}\}")
_CONVERSATION = "conversation-guide"
_ALL_NINE = list(range(1, 10))


class Problem(StrEnum):
    """What can be wrong."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    TOP_HEADING = "top_heading"
    PICTURE = "picture"
    LINK = "link"
    NO_SUCH_GUIDE = "no_such_guide"
    PLACEHOLDER = "placeholder"
    PLACEHOLDER_IN_LINK = "placeholder_in_link"
    CRISIS = "crisis"
    PHASES = "phases"
    TOO_MANY_LINES = reflection.TOO_MANY
    FEWER_LINES = reflection.FEWER
    PLAINLY = reflection.PLAINLY
    NEVER = reflection.NEVER
    SAME_ANSWER = reflection.SAME


@dataclass(frozen=True)
class Fault:
    """One thing to mend: in which field of Words or place of the reflection, what, and the very words it is about."""

    field: str
    problem: Problem
    detail: str = ""


def faults(words: Words, ours: Guide) -> tuple[Fault, ...]:
    """Return everything that must be mended before these words can stand in place of ours; empty when all is well."""
    told = [*_lengths(words)]
    told += [*_of_the_sentences(words, ours)]
    if words.markdown.strip():
        told += [*_of_the_text(words.markdown, ours)]
    if not told:
        told += [*_of_the_page(words, ours)]
    return tuple(dict.fromkeys(told))


def _lengths(words: Words) -> Iterator[Fault]:
    longest = {"title": LONGEST_TITLE, "summary": LONGEST_SUMMARY, "markdown": LONGEST_TEXT}
    for field, most in longest.items():
        text: str = getattr(words, field)
        if not text.strip():
            yield Fault(field, Problem.EMPTY)
        elif len(text) > most:
            yield Fault(field, Problem.TOO_LONG, str(most))


def _of_the_sentences(words: Words, ours: Guide) -> Iterator[Fault]:
    for place, wrong, detail in reflection.wrong(ours.extra, words.sentences, ours.language):
        yield Fault(place, Problem(wrong), detail)


def _of_the_text(markdown: str, ours: Guide) -> Iterator[Fault]:
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h1":
            yield Fault("markdown", Problem.TOP_HEADING)
        yield from _of_a_line(token.children or (), ours)
    known = rules.placeholders(markdown)
    for braces in _BRACES.findall(markdown):
        if braces not in known or reading.unknown_words(rules.pieces(braces)):
            yield Fault("markdown", Problem.PLACEHOLDER, braces)


def _of_a_line(tokens: list[Token] | tuple[()], ours: Guide) -> Iterator[Fault]:
    inside_link = False
    for token in tokens:
        if token.type == "image":
            yield Fault("markdown", Problem.PICTURE)
        if token.type == "link_open":
            yield from _of_a_link(str(token.attrGet("href")), ours)
        inside_link = (inside_link or token.type == "link_open") and token.type != "link_close"
        if inside_link and "{{" in token.content:
            yield Fault("markdown", Problem.PLACEHOLDER_IN_LINK, token.content)


def _of_a_link(href: str, ours: Guide) -> Iterator[Fault]:
    where = rules.target(href)
    kind, _, slug = where.partition(":")
    if not where or (kind == "app" and where not in PLACES):
        yield Fault("markdown", Problem.LINK, href)
    elif kind == "guide" and slug not in reading.guides(ours.language):
        yield Fault("markdown", Problem.NO_SUCH_GUIDE, href)


def _of_the_page(words: Words, ours: Guide) -> Iterator[Fault]:
    try:
        made = reading.in_own_words(ours.slug, ours.language, words)
    except BadGuide as refused:
        yield Fault("markdown", Problem.LINK, str(refused))
        return
    if rules.names(ours.pieces, "block") - rules.names(made.pieces, "block"):
        yield Fault("markdown", Problem.CRISIS)
    if ours.slug == _CONVERSATION and not _nine_whole_phases(words.markdown):
        yield Fault("markdown", Problem.PHASES)


def _nine_whole_phases(markdown: str) -> bool:
    try:
        phases = rules.phases(markdown)
    except IndexError:
        return False
    return [phase.number for phase in phases] == _ALL_NINE and all(phase.say for phase in phases)
