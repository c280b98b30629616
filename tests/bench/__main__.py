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
from tests.bench import machine, notices, rounds  # noqa: E402  # As above.
from tests.bench.load import Answers, Request, play  # noqa: E402  # As above.

NO_HASH = {"ALONGSIDE_ARGON2_MEMORY_KIB": "64", "ALONGSIDE_ARGON2_PASSES": "1"}
ASKS = {1: 40, 8: 240, 32: 320, 128: 384}
PAGES = {"": "the first one", "help-now/": "the numbers", "begin/soon/": "a question, with a token of its own"}
KEPT = frozenset({"", "help-now/"})
"""The same for everybody, so that a process keeps them for a second; a question never is."""


def main() -> int:
    """Measure everything, print as it comes."""
    began = time.perf_counter()
    _title("The limits of this machine")
    limits = machine.measure(FOLDER)
    for name, figure in limits.lines().items():
        _line(name, figure)
    _prepare()
    with _running() as scene:
        _whole(scene, limits)
    with _running(**NO_HASH) as scene:
        _title("Asking without the code's Argon2id (what the rest costs)")
        _asks(scene, limits.commits, "SQLite commits")
    _title("Notices: pages a minute, and from commit to the mail server's hands")
    for figure in notices.measure():
        sys.stdout.write(f"  {figure}\n")
    sys.stdout.write(f"\nTook {time.perf_counter() - began:.0f} s. Aims: docs/performance.md\n")
    return 0


def _prepare() -> None:
    from alongside.config import preparing  # noqa: PLC0415  # As above.
    from alongside.config.house import read_house  # noqa: PLC0415  # As above.

    preparing.prepare(read_house())


@contextmanager
def _running(**environment: str) -> Iterator[rounds.Scene]:
    folder = Path(tempfile.mkdtemp(dir=FOLDER))
    with houses.opened(houses.Template.of_this_process(), folder) as house:
        houses.bring_erasure_list(house)
        with houses.inside(house):
            yield _served(house, environment)


def _served(house: houses.House, environment: dict[str, str]) -> rounds.Scene:
    house.environment.update(environment)
    towns = rounds.towns(24)
    seconds = rounds.cold_start(house)
    if not environment:
        _title("The house at rest")
        _line("cold start: `alongside serve` → first page", f"{seconds:.2f} s")
    return rounds.Scene(house, towns)


def _whole(scene: rounds.Scene, limits: machine.Limits) -> None:
    time.sleep(2)
    percent, mebibytes = rounds.resting(scene.house)
    _line("idle, web and engine together", f"{percent:.1f} % of a core, {mebibytes:.0f} MiB")
    _title("Commit → handed to the sink, idle system")
    waited = sorted(rounds.commit_to_sink(scene, 40))
    _line("p50 / p95", f"{waited[20]:.1f} / {waited[38]:.1f} ms")
    _title("Asking, the last step, with the code's Argon2id")
    _asks(scene, limits.hashes, "Argon2id hashes")
    _reading(scene, limits)


def _asks(scene: rounds.Scene, limit: float, what: str) -> None:
    for connections, count in ASKS.items():
        _shown(connections, rounds.ask(scene, connections, count), limit, what)


def _reading(scene: rounds.Scene, limits: machine.Limits) -> None:
    _title("Coming back by code")
    for connections, count in ((1, 40), (8, 160), (32, 320)):
        entries = rounds.code_entries(scene, count)
        _shown(connections, play(scene.house.port, entries, connections), limits.hashes, "Argon2id hashes")
    _title("A message from whoever asked to their colleague")
    for connections, count in ((1, 40), (8, 160), (32, 160)):
        _shown(connections, rounds.post_messages(scene, connections, count), limits.commits, "SQLite commits")
    for path, what in PAGES.items():
        _title(f"A caregiver's page: {what}")
        page = Request.get(f"/o/{scene.towns[0].slug}/{path}")
        for connections, count in ((1, 200), (32, 2000 if path in KEPT else 400)):
            _shown(connections, play(scene.house.port, [page] * count, connections), limits.empty, "empty answers")
    _title("The board with 100 open cases")
    _shown(1, play(scene.house.port, [rounds.board(scene, 100)] * 100, 1), limits.empty, "empty answers")


def _shown(connections: int, answers: Answers, limit: float, what: str) -> None:
    failed = answers.failures(200, 302, 303)
    p50, p95, p99 = (answers.percentile(share) for share in (0.5, 0.95, 0.99))
    share = f"{answers.per_second / limit:.0%} of {what}"
    figures = f"{answers.per_second:7,.0f}/s  p50 {p50:7.1f} ms  p95 {p95:7.1f} ms  p99 {p99:7.1f} ms  {share}"
    failures = f"  {failed} FAILED {answers.statuses}" if failed else ""
    _line(f"{connections:>3} connections", figures + failures, width=18)


def _title(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def _line(name: str, figure: str, *, width: int = 64) -> None:
    sys.stdout.write(f"  {name:<{width}} {figure}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
