"""The visit of somebody who came back with their code.

Belongs here: finding it by its cookie, and the kind refusal when it is over.
Does not belong here: what a visit may do (`journeys/returning.py`).
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from alongside.cases.errors import MovedMeanwhile, MoveRefused, NoVisit
from alongside.web import tokens
from alongside.web.place import PlacedRequest
from alongside.web.returning.acknowledged import Told
from alongside.web.returning.forms import CodeForm

View = Callable[..., HttpResponse]


class VisitRequest(PlacedRequest):
    """A request within a visit: `visit` is the cookie's token."""

    visit: bytes


def visiting(view: View) -> View:
    """Let a view run only within a visit; when it is over, ask for the code again and show nothing else.

    What somebody else changed meanwhile is no fault of the reader: the page simply shows how things stand now.
    """

    @wraps(view)
    def guarded(request: VisitRequest, **kwargs: str) -> HttpResponse:
        token = tokens.read(request, settings.VISIT_COOKIE_NAME)
        if token is None:
            return over(request)
        request.visit = token
        try:
            return view(request, **kwargs)
        except NoVisit:
            return over(request)
        except (MoveRefused, MovedMeanwhile):
            return to_page(request)

    return guarded


def over(request: PlacedRequest) -> HttpResponse:
    """Say that the visit is over and ask for the code again."""
    response = render(request, "returning/enter.html", {"form": CodeForm(), "over": True})
    tokens.drop(response, settings.VISIT_COOKIE_NAME)
    return response


def to_page(request: PlacedRequest, *, told: Told | None = None) -> HttpResponse:
    """Lead to where things stand. `told`: what was changed just now; the page says so."""
    said = f"?told={told.value}" if told else ""
    return HttpResponse(status=303, headers={"Location": f"{request.place.url('returning-page')}{said}"})
