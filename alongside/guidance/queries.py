"""Which guides a reader sees, and the page of one.

Belongs here: lists and pages by audience and language. Does not belong here: the crisis numbers and addresses that a
page needs (a door hands them in), or who holds which role.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from alongside.guidance import reading, rules
from alongside.guidance.errors import UnknownGuide
from alongside.guidance.reading import Guide
from alongside.guidance.rules import Link, Phase
from alongside.vocabulary import labels

PUBLIC = frozenset({"caregiver", "colleague", "manager"})
FOR_SUPPORTERS = frozenset({"supporter"})
"""Guides for those on duty; trainers' and coordinators' guides come with their own screens."""

CONVERSATION = "conversation-guide"
SELF_CHECK = "self-check"

ORDER = {
    "caregiver": (
        "what-you-may-feel",
        "looking-after-yourself-first-72-hours",
        "the-six-stages",
        "the-worries",
        "what-happens-next-here",
        "self-check",
        "why-we-pull-away",
        "built-up-over-time",
        "when-to-get-more-help",
        "who-will-know",
        "talking-with-those-at-home",
        "going-back-to-work",
        "legal-and-insurance",
        "when-it-comes-back",
        "ems-and-small-agencies",
    ),
    "colleague": ("worried-about-a-colleague",),
    "manager": (
        "raise-the-level-now",
        "first-words",
        "manager-first-hour",
        "internal-resources-first",
        "when-to-raise-the-level",
        "after-the-first-week",
        "supporting-a-team",
        "after-a-colleague-dies-by-suicide",
        "just-culture-in-one-page",
    ),
}
"""What most people look for first, first. A guide that is not named here follows by its title."""


@dataclass(frozen=True)
class ConversationGuide:
    """The nine phases of a first conversation. `reviewed` is False until a clinician has read it."""

    title: str
    summary: str
    phases: tuple[Phase, ...]
    reviewed: bool


def guides_for(audience: str, *, language: str) -> list[Guide]:
    """Return the guides for one audience, in the order most people need them."""
    named = ORDER.get(audience, ())
    found = [guide for guide in _guides(language).values() if guide.audience == audience]
    return sorted(found, key=lambda guide: (named.index(guide.slug) if guide.slug in named else 99, guide.title))


def guide(slug: str, *, language: str, audiences: frozenset[str] = PUBLIC) -> Guide:
    """Return one guide if it is for one of these audiences, or raise UnknownGuide."""
    found = _guides(language).get(slug)
    if found is None or found.audience not in audiences:
        raise UnknownGuide(slug)
    return found


def audience_of(slug: str, *, language: str) -> str:
    """Return whom a guide is for, or "" when there is none of this name."""
    found = _guides(language).get(slug)
    return found.audience if found else ""


def page(guide: Guide, *, words: Mapping[str, str], blocks: Mapping[str, str], link: Link) -> str:
    """Return a guide's page as HTML, in the active language's fallbacks where the organization gave no word.

    `words` are the organization's own ("site.phone" → text), `blocks` finished HTML ("block.crisis"), `link` turns
    "guide:<slug>" and "app:<place>" into an address or None.
    """
    every = {code: labels.label("site_placeholders", code, "fallback") for code in rules.names(guide.pieces, "word")}
    given = {code: text for code, text in words.items() if text}
    return rules.fill(guide.pieces, words={**every, **given}, blocks=blocks, link=link)


def missing_words(words: Mapping[str, str]) -> list[str]:
    """Return the placeholders an organization has not filled yet."""
    codes = (code for code in labels.rows("site_placeholders") if code.startswith("site."))
    return [code for code in codes if not words.get(code)]


@cache
def conversation_guide(language: str) -> ConversationGuide:
    """Return the nine phases with phrases to say and what to avoid, as plain text."""
    found = _guides(language)[CONVERSATION]
    return ConversationGuide(found.title, found.summary, rules.phases(found.markdown), found.reviewed)


def self_check(language: str) -> dict[str, Any]:
    """Return the texts of the reflection: period, answers, questions, safety, now, closing. Nothing is computed."""
    return _guides(language)[SELF_CHECK].extra


def _guides(language: str) -> dict[str, Guide]:
    short = language.split("-", maxsplit=1)[0]
    return reading.guides(short if short in reading.LANGUAGES else "en")
