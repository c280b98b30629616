"""Once more the passkey, before how to reach a person is shown: a stolen telephone is not its owner (threat T14).

Belongs here: asking for it and taking the answer. Does not belong here: the ceremony (`web/signing_in/passkeys.py`).
"""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render

from alongside import clock
from alongside.cases.queries import OwnCase
from alongside.journeys import signing_in
from alongside.web.gate import MemberRequest
from alongside.web.signing_in import passkeys, proof


def is_proved(request: MemberRequest) -> bool:
    """Say whether this member proved lately that it is them, or does so with this very request."""
    now = clock.now()
    if proof.proved_lately(request, now=now):
        return True
    answer = request.POST.get("credential", "")
    if not answer:
        return False
    try:
        used = passkeys.verify_used(answer)
    except passkeys.NotThisPasskey:
        return False
    if used.account != request.member.account:
        return False
    signing_in.use_passkey(key=used.key, now=now)
    proof.record_passkey(request, now=now)
    return True


def ask(request: MemberRequest, theirs: OwnCase) -> HttpResponse:
    """Ask for the passkey; its answer comes back to the address that was asked for."""
    back, to = (request.place.url(name, case=theirs.case) for name in ("desk-case", "desk-case-contact"))
    return ask_at(request, title=theirs.designation, back=back, to=to)


def ask_at(
    request: MemberRequest, *, title: str, back: str, to: str, held: Mapping[str, str] | None = None
) -> HttpResponse:
    """Ask for the passkey and have its answer sent to an address of this house; `back` leads away from it.

    `held` are codes that were chosen already, and go along with the answer.
    """
    words = {"title": title, "back": back, "to": to, "held": held or {}, "failed": "credential" in request.POST}
    return render(request, "supporting/again.html", words)
