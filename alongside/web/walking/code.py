"""A new code for somebody who lost theirs, read aloud by the colleague who carries them (hazard H19).

Belongs here: the page and its steps. Does not belong here: replacing the old one (`journeys/new_codes.py`). The code
stands only in the answer to a button, to whoever used their passkey just now; nothing changes until the person has read
its last two groups back and the colleague has typed them.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases.errors import MovedMeanwhile, MoveRefused, NoSuchCase, NotTheirs
from alongside.journeys import new_codes
from alongside.journeys.new_codes import Drawn
from alongside.people import access
from alongside.web import code_shown
from alongside.web.forms import visible
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import again
from alongside.web.supporting.case import mine

SPOKEN = {
    word[0]: word
    for word in (
        "Alfa", "Bravo", "Charlie", "Delta", "Echo", "Foxtrot", "Golf", "Hotel", "Juliett", "Kilo", "Mike", "November",
        "Papa", "Quebec", "Romeo", "Sierra", "Tango", "Victor", "Whiskey", "X-ray", "Yankee", "Zulu",
    )
}  # fmt: skip
"""The alphabet of radio, the same in both languages; a code holds no I, L, O and U."""


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def renew(request: MemberRequest, case: UUID) -> HttpResponse:
    """Say what to ask by phone; then show a code to read aloud; then keep it once it was read back."""
    theirs = mine(request, case, now=clock.now())
    if request.method != "POST":
        return render(request, "walking/code.html", {"case": theirs})
    if not again.is_proved(request):
        to = request.place.url("desk-case-code", case=case)
        return again.ask_at(request, title=theirs.designation, back=to, to=to)
    try:
        return _step(request, case, {"case": theirs})
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    except (MovedMeanwhile, MoveRefused):
        messages.info(request, _("Things have moved on since this page was shown. This is how they stand now."))
        return _to_case(request, case)


def _step(request: MemberRequest, case: UUID, page: dict[str, Any]) -> HttpResponse:
    own = {"organization": request.member.organization, "case": case, "person": request.member.person}
    drawn = code_shown.sent_back(request.POST.get("code", ""), reader=_reader(request, case))
    if drawn is None:
        return _shown(request, case, page, new_codes.draw_by_phone(**own))
    typed = visible(request.POST.get("ending", ""))[:40]
    if not code_shown.typed_back(drawn, typed):
        return _shown(request, case, page, drawn, typed=typed, mistyped=True)
    new_codes.take_by_phone(**own, drawn=drawn, now=clock.now())
    messages.success(
        request, _("The new code works now, and the old one no more. They take one of their own at first use.")
    )
    return _to_case(request, case)


def _shown(
    request: MemberRequest, case: UUID, page: dict[str, Any], drawn: Drawn, *, typed: str = "", mistyped: bool = False
) -> HttpResponse:
    words = code_shown.words(drawn, reader=_reader(request, case), typed=typed, mistyped=mistyped)
    spelled = [(group, " ".join(SPOKEN.get(one, one) for one in group)) for group in words["groups"]]
    return render(request, "walking/code.html", {**page, **words, "spelled": spelled})


def _reader(request: MemberRequest, case: UUID) -> str:
    return f"desk.{request.member.person}.{case}"


def _to_case(request: MemberRequest, case: UUID) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("desk-case", case=case))
