"""Real servers that behave as badly as providers do.

An HTTP one for text and push services, a socket that never answers.

Belongs here: answering wrongly on purpose. Does not belong here: what the house should make of it.
"""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Provider:
    """One service. `answer` is the status it gives; `delay` are the seconds it takes; what it heard is in `bodies`."""

    port: int = 0
    answer: int = 200
    delay: float = 0.0
    bodies: list[dict[str, str]] = field(default_factory=list)
    asked: int = 0

    def address(self, path: str = "x") -> str:
        """Return an apprise address of this service."""
        return f"json://localhost:{self.port}/{path}"

    def wait_for(self, count: int, *, seconds: float = 20) -> list[dict[str, str]]:
        """Wait until `count` messages were taken."""
        ends = time.monotonic() + seconds
        while len(self.bodies) < count:
            if time.monotonic() > ends:
                raise AssertionError(f"the provider got {len(self.bodies)} of {count}")
            time.sleep(0.02)
        return self.bodies


@contextmanager
def http(**behavior: float) -> Iterator[Provider]:
    """Run a service until the block ends."""
    provider = Provider(**behavior)  # type: ignore[arg-type]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _answering_as(provider))
    server.daemon_threads = True
    provider.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()


def _answering_as(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # The standard library's name.
            provider.asked += 1
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(provider.delay)
            if provider.answer < 300:
                provider.bodies.append(said)
            self.send_response(provider.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    return Handler


@contextmanager
def silent() -> Iterator[int]:
    """Hold a port on which connections open and nothing is ever said."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(64)
        yield int(server.getsockname()[1])


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
