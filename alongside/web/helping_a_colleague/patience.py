"""Slowing a flood of cards or of raised levels without refusing anybody (threat model, 5.6).

Belongs here: how long this network waits, and the ticket that says so. Does not belong here: counting (`limits`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alongside.limits import operations, tickets
from alongside.web import networks
from alongside.web.place import PlacedRequest


@dataclass(frozen=True)
class Waiting:
    """How many seconds are still to wait, and the ticket to bring back then."""

    seconds: int
    ticket: str


def must_wait(request: PlacedRequest, *, now: datetime) -> Waiting | None:
    """Count one act of this network; return how long it waits, or None when the way is open."""
    organization, held = request.place.organization.id, request.POST.get("ticket", "")[:300]
    state = tickets.check(held, organization=organization, kind="requests", now=now) if held else None
    if state and state.state == "ready":
        return None
    if state and state.state == "wait":
        return Waiting(state.seconds, held)
    address = networks.address_of(request)
    if not operations.count(organization=organization, kind="requests", address=address, now=now):
        return None
    fresh = tickets.issue(organization=organization, kind="requests", now=now)
    return Waiting(tickets.check(fresh, organization=organization, kind="requests", now=now).seconds, fresh)
