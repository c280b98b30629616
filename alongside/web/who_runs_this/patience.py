"""Slowing a flood of questions without refusing anybody: twenty seconds, and everything typed is kept.

Belongs here: whether this sending waits. Does not belong here: counting (`limits`). Questions are counted apart from
requests for support: they never slow one.
"""

from datetime import datetime

from django.core import signing

from alongside.limits import operations, tickets
from alongside.limits.rules import PATIENCE, TicketState
from alongside.web import networks
from alongside.web.place import PlacedRequest
from alongside.web.who_runs_this.forms import HONEYPOT

_SALT = "alongside.questions.patience"


def state(request: PlacedRequest, *, ticket: str, once: str, now: datetime) -> TicketState:
    """Say whether this sending may go on; its first try counts, and only a busy network or a program waits."""
    found = _checked(request, ticket, once, now)
    if found.state != "invalid":
        return found
    address, organization = networks.address_of(request), request.place.organization.id
    busy = operations.count(organization=organization, kind="questions", address=address, now=now)
    if busy or request.POST.get(HONEYPOT):
        return TicketState("wait", int(PATIENCE.total_seconds()))
    return TicketState("ready")


def ticket(request: PlacedRequest, *, once: str, now: datetime) -> str:
    """Return a fresh ticket for this one form: waiting once does not open the way for many."""
    inner = tickets.issue(organization=request.place.organization.id, kind="questions", now=now)
    return signing.Signer(salt=_SALT).sign_object([inner, once])


def _checked(request: PlacedRequest, ticket: str, once: str, now: datetime) -> TicketState:
    try:
        inner, mine = signing.Signer(salt=_SALT).unsign_object(ticket)
    except signing.BadSignature:
        return TicketState("invalid")
    if mine != once:
        return TicketState("invalid")
    return tickets.check(inner, organization=request.place.organization.id, kind="questions", now=now)
