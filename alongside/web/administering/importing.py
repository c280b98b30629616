"""People from a spreadsheet: a preview first, then exactly that.

Belongs here: showing and passing on. Does not belong here: reading a file (`people.spreadsheet`), what a line would do
(`people.import_rules`).
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from alongside import clock
from alongside.journeys import joining
from alongside.people import access, spreadsheet
from alongside.people.errors import ColumnMissing, NotASpreadsheet, Outdated, TooLarge, TooManyLines
from alongside.people.import_rules import Column, Kind, Preview, Problem
from alongside.people.spreadsheet import Table
from alongside.vocabulary import labels
from alongside.web.administering import held
from alongside.web.administering.forms import Spreadsheet
from alongside.web.gate import MemberRequest, needs

MOST_SHOWN = 200


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    """Ask for a file, show what it would do, or do it."""
    if "held" in request.POST:
        return _take_over(request)
    bound = request.method == "POST"
    form = Spreadsheet(request.POST, files=request.FILES) if bound else Spreadsheet()
    if bound and form.is_valid():
        try:
            return _show(request, _read(form))
        except (TooLarge, TooManyLines, NotASpreadsheet, ColumnMissing) as refused:
            form.add_error("table", _kindly(refused))
    shown = {"form": form, "columns": ", ".join(column.value for column in Column)}
    return render(request, "administering/people_import.html", shown, status=422 if form.errors else 200)


def _read(form: Spreadsheet) -> Table:
    upload = form.cleaned_data["table"]
    if upload.size > spreadsheet.LARGEST:
        raise TooLarge
    return spreadsheet.read(upload.read())


def _show(request: MemberRequest, table: Table) -> HttpResponse:
    seen = _preview(request, table)
    shown = {
        "seen": seen,
        "adding": seen.to_add[:MOST_SHOWN],
        "changing": seen.to_change[:MOST_SHOWN],
        "problems": [(problem.line, said(problem)) for problem in seen.problems[:MOST_SHOWN]],
        "more": max(0, max(map(len, (seen.to_add, seen.to_change, seen.problems))) - MOST_SHOWN),
        "opening": _roles_that_open_cases(seen),
        "held": held.keep(request, table),
        "mark": _mark(seen),
    }
    return render(request, "administering/people_preview.html", shown)


def _take_over(request: MemberRequest) -> HttpResponse:
    table = held.take(request, str(request.POST["held"]))
    if table is None:
        messages.info(request, _("The preview is no longer here. Please choose the file again."))
        return HttpResponseRedirect(request.place.url("people-import"))
    seen = _preview(request, table)
    if request.POST.get("mark") != _mark(seen):
        messages.info(request, _("Something has changed since the preview. Please look again."))
        return _show(request, table)
    try:
        joining.take_over(member=request.member, previewed=seen, **_what(request, table))
    except Outdated:
        messages.info(request, _("Something has changed since the preview. Please look again."))
        return _show(request, table)
    held.forget(request)
    number = len(seen.to_add) + len(seen.to_change)
    messages.success(request, ngettext("%(n)d person taken over.", "%(n)d people taken over.", number) % {"n": number})
    return HttpResponseRedirect(request.place.url("people"))


def _preview(request: MemberRequest, table: Table) -> Preview:
    return joining.preview(member=request.member, **_what(request, table))


def _what(request: MemberRequest, table: Table) -> dict[str, Any]:
    return {"table": table, "default_reads": request.place.language, "now": clock.now()}


def _mark(seen: Preview) -> str:
    """Return the same text for the same preview: what was looked at is what is done."""
    told = [(line.line, line.details, sorted(line.roles), line.person) for line in (*seen.to_add, *seen.to_change)]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _roles_that_open_cases(seen: Preview) -> list[tuple[str, str]]:
    """Return (name, roles) of everybody who would be able to open cases: it is looked at twice."""
    lines = (line for line in (*seen.to_add, *seen.to_change) if line.opens_cases)
    return [(line.details.name, ", ".join(sorted(labels.label("role", role) for role in line.roles))) for line in lines]


def _kindly(refused: Exception) -> str:
    told: dict[type[Exception], str] = {
        TooLarge: _("This file is over one megabyte. Please send it in parts."),
        TooManyLines: _("This file has more than 2,000 lines. Please send it in parts."),
        NotASpreadsheet: _("This file cannot be read as CSV or XLSX. Please save it again as one of them."),
        ColumnMissing: _("Line 1 names no column “name”. Please head the column with the names that way."),
    }
    return told[type(refused)]


def said(problem: Problem) -> str:
    """Return what is to be mended in one line, without blame."""
    return {
        Kind.NAME_MISSING: _("There is no name."),
        Kind.TOO_LONG: _("This name is longer than 120 letters."),
        Kind.EMAIL_UNREADABLE: _("“%(value)s” is not an email address."),
        Kind.EMAIL_TWICE: _("“%(value)s” stands in another line too."),
        Kind.PHONE_UNREADABLE: _("“%(value)s” is not a phone number."),
        Kind.SITE_UNKNOWN: _("There is no site “%(value)s”. Please add it under Settings, Places."),
        Kind.UNIT_UNKNOWN: _("There is no unit “%(value)s”, or several sites have one."),
        Kind.UNIT_MISSING: _("The site “%(value)s” is named, but no unit."),
        Kind.PROFESSION_UNKNOWN: _("“%(value)s” is not in the list of professions."),
        Kind.LANGUAGE_UNKNOWN: _("“%(value)s” is not in the list of languages."),
        Kind.ROLE_UNKNOWN: _("“%(value)s” is not in the list of roles."),
        Kind.OWN_ROLE: _("Nobody gives themselves a role that opens cases."),
    }[problem.kind] % {"value": problem.value}
