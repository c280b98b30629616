"""Starting the demonstration: `alongside demo`, or `make run`.

It does what an operator would: sets the environment, types `alongside migrate`, enters two organizations, types
`alongside serve`. In between it is the mail server. Belongs here: that order. Does not belong here: what is entered.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import django

FOLDER = Path(__file__).resolve().parent.parent.parent / "var" / "demo"
COMMAND = (sys.executable, "-m", "alongside.config.cli")


def main(port: int) -> int:
    """Run the demonstration on this port until Ctrl+C; return the exit code."""
    if _taken(port):
        sys.stderr.write(f"Port {port} is taken. Choose another: make run PORT={port + 100}\n")
        return 2
    mail_port = _free_port()
    os.environ.update(_environment(port, mail_port))
    FOLDER.mkdir(parents=True, exist_ok=True)
    sys.stdout.write("Preparing the demonstration…\n")
    sys.stdout.flush()
    subprocess.run([*COMMAND, "migrate"], check=True)  # noqa: S603  # Our own command.
    django.setup()
    _enter()
    return _serve(port, mail_port)


def _environment(port: int, mail_port: int) -> dict[str, str]:
    return {
        "ALONGSIDE_DEMONSTRATION": "true",
        "ALONGSIDE_ORIGIN": f"http://localhost:{port}",
        "ALONGSIDE_LISTEN": f"127.0.0.1:{port}",
        "ALONGSIDE_DATABASE_URL": f"sqlite:///{FOLDER}/house.sqlite3",
        "ALONGSIDE_KEYRING_FILE": str(FOLDER / "keys" / "keyring.json"),
        "ALONGSIDE_ERASURE_LIST": str(FOLDER / "erasures" / "erasures.list"),
        "ALONGSIDE_EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
    }


def _enter() -> None:
    from django.db import connection  # noqa: PLC0415  # Needs Django set up, which needs the environment.

    from alongside import clock  # noqa: PLC0415  # As above.
    from alongside.demo.seed import seed  # noqa: PLC0415  # As above.

    seed(now=clock.now())
    connection.close()


def _serve(port: int, mail_port: int) -> int:
    from alongside.demo import sink  # noqa: PLC0415  # As above.

    with sink.opened(mail_port, FOLDER / "mail"):
        house = subprocess.Popen([*COMMAND, "serve"])  # noqa: S603  # As above.
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: house.terminate())
        _say(port)
        return house.wait()


def _say(port: int) -> None:
    from alongside.demo.towns import TOWNS  # noqa: PLC0415  # As above.

    lines = ["", "Who works there (sign in with one click, no password):"]
    for town in TOWNS:
        lines += ["", f"  {town.name}   http://localhost:{port}/o/{town.slug}/"]
        for colleague in town.colleagues:
            roles = ", ".join(role.value.replace("_", " ") for role in colleague.roles)
            lines.append(f"    {roles:<16} {colleague.name:<16} {town.email(colleague)}")
    lines += [
        "",
        f"  Ask for help       http://localhost:{port}/",
        f"  Sign in as anybody http://localhost:{port}/demo/",
        f"  Read the mail      http://localhost:{port}/demo/mail/",
        "",
        "Ctrl+C stops it. Nothing here is real; nobody will call.",
        "",
    ]
    sys.stdout.write("\n".join(lines))
    sys.stdout.flush()


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
