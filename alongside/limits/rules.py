"""How much is usual, and which network an address belongs to (threat model, 5.6).

Belongs here: windows and their sizes, networks, when a patience ticket is ready, when the engine tries again what
failed. Does not belong here: counting, keys.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Literal

Kind = Literal["codes", "requests", "sign_in", "events", "questions", "names"]


@dataclass(frozen=True)
class Window:
    """So many acts of one kind from one network within one stretch of time; beyond it we ask for patience."""

    most: int
    length: timedelta

    def start(self, now: datetime) -> datetime:
        """Return the beginning of the window that holds `now`; windows never reach across midnight UTC."""
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + (now - midnight) // self.length * self.length

    def seconds_left(self, now: datetime) -> int:
        """Return after how many whole seconds the next window begins; at least one."""
        return max(1, -((now - self.start(now) - self.length) // timedelta(seconds=1)))


WINDOWS: dict[Kind, Window] = {
    "codes": Window(60, timedelta(minutes=1)),
    "requests": Window(6, timedelta(minutes=10)),
    "questions": Window(4, timedelta(minutes=10)),
    "sign_in": Window(10, timedelta(minutes=1)),
    "events": Window(300, timedelta(minutes=1)),
    "names": Window(12, timedelta(minutes=10)),
}
A_DAY = Window(1, timedelta(days=1))
KEPT = timedelta(hours=24)
UNKNOWN_NETWORK = b"unknown"

TOLD_AT_TRY = 6
"""What the engine tried so often in vain is told to people: about half an hour after it first failed."""

_FIRST_REST, _LONGEST_REST = timedelta(minutes=1), timedelta(hours=6)


def rest_after(tries: int) -> timedelta:
    """Return how long a thing that failed so often is left alone, so that others go on: 1, 2, 4 minutes, up to 6 h."""
    return min(_FIRST_REST * (1 << min(max(tries, 1) - 1, 16)), _LONGEST_REST)


PATIENCE = timedelta(seconds=20)
TICKET_LIFE = timedelta(minutes=10)


@dataclass(frozen=True)
class TicketState:
    """Whether a patience ticket opens the way now. `seconds` is what is still to wait, rounded up; 0 unless "wait"."""

    state: Literal["ready", "wait", "invalid"]
    seconds: int = 0


def network(address: str) -> bytes:
    """Return the network of an address, packed: a /24 or, of IPv6, a /56. Nonsense shares one network of its own."""
    try:
        whole = ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return UNKNOWN_NETWORK
    known = _plain(whole)
    prefix = 24 if known.version == 4 else 56  # noqa: PLR2004  # The two versions of the protocol.
    return ip_network((known, prefix), strict=False).network_address.packed


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    inner = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return inner or address


def ticket_state(*, issued: datetime, now: datetime) -> TicketState:
    """Judge a genuine ticket by its age: ready after 20 seconds, invalid after 10 minutes or before its own time."""
    age = now - issued
    if age < timedelta() or age > TICKET_LIFE:
        return TicketState("invalid")
    if age < PATIENCE:
        return TicketState("wait", -((age - PATIENCE) // timedelta(seconds=1)))
    return TicketState("ready")
