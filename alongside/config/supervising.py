"""One parent, its children, and what happens when one dies.

Belongs here: forking, restarting, passing signals on. Does not belong here: what a child does.
"""

import ctypes
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

log = logging.getLogger("alongside.config")

GRACE = 25
"""Seconds a child gets to finish what it holds before it is killed."""

_SHORT_LIFE = 5.0
_PAUSE = 1.0
_PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """A process of ours: its name in the log, what it runs, and its present number (0: not running)."""

    name: str
    run: Callable[[], int]
    pid: int = 0
    born: float = 0.0


class Supervisor:
    """Keeps every child running until it is asked to stop."""

    def __init__(self, children: Sequence[Child]) -> None:
        self._children = list(children)
        self._stopping = False

    def run(self) -> int:
        """Start the children, restart whichever dies; on SIGTERM or SIGINT end them all and return 0."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._kill)
        for child in self._children:
            self._start(child)
        while any(child.pid for child in self._children):
            self._wait_for_one()
        return 0

    def _start(self, child: Child) -> None:
        if self._stopping:
            return
        parent = os.getpid()
        child.born = time.monotonic()
        child.pid = os.fork()
        if child.pid == 0:
            _become(child, parent)
        self._pass_on()  # Whoever asked between the fork and its number asked this child too.

    def _wait_for_one(self) -> None:
        pid, _ = os.waitpid(-1, 0)
        for child in self._children:
            if child.pid == pid:
                child.pid = 0
                self._restart(child)

    def _restart(self, child: Child) -> None:
        if self._stopping:
            return
        log.error("serve." + child.name + "_died")  # noqa: G003  # A code, not a message: the log shows codes only.
        if time.monotonic() - child.born < _SHORT_LIFE:
            time.sleep(_PAUSE)
        self._start(child)

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # Python's own signature.
        self._stopping = True
        signal.alarm(GRACE)
        self._send(signal.SIGTERM)

    def _kill(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002  # As above.
        log.error("serve.child_killed")
        self._send(signal.SIGKILL)

    def _pass_on(self) -> None:
        if self._stopping:
            self._send(signal.SIGTERM)

    def _send(self, number: int) -> None:
        for child in self._children:
            if child.pid:
                with suppress(ProcessLookupError):
                    os.kill(child.pid, number)


def _become(child: Child, parent: int) -> None:
    """Run a child in the forked process, and never return into the parent's code."""
    code = 1
    try:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(0)
        end_with_parent()
        if os.getppid() == parent:
            code = child.run()
    except BaseException:
        log.exception("serve.child_failed")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def end_with_parent() -> None:
    """Ask the kernel (Linux) for SIGTERM when our parent dies, however it dies; elsewhere do nothing."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)
