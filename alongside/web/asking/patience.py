"""Slowing a flood without ever refusing anybody (threat model, 5.6).

Belongs here: when a sending, or the list of names, is asked to wait 20 seconds, and when its waiting is over.
Does not belong here: counting (`limits`), who is woken (`paging.flooding`): waiting alone never changes that.
A ticket lives in the sealed draft, which is sent once: nobody else can use it, and nobody twice.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from alongside.limits import operations, rules, tickets
from alongside.vocabulary.asking import Urgency
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
    """Say whether this sending waits: its network sends much, or no person would have been so quick.

    Danger is counted but never waits for what others of its network sent: a hospital may stand behind one address.
    """
    address = networks.address_of(request)
    slow = operations.count(organization=request.place.organization.id, kind="requests", address=address, now=now)
    return (slow and answers["urgency"] != Urgency.DANGER) or too_quick(request, answers, now=now)


def too_quick(request: PlacedRequest, answers: Answers, *, now: datetime) -> bool:
    """Say whether a program seems to have filled this in."""
    began = datetime.fromisoformat(answers["began"])
    return now - began < SHORTEST or bool(request.POST.get(HONEYPOT))


def names_held_back(request: PlacedRequest, draft: Answers, given: Answers, *, now: datetime) -> dict[str, Answers]:
    """Count that this draft is to be shown names, once for each kind of unit; add from when it may be.

    Whoever collects lists waits as everybody does who comes from where much is asked (threat model, T18). Counted when
    an answer is kept, because looking at a page changes nothing.
    """
    group = given.get("unit_group", draft.get("unit_group", ""))
    if draft.get("names", {}).get("group") == group:
        return {}
    address = networks.address_of(request)
    slow = operations.count(organization=request.place.organization.id, kind="names", address=address, now=now)
    return {"names": {"group": group, "from": (now + rules.PATIENCE if slow else now).isoformat()}}


def seconds_to_names(answers: Answers, *, now: datetime) -> int:
    """Return how many seconds this draft still waits for names; 0 when they are shown."""
    held = answers.get("names")
    left = datetime.fromisoformat(held["from"]) - now if held else timedelta()
    return max(0, -(-left // timedelta(seconds=1)))
