"""Delivery: due notices are taken, carried, and settled one by one.

Belongs here: the order of taking, sending and marking; keeping a failing provider from delaying another.
Does not belong here: leases and waiting times (`notices`), protocols (`notices/channels`).
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from django.db import connection

from alongside import clock, doorbell
from alongside.engine.stopping import Stop
from alongside.journeys import delivering
from alongside.notices.rules import Letter, Result, Retry, enough_lease, provider, provider_in_trouble

log = logging.getLogger("alongside.engine")

AT_ONCE = 20
"""Letters taken in one claim. Each is sent, then marked, before the next is sent."""

LANES = 12
"""Providers that may be waited for at the same time."""


class Carrier(Protocol):
    """Whatever hands a letter to a provider and never raises for what the provider does."""

    def send(self, letter: Letter) -> Result:
        """Send one letter."""
        ...


class Deliver:
    """Carries letters one after another.

    What was sent and could not be marked is marked before anything else is sent.
    """

    def __init__(self, kind: str, carrier: Carrier, *, origin: str, stop: Stop) -> None:
        self._kind = kind
        self._carrier = carrier
        self._origin = origin
        self._stop = stop
        self._unsettled: list[tuple[Letter, Result]] = []

    def __call__(self, now: datetime) -> bool:
        """Carry one claim's letters; say whether to look again at once."""
        self.settle()
        letters = delivering.take(kind=self._kind, origin=self._origin, now=now, up_to=AT_ONCE)
        return self.carry(letters)

    def carry(self, letters: Sequence[Letter]) -> bool:
        """Send and mark each.

        Hand back the rest when the provider does not answer, the lease grows short, or we stop.
        """
        for number, letter in enumerate(letters):
            if self._stop.asked() or not enough_lease(letter, now=clock.now()):
                delivering.hand_back(letters=letters[number:])
                return False
            result = self._send(letter)
            self._unsettled.append((letter, result))
            self.settle()
            if provider_in_trouble(result):
                delivering.hand_back(letters=letters[number + 1 :])
                return False
        return bool(letters)

    def settle(self) -> None:
        """Write down what came of every letter tried; raises when the database is away, and is called again."""
        while self._unsettled:
            letter, result = self._unsettled[0]
            delivering.settle(letter=letter, result=result, now=clock.now())
            del self._unsettled[0]

    def _send(self, letter: Letter) -> Result:
        try:
            return self._carrier.send(letter)
        except Exception:
            log.exception("engine.carrier.failed")
            return Retry("carrier_raised")


class DeliverByLanes:
    """Carries letters in one lane per provider, so that one that hangs never delays another."""

    def __init__(self, kind: str, carrier: Carrier, *, origin: str, stop: Stop) -> None:
        self._kind = kind
        self._origin = origin
        self._stop = stop
        self._carrier = carrier
        self._busy: set[str] = set()
        self._turn = threading.Lock()
        self._pool = ThreadPoolExecutor(LANES, thread_name_prefix="lane")

    def __call__(self, now: datetime) -> bool:
        """Start a lane for each provider that has letters and is not busy; say whether any was started."""
        with self._turn:
            busy = sorted(self._busy)
        if len(busy) >= LANES:
            return False
        letters = delivering.take(kind=self._kind, origin=self._origin, now=now, up_to=AT_ONCE, busy=busy)
        lanes: defaultdict[str, list[Letter]] = defaultdict(list)
        for letter in letters:
            lanes[provider(letter.address)].append(letter)
        for name, share in lanes.items():
            self._start(name, share)
        return bool(letters)

    def finish(self) -> None:
        """Wait for the letters that are under way."""
        self._pool.shutdown(wait=True)

    def _start(self, name: str, share: Sequence[Letter]) -> None:
        with self._turn:
            self._busy.add(name)
        self._pool.submit(self._run, name, share)

    def _run(self, name: str, share: Sequence[Letter]) -> None:
        try:
            Deliver(self._kind, self._carrier, origin=self._origin, stop=self._stop).carry(share)
        except Exception:
            log.exception("engine.lane.failed")
        finally:
            with self._turn:
                self._busy.discard(name)
            doorbell.ring()  # More may be waiting for this provider.
            connection.close()
