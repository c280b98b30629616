"""Whether the house is well, the front of it, and the kind pages for what went wrong.

Belongs here: answers that need no organization and, but for readiness, no database.
Does not belong here: a value that anybody entered: a kind page repeats nothing.
"""

from http import HTTPStatus

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe

from alongside import clock
from alongside.tenancy import queries
from alongside.web import middleware, networks
from alongside.web.place import place_of
from alongside.web.status import readiness

LAST_RESORT = (
    "<!doctype html><html lang=en><meta charset=utf-8><title>Alongside</title>"
    "<h1>If a life is in danger, call <a href=tel:112>112</a> or <a href=tel:911>911</a>.</h1>"
    "<p>This page cannot be shown right now. Please try again in a minute.</p>"
    "<p lang=fr>Si une vie est en danger, appelez le <a href=tel:112>112</a>. "
    "Cette page ne peut pas s’afficher pour le moment.</p></html>"
)
"""What is answered when even a kind page cannot be made."""


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead to the only organization, or list the front doors."""
    houses = queries.houses()
    if len(houses) == 1:
        return HttpResponseRedirect(reverse("home", kwargs={"organization": houses[0].slug}))
    doors = [(house.name, reverse("home", kwargs={"organization": house.slug})) for house in houses]
    return render(request, "status/front.html", {"doors": doors})


@require_safe
def live(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; nothing else is asked."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Say whether a request asked now would be kept and paged: 200, or 503 naming what is not ready.

    Since when the oldest thing is overdue is told on this machine only.
    """
    now = clock.now()
    found = readiness.check(now=now)
    told = found.as_json(now=now, whole=networks.on_this_machine(request))
    return JsonResponse(told, status=HTTPStatus.OK if found.ready else HTTPStatus.SERVICE_UNAVAILABLE)


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Say in plain words whether requests are being answered. No count of anything."""
    found = readiness.check(now=clock.now())
    return render(request, "status/status.html", {"found": found})


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Ask search engines to keep to the front doors; each page says so again in its header."""
    return HttpResponse("User-agent: *\nDisallow: /*/desk/\nDisallow: /demo/\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what could not be read. Of a page that was too long, the answers given before are still there."""
    if isinstance(exception, RequestDataTooBig):
        said = _(
            "Nothing was sent. Please go back and write less. What you answered before is still there for an hour."
        )
        if "/desk/" in request.path:
            said = _(
                "Nothing was sent. Please go back in your browser: what you wrote is still there. Then write less."
            )
        return _kind(request, HTTPStatus.BAD_REQUEST, _("That was too long to read."), said, back=request.path)
    return _kind(
        request,
        HTTPStatus.BAD_REQUEST,
        _("We could not read that."),
        _("Nothing was sent. Please go back and try once more."),
    )


def by_button_only(request: HttpRequest, *, back: str) -> HttpResponse:
    """Answer whoever asks by its address for a page that only a button opens. `back`: where that button stands."""
    return _kind(
        request,
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("This page opens with a button."),
        _("Nothing was changed, and nothing is lost. Go back one page and tap it again."),
        back=back,
    )


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's call.
    """Answer what is not for this person, without saying whether it exists."""
    return _kind(
        request, HTTPStatus.FORBIDDEN, _("This page is not for you."), _("You can start again from the home page.")
    )


@requires_csrf_token
def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's call.
    """Answer a form whose proof of origin is missing or old; a link leads back to it."""
    return _kind(
        request,
        HTTPStatus.FORBIDDEN,
        _("This page had been open for too long."),
        _(
            "Nothing was sent. Go back to the page and send it once more. "
            "What you answered before is still there for an hour."
        ),
        back=request.path,
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's call.
    """Answer for a page that does not exist, or that is not said to exist; below an organization, with its numbers."""
    middleware.place_unknown_page(request)
    if request.method == "POST":  # A button: pressed again because no answer came, or somebody else was quicker.
        return _kind(
            request,
            HTTPStatus.NOT_FOUND,
            _("This has moved on."),
            _("What the button was for is done already, or is not yours any more. Nothing else was changed."),
            back=_desk_of(request),
        )
    return _kind(
        request,
        HTTPStatus.NOT_FOUND,
        _("This page is not here."),
        _("The address may be mistyped, or the page has moved."),
    )


def _desk_of(request: HttpRequest) -> str:
    """Return where somebody at a desk goes on; nothing for everybody else."""
    place = place_of(request)
    desk = place.url("desk") if place else ""
    return desk if desk and request.path.startswith(desk) else ""


def went_wrong(request: HttpRequest) -> HttpResponse:
    """Answer for our own failure. Needs no database: what cannot be read comes from the last good copy."""
    return _kind(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("Something on our side is not working."),
        _(
            "It is not your doing. Please try again in a minute. "
            "If you were sending a request, please send it again: it may not have reached us."
        ),
    )


def _kind(request: HttpRequest, code: HTTPStatus, heading: object, sentence: object, back: str = "") -> HttpResponse:
    words = {"heading": heading, "sentence": sentence, "back": back, "wrong": code}
    try:
        place = place_of(request)
        words["home"] = place.url("home") if place else "/"
        page: str = render_to_string("status/kind.html", words, request=request)
    except Exception:  # noqa: BLE001  # Whatever broke, a person in danger must still read a number.
        page = LAST_RESORT
    return HttpResponse(page, status=code)
