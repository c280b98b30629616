"""The command `alongside`: what an operator types.

Belongs here: which commands there are, and the one order in which a process may start: arguments, settings (a bad one
stops with its name and how to mend it), then Django. Does not belong here: what a command does (`serving.py`,
`preparing.py`, `opening.py`, `doctor.py`, `keeping.py`, `backing_up.py`, `recovering.py`).
"""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

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
    verbs = {}
    for name, command in _COMMANDS.items():
        group, _, verb = name.rpartition(" ")
        if group and group not in verbs:
            verbs[group] = commands.add_parser(group, help=_GROUPS[group]).add_subparsers(dest="verb", required=True)
        one = (verbs[group] if group else commands).add_parser(verb, help=command.help)
        for argument, how in command.arguments.items():
            one.add_argument(argument, **how)
    return parser


def _house() -> House:
    try:
        house = read_house()
        house.refuse_unsafe()
    except BadSetting as problem:
        stop(problem)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alongside.config.settings")
    return house


@dataclass(frozen=True)
class _Command:
    """One command: a function beside this file, given the settings, that returns an exit code; how it is told."""

    runs: str
    help: str
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)


_IDENTITY = {"required": True, "help": "the file with the recipient's private key"}
_GROUPS = {"ledger": "the ledger of who did what", "erasures": "the list of erasures", "vault": "the keyring"}
_COMMANDS = {
    "serve": _Command("serving.serve", "prepare, then run web and engine together"),
    "web": _Command("serving.web", "run the web server alone"),
    "engine": _Command("serving.engine", "run one engine alone; any number may run beside each other on PostgreSQL"),
    "demo": _Command("", "run a demonstration on this machine", {"--port": {"type": int, "default": 8000}}),
    "doctor": _Command("doctor.report", "check settings, database, keys, engine, mail and clock, and say how to mend"),
    "organization": _Command(
        "opening.ask_and_open", "open a program: asks for its name, place and first administrator"
    ),
    "migrate": _Command("preparing.prepare", "bring the database and the static files up to date, and stop"),
    "mailbox": _Command(
        "mailbox.answer", "answer a message piped in by the mail server with the numbers; keep nothing"
    ),
    "ledger verify": _Command("keeping.verify_ledgers", "check every organization's chain"),
    "backup": _Command(
        "backing_up.backup", "write a copy of the whole database, encrypted to the recipient key", {"file": {}}
    ),
    "restore": _Command(
        "backing_up.restore",
        "put a backup into an empty database; whoever was erased stays erased",
        {"file": {}, "--identity": _IDENTITY},
    ),
    "recover": _Command(
        "recovering.recover", "after a database was put back by other means: forget again, send nothing old"
    ),
    "moved": _Command(
        "recovering.say_moved", "this house answers at another address from now on, and the old one stands still"
    ),
    "erasures accept": _Command(
        "recovering.accept_the_list", "go on with the list as it is, when its newest copy is lost for good"
    ),
    "vault rotate": _Command("keeping.rotate_keys", "make a new wrapping key and wrap every case key by it"),
}
"""What an operator may type. `demo` runs before any setting is read, and so by itself (`_demo`)."""


def _run(command: str, house: House, **options: str) -> int:
    """Set Django up, and only then import what needs it."""
    import django  # noqa: PLC0415  # Only once the settings are known to be good.

    django.setup()
    module, function = _COMMANDS[command].runs.split(".")
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
