"""How an engine is asked to stop: once, from a signal or from one of its own loops.

Belongs here: a flag that can also be waited for. Does not belong here: what is finished before stopping (`beat.py`).
"""

import os
import signal
from types import FrameType


class Stop:
    """A flag with a file descriptor that becomes readable for good, so that every waiting loop wakes at once."""

    def __init__(self) -> None:
        self._asked = False
        self.fd, self._write = os.pipe()

    def ask(self) -> None:
        """Ask every loop to finish what it holds and end."""
        if not self._asked:
            self._asked = True
            os.write(self._write, b"!")

    def asked(self) -> bool:
        """Say whether somebody asked."""
        return self._asked

    def on_signals(self) -> None:
        """Let SIGTERM and SIGINT ask. The main thread only."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._heard)

    def _heard(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # Python's own signature.
        self.ask()
