"""A supporter is afraid for somebody's safety: numbers first, then the professional and the coordinator on call.

Belongs here: one page and its one button. Does not belong here: who is paged (`journeys/danger.py`).
Only the fact is recorded; there is nowhere to write a reason.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases.errors import NoSuchCase, NotTheirs
from alongside.journeys import danger
from alongside.people import access
from alongside.vocabulary import labels
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting.case import mine


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show the numbers and what to do; a POST pages those who can help further."""
    now = clock.now()
    theirs = mine(request, case, now=now)
    if request.method != "POST":
        todo = list(labels.rows("escalation_actions"))
        return render(request, "supporting/danger.html", {"case": theirs, "todo": todo})
    try:
        danger.supporter_raises(
            organization=request.member.organization, case=case, person=request.member.person, now=now
        )
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    return HttpResponseRedirect(request.place.url("desk-case-danger", case=case))
