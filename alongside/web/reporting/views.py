"""The leadership page: on screen and on paper, and its release.

Belongs here: showing pages as they were kept, releasing, two choices. Does not belong here: counting, withholding
(`reports`), setting the sheet (`printing`). There is no filter and nothing to drill into.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import publishing_reports
from alongside.people import access
from alongside.printing import composing
from alongside.printing.rules import paper_of
from alongside.reports import queries
from alongside.reports.errors import NoSuchReport, ReleasedAlready
from alongside.reports.queries import ReportRow
from alongside.web.gate import MemberRequest, needs
from alongside.web.reporting import drawn
from alongside.web.reporting.forms import Choices


@needs(access.may_read_reports)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the page released last, and the earlier ones; whoever may release finds what waits."""
    house = request.place.organization.id
    released = queries.released(organization=house)
    may_release = access.may_release_reports(request.member)
    told: dict[str, Any] = {
        "earlier": _named(released[1:]),
        "waiting": _named(queries.waiting(organization=house)) if may_release else [],
        "may_release": may_release,
        "choices": queries.choices(organization=house),
    }
    if released:
        told |= _told(request, released[0])
    return render(request, "reporting/page.html", told)


@needs(access.may_read_reports)
@require_safe
def one(request: MemberRequest, report: UUID) -> HttpResponse:
    """Show one page; one that is not released exists for nobody but whoever may release it."""
    row = _row(request, report)
    told = {"may_release": access.may_release_reports(request.member), **_told(request, row)}
    return render(request, "reporting/page.html", told)


@needs(access.may_read_reports)
@require_safe
def sheet(request: MemberRequest, report: UUID) -> HttpResponse:
    """Answer with the page as one tagged sheet."""
    row, place = _row(request, report), request.place
    told = drawn.sheet(row, before=_before(request, row), name=place.organization.name)
    pdf = composing.typeset("leader.typ", told, language=place.language, paper=paper_of(place.organization.country))
    response = HttpResponse(pdf, content_type="application/pdf", headers={"Content-Language": place.language})
    period = row.period
    named = f"{period.year}-{period.quarter}" if period.quarter else str(period.year)
    response.headers["Content-Disposition"] = f'attachment; filename="peer-support-{named}-{place.language}.pdf"'
    return response


@needs(access.may_release_reports)
@require_POST
def release(request: MemberRequest, report: UUID) -> HttpResponse:
    """Let leaders read it; a second tap changes nothing."""
    try:
        publishing_reports.release(member=request.member, report=report, now=clock.now())
    except NoSuchReport as stranger:
        raise Http404 from stranger
    except ReleasedAlready:
        messages.info(request, _("This page was released before."))
    else:
        messages.info(request, _("Leaders can read this page from now on. It is never changed any more."))
    return HttpResponseRedirect(request.place.url("figures-one", report=report))


@needs(access.may_release_reports)
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: MemberRequest) -> HttpResponse:
    """Say how many work here, and raise the threshold."""
    now = queries.choices(organization=request.place.organization.id)
    form = Choices(
        request.POST if request.method == "POST" else None,
        initial={"staff": now.staff or None, "smallest": now.smallest},
    )
    if request.method != "POST" or not form.is_valid():
        return render(request, "reporting/choices.html", {"form": form}, status=400 if form.is_bound else 200)
    publishing_reports.choose(member=request.member, now=clock.now(), **form.cleaned_data)
    messages.info(request, _("Kept. It holds for pages prepared from now on."))
    return HttpResponseRedirect(request.place.url("figures"))


def _row(request: MemberRequest, report: UUID) -> ReportRow:
    may_release = access.may_release_reports(request.member)
    try:
        return queries.report(organization=request.place.organization.id, key=report, released_only=not may_release)
    except NoSuchReport as stranger:
        raise Http404 from stranger


def _before(request: MemberRequest, row: ReportRow) -> int | None:
    return queries.supported_before(organization=request.place.organization.id, period=row.period)


def _told(request: MemberRequest, row: ReportRow) -> dict[str, Any]:
    return {"row": row, "drawn": drawn.screen(row, before=_before(request, row)), "foot": drawn.foot()}


def _named(rows: list[ReportRow]) -> list[tuple[UUID, str]]:
    return [(row.report, drawn.when(row)) for row in rows]
