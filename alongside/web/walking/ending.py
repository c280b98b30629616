"""Ending: together, as a last talk, or kindly without an answer.

Belongs here: the page that goes through the last talk, and the two buttons. Does not belong here: what follows
(`journeys/walking_alongside.py`), erasing (`journeys/forgetting.py`).
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.cases import erasing
from alongside.journeys import walking_alongside
from alongside.journeys.walking_alongside import Reason
from alongside.people import access
from alongside.vocabulary.stages import Stage
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting.case import done, mine, to_case
from alongside.web.walking.forms import Ending


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: MemberRequest, case: UUID) -> HttpResponse:
    """Go through the last talk; a POST ends it, as both agreed."""
    now = clock.now()
    theirs = mine(request, case, now=now)
    if theirs.danger:
        messages.info(request, _("While danger stands, nothing ends."))
    if theirs.stage is not Stage.ALONGSIDE or theirs.danger:
        return to_case(request, case)
    form = Ending(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        reason = Reason(form.cleaned_data["reason"])
        said = _("Ended, as you agreed. Their door stays open. Take a moment for yourself.")
        return done(request, case, partial(walking_alongside.end_together, reason=reason), said)
    kept = erasing.days_kept(organization=request.place.organization.id, case=case)
    erased_on = now + timedelta(days=kept)
    return render(request, "walking/ending.html", {"case": theirs, "form": form, "erased_on": erased_on})


@needs(access.may_be_paged)
@require_POST
def kindly(request: MemberRequest, case: UUID) -> HttpResponse:
    """Stop trying, kindly."""
    said = _("You tried, and that counts. Their door stays open.")
    return done(request, case, walking_alongside.stop_kindly, said)
