"""Raising the level: four criteria, three actions each with its number, and "have the professional call you".

Belongs here: these pages. Does not belong here: what pressing the button does (`journeys/raising_the_level.py`).
No account and no case. How it stands is shown again by the form's own token, which travels by POST only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import phonenumbers
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.directory.services import Entry
from alongside.journeys import raising_the_level
from alongside.journeys.raising_the_level import Face
from alongside.paging import queries as paging
from alongside.paging.errors import NobodyOnCall
from alongside.paging.rules.call_back import KEPT
from alongside.web import telephones
from alongside.web.helping_a_colleague import patience, reading
from alongside.web.helping_a_colleague.forms import OwnNumber
from alongside.web.place import Place, PlacedRequest

GUIDE = "raise-the-level-now"
FROM_THE_GUIDE = slice(2, None)
"""Its first two sections, the criteria and the actions, are the page itself."""


@dataclass(frozen=True)
class Act:
    """One of the three actions: what to do, what to say, whom to call. `tel` is "" where the words hold no number."""

    code: str
    say: Promise
    placeholder: str
    words: str
    digits: str
    tel: str
    services: tuple[Entry, ...]


@require_http_methods(["GET", "HEAD", "POST"])
def level(request: PlacedRequest) -> HttpResponse:
    """Show what to do and whom to call; a POST has the professional on call paged."""
    now = clock.now()
    form = OwnNumber(request.POST if request.method == "POST" else None, house=request.place.organization)
    if not form.is_bound or not form.is_valid():
        return _page(request, form, now)
    return _sent(request, form, now)


def _sent(request: PlacedRequest, form: OwnNumber, now: datetime) -> HttpResponse:
    organization, once = request.place.organization.id, form.cleaned_data["once"]
    if raising_the_level.where_it_stands(organization=organization, once=once).face is Face.OVER:
        waiting = patience.must_wait(request, now=now)
        if waiting:
            return _page(request, form, now, waiting=waiting)
        try:
            number = str(form.cleaned_data["phone"])
            raising_the_level.page_the_professional(organization=organization, number=number, once=once, now=now)
        except NobodyOnCall:
            return _page(request, form, now)
    return _standing(request, once, now)


@require_http_methods(["GET", "HEAD", "POST"])
def stands(request: PlacedRequest) -> HttpResponse:
    """Show how it stands, for the form's token in a POST; without one, there is nothing to show."""
    once = request.POST.get("once", "")
    if request.method != "POST" or not once:
        return HttpResponseRedirect(request.place.url("raise-the-level"))
    return _standing(request, once, clock.now())


def _standing(request: PlacedRequest, once: str, now: datetime) -> HttpResponse:
    standing = raising_the_level.where_it_stands(organization=request.place.organization.id, once=once)
    words = {"standing": standing, "once": once, "acts": _acts(request.place, now=now), **_late(now)}
    return render(request, "helping_a_colleague/stands.html", words)


def _page(
    request: PlacedRequest, form: OwnNumber, now: datetime, *, waiting: patience.Waiting | None = None
) -> HttpResponse:
    place = request.place
    given = reading.told(place, reading.guide(place, GUIDE))
    sections: Any = given["sections"]
    words = {
        **given,
        "sections": sections[FROM_THE_GUIDE],
        "form": form,
        "waiting": waiting,
        "acts": _acts(place, now=now),
        "on_call": raising_the_level.can_page(organization=place.organization.id, now=now),
        "withdrawn": place.organization.withdrawn,
        "hours_kept": int(KEPT.total_seconds()) // 3600,
        **_late(now),
    }
    return render(request, "helping_a_colleague/level.html", words)


def _late(now: datetime) -> dict[str, object]:
    return {"engine_late": paging.engine_is_late(now=now)}


def _acts(place: Place, *, now: datetime) -> list[Act]:
    """Return the three actions with the organization's own numbers: from the directory, else from its words."""
    whom = reading.whom(place, now=now)
    return [
        _act(place, "relief_from_duty", _("“I need cover now, for safety.” Not why."), "site.manager_on_call", ()),
        _act(
            place,
            "occupational_health",
            _("“A colleague needs to be seen today. I am with them.”"),
            "site.occupational_health",
            whom.of_kind("occupational_health"),
        ),
        _act(
            place,
            "specialised_care",
            _("“A colleague may be in danger. We are coming, or please come here.”"),
            "site.professional_on_call",
            (*whom.of_kind("crisis_psych_unit"), *whom.of_kind("institutional_psychologist")),
        ),
    ]


def _act(place: Place, code: str, say: Promise, placeholder: str, services: tuple[Entry, ...]) -> Act:
    words = reading.own_word(place, placeholder)
    number = _first_number(words, place.organization.country)
    digits = telephones.written(number) if number else ""
    return Act(code, say, placeholder, words, digits, f"tel:{number}" if number else "", services)


def _first_number(text: str, country: str) -> str:
    """Return the first telephone number in an organization's own words, ready to dial, or ""."""
    for match in phonenumbers.PhoneNumberMatcher(text, country):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
    return ""
