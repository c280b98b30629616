"""Team sessions on screen: asked for, planned, invited to, held.

Belongs here: showing and passing on. Does not belong here: what each step does (`journeys/team_sessions.py`), or who
comes: nobody writes that down anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import team_sessions
from alongside.people import access
from alongside.rounds import sessions
from alongside.rounds.errors import MayNotCarry, NoSuchSession, NotNow
from alongside.rounds.sessions import SessionRow
from alongside.vocabulary import labels
from alongside.web.carrying import invitation as invitations
from alongside.web.carrying.session_forms import Ask, Plan
from alongside.web.gate import MemberRequest, needs


@needs(access.may_see_sessions)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """List the sessions: all for the coordinator, those they asked for for a manager."""
    own = {"organization": request.member.organization}
    plans = access.may_plan_sessions(request.member)
    found = sessions.open_sessions(**own) if plans else sessions.asked_for_by(**own, person=request.member.person)
    context = {
        "sessions": found,
        "held": sessions.held_sessions(**own) if plans else [],
        "plans": plans,
        "bands": labels.choices("encounter.group_size_bands"),
        "now": clock.now(),
    }
    return render(request, "carrying/sessions.html", context)


@needs(access.may_see_sessions)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: MemberRequest) -> HttpResponse:
    """Ask for a session: reason, unit and week, all coded."""
    now = clock.now()
    form = Ask(request.POST if request.method == "POST" else None, house=request.place.organization, now=now)
    if request.method == "POST" and form.is_valid():
        team_sessions.ask_for_one(member=request.member, **form.to_ask(), now=now)
        messages.success(request, _("Thank you. The coordinator plans it, and finds two who lead."))
        return HttpResponseRedirect(request.place.url("team-sessions"))
    return render(request, "carrying/ask.html", {"form": form})


@needs(access.may_plan_sessions)
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: MemberRequest, session: UUID) -> HttpResponse:
    """Set place, time and the two who lead."""
    now, row = clock.now(), _row(request, session)
    able = team_sessions.those_who_may_lead(organization=request.member.organization, row=row, now=now)
    form = Plan(request.POST if request.method == "POST" else None, row=row, able=able, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            team_sessions.plan(member=request.member, session=session, chosen=form.to_plan(), now=now)
        except MayNotCarry:
            form.add_error("second", _("One of them cannot lead it by now. Please choose again."))
        except NoSuchSession as gone:
            raise Http404 from gone
        else:
            messages.success(request, _("Planned. Both who lead are told; the invitation is ready to print."))
            return HttpResponseRedirect(request.place.url("team-sessions"))
    return render(request, "carrying/plan.html", {"form": form, "session": row, "able": able})


@needs(access.may_print_invitation)
@require_safe
def invitation(request: MemberRequest, session: UUID) -> HttpResponse:
    """Show the invitation, ready to print or to send: the same words for everybody, and no name of anybody invited."""
    row = _row(request, session)
    member = request.member
    concerned = {key for key, _name in row.leaders} | {row.asked_by}
    if row.starts_at is None or not (access.may_plan_sessions(member) or member.person in concerned):
        raise Http404
    text = invitations.text(row, place=request.place)
    return render(request, "carrying/invitation.html", {"session": row, "invitation": text})


@needs(access.may_plan_sessions)
@require_POST
def drop(request: MemberRequest, session: UUID) -> HttpResponse:
    """It will not take place."""
    return _done(request, session, team_sessions.drop, _("It will not take place. Individual offers go on."))


@needs(access.may_print_invitation)
@require_POST
def held(request: MemberRequest, session: UUID) -> HttpResponse:
    """It was held: how many came, as a band."""
    heads = request.POST.get("heads", "")
    if heads not in labels.rows("encounter.group_size_bands"):
        messages.info(request, _("Please choose how many came."))
        return _back(request)
    said = _("Thank you. Place, time and who led are forgotten now. Please offer a talk alone to everybody.")
    return _done(request, session, partial(team_sessions.note_held, heads=heads), said)


@needs(access.may_carry_offers)
@require_POST
def not_me(request: MemberRequest, session: UUID) -> HttpResponse:
    """One who was to lead cannot, or was there."""
    said = _("Good that you said so. The coordinator finds somebody else.")
    return _done(request, session, team_sessions.not_me, said)


def _done(request: MemberRequest, session: UUID, act: Callable[..., None], said: str) -> HttpResponse:
    try:
        act(member=request.member, session=session, now=clock.now())
    except NoSuchSession as gone:
        raise Http404 from gone
    except NotNow:
        messages.info(request, _("That can be noted once it has begun."))
    else:
        messages.success(request, said)
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    home = "team-sessions" if access.may_see_sessions(request.member) else "desk-offers"
    return HttpResponseRedirect(request.place.url(home))


def _row(request: MemberRequest, session: UUID) -> SessionRow:
    found = sessions.session_row(organization=request.member.organization, session=session)
    if found is None:
        raise Http404
    return found
