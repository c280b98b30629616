"""Breaking the glass, and being the second person who looks at it.

Belongs here: asking for reason and passkey, showing how to reach one person in the answer to a POST, the list for a
second person. Does not belong here: what breaking it does (`journeys/breaking_the_glass.py`).
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases import glass
from alongside.cases import queries as cases
from alongside.cases.errors import KeptAway, MoveRefused, NobodyToTell, NoSuchCase, NoSuchWitness
from alongside.cases.queries import BoardRow
from alongside.journeys import breaking_the_glass
from alongside.journeys.breaking_the_glass import Opened
from alongside.people import access
from alongside.tenancy import words
from alongside.vocabulary import labels
from alongside.vocabulary.breaking import GlassReason
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import again
from alongside.web.supporting import contact as contacts
from alongside.web.taking_over.forms import WhyOpen


@needs(access.may_break_the_glass)
@require_http_methods(["GET", "HEAD", "POST"])
def open_case(request: MemberRequest, case: UUID) -> HttpResponse:
    """Ask why; a reason and a passkey just used open how to reach this one person, in the answer to the POST."""
    now, row = clock.now(), _row(request, case)
    until = glass.open_until(case=case, person=request.member.person, now=now)
    form = WhyOpen(request.POST if request.method == "POST" and not until else None)
    if request.method != "POST" or (not until and not form.is_valid()):
        return _page(request, row, form=form, until=until)
    if not again.is_proved(request):
        address = request.place.url("glass", case=case)
        held = {"reason": request.POST.get("reason", "")}
        return again.ask_at(request, title=row.designation, back=address, to=address, held=held)
    return _opened(request, row, form, again_until=until, now=now)


def _opened(
    request: MemberRequest, row: BoardRow, form: WhyOpen, *, again_until: datetime | None, now: datetime
) -> HttpResponse:
    try:
        opened = _open(request, row.case, reason="" if again_until else form.cleaned_data["reason"], now=now)
    except (NoSuchCase, MoveRefused) as gone:
        raise Http404 from gone
    except NobodyToTell:
        return _page(request, row, form=form, nobody_to_tell=True)
    except KeptAway:
        return _page(request, row, form=form, kept_away=True)
    if opened is None:  # The quarter of an hour ended between the page and the button.
        return _page(request, row, form=WhyOpen())
    house = request.place.organization
    subject = _subject(house.id, opened.language, now)
    until = glass.open_until(case=row.case, person=request.member.person, now=now)
    return _page(request, row, form=form, until=until, contact=contacts.shown(opened, house=house, subject=subject))


def _open(request: MemberRequest, case: UUID, *, reason: str, now: datetime) -> Opened | None:
    member, number = request.member, request.place.organization.calling_number
    if not reason:
        return breaking_the_glass.look_again(member=member, case=case, calling_number=number, now=now)
    return breaking_the_glass.break_the_glass(
        member=member, case=case, reason=GlassReason(reason), calling_number=number, now=now
    )


@needs(access.may_look_at_broken_glass)
@require_safe
def broken(request: MemberRequest) -> HttpResponse:
    """List each time the glass was broken, and what waits for a second person."""
    rows = glass.broken(organization=request.place.organization.id)
    return render(request, "taking_over/broken.html", {"rows": rows, "me": request.member.person})


@needs(access.may_look_at_broken_glass)
@require_POST
def look(request: MemberRequest, witness: UUID) -> HttpResponse:
    """Say that one has looked at it."""
    try:
        breaking_the_glass.look(member=request.member, witness=witness, now=clock.now())
    except NoSuchWitness as stranger:
        raise Http404 from stranger
    messages.info(
        request, _("Noted: you have looked at it. If the reason does not hold, tell whoever leads the program.")
    )
    return HttpResponseRedirect(request.place.url("glass-broken"))


def _subject(organization: UUID, language: str, now: datetime) -> str:
    """Return the neutral subject line in the language of whoever will read it."""
    own = words.own_words(organization=organization, language=language, now=now)
    with override(language):
        return own.get("neutral_subject") or labels.word("neutral_subject")


def _row(request: MemberRequest, case: UUID) -> BoardRow:
    """Return the case as the board shows it; whatever is not on the board does not exist here."""
    found = cases.board_row(organization=request.place.organization.id, case=case)
    if found is None:
        raise Http404
    return found


def _page(request: MemberRequest, row: BoardRow, **more: object) -> HttpResponse:
    asked = {"until": None, "contact": None, "nobody_to_tell": False, "kept_away": False}
    return render(request, "taking_over/glass.html", {"row": row, **asked, **more})
