"""The command `alongside`: what an operator types.

Belongs here: which commands there are, and the one order in which a process may start: arguments, settings (a bad one
stops with its name and how to mend it), then Django. Does not belong here: what a command does (`serving.py`,
`preparing.py`, `opening.py`, `doctor.py`, `keeping.py`, `backing_up.py`, `recovering.py`).
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec

from alongside.config.house import BadSetting, House, read_house, stop

Command = Callable[..., int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return its exit code. 2 means: a setting or an argument is wrong, and was named."""
    given = _parser().parse_args(argv)
    if given.command == "demo":
        return _demo(given.port)
    options = {name: value for name, value in vars(given).items() if name not in {"command", "verb"}}
    return _run(" ".join(filter(None, (given.command, getattr(given, "verb", None)))), _house(), **options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="alongside", description="Peer support for health workers.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parser("serve", help="prepare, then run web and engine together")
    commands.add_parser("web", help="run the web server alone")
    commands.add_parser("engine", help="run one engine alone; any number may run beside each other on PostgreSQL")
    demo = commands.add_parser("demo", help="run a demonstration on this machine")
    demo.add_argument("--port", type=int, default=8000)
    commands.add_parser("doctor", help="check settings, database, keys, engine, mail and clock, and say how to mend")
    commands.add_parser("organization", help="open a program: asks for its name, place and first administrator")
    commands.add_parser("migrate", help="bring the database and the static files up to date, and stop")
    commands.add_parser("mailbox", help="answer a message piped in by the mail server with the numbers; keep nothing")
    ledger = commands.add_parser("ledger", help="the ledger of who did what").add_subparsers(dest="verb", required=True)
    ledger.add_parser("verify", help="check every organization's chain")
    backup = commands.add_parser("backup", help="write a copy of the whole database, encrypted to the recipient key")
    backup.add_argument("file")
    restore = commands.add_parser(
        "restore", help="put a backup into an empty database; whoever was erased stays erased"
    )
    restore.add_argument("file")
    restore.add_argument("--identity", required=True, help="the file with the recipient's private key")
    commands.add_parser("recover", help="after a database was put back by other means: forget again, send nothing old")
    commands.add_parser("moved", help="this house answers at another address from now on, and the old one stands still")
    erasures = commands.add_parser("erasures", help="the list of erasures").add_subparsers(dest="verb", required=True)
    erasures.add_parser("accept", help="go on with the list as it is, when its newest copy is lost for good")
    vault = commands.add_parser("vault", help="the keyring").add_subparsers(dest="verb", required=True)
    vault.add_parser("rotate", help="make a new wrapping key and wrap every case key by it")
    return parser


def _house() -> House:
    try:
        house = read_house()
        house.refuse_unsafe()
    except BadSetting as problem:
        stop(problem)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    return house


_COMMANDS: dict[str, str] = {
    "serve": "serving.serve",
    "web": "serving.web",
    "engine": "serving.engine",
    "migrate": "preparing.prepare",
    "organization": "opening.ask_and_open",
    "doctor": "doctor.report",
    "mailbox": "mailbox.answer",
    "ledger verify": "keeping.verify_ledgers",
    "vault rotate": "keeping.rotate_keys",
    "backup": "backing_up.backup",
    "restore": "backing_up.restore",
    "recover": "recovering.recover",
    "moved": "recovering.say_moved",
    "erasures accept": "recovering.accept_the_list",
}
"""What each command runs: a function beside this file, given the settings, that returns an exit code."""


def _run(command: str, house: House, **options: str) -> int:
    """Set Django up, and only then import what needs it."""
    import django  # noqa: PLC0415  # Only once the settings are known to be good.

    django.setup()
    module, function = _COMMANDS[command].split(".")
    run: Command = getattr(import_module(f"alongside.config.{module}"), function)
    return run(house, **options)


def _demo(port: int) -> int:
    """Set what only a demonstration may set, before any setting is read; a built wheel has no demonstration."""
    if find_spec("alongside.demo") is None:
        sys.stderr.write("alongside cannot start. The demonstration is not part of this installation.\n")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    os.environ["ALONGSIDE_DEMONSTRATION"] = "true"
    os.environ["ALONGSIDE_ORIGIN"] = f"http://localhost:{port}"
    os.environ.setdefault("ALONGSIDE_LISTEN", f"127.0.0.1:{port}")
    from alongside.demo import start  # noqa: PLC0415  # As above.

    return int(start.main(port) or 0)


if __name__ == "__main__":
    sys.exit(main())
