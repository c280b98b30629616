"""The rota and the designations: the next two weeks with their gaps, who is away, who is qualified.

Belongs here: showing and passing on. Does not belong here: what a step does (`journeys/keeping_the_rota.py`), who is
paged.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import keeping_the_rota
from alongside.people import access, queries
from alongside.people.queries import PersonRow
from alongside.rota import queries as rota
from alongside.rota.errors import AlreadyOnCall, EndsBeforeItStarts, NoSuchShift, NotWorkingHere
from alongside.training import queries as training
from alongside.web.administering import rota_forms, week
from alongside.web.gate import MemberRequest, needs

LAPSES_SOON = timedelta(days=60)


@needs(access.may_see_coverage)
@require_safe
def schedule(request: MemberRequest) -> HttpResponse:
    """Show the next two weeks, every gap in words, and who is away."""
    organization, now = request.place.organization.id, clock.now()
    days, gaps = week.of(organization=organization, zone=request.place.zone, now=now)
    away = rota.away_rows(organization=organization, at=now)
    return render(request, "administering/schedule.html", {"days": days, "gaps": gaps, "away": away})


@needs(access.may_keep_the_rota)
@require_http_methods(["GET", "HEAD", "POST"])
def add_shift(request: MemberRequest) -> HttpResponse:
    """Put somebody on call, once or for some days in a row."""
    form = rota_forms.Shift(
        request.POST if request.method == "POST" else None,
        zone=request.place.zone,
        people=_people(request, *rota_forms.ON_CALL),
        initial={**_tomorrow(request), "days": 1},
    )
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        try:
            keeping_the_rota.add_shifts(
                member=request.member, person=typed["person"], duty=typed["duty"], spans=form.spans(), now=clock.now()
            )
        except AlreadyOnCall:
            form.add_error("starts", _("They are already on call as this in part of that time."))
        except (EndsBeforeItStarts, NotWorkingHere):
            form.add_error(None, _("This could not be kept. Please look at the hours again."))
        else:
            messages.success(request, _("Added to the rota."))
            return _to(request, "schedule")
    return render(request, "administering/shift.html", {"form": form}, status=422 if form.errors else 200)


@needs(access.may_keep_the_rota)
@require_POST
def remove_shift(request: MemberRequest, shift: UUID) -> HttpResponse:
    """Take a shift off the rota."""
    try:
        keeping_the_rota.remove_shift(member=request.member, shift=shift, now=clock.now())
    except NoSuchShift as stranger:
        raise Http404 from stranger
    messages.info(request, _("The shift is off the rota."))
    return _to(request, "schedule")


@needs(access.may_keep_the_rota)
@require_http_methods(["GET", "HEAD", "POST"])
def note_leave(request: MemberRequest) -> HttpResponse:
    """Note that somebody is away; no reason is asked."""
    form = rota_forms.Absence(
        request.POST if request.method == "POST" else None,
        zone=request.place.zone,
        people=_people(request, *rota_forms.ON_CALL),
        initial=_tomorrow(request),
    )
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data
        keeping_the_rota.note_leave(
            member=request.member,
            person=typed["person"],
            starts_at=typed["starts"],
            ends_at=typed["ends"],
            now=clock.now(),
        )
        messages.success(request, _("Noted. They are not paged in that time."))
        return _to(request, "schedule")
    return render(request, "administering/away.html", {"form": form}, status=422 if form.errors else 200)


@needs(access.may_keep_the_rota)
@require_POST
def end_leave(request: MemberRequest, leave: UUID) -> HttpResponse:
    """Note that somebody is back. Rest and "not now" are their own to end."""
    away = rota.away_rows(organization=request.place.organization.id, at=clock.now())
    if not any(row.id == leave and row.kind == "leave" for row in away):
        raise Http404
    keeping_the_rota.end_leave(member=request.member, leave=leave, now=clock.now())
    messages.info(request, _("They may be paged again."))
    return _to(request, "schedule")


@needs(access.may_see_designations)
@require_http_methods(["GET", "HEAD", "POST"])
def designations(request: MemberRequest) -> HttpResponse:
    """Show who is designated until when; the coordinator names somebody, never themselves."""
    may = access.may_keep_the_rota(request.member) and access.may_see_board(request.member)
    if request.method == "POST" and not may:
        raise Http404
    form = _designation(request) if may else None
    if form is not None and form.is_bound and form.is_valid() and _designate(request, form):
        messages.success(request, _("Designated. They can be paged once they can be reached and are on call."))
        return _to(request, "designations")
    today = _today(request)
    shown: dict[str, Any] = {
        "rows": training.designations(organization=request.place.organization.id),
        "form": form,
        "today": today,
        "soon": today + LAPSES_SOON,
    }
    return render(request, "administering/designations.html", shown, status=422 if form and form.errors else 200)


@needs(access.may_see_board)
@require_POST
def end_designation(request: MemberRequest, person: UUID, kind: str) -> HttpResponse:
    """End a designation with today."""
    if not access.may_designate(request.member, person) or kind not in set(rota_forms.DESIGNATED):
        raise Http404
    keeping_the_rota.end_designation(
        member=request.member, person=person, kind=kind, on=_today(request), now=clock.now()
    )
    messages.info(request, _("The designation has ended. They are not paged for it any more."))
    return _to(request, "designations")


def _designation(request: MemberRequest) -> rota_forms.Designation:
    today = _today(request)
    start = {"agreement_signed_on": today, "designated_on": today, "valid_until": rota_forms.in_a_year(today)}
    data = request.POST if request.method == "POST" else None
    return rota_forms.Designation(data, people=_people(request, *rota_forms.DESIGNATED), initial=start)


def _designate(request: MemberRequest, form: rota_forms.Designation) -> bool:
    if not access.may_designate(request.member, form.cleaned_data["person"]):
        form.add_error("person", _("Nobody designates themselves. Please ask another coordinator."))
        return False
    keeping_the_rota.designate(member=request.member, now=clock.now(), **form.cleaned_data)
    return True


def _people(request: MemberRequest, *roles: str) -> list[PersonRow]:
    rows = queries.people_of(organization=request.place.organization.id, now=clock.now())
    return [row for row in rows if not row.roles.isdisjoint(roles)]


def _tomorrow(request: MemberRequest) -> dict[str, datetime]:
    """Propose tomorrow, eight to eight."""
    starts = datetime.combine(_today(request) + timedelta(days=1), time(8))  # Wall time, as it is typed.
    return {"starts": starts, "ends": starts + timedelta(hours=12)}


def _today(request: MemberRequest) -> date:
    return clock.now().astimezone(request.place.zone).date()


def _to(request: MemberRequest, name: str) -> HttpResponse:
    return HttpResponseRedirect(request.place.url(name))
