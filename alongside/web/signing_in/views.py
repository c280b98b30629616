"""Signing in and out.

Belongs here: the pages. Does not belong here: who may do what afterwards (`web/gate.py`). Known and unknown are
answered alike, after the same work; many tries are slowed, never refused.
"""

from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from alongside import clock
from alongside.journeys import signing_in
from alongside.paging import queries as paging
from alongside.people import access, keys
from alongside.people.errors import NotThisCode
from alongside.vocabulary.roles import Role
from alongside.web import tabs
from alongside.web.gate import MemberRequest, needs
from alongside.web.place import PlacedRequest
from alongside.web.signing_in import forms, passkeys, proof
from alongside.web.signing_in.entering import enter, to, works_here
from alongside.web.signing_in.patience import must_wait

CARRIES = frozenset({Role.SUPPORTER, Role.PROFESSIONAL})
"""Who carries requests needs the screen of their own first, whatever else they do."""

HALF = "half"
"""Where the session keeps whose password was right until the code comes."""
HALF_LIVES = timedelta(minutes=10)


@needs(access.may_see_own_settings)
def desk(request: MemberRequest) -> HttpResponse:
    """Lead everybody to the screen they need first: who coordinates and is not asked for anything, to the board."""
    found, member = tabs.of(request), request.member
    response = to(request, "my-settings")
    if found:
        response.headers["Location"] = found[0].address
    if Role.COORDINATOR in member.roles and not member.roles & CARRIES:
        asked = paging.open_pages(organization=member.organization, person=member.person)
        return response if asked else to(request, "board")
    return response


def sign_in(request: HttpRequest) -> HttpResponse:
    """Passkey first, password and code for the rest."""
    here = cast("PlacedRequest", request)
    if proof.proof_of(request):
        return to(here, "desk")
    form = forms.SignIn(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not must_wait(here, form):
        account = keys.account_with_password(email=form.cleaned_data["email"], password=form.cleaned_data["password"])
        if account is not None and works_here(here, account):
            request.session.cycle_key()
            request.session[HALF] = {"account": account.hex, "at": clock.now().isoformat()}
            return to(here, "sign-in-code")
        form.add_error(None, _("This address and password do not open a desk here. Please try again."))
    return render(request, "signing_in/sign_in.html", {"form": form})


def code(request: HttpRequest) -> HttpResponse:
    """The second step, after a right password: a one-time or a recovery code."""
    here = cast("PlacedRequest", request)
    account = _half(request, clock.now())
    if account is None:
        return to(here, "sign-in")
    form = forms.Code(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and not must_wait(here, form):
        try:
            kind = signing_in.give_code(account=account, code=form.cleaned_data["code"], now=clock.now())
        except NotThisCode:
            form.add_error("code", _("This is not the code expected, or it was used before. Please type the next one."))
        else:
            del request.session[HALF]
            enter(request, account)
            proof.record_codes(request, kind)
            return to(here, "desk")
    return render(request, "signing_in/code.html", {"form": form})


@require_POST
def passkey_challenge(_request: HttpRequest) -> HttpResponse:
    """Give the browser a challenge; it names nobody."""
    return JsonResponse(passkeys.ask_to_use())


@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Take the answer to a challenge."""
    here = cast("PlacedRequest", request)
    try:
        used = passkeys.verify_used(request.POST.get("credential", ""))
    except passkeys.NotThisPasskey:
        return _no_passkey(request)
    if not works_here(here, used.account):
        return _no_passkey(request)
    signing_in.use_passkey(key=used.key, now=clock.now())
    enter(request, used.account)
    proof.record_passkey(request, now=clock.now())
    return to(here, "desk")


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    logout(request)
    return to(cast("PlacedRequest", request), "sign-in")


def _no_passkey(request: HttpRequest) -> HttpResponse:
    context = {"form": forms.SignIn(), "passkey_failed": True}
    return render(request, "signing_in/sign_in.html", context)


def _half(request: HttpRequest, now: datetime) -> UUID | None:
    kept = request.session.get(HALF)
    if not kept or now - datetime.fromisoformat(kept["at"]) > HALF_LIVES:
        return None
    return UUID(kept["account"])
