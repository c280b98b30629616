"""Coming in for the first time, or again after losing a key: by link, by a code heard, by asking for help.

Belongs here: the pages. Does not belong here: making an invitation (`web/administering`). A GET changes nothing: a mail
scanner that follows the link uses nothing up.
"""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from alongside import clock
from alongside.journeys import signing_in
from alongside.people import operations, queries
from alongside.people.errors import InvitationOver, SignsInElsewhere
from alongside.web.place import PlacedRequest
from alongside.web.signing_in import forms, proof
from alongside.web.signing_in.entering import enter, to
from alongside.web.signing_in.patience import must_wait
from alongside.web.signing_in.proof import Proof


def by_link(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the button that begins; then begin."""
    here = cast("PlacedRequest", request)
    if request.method == "POST":
        return _begin(here, secret)
    stands = operations.invitation_stands(organization=here.place.organization.id, secret=secret, now=clock.now())
    return render(request, "signing_in/join.html" if stands else "signing_in/join_over.html")


def by_code(request: HttpRequest) -> HttpResponse:
    """Take a code heard over the telephone."""
    here = cast("PlacedRequest", request)
    form = forms.Invitation(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not must_wait(here, form):
        code = form.cleaned_data["code"]
        if operations.invitation_stands(organization=here.place.organization.id, secret=code, now=clock.now()):
            return _begin(here, code)
        form.add_error("code", _("This code opens nothing here. Please compare it, or ask for a new one."))
    return render(request, "signing_in/join_code.html", {"form": form})


def help_me(request: HttpRequest) -> HttpResponse:
    """Send a new invitation, if the address is somebody's; the answer is the same if not."""
    here = cast("PlacedRequest", request)
    form = forms.Help(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not must_wait(here, form):
        signing_in.ask_for_help(
            organization=here.place.organization.id,
            email=form.cleaned_data["email"],
            address_of=lambda secret: here.place.url("join-link", secret=secret),
            now=clock.now(),
        )
        return render(request, "signing_in/help_sent.html")
    return render(request, "signing_in/help.html", {"form": form})


def _begin(request: PlacedRequest, secret: str) -> HttpResponse:
    organization, now = request.place.organization.id, clock.now()
    strong = proof.proof_of(request) >= Proof.CODES
    signed_in = request.user.pk if strong else None
    try:
        account = signing_in.open_invitation(organization=organization, secret=secret, signed_in=signed_in, now=now)
    except InvitationOver:
        return render(request, "signing_in/join_over.html")
    except SignsInElsewhere:
        return render(request, "signing_in/join_elsewhere.html")
    member = queries.member(account=account, organization=organization, now=now)
    if account == signed_in and member is not None:
        signing_in.finish_without_key(member=member, now=now)
        return to(request, "desk")
    enter(request, account)
    proof.start_over(request)
    proof.record_invitation(request)
    return to(request, "my-sign-in")
