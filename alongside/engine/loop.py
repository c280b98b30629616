"""One loop: ordered duties, turned until none has work; then it waits for a ring or for the next poll.

Belongs here: turning, surviving whatever a duty raises, waiting. Does not belong here: what a duty does (`duties/`),
which loops there are (`beat.py`).
"""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import close_old_connections, connection

from alongside import clock, doorbell
from alongside.engine.stopping import Stop

Duty = Callable[[datetime], bool]
"""Claims one due thing, deals with it, says whether to look again at once."""

log = logging.getLogger("alongside.engine")

_LONGEST_REST = 30.0


class Loop:
    """Turns its duties in order. A duty that raises is logged, rests for a while, and never stops the others."""

    def __init__(self, duties: Sequence[tuple[str, Duty]], *, stop: Stop, poll: float) -> None:
        self._duties = [_Guarded(name, duty) for name, duty in duties]
        self._stop = stop
        self._poll = poll
        self.turned_at = time.monotonic()

    def run(self) -> None:
        """Turn until asked to stop."""
        try:
            while not self._stop.asked():
                self._listen()
        finally:
            connection.close()

    def _listen(self) -> None:
        try:
            with doorbell.listening(also=self._stop.fd) as bell:
                while not self._stop.asked():
                    if not self.lap():
                        bell.wait(self._poll)
        except Exception:  # The database went away, or the folder of sockets: poll until it is back.
            log.exception("engine.listening_failed")
            close_old_connections()
            time.sleep(min(self._poll, 1.0))

    def lap(self) -> bool:
        """Give every duty one turn; say whether any of them wants another."""
        worked = False
        for duty in self._duties:
            if not self._stop.asked():
                worked = duty.turn() or worked
        self.turned_at = time.monotonic()
        return worked


class _Guarded:
    """A duty that rests after it raised: one second, then two, four, up to thirty."""

    def __init__(self, name: str, duty: Duty) -> None:
        self._code = "engine." + name + ".failed"
        self._duty = duty
        self._failures = 0
        self._rests_until = 0.0

    def turn(self) -> bool:
        if time.monotonic() < self._rests_until:
            return False
        try:
            worked = self._duty(clock.now())
        except Exception:
            log.exception(self._code)
            self._failures += 1
            self._rests_until = time.monotonic() + min(2.0 ** (self._failures - 1), _LONGEST_REST)
            close_old_connections()
            return False
        self._failures = 0
        return worked
