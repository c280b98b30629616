"""Writing offers, and remembering that somebody was offered.

Belongs here: one write each, inside the journey's transaction. Does not belong here: sending anything (`notices`), what
the giver is shown (always the same).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from alongside.offers import memory
from alongside.offers.memory import Identity
from alongside.offers.models import Mark
from alongside.offers.rules import NO_MORE_FOR, ONE_OFFER_IN
from alongside.tenancy.models import Organization
from alongside.tenancy.transactions import require_transaction

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID


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


def sweep(*, now: datetime) -> int:
    """Forget every mark whose time is over; return how many."""
    require_transaction()
    gone, _ = Mark.objects.filter(until__lte=now).delete()
    return gone


def _remember(organization: UUID, digests: list[bytes], why: str, until: datetime) -> None:
    Mark.objects.bulk_create(
        [Mark(organization_id=organization, digest=digest, why=why, until=until) for digest in digests],
        update_conflicts=True,
        unique_fields=["organization", "digest", "why"],
        update_fields=["until"],
    )


def _alone(organization: UUID) -> str:
    """Take turns within an organization, so that no two offers reach one person; return its country."""
    rows = Organization.objects.select_for_update(no_key=True).filter(pk=organization)
    return rows.values_list("country", flat=True).get()
