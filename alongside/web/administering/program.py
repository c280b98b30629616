"""The settings: what stands between the organization and going live, its basics, the checks a person saw hold.

Belongs here: showing and passing on. Does not belong here: the conditions (`tenancy.rules`), what a step does
(`journeys/running_the_program.py`).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.directory import services
from alongside.journeys import running_the_program
from alongside.people import access
from alongside.tenancy import queries as tenancy
from alongside.tenancy.errors import NotReadyToGoLive
from alongside.tenancy.rules import REQUESTS_ANSWERED, REQUESTS_ANSWERED_SMALL, Condition
from alongside.vocabulary import labels
from alongside.web.administering.setting_forms import Basics, Check
from alongside.web.gate import MemberRequest, needs

MENDED_AT: dict[Condition, tuple[str, dict[str, str]]] = {
    Condition.FALLBACK_LINE: ("settings-basics", {}),
    Condition.FALLBACK_ANSWERED: ("check-note", {"kind": "fallback_answered"}),
    Condition.LINES_DIALED: ("lines", {}),
    Condition.PROFESSIONALS: ("schedule", {}),
    Condition.LIMITS_SIGNED: ("limits-text", {}),
    Condition.REQUESTS_ANSWERED: ("check-note", {"kind": "test_request_answered"}),
    Condition.COORDINATOR: ("people", {}),
    Condition.SUPPORTERS: ("designations", {}),
}
"""On which screen each condition of going live is brought about."""


@dataclass(frozen=True)
class Step:
    """One condition, whether it holds, and where it is mended."""

    code: str
    met: bool
    address: str


@needs(access.may_administer)
@require_safe
def hub(request: MemberRequest) -> HttpResponse:
    """Show the way to everything that can be set, and what is missing for going live."""
    return _hub(request)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def basics(request: MemberRequest) -> HttpResponse:
    """Change the organization's own choices."""
    form = Basics(request.POST if request.method == "POST" else None, house=request.place.organization)
    if form.is_bound and form.is_valid():
        running_the_program.change_settings(member=request.member, settings=form.settings(), now=clock.now())
        messages.success(request, _("Saved."))
        return _to_hub(request)
    return render(request, "administering/basics.html", {"form": form}, status=422 if form.errors else 200)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def note_check(request: MemberRequest, kind: str) -> HttpResponse:
    """Write down, in one's own name, that a condition was seen to hold."""
    if kind not in labels.rows("go_live_checks"):
        raise Http404
    now = clock.now()
    today = now.astimezone(request.place.zone).date()
    form = Check(request.POST if request.method == "POST" else None, today=today, initial={"seen_on": today})
    if form.is_bound and form.is_valid():
        running_the_program.note_check(member=request.member, kind=kind, now=now, **form.cleaned_data)
        messages.success(request, _("Noted, with your name."))
        return _to_hub(request)
    noted = [check for check in tenancy.checks(request.place.organization.id) if check.kind == kind]
    shown = {"form": form, "kind": kind, "noted": noted}
    return render(request, "administering/check.html", shown, status=422 if form.errors else 200)


@needs(access.may_administer)
@require_POST
def go_live(request: MemberRequest) -> HttpResponse:
    """Open asking; refused until every condition holds."""
    try:
        running_the_program.go_live(member=request.member, now=clock.now())
    except NotReadyToGoLive:
        messages.info(request, _("Not yet: what is still missing stands below."))
        return _hub(request, status=422)
    messages.success(request, _("Asking is open."))
    return _to_hub(request)


def _hub(request: MemberRequest, *, status: int = 200) -> HttpResponse:
    house, now = request.place.organization, clock.now()
    missing = set(running_the_program.still_missing(organization=house.id, now=now))
    steps = [_step(request, condition, met=condition not in missing) for condition in Condition]
    checks = tenancy.checks(house.id)
    answered = sum(1 for check in checks if check.kind == "test_request_answered")
    shown = {
        "steps": steps,
        "missing": len(missing),
        "answered": answered,
        "wanted": REQUESTS_ANSWERED_SMALL if house.small_agency else REQUESTS_ANSWERED,
        "dial_again": len(services.to_dial_again(house, now=now)),
        "checks": [check for check in checks if check.kind != "test_request_answered"],
    }
    return render(request, "administering/settings.html", shown, status=status)


def _step(request: MemberRequest, condition: Condition, *, met: bool) -> Step:
    name, kwargs = MENDED_AT[condition]
    return Step(condition.value, met, request.place.url(name, **kwargs))


def _to_hub(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("settings"))
