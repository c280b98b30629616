"""What a coordinator sees of offers that are carried: numbers, never names; and choosing, blind, who carries.

Belongs here: showing and passing on. Does not belong here: what a choice does (`journeys/handing_on_offers.py`), who
said what: no screen tells.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.journeys import handing_on_offers
from alongside.people import access
from alongside.rounds import queries
from alongside.rounds.errors import MayNotCarry, NoSuchRound
from alongside.web.gate import MemberRequest, needs


@needs(access.may_see_rounds)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show every round that was open today, and all of ninety days together."""
    organization = request.member.organization
    today = clock.now().astimezone(request.place.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    context = {
        "rounds": queries.coverage(organization=organization, today=today),
        "totals": queries.totals(organization=organization),
    }
    return render(request, "carrying/coverage.html", context)


@needs(access.may_see_rounds)
@require_safe
def choose(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """List those who may carry a round. Who is missing is not explained; nor is a round that is over told apart."""
    now = clock.now()
    try:
        able = handing_on_offers.those_who_may_carry(member=request.member, round_id=round_id, now=now)
    except NoSuchRound:
        able = []
    return render(request, "carrying/choose.html", {"round_id": round_id, "able": able})


@needs(access.may_see_rounds)
@require_POST
def give(request: MemberRequest, round_id: UUID, person: UUID) -> HttpResponse:
    """Let one of them carry it."""
    try:
        handing_on_offers.give(member=request.member, round_id=round_id, person=person, now=clock.now())
    except (MayNotCarry, NoSuchRound):
        messages.info(request, _("This colleague cannot carry this round now."))
    else:
        messages.success(request, _("They carry it now, and are told by day."))
    return HttpResponseRedirect(request.place.url("rounds"))
