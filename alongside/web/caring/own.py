"""A supporter's own page: how heavy it was, rest, a mentor's talk, thanks, and what people said.

Belongs here: showing it and its buttons. Does not belong here: what each does (`journeys/looking_after_supporters.py`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.care import queries as care
from alongside.cases import queries as cases
from alongside.journeys import looking_after_supporters as journey
from alongside.paging import queries as paging
from alongside.people import access
from alongside.rota import queries as rota
from alongside.surveys import queries as surveys
from alongside.vocabulary.evaluating import Weight
from alongside.web import times
from alongside.web.caring import figures
from alongside.web.gate import MemberRequest, needs


@needs(access.may_see_own_care)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show how they fare, to themselves."""
    now, house = clock.now(), request.place.organization.id
    today = now.astimezone(request.place.zone).date()
    own: dict[str, Any] = {"organization": house, "supporter": request.member.person}
    carries = cases.loads(organization=house).get(request.member.person, 0)
    limit = paging.ladder(organization=house).load_cap
    told = {
        "weights": list(Weight),
        "ratings": care.ratings(**own, today=today),
        "talk": care.talk_of(**own, now=now),
        "away": figures.away_until(rota.away_rows(organization=house, at=now, person=request.member.person), at=now),
        "load": figures.Load(carries, limit),
        "thanks": figures.by_month(surveys.thanks_of(**own)),
        "shares": figures.told(surveys.shares(organization=house, now=now)),
    }
    return render(request, "caring/own.html", told)


@needs(access.may_see_own_care)
@require_POST
def rate(request: MemberRequest) -> HttpResponse:
    """Note how heavy it was; after a heavy one, say until when they rest."""
    if request.POST.get("weight") not in set(Weight):
        messages.info(request, _("Please choose light, medium or heavy."))
        return _back(request)
    weight, once = Weight(request.POST["weight"]), request.POST.get("once", "")[:64]
    until = journey.rate(member=request.member, weight=weight, once=once, now=clock.now())
    if until is None:
        messages.info(
            request, _("Noted, for you and the mentors. Five minutes alone now? Stand up, drink, look outside.")
        )
    else:
        when = times.day_and_clock(until, request.place.zone, now=clock.now())
        said = _("Noted. Nobody pages you until %(when)s, and a mentor has been asked to talk with you.")
        messages.info(request, said % {"when": when})
    return _back(request)


@needs(access.may_see_own_care)
@require_POST
def ask_for_talk(request: MemberRequest) -> HttpResponse:
    """Ask for a mentor's talk."""
    journey.ask_for_talk(member=request.member, now=clock.now())
    messages.info(request, _("The mentors have been asked. One of them talks with you within 48 hours."))
    return _back(request)


@needs(access.may_see_own_care)
@require_POST
def no_talk_needed(request: MemberRequest) -> HttpResponse:
    """Say that no talk is needed."""
    if journey.no_talk_needed(member=request.member, now=clock.now()):
        messages.info(request, _("That is fine. You can ask for one at any time."))
    else:
        messages.info(request, _("After danger the talk is the rule. You can tell the mentor if you would rather not."))
    return _back(request)


@needs(access.may_see_own_care)
@require_POST
def not_well(request: MemberRequest) -> HttpResponse:
    """Stop being paged at once, and ask for a mentor."""
    journey.not_well(member=request.member, now=clock.now())
    messages.info(request, _("Nobody pages you until you say so. A mentor has been asked. Thank you for saying it."))
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("desk-care"))
