"""Giving the ticket: to whoever came back with their code, or by the supporter who reads it aloud.

Belongs here: these two buttons. Does not belong here: how a ticket is kept from its case
(`journeys/asking_how_it_was.py`).
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside import clock
from alongside.cases.errors import MoveRefused, NoSuchCase, NotTheirs
from alongside.journeys import asking_how_it_was as journey
from alongside.people import access
from alongside.web.evaluating.forms import Questions
from alongside.web.evaluating.views import ask
from alongside.web.gate import MemberRequest, needs
from alongside.web.returning.visits import VisitRequest, to_page, visiting


@require_POST
@visiting
def own(request: VisitRequest) -> HttpResponse:
    """Give them their ticket, shown once, and ask the questions at once; who had one is led back."""
    ticket = journey.take_ticket(organization=request.place.organization.id, token=request.visit, now=clock.now())
    if ticket is None:
        return to_page(request)
    return ask(request, Questions(ticket=ticket), fresh=ticket)


@needs(access.may_be_paged)
@require_POST
def aloud(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show the ticket to the supporter, once, to be read aloud or written down for them."""
    own = {"organization": request.place.organization.id, "person": request.member.person, "case": case}
    try:
        ticket = journey.read_aloud(**own, now=clock.now())
    except (NotTheirs, NoSuchCase) as stranger:
        raise Http404 from stranger
    except MoveRefused:
        return HttpResponseRedirect(request.place.url("desk-case", case=case))
    if ticket is None:
        messages.info(request, _("They were given one already, or nobody has spoken with them yet."))
        return HttpResponseRedirect(request.place.url("desk-case-end", case=case))
    address = request.build_absolute_uri(request.place.url("afterwards")).partition("://")[2]
    return render(request, "evaluating/aloud.html", {"ticket": ticket, "case": case, "address": address})
