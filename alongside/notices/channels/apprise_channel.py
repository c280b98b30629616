"""Carrying a notice by an apprise address: text message, voice, push, chat.

Belongs here: one call of the library with our time-outs, and what came of it. Does not belong here: the words,
threads, leases. The library weighs a second of start and much memory: it is imported with the first such notice, and
only in the engine.
"""

import logging
import re
import threading
from functools import cache
from types import ModuleType

from alongside.notices.rules import PROVIDER_TIMEOUT, SCHEMES, Letter, Permanent, Result, Retry, Sent

_PERMANENT = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
_CONNECT_TIMEOUT = 4.0


class AppriseCarrier:
    """Sends one letter at a time; keeps nothing open."""

    def send(self, letter: Letter) -> Result:
        """Hand one letter to its provider. Never raises for what a provider or a network can do."""
        apprise = _library()
        asset = apprise.AppriseAsset(
            app_id=letter.subject, app_desc="", app_url="", image_url_mask=None, image_url_logo=None
        )
        service = apprise.Apprise.instantiate(letter.address, asset=asset, suppress_exceptions=True)
        if service is None or letter.address.partition(":")[0].lower() not in SCHEMES:
            return Permanent("bad_address")
        service.socket_connect_timeout, service.socket_read_timeout = (
            _CONNECT_TIMEOUT,
            PROVIDER_TIMEOUT - _CONNECT_TIMEOUT,
        )
        service.verify_certificate = True
        heard.clear()
        try:
            done = service.notify(body=letter.short)
        except Exception:  # noqa: BLE001  # A service's own code may raise anything; the notice is retried, and says so.
            return Retry("apprise_raised")
        return Sent() if done else heard.verdict()


class _Ear(logging.Handler):
    """The library answers only yes or no; the provider's number stands in its log line.

    Nothing else of the line is kept.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._mine = threading.local()

    def clear(self) -> None:
        self._mine.status = None

    def emit(self, record: logging.LogRecord) -> None:
        found = re.search(r"error=(\d{3})\b", record.getMessage())
        if found:
            self._mine.status = int(found[1])

    def verdict(self) -> Result:
        status: int | None = self._mine.status
        if status is None:
            return Retry("net_broken")
        return (Permanent if status in _PERMANENT else Retry)(f"http_{status}")


heard = _Ear()


@cache
def _library() -> ModuleType:
    """Import apprise once, and let its log lines reach only our ear: they hold addresses."""
    import apprise  # noqa: PLC0415  # See the head of this file.

    logger = logging.getLogger("apprise")
    logger.handlers, logger.propagate = [heard], False
    logger.setLevel(logging.WARNING)
    return apprise


def preload() -> None:
    """Import the library now, so that the first notice need not wait for it."""
    _library()
