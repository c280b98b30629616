"""Asking colleagues anew to go on with somebody whose supporter is silent or away.

Belongs here: saying what happens, asking why, passing on. Does not belong here: what it does
(`journeys/coordinating.py`), who has the request: the board knows no name.
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.cases import moves
from alongside.cases import queries as cases
from alongside.cases.errors import MovedMeanwhile, MoveRefused, NoSuchCase
from alongside.journeys import coordinating
from alongside.people import access
from alongside.vocabulary import labels
from alongside.vocabulary.passing_on import AskAnew
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs


class WhyAnew(KindForm):
    """The reason, coded, and what was seen when it was given."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why should somebody else go on?"),
        choices=lambda: labels.choices("ask_anew_reasons"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose a reason. Without one, nothing changes.")},
    )
    seen = forms.UUIDField(widget=forms.HiddenInput)


@needs(access.may_ask_anew)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest, case: UUID) -> HttpResponse:
    """Say what happens and ask why; then colleagues are asked at once."""
    house = request.place.organization.id
    row = cases.board_row(organization=house, case=case)
    if row is None:
        raise Http404
    form = WhyAnew(
        request.POST if request.method == "POST" else None,
        initial={"seen": moves.newest(organization=house, case=case)},
    )
    if request.method == "POST" and form.is_valid():
        return _asked(request, case, form)
    return render(request, "coordinating/anew.html", {"row": row, "form": form}, status=400 if form.is_bound else 200)


def _asked(request: MemberRequest, case: UUID, form: WhyAnew) -> HttpResponse:
    reason, seen = AskAnew(form.cleaned_data["reason"]), form.cleaned_data["seen"]
    try:
        coordinating.ask_anew(member=request.member, case=case, reason=reason, seen=seen, now=clock.now())
    except NoSuchCase as stranger:
        raise Http404 from stranger
    except (MoveRefused, MovedMeanwhile):
        messages.info(request, _("Nothing was changed: this request has moved on meanwhile."))
    else:
        messages.success(request, _("Colleagues are being asked to go on. Whoever had it is told."))
    return HttpResponseRedirect(request.place.url("board"))
