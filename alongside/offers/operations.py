"""Writing offers, and remembering that somebody was offered.

Belongs here: one write each, inside the journey's transaction. Does not belong here: sending anything (`notices`), what
the giver is shown (always the same).
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING

from alongside.offers import memory
from alongside.offers.memory import Identity
from alongside.offers.models import Card, Mark
from alongside.offers.rules import NO_MORE_FOR, ONE_OFFER_IN, STANDS_FOR
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import require_transaction
from alongside.vault.marks import SIZE

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

_SECRET = 16
"""Random bytes of an offer's address: nobody finds one by trying."""


def claim_turn(*, organization: UUID, who: Identity, now: datetime) -> bool:
    """Say whether this person may be offered support now, and if so remember that they were.

    False when anybody offered to them within 14 days, by whatever way, or when they want no more offers. False for
    nobody (an empty identity) too. Two who ask at once: one of them gets the turn.
    """
    require_transaction()
    country = _alone(organization)
    known = memory.possible_marks(organization=organization, country=country, who=who)
    if not known or Mark.objects.of(organization).filter(digest__in=known, until__gt=now).exists():
        return False
    fresh = memory.fresh_marks(organization=organization, country=country, who=who)
    _remember(organization, fresh, Mark.Why.OFFERED, now + ONE_OFFER_IN)
    return True


def no_more(*, organization: UUID, who: Identity, now: datetime) -> None:
    """Remember for twelve months that this person wants no more offers."""
    require_transaction()
    country = _alone(organization)
    fresh = memory.fresh_marks(organization=organization, country=country, who=who)
    _remember(organization, fresh, Mark.Why.NO_MORE, now + NO_MORE_FOR)


def make_card(*, organization: UUID, now: datetime, who: Identity | None = None) -> str:
    """Make an offer and return its secret, 22 letters for an address; the row keeps only a hash of it.

    `who` is whom a letter goes to. A card that is handed over says nothing about anybody.
    """
    require_transaction()
    secret = secrets.token_urlsafe(_SECRET)
    country = Organization.objects.values_list("country", flat=True).get(pk=organization)
    marks = memory.fresh_marks(organization=organization, country=country, who=who or Identity())
    Card.objects.create(
        organization_id=organization,
        secret_hash=_hash(secret),
        addressee=b"".join(marks),
        lapses_at=now + STANDS_FOR,
    )
    return secret


def decline(*, organization: UUID, secret: str, wants_no_more: bool, now: datetime) -> None:
    """End an offer for good; a secret that is not known (any more) ends nothing, and looks the same.

    `wants_no_more`: nobody is to offer to this person for twelve months. A card cannot know who holds it.
    """
    require_transaction()
    cards = Card.objects.of(organization).filter(secret_hash=_hash(secret))
    addressee = bytes(cards.values_list("addressee", flat=True).first() or b"")
    if wants_no_more and addressee:
        digests = [addressee[start : start + SIZE] for start in range(0, len(addressee), SIZE)]
        _remember(organization, digests, Mark.Why.NO_MORE, now + NO_MORE_FOR)
    cards.delete()


def sweep(*, now: datetime) -> int:
    """Forget every mark and every card whose time is over; return how many."""
    require_transaction()
    marks, _ = Mark.objects.filter(until__lte=now).delete()
    cards, _ = Card.objects.filter(lapses_at__lte=now).delete()
    return marks + cards


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _remember(organization: UUID, digests: list[bytes], why: str, until: datetime) -> None:
    Mark.objects.bulk_create(
        [Mark(organization_id=organization, digest=digest, why=why, until=until) for digest in sorted(digests)],
        update_conflicts=True,
        unique_fields=["organization", "digest", "why"],
        update_fields=["until"],
    )


def _alone(organization: UUID) -> str:
    """Take turns within an organization, so that no two offers reach one person; return its country."""
    rows = Organization.objects.select_for_update(no_key=True).filter(pk=organization)
    return rows.values_list("country", flat=True).get()
