"""The front door of an organization, and the way out of every page.

Belongs here: three doors, one exit. Does not belong here: a question (`views.py`).
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.cases.errors import NoVisit
from alongside.journeys import returning
from alongside.web import tokens
from alongside.web.asking import draft as drafts
from alongside.web.place import PlacedRequest


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the three doors."""
    return render(request, "asking/home.html")


@csrf_exempt  # Both cookies are SameSite=Strict: another site finds nothing to end, and leaving must never fail.
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: PlacedRequest) -> HttpResponse:
    """End the visit and forget the answers, then go away.

    A POST answers 303 to this same address, which shows an empty page that moves on by itself: browsers refuse a form
    that is redirected to another site (the policy says `form-action 'self'`), and an exit must work everywhere.
    """
    if request.method != "POST":
        return render(request, "asking/away.html", {"exit": request.place.organization.exit_address})
    _end_visit(request)
    response = HttpResponseRedirect(request.place.url("leave"), status=303)
    tokens.drop(response, settings.VISIT_COOKIE_NAME)
    drafts.forget(request, response)
    return response


def _end_visit(request: PlacedRequest) -> None:
    token = tokens.read(request, settings.VISIT_COOKIE_NAME)
    if token:
        try:
            returning.leave(organization=request.place.organization.id, token=token, now=clock.now())
        except NoVisit:
            return
