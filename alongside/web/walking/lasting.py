"""At the end of the talks: a day that the person chooses for a few words, and a paper they may take along.

Belongs here: writing the day down as they say it, and the paper, for whoever carries them. Does not belong here: what
is
kept of a day (`journeys/remembering_a_day.py`); of a paper nothing is.
"""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.cases.errors import NoSuchCase, NotTheirs, SentAlready
from alongside.journeys import remembering_a_day
from alongside.people import access
from alongside.vocabulary.stages import Stage
from alongside.web import attested
from alongside.web.gate import MemberRequest, needs
from alongside.web.returning.day_forms import ChosenDay
from alongside.web.supporting.case import mine

MET = frozenset({Stage.ALONGSIDE, Stage.WITH_PROFESSIONAL})


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: MemberRequest, case: UUID) -> HttpResponse:
    """Write a day down as they say it; the answer shows, once, the code to be read to them."""
    now, house = clock.now(), request.place.organization
    theirs = mine(request, case, now=now)
    form = ChosenDay(request.POST if request.method == "POST" else None, today=now.astimezone(house.zone).date())
    words = {"case": theirs, "form": form, "kept": False, "code": ""}
    if not form.is_bound or not form.is_valid():
        return render(request, "walking/day.html", words)
    try:
        words["code"] = remembering_a_day.we_choose(
            member=request.member, case=case, wish=form.as_wish(theirs.language), once=form.as_token(), now=now
        )
    except SentAlready:
        pass
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    return render(request, "walking/day.html", {**words, "kept": True})


@needs(access.may_be_paged)
@require_POST
def paper(request: MemberRequest, case: UUID) -> HttpResponse:
    """Answer with the paper, in the language of whoever is to hold it, once they have been met."""
    now, house = clock.now(), request.place.organization
    theirs = mine(request, case, now=now)
    if theirs.stage not in MET:
        return HttpResponseRedirect(request.place.url("desk-case", case=case))
    return attested.answer(house, language=theirs.language, now=now)
