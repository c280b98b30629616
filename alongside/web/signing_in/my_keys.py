"""One's own ways to sign in: passkeys, password with codes, recovery codes, ending every session.

Belongs here: the pages. Does not belong here: other people's sign-in: nobody sees or changes that, an administrator can
only invite anew. New keys are made only by whoever proved the strongest key that exists, or holds an invitation.
"""

import base64
from typing import cast

import segno
from allauth.mfa.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alongside import clock
from alongside.journeys import signing_in
from alongside.people import access, keys
from alongside.people.errors import LastKey, NotThisCode
from alongside.web.gate import MemberRequest, needs
from alongside.web.signing_in import forms, passkeys, proof
from alongside.web.signing_in.entering import stay, to
from alongside.web.signing_in.proof import Proof

setting_up = needs(access.may_see_own_settings, half_proof_is_enough=True)


def may_make_keys(request: MemberRequest, held: keys.Keys) -> bool:
    """Say whether this session may add a key: nobody climbs from a weaker proof to a stronger key that exists."""
    given = proof.proof_of(request)
    return proof.invited(request) or given is Proof.PASSKEY or (given is Proof.CODES and not held.passkeys)


@setting_up
def page(request: MemberRequest) -> HttpResponse:
    """List what one signs in with, and what is still missing."""
    held = keys.keys_of(request.member.account)
    needs_passkey = access.must_use_a_passkey(request.member)
    context = {
        "keys": held,
        "needs_passkey": needs_passkey,
        "missing": not proof.enough(request.member, proof.proof_of(request)),
        "may_make_keys": may_make_keys(request, held),
        "passkey_form": forms.NewPasskey(),
        "codes_offered": not needs_passkey,
    }
    return render(request, "signing_in/my_sign_in.html", context)


@require_POST
@setting_up
def passkey_challenge(request: MemberRequest) -> HttpResponse:
    """Give the browser what it needs to make a passkey."""
    if not may_make_keys(request, keys.keys_of(request.member.account)):
        raise Http404
    return JsonResponse(passkeys.ask_to_make(_account(request)))


@require_POST
@setting_up
def add_passkey(request: MemberRequest) -> HttpResponse:
    """Keep the passkey that the browser made."""
    if not may_make_keys(request, keys.keys_of(request.member.account)):
        raise Http404
    form = forms.NewPasskey(request.POST)
    try:
        credential = passkeys.verify_made(request.POST.get("credential", ""))
    except passkeys.NotThisPasskey:
        messages.warning(request, _("No passkey was made. Please try again, or use another device."))
        return to(request, "my-sign-in")
    name = form.cleaned_data.get("name", "") if form.is_valid() else ""
    signing_in.add_passkey(
        member=request.member,
        name=name or _("Passkey"),
        credential=credential,
        invited=proof.invited(request),
        now=clock.now(),
    )
    _stay_after_a_key(request)
    proof.record_passkey(request, now=clock.now())
    messages.success(request, _("Your passkey is ready. From now on it signs you in."))
    return to(request, "my-sign-in")


@setting_up
def set_up_codes(request: MemberRequest) -> HttpResponse:
    """Set a password with one-time codes, for roles that open no cases."""
    allowed = may_make_keys(request, keys.keys_of(request.member.account))
    if not allowed or access.must_use_a_passkey(request.member):
        raise Http404
    form = forms.PasswordAndCodes(request.POST if request.method == "POST" else None)
    secret = _secret(request)
    if form.is_bound and form.is_valid() and _keep_codes(request, form, secret):
        return to(request, "my-sign-in")
    address = get_adapter().build_totp_url(request.user, secret)
    groups = " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
    return render(request, "signing_in/codes.html", {"form": form, "secret": groups, "picture": _picture(address)})


def _keep_codes(request: MemberRequest, form: forms.PasswordAndCodes, secret: str) -> bool:
    try:
        signing_in.set_up_codes(
            member=request.member,
            password=form.cleaned_data["password"],
            secret=secret,
            code=form.cleaned_data["code"],
            invited=proof.invited(request),
            now=clock.now(),
        )
    except NotThisCode:
        form.add_error("code", _("These are not the digits expected now. Please type those that your app shows."))
        return False
    _stay_after_a_key(request)
    proof.record_codes(request, "totp")
    messages.success(request, _("Password and codes are ready. Please make recovery codes now."))
    return True


@require_POST
@needs(access.may_see_own_settings)
def recovery_codes(request: MemberRequest) -> HttpResponse:
    """Make recovery codes and show them, once."""
    if access.must_use_a_passkey(request.member):
        raise Http404
    made = signing_in.new_recovery_codes(member=request.member, now=clock.now())
    return render(request, "signing_in/recovery_codes.html", {"codes": [f"{code[:4]} {code[4:]}" for code in made]})


@require_POST
@needs(access.may_see_own_settings)
def remove_passkey(request: MemberRequest, key: int) -> HttpResponse:
    """Remove a passkey; every other session ends, for it may be in a lost device."""
    try:
        signing_in.remove_passkey(member=request.member, key=key, now=clock.now())
    except LastKey:
        messages.warning(request, _("This is your only way to sign in. Make another passkey first."))
        return to(request, "my-sign-in")
    stay(request, request.member.account)
    messages.success(request, _("The passkey is removed, and every other session has ended."))
    return to(request, "my-sign-in")


@require_POST
@setting_up
def end_sessions(request: MemberRequest) -> HttpResponse:
    """End every session everywhere, this one too."""
    signing_in.end_sessions(member=request.member, now=clock.now())
    logout(request)
    return to(request, "sign-in")


def _account(request: MemberRequest) -> AbstractBaseUser:
    return cast("AbstractBaseUser", request.user)


def _stay_after_a_key(request: MemberRequest) -> None:
    stay(request, request.member.account)
    proof.start_over(request)


def _secret(request: MemberRequest) -> str:
    """Return the secret that this session sets up: the same each time it looks, so that looking changes nothing."""
    seed = f"{request.session.session_key}|{request.member.account}|{_account(request).password}"
    digest = salted_hmac("alongside.web.signing_in.codes", seed, algorithm="sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def _picture(address: str) -> str:
    """Return a QR code as the address of an image: black on white, in the dark too."""
    return segno.make(address, error="m", micro=False).svg_data_uri(border=4, light="white", omitsize=True)
