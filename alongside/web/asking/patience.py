"""Slowing a flood without ever refusing anybody (threat model, 5.6).

Belongs here: when a sending is asked to wait 20 seconds, and when its waiting is over.
Does not belong here: counting (`limits`).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.limits import operations, tickets
from alongside.vocabulary.asking import Urgency, Way
from alongside.web import networks
from alongside.web.asking.steps import Answers
from alongside.web.place import PlacedRequest

SHORTEST = timedelta(seconds=3)
"""Nobody reads and answers the questions faster; what does is asked to wait, never dropped."""

HONEYPOT = "website"
"""A field no person sees; what fills it in is asked to wait."""


@dataclass(frozen=True)
class Waiting:
    """Where a ticket stands: ready, or so many seconds still."""

    ready: bool
    seconds: int


def waited(request: PlacedRequest, answers: Answers, *, now: datetime) -> Waiting | None:
    """Return where this draft's ticket stands, or None when it has none that counts."""
    ticket = answers.get("ticket")
    if not ticket:
        return None
    state = tickets.check(ticket, organization=request.place.organization.id, kind="requests", now=now)
    return None if state.state == "invalid" else Waiting(state.state == "ready", state.seconds)


def ticket(request: PlacedRequest, *, now: datetime) -> str:
    """Return a fresh ticket."""
    return tickets.issue(organization=request.place.organization.id, kind="requests", now=now)


def must_wait(request: PlacedRequest, answers: Answers, *, now: datetime) -> bool:
    """Say whether this sending waits: its network sends much, or no person would have been so quick."""
    address = networks.address_of(request)
    slow = operations.count(organization=request.place.organization.id, kind="requests", address=address, now=now)
    return slow or too_quick(request, answers, now=now)


def too_quick(request: PlacedRequest, answers: Answers, *, now: datetime) -> bool:
    """Say whether a program seems to have filled this in."""
    began = datetime.fromisoformat(answers["began"])
    return now - began < SHORTEST or bool(request.POST.get(HONEYPOT))


def bundled(answers: Answers) -> bool:
    """Say whether a request that waited wakes only the coordinator; a pressing one with a way to answer never does."""
    reachable = answers["way"] != Way.BY_CODE
    pressing = answers["urgency"] in {Urgency.NOW, Urgency.DANGER}
    return bool(answers.get("ticket")) and not (pressing and reachable)
