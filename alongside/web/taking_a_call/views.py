"""Taking a call: one screen, one minute, for any role on duty.

Belongs here: showing the form, sending it, saying that it was sent. Does not belong here: what Send does
(`journeys/taking_a_call.py`). After Send neither the number nor the code is left where this browser can go back to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.cases.errors import NoDraft
from alongside.journeys import taking_a_call
from alongside.journeys.asking_for_help import Sent
from alongside.paging import queries as paging
from alongside.people import access
from alongside.people import queries as people
from alongside.tenancy import queries
from alongside.vocabulary.asking import Urgency
from alongside.web.gate import MemberRequest, needs
from alongside.web.taking_a_call.forms import Call

SENT = "call_sent"
"""In the staff session: when it was sent and what was promised. Never the number, never the code, never the case."""


@needs(access.may_take_a_call)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: MemberRequest) -> HttpResponse:
    """Show the screen, or send what was written down."""
    now, house = clock.now(), request.place.organization
    if house.withdrawn or not queries.sites(house.id):
        return render(request, "taking_a_call/closed.html", {"withdrawn": house.withdrawn})
    form = _form(request, now)
    if request.method == "POST" and form.is_valid():
        return _send(request, form, now)
    words = {
        "form": form,
        "limits": queries.limits(house.id, request.place.language),
        "now_open": house.answers_now(now=now),
        "engine_late": paging.engine_is_late(now=now),
        "rehearsing": not house.open,
    }
    return render(request, "taking_a_call/take.html", words)


def _form(request: MemberRequest, now: datetime) -> Call:
    member = request.member
    own = people.person(organization=member.organization, person=member.person, now=now)
    return Call(
        request.POST if request.method == "POST" else None,
        house=request.place.organization,
        language=request.place.language,
        own_site=own.site if own else None,
        now=now,
    )


def _send(request: MemberRequest, form: Call, now: datetime) -> HttpResponse:
    wants_code = form.cleaned_data["wants_code"]
    try:
        saved = taking_a_call.take_a_call(
            member=request.member, answers=form.to_send(), wants_code=wants_code, once=form.token, now=now
        )
    except NoDraft:
        return HttpResponseRedirect(request.place.url("desk-take-call"))
    request.session[SENT] = {
        "at": now.isoformat(),
        "due": saved.contact_due.isoformat(),
        "urgency": saved.urgency.value,
    }
    if saved.code:
        return render(request, "taking_a_call/sent.html", {**_told(saved, now), "groups": saved.code.split("-")})
    return HttpResponseRedirect(request.place.url("desk-take-call-sent"))


def _told(saved: Sent, at: datetime) -> dict[str, Any]:
    return {"at": at, "due": saved.contact_due, "danger": saved.urgency is Urgency.DANGER}


@needs(access.may_take_a_call)
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """Say that it was sent, and when; nothing else is left here."""
    kept = request.session.get(SENT)
    if kept is None:
        return HttpResponseRedirect(request.place.url("desk-take-call"))
    saved = Sent("", Urgency(kept["urgency"]), datetime.fromisoformat(kept["due"]))
    return render(request, "taking_a_call/sent.html", _told(saved, datetime.fromisoformat(kept["at"])))
