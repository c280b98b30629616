"""For whoever asked: erasing everything now, and the page that says what is kept and what a court could read.

Belongs here: these two pages, without JavaScript. Does not belong here: the order of erasing
(`journeys/forgetting.py`).
"""

from __future__ import annotations

from contextlib import suppress
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.cases.errors import ErasureHeld
from alongside.journeys import forgetting, returning
from alongside.tenancy import queries as tenancy
from alongside.web import tokens
from alongside.web.asking import draft as drafts
from alongside.web.place import PlacedRequest
from alongside.web.returning.standing import MAY_WITHDRAW
from alongside.web.returning.visits import VisitRequest, visiting


@require_safe
def what_is_kept(request: PlacedRequest) -> HttpResponse:
    """Say plainly what exists of a request, until when, and what a hold by law changes."""
    words = {
        "kept": tenancy.retention(request.place.organization.id),
        "visiting": tokens.read(request, settings.VISIT_COOKIE_NAME) is not None,
    }
    return render(request, "forgetting/what_is_kept.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def erase(request: VisitRequest) -> HttpResponse:
    """Say what would go; a POST lets it go. Held by danger or by law, say so kindly, with the time."""
    now, organization = clock.now(), request.place.organization.id
    if request.method == "POST":
        with suppress(ErasureHeld):  # The page below says why, and until when.
            forgetting.erase_now(organization=organization, token=request.visit, now=now)
            return _gone(request)
    standing = returning.where_things_stand(organization=organization, token=request.visit, now=now)
    may_withdraw = standing.stage in MAY_WITHDRAW
    words = {"standing": standing, "zone": ZoneInfo(standing.site_zone), "may_withdraw": may_withdraw}
    return render(request, "forgetting/erase.html", words)


def _gone(request: VisitRequest) -> HttpResponse:
    """Say that it is gone, and leave nothing of it in this browser."""
    response = render(request, "forgetting/gone.html")
    drafts.forget(request, response)
    tokens.drop(response, settings.VISIT_COOKIE_NAME)
    return response
