"""What was agreed on about being called again, as the supporter heard it.

Belongs here: one page. Does not belong here: what follows (`journeys/walking_alongside.py`).
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.journeys import walking_alongside
from alongside.people import access
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting.case import done, mine, to_case
from alongside.web.walking.forms import TheySaid


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest, case: UUID) -> HttpResponse:
    """Ask what they said; a POST keeps it."""
    now = clock.now()
    theirs = mine(request, case, now=now)
    plan = theirs.plan
    if plan is None:
        return to_case(request, case)
    data = request.POST if request.method == "POST" else None
    form = TheySaid(data, zone=request.place.zone, now=now, row=plan.row, yes=plan.asks)
    if form.is_bound and form.is_valid():
        return done(request, case, partial(walking_alongside.they_said, **form.answer()))
    return render(request, "walking/plan.html", {"case": theirs, "plan": plan, "form": form})
