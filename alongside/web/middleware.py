"""What happens around every request: headers, known hosts, the place, short forms, ending idle staff sessions.

Belongs here: these five. Does not belong here: who may do what (`gate.py`), or any page.
"""

import logging
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.middleware.common import CommonMiddleware
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

from alongside import clock
from alongside.tenancy import queries
from alongside.tenancy.errors import UnknownOrganization
from alongside.tenancy.queries import House
from alongside.web.place import Place as WebPlace

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("alongside.web")

FORBIDDEN_DEVICES = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "hid",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "serial",
        "usb",
    )
)
MAY_BE_FOUND = frozenset({"home", "help-now", "understanding", "understanding-guide"})
"""Pages that a search engine may list: the front door, the numbers, the guidance."""


class NeutralHeaders:
    """The headers of threat model 7.1 that no other layer sets. Nothing is stored unless a view says otherwise."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers to whatever is answered."""
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Cache-Control", "no-store")
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = FORBIDDEN_DEVICES
        if not _may_be_found(request):
            headers["X-Robots-Tag"] = "noindex, nofollow"
        headers.pop("Server", None)
        return response


def _may_be_found(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and match.url_name in MAY_BE_FOUND


ASKED_BY_PROBES = frozenset({"/health/live", "/health/ready"})


class KnownHost(CommonMiddleware):
    """Django's own, but that a probe may ask for our health by whatever name: no answer there depends on it."""

    def process_request(self, request: HttpRequest) -> HttpResponsePermanentRedirect | None:
        """Refuse an unknown host, unless only our health is asked for."""
        return None if request.path_info in ASKED_BY_PROBES else super().process_request(request)


class Place:
    """Find the organization and the language of a request; take both out of the view's arguments.

    When the database does not answer, the last good copy of the organization stands in, so that numbers and guidance
    still come; a page that needs more than that says so itself.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self._last_good: dict[str, House] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Choose a language before anything is found, so that even a missing page speaks it."""
        offered = tuple(code for code, _ in settings.LANGUAGES)
        translation.activate(_wished(request, offered))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        place = getattr(request, "place", None)
        if place is None or not place.fixed:
            patch_vary_headers(response, ("Accept-Language",))
        return response

    def process_view(self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, Any]) -> None:
        """Set `request.place`; an unknown organization or a language it does not offer is a missing page."""
        slug, fixed = kwargs.pop("organization", None), kwargs.pop("language", None)
        if slug is None:
            return
        house = self._house(slug)
        offered = offered_by(house)
        if fixed is not None and fixed not in offered:
            raise Http404
        language = fixed or _wished(request, offered)
        translation.activate(language)
        name = request.resolver_match.url_name if request.resolver_match else None
        request.place = WebPlace(house, language, fixed is not None, name or "home", dict(kwargs))  # type: ignore[attr-defined]  # This is where it is set.

    def _house(self, slug: str) -> House:
        try:
            house = queries.house(slug)
        except UnknownOrganization as missing:
            self._last_good.pop(slug, None)
            raise Http404 from missing
        except DatabaseError:
            log.warning("web.place.last_good_copy")
            if slug not in self._last_good:
                raise
            return self._last_good[slug]
        self._last_good[slug] = house
        return house


BELOW = re.compile(r"^/(?:(?P<language>[a-z]{2})/)?o/(?P<slug>[-a-zA-Z0-9_]+)/")


def place_unknown_page(request: HttpRequest) -> None:
    """Set `request.place` for an address that leads nowhere below an organization, so that its numbers stand there."""
    below = BELOW.match(request.path_info)
    if below is None or getattr(request, "place", None) is not None:
        return
    try:
        house = queries.house(below["slug"])
    except (UnknownOrganization, DatabaseError):
        return
    offered = offered_by(house)
    fixed = below["language"] if below["language"] in offered else None
    language = fixed or _wished(request, offered)
    translation.activate(language)
    request.place = WebPlace(house, language, fixed is not None)  # type: ignore[attr-defined]  # As above.


def offered_by(house: House) -> tuple[str, ...]:
    """Return the languages an organization offers, the house's own first choice when it named none."""
    known = tuple(code for code, _ in settings.LANGUAGES)
    return tuple(code for code in house.languages if code in known) or known


def _wished(request: HttpRequest, offered: tuple[str, ...]) -> str:
    wished = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for code, _weight in wished:
        short = code.split("-")[0]
        if short in offered:
            return short
    return offered[0]


SHORT = 16 * 1024
"""Bytes that a form may have (threat model, 5.6)."""

LONG_FORMS = frozenset({"guide-answers-about", "guide-text", "lines-import", "people-import"})
"""Forms at the desk that hold a text or a file. Django's own limit ends the text, each form the size of its file."""


class ShortForms:
    """Refuse a form that is too long before anything reads it; what machines send has a limit of its own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as usual: the length is looked at once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: object, _args: object, _kwargs: object) -> None:
        """Raise RequestDataTooBig for a long body, unless this page is for a long text."""
        name = request.resolver_match.url_name if request.resolver_match else None
        form = request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}
        if form and name not in LONG_FORMS and int(request.META.get("CONTENT_LENGTH") or 0) > SHORT:
            raise RequestDataTooBig


class IdleStaffSession:
    """End a staff session after the idle minutes of the settings, by our own clock.

    A page that refreshes itself (htmx, GET) is not a sign of life. What is written is a time, at most once a minute,
    and only at the desk: written on a caregiver's pages too, it would tell from a stolen database which colleague's
    browser made a visit at that very moment (threat model, 5.4).
    """

    KEY = "seen"

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the session only when the browser brought one: a caregiver's request never touches it."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._look(request, clock.now())
        return self.get_response(request)

    def _look(self, request: HttpRequest, now: datetime) -> None:
        seen = request.session.get(self.KEY)
        idle = now - datetime.fromisoformat(seen) if seen else timedelta()
        if idle >= timedelta(minutes=settings.HOUSE.session_idle_minutes):
            logout(request)
        elif _at_the_desk(request) and (not seen or (idle >= timedelta(minutes=1) and not _refreshes_itself(request))):
            request.session[self.KEY] = now.isoformat()


def _at_the_desk(request: HttpRequest) -> bool:
    below = BELOW.match(request.path_info)
    return below is not None and request.path_info.startswith("desk/", below.end())


def _refreshes_itself(request: HttpRequest) -> bool:
    return request.method == "GET" and request.headers.get("HX-Request") == "true"
