"""A code of one's own, in place of one that somebody handed over.

Belongs here: showing the new code and taking it typed back. Does not belong here: replacing the old one
(`journeys/returning.py`).

Looking at this page changes nothing: a new code is drawn each time and travels in the form, signed for this visit. So
the page may be closed early; the old code goes on working until the new one was typed back.
"""

from __future__ import annotations

from hashlib import sha256

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases import queries as cases
from alongside.journeys import returning
from alongside.vault import codes
from alongside.web.forms import visible
from alongside.web.returning.visits import VisitRequest, to_page, visiting


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def keep(request: VisitRequest) -> HttpResponse:
    """Show a new code to whoever came in by one that was handed over; typed back, it takes the old one's place."""
    now, organization = clock.now(), request.place.organization.id
    fresh = returning.draw_own_code(organization=organization, token=request.visit, now=now)
    if not fresh:
        return to_page(request)
    if request.method != "POST":
        return _shown(request, fresh)
    code, typed = _from_form(request), visible(request.POST.get("ending", ""))[:40]
    if not code or cases.lookup_taken(organization=organization, lookup=codes.parse(code).lookup):
        return _shown(request, fresh)
    if not codes.same_ending(code, typed):
        return _shown(request, code, typed=typed, mistyped=True)
    returning.take_own_code(organization=organization, token=request.visit, shown=code, now=now)
    return to_page(request)


def _shown(request: VisitRequest, code: str, *, typed: str = "", mistyped: bool = False) -> HttpResponse:
    words = {
        "code": code,
        "groups": code.split("-"),
        "signed": _signer(request).sign(code),
        "typed": typed,
        "mistyped": mistyped,
    }
    return render(request, "returning/own_code.html", words)


def _from_form(request: VisitRequest) -> str:
    """Return the code that this visit was shown, or "" when the form was tampered with or belongs to another."""
    try:
        return _signer(request).unsign(request.POST.get("code", ""))
    except signing.BadSignature:
        return ""


def _signer(request: VisitRequest) -> signing.Signer:
    return signing.Signer(salt=f"alongside.returning.own-code.{sha256(request.visit).hexdigest()}")
