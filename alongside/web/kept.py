"""Pages that are the same for everybody, kept whole in this process for one second.

Belongs here: which pages those are, and when a copy still counts. Does not belong here: anything that one person alone
may see. A request with a cookie or a question is never answered from here, nor is a page that sets a cookie, holds a
token or has a nonce. What this process changes (a number withdrawn, a word, the withdrawal switch) empties it at once;
what another process changed is seen after a second, later only by what `tenancy.last_good` says of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from alongside import clock
from alongside.tenancy import last_good

Answer = Callable[[HttpRequest], HttpResponse]
Key = tuple[str, str, str, tuple[str, ...], bool]

SAME_FOR_EVERYBODY = frozenset(
    {"home", "help-now", "understanding", "understanding-guide", "self-check", "worried", "asking-start"}
)
"""Pages by name. Each of them shows the same to whoever comes without a cookie."""

LIFE = timedelta(seconds=1)
MOST = 256
"""Pages one process keeps; beyond it begins anew."""


@dataclass(frozen=True)
class Copy:
    """A whole answer, when it was made, and how many changes there had been before it was."""

    at: datetime
    changes: int
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def counts(self, now: datetime) -> bool:
        """Say whether nothing has changed here since, and the second is not over."""
        return self.changes == last_good.changes() and abs(now - self.at) < LIFE

    def answer(self) -> HttpResponse:
        """Return the page anew."""
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response.headers[name] = value
        return response


class KeptPages:
    """The outermost layer: a copy holds every header that the layers beneath have set."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._kept: dict[Key, Copy] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer from a copy that counts; else make the page and keep a copy if it is everybody's."""
        if request.method != "GET" or request.META.get("HTTP_COOKIE") or request.META.get("QUERY_STRING"):
            return self.get_response(request)
        key, now, changes = _key(request), clock.now(), last_good.changes()
        copy = self._kept.get(key)
        if copy is not None and copy.counts(now):
            return copy.answer()
        response = self.get_response(request)
        if _everybodys(request, response):
            self._keep(key, Copy(now, changes, response.content, tuple(response.headers.items())))
        return response

    def _keep(self, key: Key, copy: Copy) -> None:
        if len(self._kept) >= MOST and key not in self._kept:
            self._kept.clear()
        self._kept[key] = copy


def _key(request: HttpRequest) -> Key:
    """Return all that such a page depends on: where it is asked for, in which languages, and how it is packed."""
    meta = request.META
    packed = "gzip" in meta.get("HTTP_ACCEPT_ENCODING", "")
    return request.path_info, meta.get("HTTP_HOST", ""), request.scheme or "", _languages(request), packed


def _languages(request: HttpRequest) -> tuple[str, ...]:
    known = {code for code, _ in settings.LANGUAGES}
    wished = (code.split("-")[0] for code, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")))
    return tuple(dict.fromkeys(code for code in wished if code in known))


def _everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else None
    plain = response.status_code == 200 and not response.streaming and not response.cookies  # noqa: PLR2004  # OK.
    return plain and name in SAME_FOR_EVERYBODY and "'nonce-" not in response.headers.get("Content-Security-Policy", "")
