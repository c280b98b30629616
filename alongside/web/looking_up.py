"""Slowing whoever looks up colleagues by name again and again: who works here is not to be read out of a form.

Belongs here: how long this member waits, and the ticket that says so. Does not belong here: counting (`limits`), who is
found. Nobody is refused: after twenty seconds the same form is taken, once.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from alongside.limits import operations, rules, tickets
from alongside.web.gate import MemberRequest


@dataclass(frozen=True)
class Waiting:
    """How many seconds are still to wait, and the ticket to bring back then."""

    seconds: int
    ticket: str


def must_wait(request: MemberRequest, *, names: int, now: datetime) -> Waiting | None:
    """Count so many names looked up by this member; return how long they wait, or None when the way is open."""
    organization, held = request.place.organization.id, request.POST.get("ticket", "")[:300]
    if held:
        state = tickets.use(held, organization=organization, kind="names", now=now)
        if state.state == "ready":
            return None
        if state.state == "wait":
            return Waiting(state.seconds, held)
    who = request.member.person
    counted = [
        operations.count_machine(organization=organization, kind="names", machine=who, now=now) for _ in range(names)
    ]
    if not any(counted):
        return None
    fresh = tickets.issue(organization=organization, kind="names", now=now)
    return Waiting(tickets.check(fresh, organization=organization, kind="names", now=now).seconds, fresh)


def a_pass(request: MemberRequest, *, now: datetime) -> str:
    """Return what lets the next step of the same form look the same names up again, once, without being counted."""
    return tickets.issue(organization=request.place.organization.id, kind="events", now=now - rules.PATIENCE)


def has_a_pass(request: MemberRequest, *, now: datetime) -> bool:
    """Say whether this step was let through by the one before it, and use that up."""
    held = request.POST.get("pass", "")[:300]
    if not held:
        return False
    return tickets.use(held, organization=request.place.organization.id, kind="events", now=now).state == "ready"
