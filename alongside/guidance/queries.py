"""Which guides a reader sees, the page of one, finding one by words, and what an administrator sees of them.

Belongs here: reads; rows and frozen dataclasses ready for a template. Does not belong here: the crisis numbers and
addresses that a page needs (a door hands them in), or who holds which role.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from alongside.guidance import reading, rules, search_rules, shelves
from alongside.guidance.models import OwnText, newest
from alongside.guidance.order import AT_WORK, FOR_SUPPORTERS, PUBLIC
from alongside.guidance.reading import Guide, Words
from alongside.guidance.rules import Link
from alongside.guidance.search_rules import Findable
from alongside.guidance.shelves import CONVERSATION, Shelf, shelf
from alongside.vocabulary import labels

__all__ = ["AT_WORK", "CONVERSATION", "FOR_SUPPORTERS", "PUBLIC", "Guide", "Shelf", "shelf"]

SELF_CHECK = "self-check"
_NO_SENTENCES = frozenset({"code", "links", "always_show", "now_after"})
_LINK_TARGET = re.compile(r"\]\([^)]*\)")


@dataclass(frozen=True)
class Version:
    """One version of an organization's own wording; `ours` when it went back to the house's."""

    number: int
    ours: bool
    written_by: str
    written_on: date
    words: Words


def guides_for(audience: str, *, language: str) -> list[Guide]:
    """Return the guides for one audience as they ship, in the order most people need them."""
    return shelves.ours(language).of_audience(audience)


def page(guide: Guide, *, words: Mapping[str, str], blocks: Mapping[str, str], link: Link) -> str:
    """Return a guide's page as HTML, in the active language's fallbacks where the organization gave no word.

    `words` are the organization's own ("site.phone" → text), `blocks` finished HTML ("block.crisis"), `link` turns
    "guide:<slug>" and "app:<place>" into an address or None.
    """
    return rules.fill(guide.pieces, words=_filled(guide, words), blocks=blocks, link=link)


def find(query: str, shelf: Shelf, *, words: Mapping[str, str]) -> list[Guide]:
    """Return the public guides that hold the words asked for or are meant by them, the best first.

    Nothing of it is kept anywhere.
    """
    public = [guide for audience in ("caregiver", "colleague", "manager") for guide in shelf.of_audience(audience)]
    among = [Findable(guide.slug, guide.title, guide.summary, _text(guide, words)) for guide in public]
    found, meant = search_rules.found(query, among), search_rules.meant(query)
    told = dict.fromkeys([*found[:1], *meant, *found])
    return [shelf.guides[slug] for slug in told if slug in shelf.guides]


def site_words() -> list[str]:
    """Return every placeholder that an organization may fill, in the vocabulary's order."""
    return [code for code in labels.rows("site_placeholders") if code.startswith("site.")]


def standing_in(code: str, shelf: Shelf) -> list[Guide]:
    """Return the guides in which a placeholder stands."""
    return [guide for guide in shelf.guides.values() if code in rules.names(guide.pieces, "word")]


def history(*, organization: UUID, slug: str, language: str) -> list[Version]:
    """Return every version of an organization's wording of a guide, the newest first."""
    rows = OwnText.objects.of(organization).filter(slug=slug, language=language).order_by("-version")
    return [Version(row.version, not row.text, row.written_by, row.written_on, shelves.words_of(row)) for row in rows]


def ours_changed_since(*, organization: UUID, language: str) -> frozenset[str]:
    """Return the guides whose shipped text changed after the organization wrote its own."""
    rows = newest(OwnText.objects.of(organization).filter(language=language)).exclude(text="")
    shipped = reading.guides(language)
    return frozenset(
        slug
        for slug, based_on in rows.values_list("slug", "based_on_hash")
        if slug in shipped and based_on != shipped[slug].fingerprint
    )


def _filled(guide: Guide, words: Mapping[str, str]) -> dict[str, str]:
    every = {code: labels.label("site_placeholders", code, "fallback") for code in rules.names(guide.pieces, "word")}
    return {**every, **{code: text for code, text in words.items() if text}}


def _text(guide: Guide, words: Mapping[str, str]) -> str:
    """Return a guide's text as a reader sees it, for looking up words in it."""
    filled = _filled(guide, words)
    shown = rules.PLACEHOLDER.sub(lambda match: filled.get(match[1], ""), _LINK_TARGET.sub("]", guide.markdown))
    return " ".join([shown, *sentences(guide.extra)])


def sentences(told: object) -> list[str]:
    """Return every sentence in a special guide's parts, in order."""
    if isinstance(told, dict):
        return [text for key, value in told.items() if key not in _NO_SENTENCES for text in sentences(value)]
    if isinstance(told, list):
        return [text for value in told for text in sentences(value)]
    return [told] if isinstance(told, str) else []
