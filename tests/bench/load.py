"""A small HTTP client that keeps N connections busy and times every answer.

Belongs here: sending and timing. Does not belong here: what is sent (`rounds.py`). One process, one loop: on this
client's own ceiling see "an empty answer" among the machine's limits.
"""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode


@dataclass(frozen=True)
class Request:
    """One request, ready for the wire."""

    raw: bytes

    @classmethod
    def get(cls, path: str, *, cookie: str = "") -> "Request":
        """A page."""
        return cls(_head("GET", path, cookie) + b"\r\n")

    @classmethod
    def post(cls, path: str, fields: dict[str, str], *, cookie: str = "", network: str = "") -> "Request":
        """A form. `network` is the address that our one proxy would add."""
        body = urlencode(fields).encode()
        head = _head("POST", path, cookie, network)
        form = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
        return cls(head + form + body)


def _head(method: str, path: str, cookie: str, network: str = "198.51.100.7") -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", "Accept-Language: en", f"X-Forwarded-For: {network}"]
    return ("\r\n".join([*lines, *([f"Cookie: {cookie}"] if cookie else [])]) + "\r\n").encode()


@dataclass
class Answers:
    """What came back: milliseconds and status of each, and the seconds all took together."""

    milliseconds: list[float] = field(default_factory=list)
    statuses: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    first_body: bytes = b""
    first_head: bytes = b""

    @property
    def per_second(self) -> float:
        """Return answers a second."""
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0

    def percentile(self, share: float) -> float:
        """Return the milliseconds within which this share was answered."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    def failures(self, *good: int) -> int:
        """Return how many answers had another status than these."""
        return sum(count for status, count in self.statuses.items() if status not in good)


def play(port: int, requests: list[Request], connections: int) -> Answers:
    """Send every request over this many connections, each as soon as the one before it was answered."""
    return asyncio.run(_play(port, requests, connections))


async def _play(port: int, requests: list[Request], connections: int) -> Answers:
    answers, waiting = Answers(), iter(requests)
    began = time.perf_counter()
    await asyncio.gather(*(_one_connection(port, waiting, answers) for _ in range(connections)))
    answers.seconds = time.perf_counter() - began
    return answers


async def _one_connection(port: int, waiting: Iterator[Request], answers: Answers) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for request in waiting:
        began = time.perf_counter()
        writer.write(request.raw)
        try:
            status, head, body = await _answer(reader)
        except (asyncio.IncompleteReadError, ConnectionError):
            answers.statuses[0] = answers.statuses.get(0, 0) + 1
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            continue
        answers.milliseconds.append((time.perf_counter() - began) * 1000)
        answers.statuses[status] = answers.statuses.get(status, 0) + 1
        answers.first_head, answers.first_body = answers.first_head or head, answers.first_body or body
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    lower = head.lower()
    status = int(head[9:12])
    if b"content-length:" in lower:
        length = int(lower.split(b"content-length:")[1].split(b"\r\n")[0])
        return status, head, await reader.readexactly(length)
    return status, head, await _chunks(reader) if b"chunked" in lower else b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    body = b""
    while length := int((await reader.readuntil(b"\r\n")).strip(), 16):
        body += (await reader.readexactly(length + 2))[:-2]
    await reader.readexactly(2)
    return body
