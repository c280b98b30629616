"""A supporter is afraid for somebody's safety: numbers first, then the professional and the coordinator on call.

Belongs here: one page and its one button, and how the asking stands. Does not belong here: who is asked
(`journeys/danger.py`), lowering it (`web/taking_over/danger.py`).
Only the fact is recorded; there is nowhere to write a reason.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases import dangers
from alongside.cases.errors import NoSuchCase, NotTheirs
from alongside.journeys import danger as journey
from alongside.people import access
from alongside.tenancy.queries import limits
from alongside.vocabulary import labels
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting.case import mine
from alongside.web.taking_over import danger


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show the numbers and what to do; a POST pages those who can help further, also again."""
    now, member = clock.now(), request.member
    theirs = mine(request, case, now=now)
    if request.method != "POST":
        house = request.place.organization
        row = dangers.row_of_case(organization=house.id, case=case)
        todo = list(labels.rows("escalation_actions"))
        words: dict[str, object] = {"todo": todo, "limits": limits(house.id, request.place.language), "row": row}
        if row is not None:
            words |= danger.words(request, row, now=now)
        return render(request, "supporting/danger.html", {"case": theirs, **words})
    try:
        journey.supporter_raises(organization=member.organization, case=case, person=member.person, now=now)
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    return HttpResponseRedirect(request.place.url("desk-case-danger", case=case))
