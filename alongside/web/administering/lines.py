"""The numbers that this organization shows: candidates, who dialed them and when, taking one away.

Belongs here: showing and passing on. Does not belong here: which may be shown (`directory`), what a step does
(`journeys/running_the_program.py`, `journeys/keeping_the_directory.py`), files (`line_files.py`).
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.directory import candidates, queries, services
from alongside.directory.candidates import Candidate
from alongside.directory.errors import AlreadyAdopted, UnknownLine
from alongside.directory.rules.service import Service
from alongside.journeys import keeping_the_directory, running_the_program
from alongside.people import access
from alongside.tenancy.queries import House
from alongside.web.administering.line_forms import AService
from alongside.web.gate import MemberRequest, needs

HEARD = ("answered", "closed", "wrong")


@needs(access.may_confirm_lines)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """List the organization's lines with their proof, then the candidates of its countries."""
    house, now = request.place.organization, clock.now()
    lines = queries.desk_lines(house, now=now)
    countries = queries.countries_of(house, now=now)
    adopted = {line.candidate for line, _standing in lines}
    offered = [(country, _offered(country, adopted)) for country in countries]
    shown = {
        "inside": [one for one in lines if one[0].internal],
        "outside": [one for one in lines if not one[0].internal],
        "offered": [(country, found) for country, found in offered if found],
        "again": services.to_dial_again(house, now=now),
    }
    return render(request, "administering/lines.html", {**shown, **_around(request)})


@needs(access.may_confirm_lines)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: MemberRequest) -> HttpResponse:
    """Add a service of the house's own, or a line outside that is no candidate."""
    form = AService(request.POST if request.method == "POST" else None, house=request.place.organization)
    if form.is_bound and form.is_valid():
        keeping_the_directory.add_service(member=request.member, service=form.service(), now=clock.now())
        messages.success(request, _("Added. Please dial it now, and say what you heard."))
        return _back(request)
    return _form(request, form)


@needs(access.may_confirm_lines)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: MemberRequest, line: UUID) -> HttpResponse:
    """Change a line; another number must be dialed anew."""
    try:
        service = keeping_the_directory.service_of(member=request.member, line=line, now=clock.now())
    except UnknownLine as stranger:
        raise Http404 from stranger
    data = request.POST if request.method == "POST" else None
    form = AService(data, house=request.place.organization, service=service)
    if form.is_bound and form.is_valid():
        another = keeping_the_directory.change_service(
            member=request.member, line=line, service=form.service(), now=clock.now()
        )
        said = _("Saved. It is another number: please dial it, and say what you heard.") if another else _("Saved.")
        messages.success(request, said)
        return _back(request)
    return _form(request, form, service)


def _form(request: MemberRequest, form: AService, service: Service | None = None) -> HttpResponse:
    shown = {"form": form, "service": service}
    return render(request, "administering/line.html", shown, status=422 if form.errors else 200)


@needs(access.may_confirm_lines)
@require_POST
def adopt(request: MemberRequest, candidate: str) -> HttpResponse:
    """Take a candidate into the directory; it is shown once somebody has dialed it."""
    if not _is_offered(request.place.organization, candidate):
        raise Http404
    try:
        running_the_program.adopt_line(member=request.member, candidate=candidate, now=clock.now())
    except AlreadyAdopted:
        messages.info(request, _("It is already in your list."))
    else:
        messages.info(request, _("Added. Please dial it now, and say what you heard."))
    return _back(request)


@needs(access.may_confirm_lines)
@require_POST
def dialed(request: MemberRequest, line: UUID) -> HttpResponse:
    """Write down, in one's own name, what was heard today."""
    heard = request.POST.get("heard", "")
    if heard not in HEARD:
        messages.info(request, _("Please say what you heard."))
        return _back(request)
    now = clock.now()
    today = now.astimezone(request.place.zone).date()
    try:
        running_the_program.note_dialing(member=request.member, line=line, heard=heard, dialed_on=today, now=now)
    except UnknownLine as stranger:
        raise Http404 from stranger
    said = _("Noted. It is shown.") if heard == "answered" else _("Noted. It is not shown until it answers.")
    messages.info(request, said)
    return _back(request)


@needs(access.may_confirm_lines)
@require_POST
def withdraw(request: MemberRequest, line: UUID) -> HttpResponse:
    """Take a line off every page at once."""
    try:
        running_the_program.withdraw_line(member=request.member, line=line, now=clock.now())
    except UnknownLine as stranger:
        raise Http404 from stranger
    messages.info(request, _("It is off every page. It can be taken up again, and dialed anew."))
    return _back(request)


def _around(request: MemberRequest) -> dict[str, object]:
    missing = queries.not_ready(request.place.organization, now=clock.now())
    return {"missing": missing, "is_administrator": access.may_administer(request.member)}


def _offered(country: str, adopted: set[str]) -> list[Candidate]:
    """Return what may still be taken up, the emergency number first; never a number that must not be shown."""
    everything = [candidates.candidate(candidates.emergency(country).code)] if _has_number(country) else []
    everything += candidates.of_country(country)
    return [
        one
        for one in everything
        if one.code not in adopted and not candidates.never_shown(one.country, one.dial, one.text_to)
    ]


def _has_number(country: str) -> bool:
    return country in candidates.countries()


def _is_offered(house: House, code: str) -> bool:
    countries = queries.countries_of(house, now=clock.now())
    return any(one.code == code for country in countries for one in _offered(country, set()))


def _back(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("lines"))
