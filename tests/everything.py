"""Every test, on SQLite and then on PostgreSQL: `make test`.

Belongs here: what a machine needs before the tests can run, the order of the runs, how long each took.
Does not belong here: any test. Nothing Python is installed here; `make` did that from the locks.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polib

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
WORKERS = "2"
ROOM = 4 * 2**30


def main() -> int:
    """Prepare, run both databases, print the time each took; 0 only when nothing failed."""
    started = time.perf_counter()
    os.environ["ALONGSIDE_CHROMIUM"] = _browser()
    os.environ["TMPDIR"] = _scratch()
    _compile_catalogues()
    seconds: dict[str, float] = {}
    results = [_timed(seconds, "SQLite", _on_sqlite), _timed(seconds, "PostgreSQL", _on_postgres)]
    for name, taken in seconds.items():
        sys.stdout.write(f"{name}: {taken:.0f} s\n")
    sys.stdout.write(
        f"Everything: {time.perf_counter() - started:.0f} s, {'green' if not any(results) else 'FAILED'}\n"
    )
    return max(results)


def _timed(seconds: dict[str, float], name: str, run: object) -> int:
    sys.stdout.write(f"\n== {name}\n")
    sys.stdout.flush()
    began = time.perf_counter()
    result = run()  # type: ignore[operator]
    seconds[name] = time.perf_counter() - began
    return int(result)


def _on_sqlite() -> int:
    return _pytest({"ALONGSIDE_TEST_DATABASE_URL": ""})


def _on_postgres() -> int:
    given = os.environ.get("ALONGSIDE_TEST_DATABASE_URL")
    if given:
        return _pytest({"ALONGSIDE_TEST_ONLY": "database"})
    try:
        with postgres.running() as address:
            return _pytest({"ALONGSIDE_TEST_DATABASE_URL": f"{address}postgres", "ALONGSIDE_TEST_ONLY": "database"})
    except postgres.NoServer:
        sys.stdout.write("No PostgreSQL server found. Type: sudo apt-get install postgresql\n")
        return 3


def _pytest(environment: dict[str, str]) -> int:
    command = [sys.executable, "-m", "pytest", "-n", WORKERS, "--dist", "loadgroup", "--durations", "8", *sys.argv[1:]]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=False).returncode


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
    found = _find_browser() or (_install_browser() if os.geteuid() == 0 and shutil.which("apt-get") else None)
    if not found:
        sys.stderr.write("The browser tests need Chromium. Type: sudo apt-get install chromium\n")
        raise SystemExit(3)
    return found


def _find_browser() -> str | None:
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def _install_browser() -> str | None:
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)  # type: ignore[call-overload]
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"], check=False, **quiet)  # type: ignore[call-overload]
    return _find_browser()


def _compile_catalogues() -> None:
    for catalogue in (ROOT / "locale").rglob("*.po"):
        polib.pofile(str(catalogue)).save_as_mofile(str(catalogue.with_suffix(".mo")))


if __name__ == "__main__":
    sys.exit(main())
