"""The page of an offer: yes, no, not for me, or nothing at all.

Belongs here: one page that is the same before and after every answer. Does not belong here: what an answer does
(`journeys/offering_support.py`), the questions that follow a yes (`web/asking`).

Looking at the page never looks the offer up, so nothing about it can be learned from here, not even by how long the
answer takes (threat T1). Its address is the whole authority; so there is no further proof of origin in the page, which
would make it differ each time. A form that another site sends is not taken.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.journeys import offering_support
from alongside.vocabulary.asking import Source
from alongside.web.asking import draft as drafts
from alongside.web.place import PlacedRequest


@csrf_exempt  # See above: whoever knows the address may answer, and no cookie adds to that.
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: PlacedRequest, card: str) -> HttpResponse:
    """Show the offer; a POST answers it."""
    answer = request.POST.get("answer", "") if request.method == "POST" and _sent_from_here(request) else ""
    if answer == "yes":
        return _to_asking(request)
    if answer in {"no", "not_mine"}:
        offering_support.say_no(
            organization=request.place.organization.id,
            secret=card,
            wants_no_more=answer == "no" and request.POST.get("no_more") == "yes",
            now=clock.now(),
        )
        return _to(request, "offered-declined" if answer == "no" else "offered-not-mine")
    return render(request, "offered/offer.html")


@require_safe
def declined(request: PlacedRequest) -> HttpResponse:
    """Say that no is fine."""
    return render(request, "offered/declined.html")


@require_safe
def not_mine(request: PlacedRequest) -> HttpResponse:
    """Thank whoever got somebody else's offer."""
    return render(request, "offered/not_mine.html")


def _to_asking(request: PlacedRequest) -> HttpResponse:
    """Lead into the questions; the browser's own draft remembers that an offer led there, and nothing else does."""
    response = _to(request, "asking-start")
    if request.place.organization.open:
        now = clock.now()
        draft = drafts.read(request, now=now)
        answers = {**draft.answers, "source": Source.OFFER.value}
        drafts.keep(request, response, draft=draft, answers=answers, now=now)
    return response


def _to(request: PlacedRequest, name: str) -> HttpResponse:
    response = HttpResponseRedirect(request.place.url(name))
    response.status_code = 303
    return response


def _sent_from_here(request: PlacedRequest) -> bool:
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
