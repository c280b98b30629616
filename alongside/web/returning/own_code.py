"""A new code, in place of one that somebody handed over or may have seen.

Belongs here: showing the new code and taking it typed back. Does not belong here: replacing the old one
(`journeys/new_codes.py`).

Looking at this page changes nothing: a new code is drawn each time and travels in the form, signed for this visit. So
the page may be closed early; the old code goes on working until the new one was typed back.
"""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases.errors import MovedMeanwhile
from alongside.journeys import new_codes
from alongside.journeys.new_codes import Drawn
from alongside.web import code_shown
from alongside.web.forms import visible
from alongside.web.returning.acknowledged import Told
from alongside.web.returning.visits import VisitRequest, to_page, visiting


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def keep(request: VisitRequest) -> HttpResponse:
    """Show a new code to whoever wants one; typed back, it takes the old one's place."""
    house, token, now = request.place.organization.id, request.visit, clock.now()
    drawn = code_shown.sent_back(request.POST.get("code", ""), reader=_reader(request))
    if drawn is None:
        return _shown(request, new_codes.draw(organization=house, token=token, now=now))
    typed = visible(request.POST.get("ending", ""))[:40]
    if not code_shown.typed_back(drawn, typed):
        return _shown(request, drawn, typed=typed, mistyped=True)
    try:
        new_codes.take(organization=house, token=token, drawn=drawn, now=now)
    except MovedMeanwhile:
        return _shown(request, new_codes.draw(organization=house, token=token, now=now))
    return to_page(request, told=Told.NEW_CODE)


def _shown(request: VisitRequest, drawn: Drawn, *, typed: str = "", mistyped: bool = False) -> HttpResponse:
    handed_over = new_codes.was_handed_over(
        organization=request.place.organization.id, token=request.visit, now=clock.now()
    )
    words = code_shown.words(drawn, reader=_reader(request), typed=typed, mistyped=mistyped)
    return render(request, "returning/own_code.html", {**words, "handed_over": handed_over})


def _reader(request: VisitRequest) -> str:
    return f"visit.{sha256(request.visit).hexdigest()}"
