"""Reporting an event: one form, a page to check the names, "received", and nothing else ever.

Belongs here: showing, growing, checking and passing on. Does not belong here: what follows
(`journeys/an_event_happened.py`), a list of what was reported: there is none.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.events.entrusted import Report
from alongside.journeys import an_event_happened
from alongside.people import access
from alongside.tenancy import queries as tenancy
from alongside.vocabulary.happening import HIGH_RISK, OWN_GUIDE, EventKind
from alongside.web import looking_up
from alongside.web.gate import MemberRequest, needs
from alongside.web.looking_up import Waiting
from alongside.web.reporting_an_event.forms import (
    MOST_ROWS,
    ONCE,
    ROWS_AT_FIRST,
    ROWS_MORE,
    Happened,
    Somebody,
    people_here,
)

NOT_ANSWERS = frozenset({"csrfmiddlewaretoken", "do", "ticket", "pass"})


@needs(access.may_report_an_event)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: MemberRequest) -> HttpResponse:
    """Show the form; let it grow; show the names once more; then take it."""
    now = clock.now()
    if not tenancy.sites(request.place.organization.id):
        return render(request, "reporting_an_event/no_place.html")
    wish = request.POST.get("do", "check") if request.method == "POST" else "begin"
    if wish in {"begin", "more", "change"}:
        return _form(request, now, more=wish == "more")
    return _read(request, now, send=wish == "send")


def _form(request: MemberRequest, now: datetime, *, more: bool) -> HttpResponse:
    """Show the form with whatever was typed, and perhaps more rows; nothing is judged yet."""
    typed = request.POST
    here = now.astimezone(request.place.zone)
    start: dict[str, Any] = {"day": here.date(), **{name: typed[name] for name in typed if "-" not in name}}
    happened = Happened(place=request.place, now=now, initial=start)
    count = min(_rows(typed) + (ROWS_MORE if more else 0), MOST_ROWS)
    rows = [
        Somebody(number=number, place=request.place, units=happened.units, initial=_typed(typed, number))
        for number in range(count)
    ]
    return _shown(request, happened, rows)


def _read(request: MemberRequest, now: datetime, *, send: bool) -> HttpResponse:
    happened = Happened(request.POST, place=request.place, now=now, initial={})
    rows = [
        Somebody(request.POST, number=number, place=request.place, units=happened.units)
        for number in range(_rows(request.POST))
    ]
    written = [row for row in rows if not row.empty] or rows[:1]
    for row in written:
        row.full_clean()
    asked = sum(1 for row in written if row.asks_the_directory)
    let_through = send and looking_up.has_a_pass(request, now=now)
    waiting = None if let_through else looking_up.must_wait(request, names=asked, now=now)
    if waiting:
        return _shown(request, happened, rows, waiting=waiting)
    directory = people_here(request.place.organization.id, now=now)
    for row in written:
        row.look_up(directory)
    if not happened.is_valid() or any(row.errors for row in written):
        return _shown(request, happened, rows, status=422)
    if send:
        return _send(request, happened, written, now)
    return _check(request, happened, written, now)


def _send(request: MemberRequest, happened: Happened, rows: list[Somebody], now: datetime) -> HttpResponse:
    told = happened.report(tuple(row.colleague() for row in rows))
    an_event_happened.report(member=request.member, report=told, once=_once(happened, told), now=now)
    return HttpResponseRedirect(request.place.url("event-received"))


def _once(happened: Happened, told: Report) -> str:
    """Return what makes a second tap one with the first: the form's own token and what it said.

    Whoever goes back, adds a name and sends again has told something new, and none of it may be lost.
    """
    token = happened.cleaned_data["once"] or secrets.token_hex(ONCE)
    said = (told.kind, told.occurred_at.isoformat(), told.site, told.unit, [one.to_bytes() for one in told.people])
    return f"{token}:{hashlib.sha256(repr(said).encode()).hexdigest()}"


def _check(request: MemberRequest, happened: Happened, rows: list[Somebody], now: datetime) -> HttpResponse:
    kind = EventKind(happened.cleaned_data["kind"])
    shown = {
        "form": happened,
        "kind": kind.value,
        "at": happened.cleaned_data["at"],
        "people": [row.shown() for row in rows],
        "high_risk": kind in HIGH_RISK,
        "own_guide": OWN_GUIDE.get(kind, ""),
        "pass": looking_up.a_pass(request, now=now),
        "answers": [(name, value) for name, value in request.POST.items() if name not in NOT_ANSWERS],
    }
    return render(request, "reporting_an_event/check.html", shown)


def _shown(
    request: MemberRequest,
    happened: Happened,
    rows: list[Somebody],
    *,
    waiting: Waiting | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = {
        "waiting": waiting,
        "form": happened,
        "rows": rows,
        "count": len(rows),
        "may_grow": len(rows) < MOST_ROWS,
        "wrong": [*([happened] if happened.errors else []), *(row for row in rows if row.is_bound and row.errors)],
        "own_guide": next(iter(OWN_GUIDE.values())),
    }
    return render(request, "reporting_an_event/report.html", shown, status=status)


def _rows(typed: QueryDict) -> int:
    said = typed.get("rows", "")
    return min(max(int(said), 1), MOST_ROWS) if said.isdecimal() and len(said) < 4 else ROWS_AT_FIRST  # noqa: PLR2004  # Thirty at most.


def _typed(typed: QueryDict, number: int) -> dict[str, Any]:
    prefix = f"p{number}-"
    return {name.removeprefix(prefix): typed[name] for name in typed if name.startswith(prefix)}


@needs(access.may_report_an_event)
@require_safe
def received(request: MemberRequest) -> HttpResponse:
    """Say that it was received. Nothing else is left here, and nothing will follow."""
    return render(request, "reporting_an_event/received.html")
