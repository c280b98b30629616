"""Keeping the guides: this site's answers in them, its own wording, and the signatures of who reviewed them.

Every change is one transaction and one ledger entry in clear, with who did it. The ledger names the guide and the
language, never a word of the text: texts stand in their own history. A signature stands under exactly the text that was
read: when another text stands by then, nothing is signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from alongside.guidance import operations as guidance
from alongside.guidance import reading, shelves
from alongside.guidance.checking import Fault, faults
from alongside.guidance.errors import TextMoved, UnknownGuide
from alongside.guidance.reading import Words
from alongside.guidance.review_rules import Signature
from alongside.ledger import operations as ledger
from alongside.people.queries import Member
from alongside.tenancy import operations as turns
from alongside.tenancy import words
from alongside.tenancy.transactions import one_transaction
from alongside.vocabulary.roles import Role


@dataclass(frozen=True)
class Text:
    """Which text is meant: a guide's name and a language."""

    slug: str
    language: str


def fill_in(*, member: Member, answers: Mapping[tuple[str, str], str], now: datetime) -> None:
    """Put the site's answers into the guides: {(placeholder, language): text}; an empty text: back to the fallback."""
    payload = {"answers": len(answers), "keys": sorted({key for key, _language in answers})}
    with _one_change(member=member, verb="guides.filled", payload=payload, now=now):
        for (key, language), text in answers.items():
            words.put_word(organization=member.organization, key=key, language=language, text=text)


def write_own(*, member: Member, text: Text, words: Words, on: date, now: datetime) -> tuple[Fault, ...]:
    """Let the organization's own words stand in place of a guide's. Returns what must be mended first, if anything.

    Raises UnknownGuide.
    """
    wrong = faults(words, _known(text))
    if not wrong:
        with _one_change(member=member, verb="guide.written", payload=vars(text), now=now):
            guidance.write_own(organization=member.organization, **vars(text), words=words, by=member.name, on=on)
    return wrong


def go_back_to_ours(*, member: Member, text: Text, on: date, now: datetime) -> None:
    """Let the house's text stand again. Raises UnknownGuide."""
    _known(text)
    with _one_change(member=member, verb="guide.restored", payload=vars(text), now=now):
        guidance.go_back_to_ours(organization=member.organization, **vars(text), by=member.name, on=on)


def sign(*, member: Member, text: Text, fingerprint: str, signature: Signature, now: datetime) -> None:
    """Keep a reviewer's signature under the text that was read. Raises UnknownGuide, TextMoved, AlreadySigned."""
    _known(text)
    payload = {**vars(text), "text": fingerprint, "kind": signature.kind}
    with _one_change(member=member, verb="guide.reviewed", payload=payload, now=now):
        if _standing(member.organization, text, now) != fingerprint:
            raise TextMoved
        guidance.sign(organization=member.organization, **vars(text), fingerprint=fingerprint, signature=signature)


def _standing(organization: UUID, text: Text, now: datetime) -> str:
    shelves.forget(organization=organization, language=text.language)
    shelf = shelves.shelf(organization=organization, language=text.language, now=now)
    return shelf.guides[text.slug].fingerprint


def _known(text: Text) -> reading.Guide:
    found = reading.guides(text.language).get(text.slug) if text.language in reading.LANGUAGES else None
    if found is None:
        raise UnknownGuide(text.slug)
    return found


@contextmanager
def _one_change(*, member: Member, verb: str, payload: Mapping[str, Any], now: datetime) -> Iterator[None]:
    role = next((role for role in (Role.ADMINISTRATOR, Role.PROFESSIONAL) if role in member.roles), Role.COORDINATOR)
    with one_transaction(ring=False):
        turns.take_turn(organization=member.organization)
        yield
        ledger.write(
            organization=member.organization,
            actor_role=role,
            verb=verb,
            now=now,
            payload=dict(payload),
            actor=member.person,
        )
