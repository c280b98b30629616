"""The patience ticket: a signed moment that opens the way after 20 seconds, without JavaScript.

Belongs here: signing a ticket, reading it back, using it up. Does not belong here: who is asked for one
(`operations.count`), the page that refreshes itself. Waiting always leads through: a ticket that has expired or was
used is simply followed by a new one.
"""

from datetime import UTC, datetime
from uuid import UUID

from django.core import signing

from alongside.limits import operations
from alongside.limits.rules import Kind, TicketState, ticket_state

_SALT = "alongside.limits.patience"


def issue(*, organization: UUID, kind: Kind, now: datetime) -> str:
    """Return a ticket for one kind of act in one organization; text that fits a hidden field."""
    return signing.Signer(salt=_SALT).sign_object([str(organization), kind, now.timestamp()])


def use(ticket: str, *, organization: UUID, kind: Kind, now: datetime) -> TicketState:
    """Return what `check` does, and use a ready ticket up: it opens the way once, whoever holds it."""
    state = check(ticket, organization=organization, kind=kind, now=now)
    if state.state == "ready" and not operations.spend(organization=organization, ticket=ticket, now=now):
        return TicketState("invalid")
    return state


def check(ticket: str, *, organization: UUID, kind: Kind, now: datetime) -> TicketState:
    """Return whether the ticket is ready, how long to wait still, or that it is invalid: forged, foreign, expired."""
    try:
        place, act, seconds = signing.Signer(salt=_SALT).unsign_object(ticket)
        issued = datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return TicketState("invalid")
    if (place, act) != (str(organization), kind):
        return TicketState("invalid")
    return ticket_state(issued=issued, now=now)
