"""What is held because unusually many people were named: numbers only, and two buttons.

Belongs here: how many, since when, by which door. Does not belong here: a kind, a place, a name: none is shown.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.events import queries
from alongside.journeys import an_event_happened
from alongside.people import access
from alongside.web.gate import MemberRequest, needs

DOORS = frozenset({"form", "machine"})


@needs(access.may_see_to_held_events)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show how much is held, by door."""
    organization = request.place.organization.id
    most = queries.choices(organization=organization).people_an_hour
    return render(
        request, "reporting_an_event/held.html", {"held": queries.held(organization=organization), "most": most}
    )


@needs(access.may_see_to_held_events)
@require_POST
def release(request: MemberRequest, door: str) -> HttpResponse:
    """Let it go out."""
    if door not in DOORS:
        raise Http404
    if an_event_happened.release(member=request.member, came_by=door, now=clock.now()):
        messages.success(request, _("Offers go out now: each person once."))
    return _back(request)


@needs(access.may_see_to_held_events)
@require_POST
def discard(request: MemberRequest, door: str) -> HttpResponse:
    """Burn it: nobody of it is offered anything."""
    if door not in DOORS:
        raise Http404
    if an_event_happened.discard(member=request.member, came_by=door, now=clock.now()):
        messages.success(request, _("Discarded. The lists are gone."))
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("events-held"))
