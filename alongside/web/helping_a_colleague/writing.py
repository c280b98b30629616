"""Offering support by letter, to somebody of the people directory: found by their whole name, confirmed, sent.

Belongs here: the giver's pages at the desk. Does not belong here: whether it is this person's turn
(`journeys/offering_support.py`); the page afterwards is the same whether or not it was.

People who bear one name are told apart by where they work (hazard H14). Whoever is not found gets a card by hand; the
page does not tell a stranger from somebody without an address.
"""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import offering_support
from alongside.people import access
from alongside.web import looking_up
from alongside.web.gate import MemberRequest, needs
from alongside.web.helping_a_colleague.forms import Colleague
from alongside.web.helping_a_colleague.offering import address_of


@needs(access.may_offer_by_letter)
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: MemberRequest) -> HttpResponse:
    """Ask for a whole name; then ask to confirm who it is, or choose among people of one name."""
    form = Colleague(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "helping_a_colleague/letter.html", {"form": form})
    said, now = form.cleaned_data["said"], clock.now()
    if waiting := looking_up.must_wait(request, names=1, now=now):
        return render(request, "helping_a_colleague/letter.html", {"form": form, "waiting": waiting})
    found = offering_support.look_up(organization=request.place.organization.id, said=said, now=now)
    return render(request, "helping_a_colleague/letter_to.html", {"found": found, "said": said})


@needs(access.may_offer_by_letter)
@require_POST
def send(request: MemberRequest) -> HttpResponse:
    """Have the letter sent to the person who was confirmed; say that it was delivered."""
    try:
        person = UUID(request.POST.get("person", ""))
    except ValueError:
        return HttpResponseRedirect(request.place.url("desk-offer"))
    address = partial(address_of, request.place.organization.slug)
    offering_support.write_to(member=request.member, person=person, address_of=address, now=clock.now())
    return HttpResponseRedirect(request.place.url("desk-offer-delivered"), status=303)


@needs(access.may_offer_by_letter)
@require_safe
def delivered(request: MemberRequest) -> HttpResponse:
    """Say that it was delivered: always the same page."""
    return render(request, "helping_a_colleague/delivered.html")
