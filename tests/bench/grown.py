"""What takes longer once years have passed, measured before and after in the same minutes.

Belongs here: the acts, their order, the printing. Does not belong here: the rows (`growing.py`), the requests
(`rounds.py`), the database (`growth.py`). Aim: docs/performance.md. Nothing is asserted: machines differ.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from alongside import clock  # noqa: E402  # After the settings.
from alongside.config import preparing  # noqa: E402  # As above.
from alongside.config.house import read_house  # noqa: E402  # As above.
from alongside.engine import beat  # noqa: E402  # As above.
from alongside.engine.stopping import Stop  # noqa: E402  # As above.
from alongside.journeys import publishing_reports  # noqa: E402  # As above.
from alongside.reports.models import Report  # noqa: E402  # As above.
from tests import houses  # noqa: E402  # As above.
from tests.bench import growing, rounds  # noqa: E402  # As above.
from tests.bench.growth import NO_HASH  # noqa: E402  # As above.
from tests.bench.load import Request, play  # noqa: E402  # As above.
from tests.bench.rounds import Scene  # noqa: E402  # As above.
from tests.signed_in import signed_in  # noqa: E402  # As above.

TOWNS = 24
OPEN = 40
"""Open requests on the board that is measured, before and after."""

WARM, TIMES, LAPS = 30, 120, 40
AIM = 1.3

Figures = tuple[float, float]
"""p50 and p95, in milliseconds."""


def main(folder: Path) -> int:
    """Measure, let years pass, measure again; print both and how many times as long it takes."""
    preparing.prepare(read_house())
    (folder / "house").mkdir()
    with houses.opened(houses.Template.of_this_process(), folder / "house") as house:
        houses.bring_erasure_list(house)
        with houses.inside(house):
            house.environment.update(NO_HASH)
            scene = Scene(house, rounds.towns(TOWNS))
            rounds.cold_start(house)
            small = _measured(scene)
            began, size = time.perf_counter(), growing.Size()
            growing.grow(scene.towns, size)
            _say(f"In {TOWNS} organizations, laid down in {time.perf_counter() - began:.0f} s: {size}\n")
            _print(small, _measured(scene))
            _say(f"\n{_reports()}")
    return 0


def _measured(scene: Scene) -> dict[str, Figures]:
    acts: dict[str, Callable[[int], list[Request]]] = {
        "ask, last step": lambda count: rounds.asks(scene, count),
        "come back by code": lambda count: rounds.code_entries(scene, count),
        "post a message": rounds.messages,
        "a supporter’s first screen": lambda count: [_now(scene)] * count,
        f"the board, {OPEN} open": lambda count: [rounds.board(scene, OPEN)] * count,
    }
    found = {name: _played(scene, requests) for name, requests in acts.items()}
    return {**found, "an engine’s first turn of every duty": _turns()}


def _now(scene: Scene) -> Request:
    town = scene.towns[0]
    session = signed_in(town.owner).cookies["s"].value
    return Request.get(f"/o/{town.slug}/desk/now/", cookie=f"s={session}")


def _played(scene: Scene, requests: Callable[[int], list[Request]]) -> Figures:
    """Send them over one connection, after some that warm the house."""
    play(scene.house.port, requests(WARM), 1)
    answers = play(scene.house.port, requests(TIMES), 1)
    if failed := answers.failures(200, 302, 303):
        raise AssertionError(f"{failed} failed: {answers.statuses}")
    return answers.percentile(0.5), answers.percentile(0.95)


def _turns() -> Figures:
    """Let every duty, those that look seldom included, look for work that is not there."""
    taken = sorted(_turn() for _lap in range(LAPS))
    return taken[LAPS // 2], taken[int(LAPS * 0.95)]


def _turn() -> float:
    """Return the milliseconds of one turn; of a duty that found work after all, those of its last look only."""
    taken = 0.0
    for _name, duty in beat._ladder(beat.Beat(Stop())):  # noqa: SLF001  # The engine’s own list.
        more = True
        while more:
            began = time.perf_counter()
            more = duty(clock.now())
        taken += time.perf_counter() - began
    return taken * 1000


def _reports() -> str:
    """Prepare what leaders read of the last quarter, for every organization."""
    Report.objects.all().delete()
    began, pages = time.perf_counter(), 0
    while publishing_reports.prepare_next(now=clock.now()):
        pages += 1
    return f"{pages} leadership pages prepared in {time.perf_counter() - began:.1f} s (aim: 10 s)"


def _print(small: dict[str, Figures], grown: dict[str, Figures]) -> None:
    _say(f"{'':38} {'before':^21}   {'after':^21}   times as long")
    _say(f"{'':38} {'p50':>10} {'p95':>10}   {'p50':>10} {'p95':>10}   at p95 (aim: {AIM})")
    for name, before in small.items():
        after = grown[name]
        figures = [f"{value:7.1f} ms" for value in (*before, *after)]
        _say(f"{name:38} {figures[0]} {figures[1]}   {figures[2]} {figures[3]}   {after[1] / before[1]:.2f}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
