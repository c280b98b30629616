"""Every test, on SQLite and at the same time on PostgreSQL: `make test`.

Belongs here: what a machine needs before the tests can run, both runs, how long each took.
Does not belong here: any test. Nothing Python is installed here; `make` did that from the locks.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TextIO

import polib

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""By preference: the shell draws the same pages by the same engine, with no windows of its own, at half the cost."""
WORKERS = "2"
ROOM = 4 * 2**30


def main() -> int:
    """Prepare, run both databases, print the time each took; 0 only when nothing failed."""
    started = time.perf_counter()
    os.environ["ALONGSIDE_CHROMIUM"] = _browser()
    os.environ["TMPDIR"] = _scratch()
    _compile_catalogues()
    with tempfile.TemporaryFile("w+") as said, ThreadPoolExecutor() as both:
        runs = {"SQLite": both.submit(_timed, _on_sqlite), "PostgreSQL": both.submit(_timed, _on_postgres, said)}
        results = {name: run.result() for name, run in runs.items()}
        said.seek(0)
        sys.stdout.write(f"\n== PostgreSQL\n{said.read()}\n")
    for name, (_code, taken) in results.items():
        sys.stdout.write(f"{name}: {taken:.0f} s\n")
    worst = max(code for code, _taken in results.values())
    sys.stdout.write(f"Everything: {time.perf_counter() - started:.0f} s, {'FAILED' if worst else 'green'}\n")
    return worst


def _timed(run: Callable[..., int], *given: TextIO) -> tuple[int, float]:
    began = time.perf_counter()
    return run(*given), time.perf_counter() - began


def _on_sqlite() -> int:
    sys.stdout.write("== SQLite, with a browser; what PostgreSQL has to say follows\n")
    sys.stdout.flush()
    return _pytest({"ALONGSIDE_TEST_DATABASE_URL": ""})


def _on_postgres(said: TextIO) -> int:
    """Run beside the other, which leaves half of this machine idle whenever it waits; keep what is said for later."""
    only = {"ALONGSIDE_TEST_ONLY": "database"}
    if os.environ.get("ALONGSIDE_TEST_DATABASE_URL"):
        return _pytest(only, said)
    try:
        with postgres.running() as address:
            return _pytest({"ALONGSIDE_TEST_DATABASE_URL": f"{address}postgres", **only}, said)
    except postgres.NoServer:
        said.write("No PostgreSQL server found. Type: sudo apt-get install postgresql\n")
        return 3


def _pytest(environment: dict[str, str], said: TextIO | None = None) -> int:
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "loadgroup", "--durations", "8", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, stdout=said, check=False).returncode


def _scratch() -> str:
    """Return where databases and houses of the tests stand: in memory where there is room, else the usual place.

    The tests end our processes, never this machine: what a process has written to a file, memory keeps as well.
    """
    memory = Path("/dev/shm")  # noqa: S108  # Every folder in it is made by mkdtemp.
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM and os.access(memory, os.W_OK)
    return str(memory) if roomy else tempfile.gettempdir()


def _browser() -> str:
    given = os.environ.get("ALONGSIDE_CHROMIUM")
    if given and Path(given).exists():
        return given
    if not shutil.which(BROWSERS[0]) and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_browser()
    found = find_browser()
    if not found:
        sys.stderr.write(f"The browser tests need Chromium. Type: sudo apt-get install {BROWSERS[1]}\n")
        raise SystemExit(3)
    return found


def find_browser() -> str | None:
    """Return the browser of this machine that costs the tests least."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _install_browser() -> None:
    """Try for the cheapest; where there is none and no other browser either, for the next."""
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    for name in BROWSERS[:2]:  # Not every distribution packs the shell by itself.
        subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", name], check=False, **quiet)  # type: ignore[call-overload]
        if find_browser():
            return


def _compile_catalogues() -> None:
    for catalogue in (ROOT / "locale").rglob("*.po"):
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


if __name__ == "__main__":
    sys.exit(main())
