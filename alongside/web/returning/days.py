"""A few words on a day that somebody chose: choosing it, and ending it by the code or the link of each word.

Belongs here: these pages. Does not belong here: what is kept, and when it is sent (`journeys/remembering_a_day.py`).

Whoever holds the code may keep it or end it; looking changes nothing, so a mail scanner that opens every link ends
nothing. A code that was ended and one that never was look the same. Whoever ends one needs no visit, and sees no
request: nothing leads from here to one.
"""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases.errors import SentAlready
from alongside.journeys import remembering_a_day, returning
from alongside.reminders import operations as spelling
from alongside.reminders import queries
from alongside.reminders.errors import NoSuchDay
from alongside.web import times
from alongside.web.place import PlacedRequest
from alongside.web.returning.day_forms import ChosenDay
from alongside.web.returning.visits import VisitRequest, visiting


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def choose(request: VisitRequest) -> HttpResponse:
    """Choose a day; the answer shows, once, the code that ends it."""
    now, house = clock.now(), request.place.organization
    returning.where_things_stand(organization=house.id, token=request.visit, now=now)
    today = now.astimezone(house.zone).date()
    form = ChosenDay(request.POST if request.method == "POST" else None, today=today)
    if not form.is_bound or not form.is_valid():
        return render(request, "returning/day_choose.html", {"form": form})
    wish, once = form.as_wish(request.place.language), form.as_token()
    try:
        code = remembering_a_day.they_choose(organization=house.id, token=request.visit, wish=wish, once=once, now=now)
    except SentAlready:
        code = ""
    return render(request, "returning/day_kept.html", {"code": code, "day": wish.day, "yearly": wish.yearly})


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: PlacedRequest) -> HttpResponse:
    """Ask for the code of a chosen day."""
    typed = request.POST.get("code", "")[:80]
    spelled = spelling.same_spelling(typed)
    if spelled:
        return HttpResponseRedirect(request.place.url("day", chosen=spelled), status=303)
    mistyped = _("This is not such a code. It has four groups of four.") if request.method == "POST" else ""
    return render(request, "returning/day_enter.html", {"typed": typed, "mistyped": mistyped})


@csrf_exempt  # Whoever knows the address may answer, and no cookie adds to that; a form of another site is not taken.
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: PlacedRequest, chosen: str) -> HttpResponse:
    """Show a chosen day to whoever holds its code; a POST keeps it or ends it."""
    answer = request.POST.get("answer", "") if request.method == "POST" and _sent_from_here(request) else ""
    if answer == "stop":
        return _stopped(request, chosen)
    kept = _kept(request, chosen) if answer == "keep" else None
    found = queries.by_code(organization=request.place.organization.id, typed=chosen)
    return render(request, "returning/day.html", {"found": found, "kept": kept})


def _kept(request: PlacedRequest, code: str) -> str:
    try:
        day: date = remembering_a_day.keep(organization=request.place.organization.id, secret=code, now=clock.now())
    except NoSuchDay:
        return ""
    return times.long_date(day)


def _stopped(request: PlacedRequest, code: str) -> HttpResponse:
    remembering_a_day.stop(organization=request.place.organization.id, secret=code, now=clock.now())
    return render(request, "returning/day.html", {"found": None, "kept": None, "stopped": True})


def _sent_from_here(request: PlacedRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
