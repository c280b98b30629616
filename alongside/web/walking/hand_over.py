"""Handing over to another supporter: choosing who, taking it back, and the answers of whoever is asked.

Belongs here: these pages and buttons. Does not belong here: what follows (`journeys/handing_over.py`).
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.cases import hand_overs
from alongside.cases.errors import CaseError, MoveRefused, NoSuchHandOver, NotTheirs
from alongside.journeys import handing_over
from alongside.paging.errors import MayNotBePaged, MayNotTake, NotNow
from alongside.people import access
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting.case import done, mine, own, to_case
from alongside.web.walking.forms import HandOver


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, case: UUID) -> HttpResponse:
    """Choose who goes on; a POST asks them, or asks the person first."""
    now = clock.now()
    theirs = mine(request, case, now=now)
    try:
        able = handing_over.those_who_can(**own(request, case), now=now)
    except NotTheirs as gone:
        raise Http404 from gone
    except MoveRefused:
        return to_case(request, case)
    form = HandOver(request.POST if request.method == "POST" else None, able=able, zone=request.place.zone, now=now)
    if form.is_bound and form.is_valid():
        try:
            return done(request, case, partial(handing_over.propose, **form.wish()))
        except MayNotBePaged:
            form.add_error("to", _("This colleague cannot go on with them just now. Please choose somebody else."))
    return render(request, "walking/hand_over.html", {"case": theirs, "form": form, "able": able})


@needs(access.may_be_paged)
@require_POST
def keep(request: MemberRequest, case: UUID) -> HttpResponse:
    """Go on after all."""
    return done(request, case, handing_over.take_back)


@needs(access.may_be_paged)
@require_POST
def take(request: MemberRequest, turn: UUID) -> HttpResponse:
    """Say yes; from now on they are this member's."""
    who = {"organization": request.member.organization, "person": request.member.person}
    try:
        case = handing_over.take(**who, turn=turn, now=clock.now())
    except NotNow:
        said = _("You are noted as away, or already walk with as many people as was agreed. Somebody else is asked.")
        messages.info(request, said)
    except (MayNotTake, CaseError):  # Told alike: why they may not would tell about the person.
        _theirs(**who, turn=turn)
        messages.info(request, _("This one no longer needs you. Thank you for being there."))
    else:
        return HttpResponseRedirect(request.place.url("desk-case", case=case))
    return HttpResponseRedirect(request.place.url("desk-now"))


@needs(access.may_be_paged)
@require_POST
def pass_on(request: MemberRequest, turn: UUID) -> HttpResponse:
    """Not this time; nobody asks why."""
    who = {"organization": request.member.organization, "person": request.member.person}
    try:
        handing_over.pass_on(**who, turn=turn, now=clock.now())
    except NoSuchHandOver:
        _theirs(**who, turn=turn)
    messages.info(request, _("That is fine. You will not be asked about this one again."))
    return HttpResponseRedirect(request.place.url("desk-now"))


def _theirs(*, organization: UUID, person: UUID, turn: UUID) -> None:
    """A question that was never put to this member does not exist; one that is answered already may be tapped twice."""
    if not hand_overs.was_asked(organization=organization, turn=turn, person=person):
        raise Http404
