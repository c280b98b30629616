"""Running processes: the web server, an engine, or both under one parent that restarts whichever dies.

Belongs here: starting, watching, stopping, and how the web server is set. Does not belong here: what an engine does
(`engine`), what must be ready before (`preparing.py`).
The parent loads the program once and forks, so that children start at once and share its memory.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connections

from alongside.config import recovering
from alongside.config.house import House
from alongside.config.preparing import prepare
from alongside.config.supervising import Child, Supervisor, end_with_parent

if TYPE_CHECKING:
    from _typeshed import OptExcInfo
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from granian.server.common import AbstractServer

BACKPRESSURE = 1024
"""Connections one worker holds open; those beyond wait in the listening queue, none is refused."""


def serve(house: House) -> int:
    """Make everything ready, then run web and engine until SIGTERM or SIGINT; return the exit code."""
    prepare(house)
    _load()
    connections.close_all()
    sys.stderr.write(f"Alongside answers on {house.origin}\n")
    sys.stderr.flush()
    return Supervisor([Child("engine", lambda: engine(house)), Child("web", lambda: web(house))]).run()


def web(house: House) -> int:
    """Run the web server until SIGTERM; return the exit code."""
    _load()
    connections.close_all()
    try:
        _server(house).serve(target_loader=_application)
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _server(house: House) -> AbstractServer[Any]:
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415  # Not in the engine.
    from granian.log import LogLevels  # noqa: PLC0415  # As above.
    from granian.server import Server  # noqa: PLC0415  # As above.

    host, _, port = house.listen.rpartition(":")
    return Server(
        "alongside.config.wsgi:application",
        address=host or "127.0.0.1",
        port=int(port),
        interface=Interfaces.WSGI,
        workers=house.web_workers,
        blocking_threads=house.web_threads,
        backpressure=BACKPRESSURE,
        http=HTTPModes.http1,
        websockets=False,
        log_access=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=15,
    )


def engine(house: House) -> int:
    """Run one engine until SIGTERM; return the exit code."""
    from alongside.engine import beat  # noqa: PLC0415  # Web processes must never import the channels.

    recovering.wait_until_settled()
    return beat.run(origin=settings.CSRF_TRUSTED_ORIGINS[0], poll=house.poll_seconds)


def _load() -> None:
    """Read the addresses, templates' engine and catalogues now, so that the first visitor does not wait for them."""
    from django.template import engines  # noqa: PLC0415  # Needs Django set up.
    from django.urls import get_resolver  # noqa: PLC0415  # As above.

    import alongside.config.wsgi  # noqa: F401, PLC0415  # As above.

    _ = get_resolver().url_patterns, engines.all()


def _application(_target: str) -> WSGIApplication:
    """Return what a worker serves; a worker whose parent was killed ends too, so that the port is free again."""
    from alongside.config.wsgi import application  # noqa: PLC0415  # In the worker.
    from alongside.web import standing_still  # noqa: PLC0415  # As above.

    end_with_parent()
    standing_still.look()
    connections.close_all()
    return _without_banner(application)


def _without_banner(application: WSGIApplication) -> WSGIApplication:
    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def start_quietly(
            status: str, headers: list[tuple[str, str]], problem: OptExcInfo | None = None, /
        ) -> Callable[[bytes], object]:
            return start(status, [*headers, ("Server", "")], problem)

        return application(environ, start_quietly)

    return answer
