"""Calling back whoever raised the level: opening the number, saying what came of it, taking it back.

Belongs here: the pages of whoever was asked to call. Does not belong here: who is asked and when
(`journeys/raising_the_level.py`). The number stands in the answer to a POST only, and the opening is written down.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside import clock
from alongside.journeys import raising_the_level
from alongside.paging.errors import AlreadyTaken, NoSuchCallBack, NumberLost
from alongside.people import access
from alongside.web.gate import MemberRequest, needs

Act = Callable[..., None]
_ACTS: dict[str, Act] = {
    "called": raising_the_level.note_called,
    "no_answer": raising_the_level.note_no_answer,
    "undo": raising_the_level.take_it_back,
}


@needs(access.may_be_paged)
@require_POST
def open_number(request: MemberRequest, call_back: UUID) -> HttpResponse:
    """Take it upon oneself to call, and show the number."""
    now = clock.now()
    try:
        number = raising_the_level.open_number(member=request.member, call_back=call_back, now=now)
    except NoSuchCallBack as stranger:
        raise Http404 from stranger
    except AlreadyTaken:
        return _taken(request)
    except NumberLost:
        lost = _(
            "This number cannot be opened: its key is lost. "
            "The coordinators were told, and whoever waits is shown a number to call."
        )
        messages.info(request, lost)
        return HttpResponseRedirect(request.place.url("desk-now"))
    return render(request, "supporting/call_back.html", {"number": number, "call_back": call_back})


@needs(access.may_be_paged)
@require_POST
def outcome(request: MemberRequest, call_back: UUID) -> HttpResponse:
    """Write down what came of the call, or take the last word back."""
    act = _ACTS.get(request.POST.get("said", ""))
    if act is not None:
        return _done(request, act, call_back, clock.now())
    return HttpResponseRedirect(request.place.url("desk-now"))


def _done(request: MemberRequest, act: Act, call_back: UUID, now: datetime) -> HttpResponse:
    try:
        act(member=request.member, call_back=call_back, now=now)
    except NoSuchCallBack as stranger:
        raise Http404 from stranger
    except AlreadyTaken:
        return _taken(request)
    return HttpResponseRedirect(request.place.url("desk-now"))


def _taken(request: MemberRequest) -> HttpResponse:
    messages.info(request, _("This one no longer needs you. Thank you for being there."))
    return HttpResponseRedirect(request.place.url("desk-now"))
