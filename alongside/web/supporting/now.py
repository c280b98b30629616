"""What needs a supporter now: answer a page, see one's people, rest.

Belongs here: showing the screen and its few buttons. Does not belong here: what answering does
(`journeys/answering_a_page.py`), one case (`case.py`).
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.cases.errors import CaseError
from alongside.journeys import answering_a_page, my_settings
from alongside.paging import inbox as pages
from alongside.paging.errors import AlreadyTaken, MayNotTake, NoSuchPage, NotDesignated, NotNow
from alongside.people import access
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import inbox


@needs(access.may_be_paged)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the screen; every ten seconds the page asks again and is answered only when something changed."""
    page = inbox.of(request.member, request.place, now=clock.now())
    if request.headers.get("HX-Request") != "true":
        return render(request, "supporting/now.html", {"inbox": page})
    if request.GET.get("seen") == page.mark:
        return HttpResponse(status=204)
    news = request.GET.get("calls") != str(len(page.calls))
    return render(request, "supporting/_live.html", {"inbox": page, "news": news})


@needs(access.may_be_paged)
@require_POST
def take(request: MemberRequest, page: UUID) -> HttpResponse:
    """Take the case; whoever was too late is thanked and learns nothing more."""
    own = {"organization": request.place.organization.id, "person": request.member.person, "page": page}
    try:
        case = answering_a_page.accept(**own, now=clock.now())
    except NoSuchPage as stranger:
        raise Http404 from stranger
    except NotDesignated:
        messages.info(request, _("You have no valid designation today, so you cannot take this. Others are asked too."))
    except NotNow:
        said = _("You are noted as away, or already walk with as many people as was agreed. Somebody else is asked.")
        messages.info(request, said)
    except (AlreadyTaken, MayNotTake, CaseError):  # Told alike: why they may not would tell about whoever asked.
        mine = pages.case_taken(**own)
        if mine is not None:
            return HttpResponseRedirect(request.place.url("desk-case", case=mine))
        messages.info(request, _("This one no longer needs you. Thank you for being there."))
    else:
        return HttpResponseRedirect(request.place.url("desk-case", case=case))
    return _to_now(request)


@needs(access.may_be_paged)
@require_POST
def pass_on(request: MemberRequest, page: UUID) -> HttpResponse:
    """Not this time; nobody asks why."""
    own = {"organization": request.place.organization.id, "person": request.member.person}
    try:
        answering_a_page.pass_on(**own, page=page, now=clock.now())
    except NoSuchPage as stranger:
        raise Http404 from stranger
    messages.info(request, _("That is fine. You will not be asked about this one again."))
    return _to_now(request)


@needs(access.may_be_paged)
@require_POST
def rest(request: MemberRequest) -> HttpResponse:
    """Stop being paged, at once and for as long as it takes."""
    my_settings.pause(member=request.member, until=None, now=clock.now())
    messages.info(request, _("You are resting. Nobody pages you until you say so."))
    return _to_now(request)


@needs(access.may_be_paged)
@require_POST
def come_back(request: MemberRequest) -> HttpResponse:
    """Be paged again."""
    my_settings.resume(member=request.member, now=clock.now())
    messages.info(request, _("Welcome back. You can be asked again from now on."))
    return _to_now(request)


def _to_now(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("desk-now"))
