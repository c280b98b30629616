"""A page that only a button opens, asked for by its address: a phone that comes back from a call asks like that.

Belongs here: the one answer for every such page, with the way to where its button stands. Does not belong here: which
pages open only by a button (each view says so), or showing what stood there: names and numbers need the tap again.
"""

import inspect
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from alongside.web.place import place_of
from alongside.web.status import views as status

Answer = Callable[[HttpRequest], HttpResponse]


class ByButton:
    """Says kindly what would otherwise be an empty page; the status stays 405, and nothing is done or shown."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look only at a refused reading of a page of an organization; a machine is answered as before."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET" or not place_of(request):
            return response
        kind = status.by_button_only(request, back=_where_its_button_stands(request.path))
        kind.headers["Allow"] = response.headers.get("Allow", "POST")
        kind.headers["Cache-Control"] = "no-store"
        return kind


def _where_its_button_stands(path: str) -> str:
    """Return the nearest page above an address that can be read: /a/b/c/ → /a/b/ where there is one, else /a/."""
    while path.count("/") > 1:
        path = path.rstrip("/").rsplit("/", 1)[0] + "/"
        try:
            view = resolve(path).func
        except Resolver404:
            continue
        if _can_be_read(view):
            return path
    return "/"


def _can_be_read(view: object) -> bool:
    """Say whether a view answers GET. Django keeps what a view allows in the closure of its own decorator."""
    while inspect.isfunction(view):
        allowed = inspect.getclosurevars(view).nonlocals.get("request_method_list")
        if allowed is not None:
            return "GET" in allowed
        view = getattr(view, "__wrapped__", None)
    return True
