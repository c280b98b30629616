"""While the list of erasures is lost, or in a copy that answers elsewhere: numbers and guidance, and nothing else.

Belongs here: knowing it, once this process has looked, and the one answer for every other page. Does not belong here:
what may have been restored (`journeys/recovering.py`), mending it (an operator, told by `alongside doctor`).

Somebody erased may stand in the database again, and nobody could say who: no page that reads a case is answered.
"""

import time
from collections.abc import Callable
from http import HTTPStatus

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from alongside.vault import erasures, home

Answer = Callable[[HttpRequest], HttpResponse]

LOOK_EVERY = 5.0
STILL_SHOWN = tuple(f"alongside.web.{room}." for room in ("helping", "understanding", "status", "turning_to"))


class Known:
    """What this process knows; nothing is asked again once the list was found whole."""

    lost = False
    looked_at = 0.0


def look() -> bool:
    """Compare list and database now; say whether the list is lost. A database that does not answer settles nothing."""
    try:
        Known.lost = erasures.standing().lost or home.is_elsewhere()
    except Error:
        return Known.lost
    Known.looked_at = time.monotonic()
    return Known.lost


class StandingStill:
    """Answers everything but numbers and guidance with the numbers, as long as the list is lost."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass everything on; what stands still is decided once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, _args: object, _kwargs: object) -> HttpResponse | None:
        """Answer in the view's place while nothing may be read."""
        if not Known.lost or getattr(view, "__module__", "").startswith(STILL_SHOWN):
            return None
        if time.monotonic() - Known.looked_at > LOOK_EVERY and not look():
            return None
        if not hasattr(request, "place"):
            return HttpResponse(status=HTTPStatus.SERVICE_UNAVAILABLE, content_type="text/plain")
        words = {"withdrawn": True, "standing_still": True}
        return render(request, "asking/closed.html", words, status=HTTPStatus.SERVICE_UNAVAILABLE)
