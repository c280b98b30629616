"""Danger, for whoever was asked to see to it: take it on, look at it again, lower it by two.

Belongs here: a list, one page and its buttons. Does not belong here: what each does (`journeys/danger.py`), raising it
(`web/supporting/danger.py`). Two made-up words, clocks, and names of colleagues stand here; nothing of the person.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from alongside import clock
from alongside.cases import dangers
from alongside.cases.dangers import DangerRow
from alongside.cases.errors import MayNotLower, NoSuchDanger, TakenOn
from alongside.cases.rules.danger import Refusal
from alongside.journeys import danger as journey
from alongside.people import access
from alongside.tenancy.queries import limits
from alongside.vocabulary import labels
from alongside.vocabulary.passing_on import Lowered
from alongside.vocabulary.roles import Role
from alongside.web.gate import MemberRequest, needs

WHY_NOT: dict[Refusal, Promise] = {
    Refusal.NOT_THEIRS: gettext_lazy("Somebody else has to say this."),
    Refusal.NOBODY_SAID_SO: gettext_lazy("Nobody has said yet that the danger has passed."),
    Refusal.SAME_PERSON: gettext_lazy("You said it yourself. It takes a second person to agree."),
    Refusal.TWO_PEERS: gettext_lazy("One of the two is a professional or a coordinator. Please ask one of them."),
    Refusal.TOO_SOON: gettext_lazy("The second look comes a day after two people agreed. Until then it stands."),
}


@needs(access.may_see_dangers)
@require_safe
def every(request: MemberRequest) -> HttpResponse:
    """List the dangers that stand: all for a coordinator, those they were asked about for a professional."""
    member = request.member
    person = None if Role.COORDINATOR in member.roles else member.person
    rows = dangers.rows(organization=member.organization, person=person)
    return render(request, "taking_over/dangers.html", {"rows": rows, "me": member.person})


@needs(access.may_be_paged)
@require_safe
def show(request: MemberRequest, danger: UUID) -> HttpResponse:
    """Show one danger to whoever has a say in it."""
    return page(request, danger, now=clock.now())


@needs(access.may_be_paged)
@require_POST
def take(request: MemberRequest, danger: UUID) -> HttpResponse:
    """Take it on; whoever was too late learns who has it."""
    return _done(request, danger, journey.take_on)


@needs(access.may_be_paged)
@require_POST
def give_back(request: MemberRequest, danger: UUID) -> HttpResponse:
    """Everybody is asked again."""
    return _done(request, danger, journey.give_it_back)


@needs(access.may_be_paged)
@require_POST
def stands(request: MemberRequest, danger: UUID) -> HttpResponse:
    """One looked, and it still stands."""
    return _done(request, danger, journey.still_there, _("Noted: the danger stands. It is looked at again in 3 days."))


@needs(access.may_be_paged)
@require_POST
def passed(request: MemberRequest, danger: UUID) -> HttpResponse:
    """The first of two says that it has passed, with one of four reasons."""
    reason = request.POST.get("reason", "")
    if reason not in set(Lowered):
        return page(request, danger, now=clock.now(), asks_reason=True)
    return _done(request, danger, partial(journey.it_has_passed, reason=Lowered(reason)))


@needs(access.may_be_paged)
@require_POST
def agree(request: MemberRequest, danger: UUID) -> HttpResponse:
    """The second of two agrees."""
    return _done(request, danger, journey.agree)


@needs(access.may_be_paged)
@require_POST
def look(request: MemberRequest, danger: UUID) -> HttpResponse:
    """Somebody looks a second time, and the flag falls."""
    now = clock.now()
    row = _row(request, danger, now=now)
    said = _done(request, danger, journey.look_again)
    if dangers.row_of(organization=request.member.organization, danger=danger) is not None:
        return said
    messages.success(request, _("The danger is lowered. Thank you for looking twice."))
    if row.carrier == request.member.person:
        return HttpResponseRedirect(request.place.url("desk-case", case=row.case))
    return HttpResponseRedirect(request.place.url("desk-now"))


def page(request: MemberRequest, danger: UUID, *, now: datetime, asks_reason: bool = False) -> HttpResponse:
    """Render the page of a danger."""
    row = _row(request, danger, now=now)
    return render(request, "taking_over/danger.html", {**words(request, row, now=now), "asks_reason": asks_reason})


def words(request: MemberRequest, row: DangerRow, *, now: datetime) -> dict[str, object]:
    """Return what a page about a danger shows, for whoever has a say in it."""
    me, house = request.member.person, request.place.organization
    return {
        "row": row,
        "mine": row.taken_by == me,
        "carries": row.carrier == me,
        "coordinates": Role.COORDINATOR in request.member.roles,
        "said_by_me": row.said_by == me,
        "look_due": row.look_at is not None and row.look_at <= now,
        "review_due": row.review_due <= now,
        "reasons": labels.choices("danger_lowered_reasons"),
        "todo": list(labels.rows("escalation_actions")),
        "limits": limits(house.id, request.place.language),
    }


def _row(request: MemberRequest, danger: UUID, *, now: datetime) -> DangerRow:
    member = request.member
    row = dangers.row_of(organization=member.organization, danger=danger)
    if row is None or journey.has_a_say(member=member, danger=danger, now=now) is None:
        raise Http404
    return row


def _done(request: MemberRequest, danger: UUID, act: Callable[..., None], said: str = "") -> HttpResponse:
    try:
        act(member=request.member, danger=danger, now=clock.now())
    except NoSuchDanger as gone:
        raise Http404 from gone
    except TakenOn:
        messages.info(request, _("A colleague has taken it on already. Thank you for being there."))
    except MayNotLower as refused:
        messages.info(request, str(WHY_NOT[Refusal(refused.why)]))
    else:
        if said:
            messages.success(request, said)
    return HttpResponseRedirect(request.place.url("danger", danger=danger))
