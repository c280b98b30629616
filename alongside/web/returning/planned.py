"""What a returning person says about being called again, and about another colleague going on.

Belongs here: one page and its buttons. Does not belong here: what follows (`journeys/agreeing.py`). Nothing changes by
GET.
"""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.journeys import agreeing, returning
from alongside.web.returning.acknowledged import Told
from alongside.web.returning.visits import VisitRequest, to_page, visiting
from alongside.web.walking.forms import CallAgain


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def next_time(request: VisitRequest) -> HttpResponse:
    """Ask whether their colleague may get in touch again, and when; a POST keeps it."""
    now, house = clock.now(), request.place.organization.id
    standing = returning.where_things_stand(organization=house, token=request.visit, now=now)
    plan = standing.plan
    if plan is None:
        return to_page(request)
    zone = ZoneInfo(standing.site_zone)
    data = request.POST if request.method == "POST" else None
    form = CallAgain(data, zone=zone, now=now, row=plan.row, yes=plan.asks)
    if form.is_bound and form.is_valid():
        agreeing.about_the_next_talk(organization=house, token=request.visit, now=now, **form.answer())
        return to_page(request, told=Told.ANSWERED)
    return render(request, "returning/next_time.html", {"form": form, "plan": plan, "zone": zone})


@require_POST
@visiting
def colleague(request: VisitRequest) -> HttpResponse:
    """Say yes or no to another colleague going on."""
    try:
        row = UUID(request.POST.get("row", ""))
    except ValueError:
        return to_page(request)
    agreed = request.POST.get("agreed") == "yes"
    house = request.place.organization.id
    agreeing.about_another_supporter(organization=house, token=request.visit, row=row, agreed=agreed, now=clock.now())
    return to_page(request, told=Told.ANSWERED)
