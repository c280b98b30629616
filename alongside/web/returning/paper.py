"""Taking a dated paper along: it says that one was in contact with a colleague, and nothing else.

Belongs here: the page that explains it, and the paper in the answer to a POST. Does not belong here: what stands on it.
Nothing is written and nothing is counted.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.journeys import returning
from alongside.web import attested
from alongside.web.returning.visits import VisitRequest, to_page, visiting


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def take(request: VisitRequest) -> HttpResponse:
    """Explain it; a POST answers with the paper, in one of the organization's languages."""
    now, house = clock.now(), request.place.organization
    standing = returning.where_things_stand(organization=house.id, token=request.visit, now=now)
    if standing.walked.first_contact_at is None:
        return to_page(request)
    language = request.POST.get("language", "")
    if request.method == "POST" and language in house.languages:
        return attested.answer(house, language=language, now=now)
    return render(request, "returning/paper.html", {"languages": house.languages})
