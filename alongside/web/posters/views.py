"""Awareness on paper: choosing a sheet and taking it away as a PDF.

Belongs here: the choice, the answer's headers. Does not belong here: what stands on a sheet (`printing`), which numbers
may be shown (`directory`). Nothing is written, nothing is counted: who printed what is nobody's business.
"""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from alongside import clock
from alongside.people import access
from alongside.printing import composing
from alongside.printing.rules import Paper, Sheet
from alongside.web.gate import MemberRequest, needs
from alongside.web.posters import facts
from alongside.web.posters.forms import Choice


@needs(access.may_print_sheets)
@require_safe
def choose(request: MemberRequest) -> HttpResponse:
    """Offer every sheet, this organization's languages and its country's paper."""
    return render(request, "posters/choose.html", {"form": _form(request)})


@needs(access.may_print_sheets)
@require_safe
def sheet(request: MemberRequest) -> HttpResponse:
    """Answer with one sheet to keep and print; a choice that cannot be read leads back to the choosing."""
    form = _form(request, chosen=True)
    if not form.is_valid():
        return render(request, "posters/choose.html", {"form": form}, status=400)
    chosen = form.cleaned_data
    told = facts.of(request.place.organization, site=form.site_name, language=chosen["language"], now=clock.now())
    pdf = composing.compose(Sheet(chosen["sheet"]), told, paper=Paper(chosen["paper"]))
    response = HttpResponse(pdf, content_type="application/pdf", headers={"Content-Language": chosen["language"]})
    response.headers["Content-Disposition"] = f'attachment; filename="{chosen["sheet"]}-{chosen["language"]}.pdf"'
    return response


def _form(request: MemberRequest, *, chosen: bool = False) -> Choice:
    place = request.place
    return Choice(request.GET if chosen else None, house=place.organization, language=place.language)
