"""Writes of this room: an organization's own words for a guide, back to the house's, a signature under a text.

Belongs here: these verbs. Does not belong here: what words may hold (`checking.py`), who may write or sign.
"""

from datetime import date
from uuid import UUID

from alongside.guidance import reading, shelves
from alongside.guidance.errors import AlreadySigned
from alongside.guidance.models import OwnText, Review
from alongside.guidance.reading import Words
from alongside.guidance.review_rules import Signature
from alongside.tenancy.transactions import require_transaction

_OURS = Words("", "", "")


def write_own(*, organization: UUID, slug: str, language: str, words: Words, by: str, on: date) -> None:
    """Keep a new version of the organization's own words for a guide. The words were checked before."""
    require_transaction()
    rows = OwnText.objects.of(organization).filter(slug=slug, language=language)
    before = rows.order_by("-version").values_list("version", flat=True).first() or 0
    OwnText.objects.create(
        organization_id=organization,
        slug=slug,
        language=language,
        version=before + 1,
        title=words.title,
        summary=words.summary,
        text=words.markdown,
        sentences=dict(words.sentences),
        based_on_hash=reading.guides(language)[slug].fingerprint,
        written_by=by,
        written_on=on,
    )
    shelves.forget(organization=organization, language=language)


def go_back_to_ours(*, organization: UUID, slug: str, language: str, by: str, on: date) -> None:
    """Let the house's text stand again; what the organization wrote stays in the history."""
    write_own(organization=organization, slug=slug, language=language, words=_OURS, by=by, on=on)


def sign(*, organization: UUID, slug: str, language: str, fingerprint: str, signature: Signature) -> None:
    """Keep a signature under exactly this text. Raises AlreadySigned."""
    require_transaction()
    rows = Review.objects.of(organization).filter(slug=slug, language=language, text_hash=fingerprint)
    if any(name.casefold() == signature.signed_by.casefold() for name in rows.values_list("signed_by", flat=True)):
        raise AlreadySigned
    Review.objects.create(
        organization_id=organization,
        slug=slug,
        language=language,
        text_hash=fingerprint,
        kind=Review.Kind(signature.kind),
        signed_by=signature.signed_by,
        signed_role=signature.signed_role,
        signed_on=signature.signed_on,
    )
    shelves.forget(organization=organization, language=language)
