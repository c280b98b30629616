"""The engine: three loops over one database, and a beat that says they turn.

Belongs here: which loops there are, starting, watching and stopping them. Does not belong here: what a duty does
(`duties/`), how a loop turns (`loop.py`). The database is the queue: any number of engines may run beside each other.

    ladder   every other duty, the beat first            the main thread
    email    one connection to the mail server           a thread
    apprise  a lane for each provider: text, voice, push   a thread, and one for each busy lane

A channel that hangs delays neither the ladder nor another channel.
"""

import logging
import threading
import time
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from alongside.engine.duties import (
    afterwards,
    dial_again,
    keep_keys,
    lapse,
    look_after,
    own_notes,
    prepare_reports,
    sweep,
    write_anew,
)
from alongside.engine.duties.burn import burn
from alongside.engine.duties.call_back import call_back
from alongside.engine.duties.climb import climb
from alongside.engine.duties.contact_overdue import contact_overdue
from alongside.engine.duties.danger import danger
from alongside.engine.duties.deliver import Deliver, DeliverByLanes
from alongside.engine.duties.erase import erase
from alongside.engine.duties.glass import glass
from alongside.engine.duties.hand_off import hand_off
from alongside.engine.duties.hand_out import hand_out
from alongside.engine.duties.hand_over import hand_over
from alongside.engine.duties.let_offers_go import let_offers_go
from alongside.engine.duties.mix import Mix
from alongside.engine.duties.questions import questions
from alongside.engine.duties.remember import remember
from alongside.engine.loop import Duty, Loop
from alongside.engine.seldom import Seldom
from alongside.engine.stopping import Stop
from alongside.journeys import keeping_watch
from alongside.notices import queries as notices
from alongside.notices.channels.apprise_channel import AppriseCarrier, preload
from alongside.notices.channels.email import EmailCarrier
from alongside.notices.rules import PROVIDER_TIMEOUT

log = logging.getLogger("alongside.engine")

BEAT_EVERY = timedelta(seconds=5)
A_FEW_SECONDS = timedelta(seconds=5)
"""How often is looked at what nobody waits for in front of a screen: an idle engine reads little."""

FINISH_WITHIN = PROVIDER_TIMEOUT + 5.0
"""Seconds a loop gets to finish the letter it holds."""

STUCK_AFTER = 120.0
"""Seconds without a turn after which a loop counts as stuck, and the beat stops so that the web says so."""


class Beat:
    """The duty that writes this engine's beat, as long as every loop turns."""

    def __init__(self, stop: Stop) -> None:
        self.engine = uuid.uuid4()
        self.a_loop_died = False
        self.watched: list[tuple[Loop, threading.Thread]] = []
        self._stop = stop
        self._beaten_at: datetime | None = None

    def __call__(self, now: datetime) -> bool:
        """Beat every few seconds. A loop that died stops the engine, so that whoever supervises starts a new one."""
        if self._beaten_at and timedelta() <= now - self._beaten_at < BEAT_EVERY:
            return False
        if any(not thread.is_alive() for _, thread in self.watched):
            log.critical("engine.loop_died")
            self.a_loop_died = True
            self._stop.ask()
        elif any(time.monotonic() - loop.turned_at > STUCK_AFTER for loop, _ in self.watched):
            log.error("engine.loop_stuck")
        else:
            keeping_watch.note_beat(engine=self.engine, now=now)
            self._beaten_at = now
        return False


def run(*, origin: str, poll: float) -> int:
    """Run one engine until SIGTERM or SIGINT; finish what is under way; return the exit code."""
    stop = Stop()
    stop.on_signals()
    beat = Beat(stop)
    lanes = DeliverByLanes("apprise", AppriseCarrier(), origin=origin, stop=stop)
    with EmailCarrier() as mail:
        email = Loop([("email", Deliver("email", mail, origin=origin, stop=stop))], stop=stop, poll=poll)
        apprise = Loop([("warming", _Warming()), ("apprise", lanes)], stop=stop, poll=poll)
        beat.watched = [(loop, _started(loop)) for loop in (email, apprise)]
        Loop(_ladder(beat), stop=stop, poll=poll).run()
        _finish([thread for _, thread in beat.watched], lanes)
    return int(beat.a_loop_died)


class _Warming:
    """Imports the channels library at the start if anybody uses it, so that no page waits a second for it."""

    def __init__(self) -> None:
        self._done = False

    def __call__(self, _now: datetime) -> bool:
        if not self._done:
            self._done = True
            if notices.any_channel("apprise"):
                preload()
        return False


def _ladder(beat: Beat) -> Sequence[tuple[str, Duty]]:
    return [("beat", beat), *_somebody_waits(), *_nobody_waits()]


def _somebody_waits() -> Sequence[tuple[str, Duty]]:
    return [
        ("call_back", call_back),
        ("climb", climb),
        ("danger", danger),
        ("contact", contact_overdue),
        ("hand_off", hand_off),
        ("lapse", Seldom(lapse.lapse, every=lapse.EVERY)),
        ("hand_over", Seldom(hand_over, every=A_FEW_SECONDS)),
        ("events", hand_out),
    ]


def _nobody_waits() -> Sequence[tuple[str, Duty]]:
    return [
        ("offers", Seldom(let_offers_go, every=A_FEW_SECONDS)),
        ("questions", Seldom(questions, every=A_FEW_SECONDS)),
        ("glass", Seldom(glass, every=A_FEW_SECONDS)),
        ("days", Seldom(remember, every=A_FEW_SECONDS)),
        ("burn", Seldom(burn, every=A_FEW_SECONDS)),
        ("erase", Seldom(erase, every=A_FEW_SECONDS)),
        ("mix", Seldom(Mix(), every=A_FEW_SECONDS)),
        ("afterwards", Seldom(afterwards.afterwards, every=afterwards.EVERY)),
        ("care", Seldom(look_after.look_after, every=look_after.EVERY)),
        ("notes", Seldom(own_notes.own_notes, every=own_notes.EVERY)),
        ("sweep", Seldom(sweep.sweep, every=sweep.EVERY)),
        ("keys", Seldom(keep_keys.keep_keys, every=keep_keys.EVERY)),
        ("file", Seldom(write_anew.write_anew, every=write_anew.EVERY)),
        ("dial", Seldom(dial_again.dial_again, every=dial_again.EVERY)),
        ("reports", Seldom(prepare_reports.prepare_reports, every=prepare_reports.EVERY)),
    ]


def _started(loop: Loop) -> threading.Thread:
    thread = threading.Thread(target=loop.run, daemon=True)
    thread.start()
    return thread


def _finish(threads: Sequence[threading.Thread], lanes: DeliverByLanes) -> None:
    for thread in threads:
        thread.join(FINISH_WITHIN)
    lanes.finish()
