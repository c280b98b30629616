"""`make bench`: our speed beside the limits of this machine, measured in the same run.

Belongs here: the order and the printing. Aims: see docs/performance.md. Nothing is asserted: machines differ.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="alongside-bench-"))
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "alongside.config.settings",
        "ALONGSIDE_DEMONSTRATION": "true",
        "ALONGSIDE_DATABASE_URL": f"sqlite:///{FOLDER}/template.sqlite3",
        "ALONGSIDE_KEYRING_FILE": str(FOLDER / "keys" / "keyring.json"),
        "ALONGSIDE_ERASURE_LIST": str(FOLDER / "erasures" / "erasures.list"),
        "ALONGSIDE_RUNTIME_DIR": str(FOLDER / "run"),
    }
)

import django  # noqa: E402  # After the environment.

django.setup()

from tests import houses  # noqa: E402  # As above.
from tests.bench import machine, rounds  # noqa: E402  # As above.
from tests.bench.load import Answers, Request, play  # noqa: E402  # As above.

NO_HASH = {"ALONGSIDE_ARGON2_MEMORY_KIB": "64", "ALONGSIDE_ARGON2_PASSES": "1"}
ASKS = {1: 40, 8: 240, 32: 320, 128: 384}


def main() -> int:
    """Measure everything, print as it comes."""
    began = time.perf_counter()
    _title("The limits of this machine")
    for name, figure in machine.measure(FOLDER).items():
        _line(name, figure)
    _prepare()
    with _running() as scene:
        _whole(scene)
    with _running(**NO_HASH) as scene:
        _title("Asking without the code's Argon2id (what the rest costs)")
        _asks(scene)
    sys.stdout.write(f"\nTook {time.perf_counter() - began:.0f} s. Aims: docs/performance.md\n")
    return 0


def _prepare() -> None:
    from alongside.config import preparing  # noqa: PLC0415  # As above.
    from alongside.config.house import read_house  # noqa: PLC0415  # As above.

    preparing.prepare(read_house())


@contextmanager
def _running(**environment: str) -> Iterator[rounds.Scene]:
    folder = Path(tempfile.mkdtemp(dir=FOLDER))
    with houses.opened(houses.Template.of_this_process(), folder) as house, houses.inside(house):
        house.environment.update(environment)
        towns = rounds.towns(24)
        seconds = rounds.cold_start(house)
        if not environment:
            _title("The house at rest")
            _line("cold start: `alongside serve` → first page", f"{seconds:.2f} s")
        yield rounds.Scene(house, towns)


def _whole(scene: rounds.Scene) -> None:
    time.sleep(2)
    percent, mebibytes = rounds.resting(scene.house)
    _line("idle, web and engine together", f"{percent:.1f} % of a core, {mebibytes:.0f} MiB")
    _title("Commit → handed to the sink, idle system")
    waited = sorted(rounds.commit_to_sink(scene, 40))
    _line("p50 / p95", f"{waited[20]:.1f} / {waited[38]:.1f} ms")
    _title("Asking, the last step, with the code's Argon2id")
    _asks(scene)
    _reading(scene)


def _asks(scene: rounds.Scene) -> None:
    for connections, count in ASKS.items():
        _shown(f"{connections:>3} connections", rounds.ask(scene, connections, count), 302)


def _reading(scene: rounds.Scene) -> None:
    _title("Coming back by code")
    for connections, count in ((1, 40), (8, 160), (32, 320)):
        entries = rounds.code_entries(scene, count)
        _shown(f"{connections:>3} connections", play(scene.house.port, entries, connections), 302)
    _title("A caregiver's page (the first one)")
    home = Request.get(f"/o/{scene.towns[0].slug}/")
    for connections, count in ((1, 300), (8, 2000), (32, 3000)):
        _shown(f"{connections:>3} connections", play(scene.house.port, [home] * count, connections), 200)
    _title("The board with 100 open cases")
    _shown("  1 connection ", play(scene.house.port, [rounds.board(scene, 100)] * 100, 1), 200)


def _shown(name: str, answers: Answers, *good: int) -> None:
    failed = answers.failures(*good)
    figures = (
        f"{answers.per_second:8,.0f}/s   p50 {answers.percentile(0.5):7.1f} ms   p95 {answers.percentile(0.95):7.1f} ms"
    )
    _line(name, figures + (f"   {failed} FAILED {answers.statuses}" if failed else ""))


def _title(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def _line(name: str, figure: str) -> None:
    sys.stdout.write(f"  {name:<64} {figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
