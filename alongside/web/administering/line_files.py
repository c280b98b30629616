"""The directory as a file: a preview first, then exactly that; and out again as CSV or YAML.

Belongs here: showing and passing on. Does not belong here: reading a file (`directory.files`), what a line would do
(`directory.rules.sheet`).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.directory import files
from alongside.directory.errors import NotReadable, Outdated, Refused
from alongside.directory.rules.service import Column, Fault, Kind, Preview
from alongside.journeys import keeping_the_directory
from alongside.journeys.keeping_the_directory import Dropped
from alongside.people import access
from alongside.people.errors import NotASpreadsheet, TooLarge, TooManyLines
from alongside.web.administering import held
from alongside.web.administering.line_forms import DirectoryFile
from alongside.web.gate import MemberRequest, needs

MOST_SHOWN = 200
WHAT = "directory"
KINDS = {"csv": "text/csv; charset=utf-8", "yaml": "application/yaml; charset=utf-8"}
_REFUSED = (TooLarge, TooManyLines, NotASpreadsheet, NotReadable, Refused)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: MemberRequest) -> HttpResponse:
    """Ask for a file, show what it would do, or do it."""
    if "held" in request.POST:
        return _take_over(request)
    bound = request.method == "POST"
    form = DirectoryFile(request.POST, files=request.FILES) if bound else DirectoryFile()
    if bound and form.is_valid():
        try:
            return _show(request, _read(form))
        except _REFUSED as refused:
            form.add_error("table", _kindly(refused))
    shown = {"form": form, "columns": ", ".join(column.value for column in Column)}
    return render(request, "administering/lines_import.html", shown, status=422 if form.errors else 200)


@needs(access.may_administer)
@require_POST
def take_out(request: MemberRequest, kind: str) -> HttpResponse:
    """Hand the directory out as a file. It is written down who did, so a link alone does nothing."""
    if kind not in KINDS:
        raise Http404
    body = keeping_the_directory.as_file(member=request.member, kind=kind, now=clock.now())
    response = HttpResponse(body, content_type=KINDS[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="directory.{kind}"'
    return response


def _read(form: DirectoryFile) -> Dropped:
    upload = form.cleaned_data["table"]
    if upload.size > files.LARGEST:
        raise TooLarge
    name = upload.name or ""
    table = files.read(upload.read(), name=name)
    return Dropped(table, None if name.lower().endswith((".yaml", ".yml")) else 1)


def _show(request: MemberRequest, dropped: Dropped) -> HttpResponse:
    seen = keeping_the_directory.preview(member=request.member, dropped=dropped, now=clock.now())
    shown = {
        "seen": seen,
        "adding": seen.to_add[:MOST_SHOWN],
        "changing": seen.to_change[:MOST_SHOWN],
        "faults": [(fault.line, said(fault)) for fault in seen.faults[:MOST_SHOWN]],
        "more": max(0, max(map(len, (seen.to_add, seen.to_change, seen.faults))) - MOST_SHOWN),
        "held": held.keep(request, dropped.table, what=WHAT),
        "header": dropped.header_line or "",
        "mark": _mark(seen),
    }
    return render(request, "administering/lines_preview.html", shown)


def _take_over(request: MemberRequest) -> HttpResponse:
    table = held.take(request, str(request.POST["held"]), what=WHAT)
    if table is None:
        messages.info(request, _("The preview is no longer here. Please choose the file again."))
        return HttpResponseRedirect(request.place.url("lines-import"))
    dropped = Dropped(table, 1 if request.POST.get("header") else None)
    seen = keeping_the_directory.preview(member=request.member, dropped=dropped, now=clock.now())
    if request.POST.get("mark") != _mark(seen):
        return _again(request, dropped)
    if seen.faults and request.POST.get("take") != "good":
        messages.info(request, _("Nothing was taken over: some lines are still to be mended."))
        return _show(request, dropped)
    try:
        keeping_the_directory.take_over(member=request.member, dropped=dropped, previewed=seen, now=clock.now())
    except Outdated:
        return _again(request, dropped)
    held.forget(request)
    number = len(seen.to_add) + len(seen.to_change)
    said_how_many = ngettext(
        "%(n)d line taken over. It is shown once it was dialed.",
        "%(n)d lines taken over. They are shown once they were dialed.",
        number,
    )
    messages.success(request, said_how_many % {"n": number})
    return HttpResponseRedirect(request.place.url("lines"))


def _again(request: MemberRequest, dropped: Dropped) -> HttpResponse:
    messages.info(request, _("Something has changed since the preview. Please look again."))
    return _show(request, dropped)


def _mark(seen: Preview) -> str:
    """Return the same text for the same preview: what was looked at is what is done."""
    told = [
        (row.line, row.key, replace(row.service, sites=frozenset()), sorted(map(str, row.service.sites)))
        for row in (*seen.to_add, *seen.to_change)
    ]
    return hashlib.sha256(repr((told, seen.faults)).encode()).hexdigest()


def _kindly(refused: Exception) -> str:
    if isinstance(refused, NotReadable):
        line = refused.args[0]
        return _("Line %(line)s cannot be read. Please save the file as YAML in UTF-8 again.") % {"line": line}
    if isinstance(refused, Refused):
        line, what = refused.args
        return _refused_parts()[what] % {"line": line}
    told: dict[type[Exception], str] = {
        TooLarge: _("This file is over one megabyte. Please send it in parts."),
        TooManyLines: _("This file has more than 2,000 lines. Please send it in parts."),
        NotASpreadsheet: _("This file cannot be read as CSV, XLSX or YAML. Please save it again as one of them."),
    }
    return told[type(refused)]


def _refused_parts() -> dict[str, str]:
    return {
        "anchor": _("Line %(line)s refers to another place in the file (& or *). Please write it out."),
        "tag": _("Line %(line)s holds a type mark, an exclamation point. Please take it out: all is plain text here."),
        "shape": _("Line %(line)s is not as expected: a list of entries, each with plain fields."),
    }


_SAID: dict[Kind, Promise] = {
    Kind.COLUMN_UNKNOWN: gettext_lazy("There is no column “%(value)s”. Please take it out, or mend its name."),
    Kind.NAME_MISSING: gettext_lazy("There is no name."),
    Kind.TOO_LONG: gettext_lazy("“%(column)s” is too long: “%(value)s”."),
    Kind.KIND_UNKNOWN: gettext_lazy("“%(value)s” is none of internal, staff, crisis."),
    Kind.RESOURCE_UNKNOWN: gettext_lazy("“%(value)s” is not in the list of internal services."),
    Kind.RESOURCE_MISSING: gettext_lazy("It stands inside, but “resource” does not say what it is."),
    Kind.RESOURCE_OUTSIDE: gettext_lazy("“%(value)s” is an internal service, but the line stands outside."),
    Kind.COUNTRY_UNKNOWN: gettext_lazy("“%(value)s” is not a country’s two letters."),
    Kind.NUMBER_MISSING: gettext_lazy("There is no number to call or text."),
    Kind.NUMBER_UNREADABLE: gettext_lazy("“%(value)s” is not a number that can be dialed."),
    Kind.NUMBER_NEVER_SHOWN: gettext_lazy("“%(value)s” is closed or misprinted elsewhere and must not be shown."),
    Kind.NUMBER_TWICE: gettext_lazy("“%(value)s” stands in another line too."),
    Kind.HOURS_UNREADABLE: gettext_lazy(
        "“%(value)s” cannot be read as hours. Please write them as Mo-Fr 08:00-17:00, or 24/7."
    ),
    Kind.HOURS_MISSING: gettext_lazy("It does not say when it answers. Please fill “hours” or “hours_in_words”."),
    Kind.ZONE_UNKNOWN: gettext_lazy("“%(value)s” is not a time zone, as Europe/Paris is one."),
    Kind.SITE_UNKNOWN: gettext_lazy("There is no site “%(value)s”. Please add it under Settings, Places."),
    Kind.AUDIENCE_UNKNOWN: gettext_lazy("“%(value)s” is none of everyone, caregiver, manager."),
    Kind.PROFESSION_UNKNOWN: gettext_lazy("“%(value)s” is not in the list of professions."),
    Kind.LANGUAGE_UNKNOWN: gettext_lazy("“%(value)s” is not in the list of languages."),
    Kind.COST_UNKNOWN: gettext_lazy("“%(value)s” is not in the list of costs."),
}


def said(fault: Fault) -> str:
    """Return what is to be mended in one line, without blame."""
    return str(_SAID[fault.kind]) % {"value": fault.value, "column": fault.column}
