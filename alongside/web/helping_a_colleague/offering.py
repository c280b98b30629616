"""Offering support by a card or a link: printed, shown, or copied.

Belongs here: the giver's two public pages. Does not belong here: the page behind the card (`web/offered`), letters
(`writing.py`). There is no list of cards and no count of them, and nothing here changes afterwards: whoever gave a card
never learns more than that it exists (threat T1).
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.journeys import offering_support
from alongside.web.helping_a_colleague import patience, squares
from alongside.web.place import PlacedRequest


@require_safe
def offer(request: PlacedRequest) -> HttpResponse:
    """Show how an offer is made, and the words that everybody gets."""
    return render(request, "helping_a_colleague/offer.html")


@require_http_methods(["GET", "HEAD", "POST"])
def card(request: PlacedRequest) -> HttpResponse:
    """Make a card and show it, in the answer to a POST only: it stands nowhere else."""
    if request.method != "POST":
        return HttpResponseRedirect(request.place.url("offer-support"))
    now, house = clock.now(), request.place.organization
    waiting = patience.must_wait(request, now=now)
    if waiting:
        return render(request, "helping_a_colleague/offer.html", {"waiting": waiting})
    secret = offering_support.give_a_card(organization=house.id, now=now)
    link = f"{settings.HOUSE.origin}{address_of(house.slug, secret)}"
    words = {"link": link, "squares": squares.of(link), "home": f"{settings.HOUSE.origin}/o/{house.slug}/"}
    return render(request, "helping_a_colleague/card.html", words)


def address_of(slug: str, secret: str) -> str:
    """Return an offer's address. It fixes no language: it speaks the reader's, not the giver's."""
    return reverse("offered", kwargs={"organization": slug, "card": secret})
