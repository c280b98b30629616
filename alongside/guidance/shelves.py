"""The guides of one organization: its own words laid over the house's, who signed which text, counsel's limits.

Belongs here: reading them cheaply, and answering from the last copy when the database does not. Does not belong here:
the history of versions (`queries.py`), the words that fill placeholders (`tenancy.words`).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from alongside.guidance import reading, review_rules, rules
from alongside.guidance.errors import BadGuide, UnknownGuide
from alongside.guidance.models import OwnText, Review, newest
from alongside.guidance.order import ORDER, PUBLIC
from alongside.guidance.reading import Guide, Words
from alongside.guidance.review_rules import Signature, Standing
from alongside.guidance.rules import Phase
from alongside.tenancy import queries as tenancy
from alongside.tenancy.last_good import LastGood

CONVERSATION = "conversation-guide"


@dataclass(frozen=True)
class ConversationGuide:
    """The nine phases of a first conversation."""

    title: str
    summary: str
    phases: tuple[Phase, ...]


@dataclass(frozen=True)
class Shelf:
    """Every guide of an organization in one language. `signed`: signatures by a text's fingerprint.

    `limits` is counsel's text, or "".
    """

    language: str
    guides: Mapping[str, Guide]
    signed: Mapping[str, tuple[Signature, ...]]
    limits: str = ""

    def of_audience(self, audience: str) -> list[Guide]:
        """Return the guides for one audience, in the order most people need them."""
        named = ORDER.get(audience, ())
        found = [guide for guide in self.guides.values() if guide.audience == audience]
        return sorted(found, key=lambda guide: (named.index(guide.slug) if guide.slug in named else 99, guide.title))

    def guide(self, slug: str, *, audiences: frozenset[str] = PUBLIC) -> Guide:
        """Return one guide if it is for one of these audiences, or raise UnknownGuide."""
        found = self.guides.get(slug)
        if found is None or found.audience not in audiences:
            raise UnknownGuide(slug)
        return found

    def audience_of(self, slug: str) -> str:
        """Return whom a guide is for, or "" when there is none of this name."""
        found = self.guides.get(slug)
        return found.audience if found else ""

    def standing(self, slug: str) -> Standing:
        """Return how far the review of exactly the text that is shown has come."""
        return review_rules.standing(slug, self.signed.get(self.guides[slug].fingerprint, ()))

    @property
    def conversation(self) -> ConversationGuide:
        """Return the nine phases with phrases to say and what to avoid, as plain text."""
        found = self.guides[CONVERSATION]
        return ConversationGuide(found.title, found.summary, rules.phases(found.markdown))


_kept: LastGood[tuple[UUID, str], Shelf] = LastGood()


def ours(language: str) -> Shelf:
    """Return the guides as they ship, signed by nobody."""
    return Shelf(_known(language), reading.guides(_known(language)), {})


def shelf(*, organization: UUID, language: str, now: datetime) -> Shelf:
    """Return an organization's guides: three queries, kept for some seconds, the last copy without a database."""
    known = _known(language)
    return _kept.get((organization, known), lambda: _read(organization, known), now=now)


def forget(*, organization: UUID, language: str) -> None:
    """Read the guides anew the next time they are asked for."""
    _kept.forget((organization, _known(language)))


def standing_words(organization: UUID, language: str) -> dict[str, Words]:
    """Return an organization's own words that stand now, by the guide's name."""
    rows = newest(OwnText.objects.of(organization).filter(language=language)).exclude(text="")
    return {row.slug: words_of(row) for row in rows}


def words_of(row: OwnText) -> Words:
    """Return the words of one version."""
    sentences = tuple((place, tuple(lines)) for place, lines in row.sentences.items())
    return Words(row.title, row.summary, row.text, sentences)


def _read(organization: UUID, language: str) -> Shelf:
    guides = dict(reading.guides(language))
    for slug, words in standing_words(organization, language).items():
        with suppress(BadGuide, KeyError):  # Words that a newer house cannot show give way to the house's own.
            guides[slug] = reading.in_own_words(slug, language, words)
    limits = tenancy.limits(organization, language)
    return Shelf(language, guides, _signed(organization, language), limits.text if limits and limits.signed_by else "")


def _signed(organization: UUID, language: str) -> dict[str, tuple[Signature, ...]]:
    signed: dict[str, tuple[Signature, ...]] = {}
    for row in Review.objects.of(organization).filter(language=language).order_by("signed_on", "signed_by"):
        signature = Signature(row.kind, row.signed_by, row.signed_role, row.signed_on)
        signed[row.text_hash] = (*signed.get(row.text_hash, ()), signature)
    return signed


def _known(language: str) -> str:
    short = language.split("-", maxsplit=1)[0]
    return short if short in reading.LANGUAGES else "en"
