"""What a returning person says about a professional: yes or no before one is asked, and the way back.

Belongs here: two buttons. Does not belong here: what follows (`journeys/handing_to_a_professional.py`). Nothing changes
by GET.
"""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from alongside import clock
from alongside.journeys import handing_to_a_professional
from alongside.web.returning.acknowledged import Told
from alongside.web.returning.visits import VisitRequest, to_page, visiting


@require_POST
@visiting
def answer(request: VisitRequest) -> HttpResponse:
    """Say yes or no to a professional; a question that is over by now changes nothing."""
    try:
        row = UUID(request.POST.get("row", ""))
    except ValueError:
        return to_page(request)
    house, agreed = request.place.organization.id, request.POST.get("agreed") == "yes"
    handing_to_a_professional.they_say(
        organization=house, token=request.visit, hand_off=row, agreed=agreed, now=clock.now()
    )
    return to_page(request, told=Told.ANSWERED)


@require_POST
@visiting
def rather(request: VisitRequest) -> HttpResponse:
    """Go back to peer support."""
    house = request.place.organization.id
    handing_to_a_professional.rather_my_colleague(organization=house, token=request.visit, now=clock.now())
    return to_page(request, told=Told.BACK_WITH_PEERS)
