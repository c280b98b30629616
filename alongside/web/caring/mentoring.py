"""The mentors' page: who waits for a talk, and how much each supporter carries; nobody who was supported stands here.

Belongs here: showing it and its two buttons. Does not belong here: any order by load, a download, a sum.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.care import queries as care
from alongside.care.errors import NoSuchTalk, NotWithOneself
from alongside.journeys import looking_after_supporters as journey
from alongside.people import access
from alongside.vocabulary.evaluating import TalkOutcome
from alongside.web.caring import figures
from alongside.web.gate import MemberRequest, needs


@needs(access.may_mentor)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """List the talks that wait and the supporters by name."""
    now, house = clock.now(), request.place.organization.id
    told = {
        "talks": care.talks(organization=house, now=now),
        "me": request.member.person,
        "supporters": figures.supporters(organization=house, zone=request.place.zone, now=now),
    }
    return render(request, "caring/mentoring.html", told)


@needs(access.may_mentor)
@require_POST
def take(request: MemberRequest, talk: UUID) -> HttpResponse:
    """Say "I talk with them"."""
    _do(request, lambda: journey.take_on(mentor=request.member, talk=talk, now=clock.now()))
    return _back(request)


@needs(access.may_mentor)
@require_POST
def ended(request: MemberRequest, talk: UUID) -> HttpResponse:
    """Say that they talked, or that it was not wanted; rest may be given anew."""
    how = TalkOutcome.NOT_WANTED if request.POST.get("outcome") == TalkOutcome.NOT_WANTED else TalkOutcome.TALKED
    rest = request.POST.get("rest") == "yes"
    if _do(
        request,
        lambda: journey.end_talk(mentor=request.member, talk=talk, outcome=how, more_rest=rest, now=clock.now()),
    ):
        messages.info(request, _("Thank you for being there for them. Look after yourself too."))
    return _back(request)


def _do(request: MemberRequest, act: Callable[[], None]) -> bool:
    try:
        act()
    except NoSuchTalk as gone:
        raise Http404 from gone
    except NotWithOneself:
        messages.info(request, _("This talk is your own. Another mentor talks with you."))
        return False
    return True


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("mentoring"))
