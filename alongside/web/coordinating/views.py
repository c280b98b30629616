"""The coordinator's screens: the board, choosing among those who can, alarms, the withdrawal switch.

Belongs here: showing and passing on. Does not belong here: what a step does (`journeys/coordinating.py`), identity of
any kind.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases.errors import MoveRefused, NoSuchCase
from alongside.journeys import coordinating, running_the_program
from alongside.paging.errors import MayNotBePaged, NotClimbing
from alongside.people import access
from alongside.tenancy import queries as tenancy
from alongside.web.coordinating import board
from alongside.web.gate import MemberRequest, needs


@needs(access.may_see_board)
@require_safe
def show(request: MemberRequest) -> HttpResponse:
    """Show the board; it asks for itself again every ten seconds and is answered only when something changed."""
    seen = board.of(request.place, now=clock.now())
    if request.headers.get("HX-Request") != "true":
        return render(request, "coordinating/board.html", {"board": seen})
    if request.GET.get("seen") == seen.mark:
        return HttpResponse(status=204)
    return render(request, "coordinating/_live.html", {"board": seen})


@needs(access.may_page_again)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, case: UUID) -> HttpResponse:
    """List those who can be paged now, in the answer to a POST, which leaves its entry. Who is missing is not told."""
    row, able = _row(request, case), None
    if request.method == "POST":
        try:
            able = coordinating.those_who_can(member=request.member, case=case, now=clock.now())
        except (NoSuchCase, MoveRefused) as stranger:
            raise Http404 from stranger
    return render(request, "coordinating/choose.html", {"row": row, "able": able})


@needs(access.may_page_again)
@require_POST
def help_to_choose(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show what the caregiver let the coordinator see; it stands in their log from now on."""
    now = clock.now()
    try:
        shown = coordinating.help_to_choose(member=request.member, case=case, now=now)
        able = coordinating.those_who_can(member=request.member, case=case, now=now, as_wished=True)
    except (NoSuchCase, MoveRefused) as stranger:
        raise Http404 from stranger
    groups = {group.id: group.code for group in tenancy.unit_groups(request.place.organization.id)}
    context = {
        "row": _row(request, case),
        "able": able,
        "shown": shown,
        "group": groups.get(shown.unit_group) if shown.unit_group else "",
    }
    return render(request, "coordinating/choose.html", context)


@needs(access.may_page_again)
@require_POST
def page_next(request: MemberRequest, case: UUID) -> HttpResponse:
    """Page the next colleagues now."""
    try:
        coordinating.page_the_next_now(member=request.member, case=case, now=clock.now())
    except NoSuchCase as stranger:
        raise Http404 from stranger
    except (MoveRefused, NotClimbing):
        messages.info(request, _("This request no longer waits: somebody has said yes, or it was taken back."))
    else:
        messages.info(request, _("The next colleagues are being paged."))
    return _to_board(request)


@needs(access.may_page_again)
@require_POST
def page_person(request: MemberRequest, case: UUID, person: UUID) -> HttpResponse:
    """Page one of those who can."""
    try:
        coordinating.page_this_person(member=request.member, case=case, person=person, now=clock.now())
    except NoSuchCase as stranger:
        raise Http404 from stranger
    except MayNotBePaged:
        messages.info(request, _("This colleague cannot be paged for this request now."))
    except (MoveRefused, NotClimbing):
        messages.info(request, _("This request no longer waits: somebody has said yes, or it was taken back."))
    else:
        messages.info(request, _("They are being paged."))
    return _to_board(request)


@needs(access.may_see_alarms)
@require_POST
def see_alarm(request: MemberRequest, alarm: UUID) -> HttpResponse:
    """Say that somebody sees to it."""
    coordinating.see_alarm(member=request.member, alarm=alarm, now=clock.now())
    messages.success(request, _("Noted: you see to it. It no longer stands on anybody’s board."))
    return _to_board(request)


@needs(access.may_withdraw_the_service)
@require_safe
def withdrawal(request: MemberRequest) -> HttpResponse:
    """Ask once before asking is turned into "call this number"."""
    return render(request, "coordinating/withdrawal.html")


@needs(access.may_withdraw_the_service)
@require_POST
def withdraw(request: MemberRequest) -> HttpResponse:
    """Turn asking into "call this number" at once."""
    running_the_program.withdraw_the_service(member=request.member, now=clock.now())
    messages.info(request, _("Asking is closed. Everybody who comes is shown the number to call."))
    return HttpResponseRedirect(request.place.url("withdrawal"))


def _row(request: MemberRequest, case: UUID) -> board.Waiting:
    seen = board.of(request.place, now=clock.now())
    for waiting in seen.waiting:
        if waiting.row.case == case:
            return waiting
    raise Http404


def _to_board(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("board"))
