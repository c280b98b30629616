"""Worried about a colleague, and one screen for whoever is in charge.

Belongs here: the two public pages to read. Does not belong here: raising the level (`raising.py`), offers
(`offering.py`). Nothing is stored and nobody is counted; the pages hold no secret and no token, so they may be
compressed, and a device keeps them.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from alongside import clock
from alongside.guidance.order import ORDER
from alongside.web.helping_a_colleague import raising, reading
from alongside.web.place import PlacedRequest
from alongside.web.understanding import pages

WORRIED = "worried-about-a-colleague"
IN_CHARGE = "manager-first-hour"
MORE = tuple(slug for slug in ORDER["manager"] if slug != raising.GUIDE)
"""What whoever is in charge may read later: all that is theirs but raising the level, which has its own button."""


@require_safe
@gzip_page
def worried(request: PlacedRequest) -> HttpResponse:
    """Show the first sentence, the five signs, when to act, what to do, what to leave unsaid, whom to turn to."""
    place = request.place
    words = {**reading.told(place, reading.guide(place, WORRIED)), "whom": reading.whom(place, now=clock.now())}
    return _kept(render(request, "helping_a_colleague/worried.html", words))


@require_safe
@gzip_page
def in_charge(request: PlacedRequest) -> HttpResponse:
    """Show the one screen of whoever leads a unit: three minutes, in a corridor."""
    place = request.place
    words = {
        **reading.told(place, reading.guide(place, IN_CHARGE)),
        "whom": reading.whom(place, now=clock.now()),
        "more": pages.links(place, list(MORE)),
    }
    return _kept(render(request, "helping_a_colleague/in_charge.html", words))


def _kept(response: HttpResponse) -> HttpResponse:
    """Let the browser keep the page but ask each time: it holds numbers."""
    response.headers["Cache-Control"] = "no-cache"
    return response
