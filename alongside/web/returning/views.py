"""Coming back with the return code: entering, where things stand, leaving.

Belongs here: these three. Does not belong here: what can be changed (`changing.py`).
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases.errors import UnknownCode
from alongside.journeys import asking_how_it_was, new_codes, returning, writing_to_each_other
from alongside.limits import operations as limits
from alongside.limits import tickets
from alongside.vault import codes
from alongside.vault.errors import Mistyped
from alongside.web import networks, tokens
from alongside.web.asking import draft as drafts
from alongside.web.place import PlacedRequest
from alongside.web.returning import acknowledged
from alongside.web.returning.forms import CodeForm
from alongside.web.returning.seen import lines
from alongside.web.returning.standing import told
from alongside.web.returning.visits import VisitRequest, to_page, visiting


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: PlacedRequest) -> HttpResponse:
    """Ask for the code; a good one opens a visit of an hour at most. The code travels by POST only."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "returning/enter.html", {"form": form})
    return _opened(request, form, clock.now())


def _opened(request: PlacedRequest, form: CodeForm, now: datetime) -> HttpResponse:
    typed, organization = form.cleaned_data["code"], request.place.organization.id
    try:
        codes.parse(typed)  # A slip of the finger costs nothing, so it is looked for before anything is counted.
        seconds = _to_wait(request, form.cleaned_data["ticket"], now)
        if seconds:
            return _patience(request, form, seconds, now)
        visit = returning.enter(organization=organization, typed=typed, now=now)
    except Mistyped as slip:
        form.add_error("code", _where(slip.group or codes.slipped_group(typed)))
        return render(request, "returning/enter.html", {"form": form})
    except UnknownCode:
        unknown = _("No request here has this code, or it was erased. Please compare it with what you wrote down.")
        form.add_error("code", unknown)
        return render(request, "returning/enter.html", {"form": form, "unknown": True})
    response = to_page(request)
    if new_codes.was_handed_over(organization=organization, token=visit, now=now):
        response = HttpResponseRedirect(request.place.url("returning-own-code"), status=303)
    tokens.keep(response, settings.VISIT_COOKIE_NAME, visit)
    return response


def _where(group: int | None) -> str:
    if group is None:
        return _("One of the characters seems mistyped. Please compare the whole code with what you wrote down.")
    return _("A character seems mistyped or missing, perhaps in group %(group)d.") % {"group": group}


def _to_wait(request: PlacedRequest, ticket: str, now: datetime) -> int:
    """Return how many seconds this network is asked to wait; 0 when the way is open."""
    organization = request.place.organization.id
    state = tickets.use(ticket, organization=organization, kind="codes", now=now) if ticket else None
    if state and state.state != "invalid":
        return state.seconds
    address = networks.address_of(request)
    slow = limits.count(organization=organization, kind="codes", address=address, now=now)
    return 20 if slow else 0  # A fresh ticket's wait; the ticket itself holds the truth.


def _patience(request: PlacedRequest, form: CodeForm, seconds: int, now: datetime) -> HttpResponse:
    organization = request.place.organization.id
    held = form.cleaned_data["ticket"]
    state = tickets.check(held, organization=organization, kind="codes", now=now) if held else None
    ticket = (
        held if state and state.state == "wait" else tickets.issue(organization=organization, kind="codes", now=now)
    )
    again = CodeForm(initial={"code": form.cleaned_data["code"], "ticket": ticket})
    return render(request, "returning/enter.html", {"form": again, "seconds": seconds})


@require_safe
@visiting
def page(request: VisitRequest) -> HttpResponse:
    """Show where things stand."""
    now, house = clock.now(), request.place.organization
    standing = returning.where_things_stand(organization=house.id, token=request.visit, now=now)
    words: dict[str, Any] = {
        "standing": standing,
        "seen_lines": lines(standing.seen),
        "zone": ZoneInfo(standing.site_zone),
        "kept_for": standing.kept.days,
        "told": acknowledged.sentence(request.GET.get("told", "")),
        "talk": writing_to_each_other.their_talk(organization=house.id, token=request.visit, now=now),
        "may_say_how_it_was": asking_how_it_was.may_take_ticket(organization=house.id, token=request.visit, now=now),
    }
    return render(request, "returning/page.html", {**words, **told(standing, now=now)})


@require_POST
@visiting
def done(request: VisitRequest) -> HttpResponse:
    """End this visit, and leave no code behind that would open the next one."""
    response = HttpResponseRedirect(request.place.url("home"), status=303)
    drafts.forget(request, response)
    returning.leave(organization=request.place.organization.id, token=request.visit, now=clock.now())
    tokens.drop(response, settings.VISIT_COOKIE_NAME)
    return response
