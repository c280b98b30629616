"""At the desk: every request that exists, when it is erased, and the hold by law that takes two people.

Belongs here: the list and its buttons. Does not belong here: who may (`people/access.py`), what a hold does
(`journeys/holding.py`). Nothing here opens a request: a made-up name, a stage and a date.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases import holds
from alongside.cases.errors import AnotherMustAgree, NoSuchCase, NoSuchHold
from alongside.cases.holds import Kept
from alongside.journeys import holding
from alongside.people import access
from alongside.tenancy import queries as tenancy
from alongside.vocabulary import labels
from alongside.vocabulary.forgetting import HoldReason
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs


class WhyHold(KindForm):
    """The reason, coded. There is nowhere to write another one."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why must it be kept?"),
        choices=lambda: labels.choices("hold_reasons"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose a reason. Without one, nothing is held.")},
    )


@dataclass(frozen=True)
class Line:
    """One request that exists, and what whoever looks may do about it."""

    row: Kept
    may_ask: bool
    may_agree: bool
    own: bool

    @property
    def asked(self) -> bool:
        """Whether a hold waits for a second person."""
        return bool(self.row.reason) and not self.row.holds


@needs(access.may_see_what_is_kept)
@require_safe
def everything(request: MemberRequest) -> HttpResponse:
    """List what exists."""
    lines = [_line(request, row) for row in holds.what_exists(organization=request.member.organization)]
    held = [line for line in lines if line.row.reason]
    days = tenancy.retention(request.member.organization).days
    told = {"held": held, "lines": [one for one in lines if one not in held], "days": days}
    return render(request, "forgetting/kept.html", told)


def _line(request: MemberRequest, row: Kept) -> Line:
    me = request.member.person
    first = row.lift_asked_by if row.holds else row.asked_by
    may_ask = access.may_ask_for_a_hold(request.member)
    return Line(row=row, may_ask=may_ask, may_agree=first is not None and first != me, own=first == me)


@needs(access.may_ask_for_a_hold)
@require_http_methods(["GET", "HEAD", "POST"])
def hold(request: MemberRequest, case: UUID) -> HttpResponse:
    """Ask why; a second person must agree before anything is stopped."""
    rows = holds.what_exists(organization=request.member.organization)
    row = next((row for row in rows if row.case == case and not row.reason), None)
    if row is None:
        raise Http404
    form = WhyHold(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return render(request, "forgetting/hold.html", {"row": row, "form": form}, status=422 if form.errors else 200)
    holding.ask(member=request.member, case=case, reason=HoldReason(form.cleaned_data["reason"]), now=clock.now())
    messages.info(request, _("Asked. It holds once a second person has agreed; until then it is erased in its time."))
    return _to_list(request)


@needs(access.may_see_what_is_kept)
@require_POST
def agree(request: MemberRequest, case: UUID) -> HttpResponse:
    """Be the second person."""
    return _done(
        request,
        case,
        holding.agree,
        lambda _held: _("It is held from now on. The person concerned reads it on their page."),
    )


@needs(access.may_see_what_is_kept)
@require_POST
def drop(request: MemberRequest, case: UUID) -> HttpResponse:
    """Say no, or take back what one asked."""
    return _done(request, case, holding.drop, lambda _held: _("Taken back. Everything goes on as before."))


@needs(access.may_see_what_is_kept)
@require_POST
def let_go(request: MemberRequest, case: UUID) -> HttpResponse:
    """Ask to let it go; as the second person, let it go."""
    return _done(request, case, holding.lift, _lifted)


def _lifted(held: Any) -> str:  # noqa: ANN401  # A hold; doors know no model.
    if held.ended_at:
        return _("Two people agreed: the hold is lifted. It is erased in its time.")
    return _("Noted. Once a second person has agreed, it is erased in its time.")


def _done(request: MemberRequest, case: UUID, act: Callable[..., Any], said: Callable[[Any], str]) -> HttpResponse:
    try:
        held = act(member=request.member, case=case, now=clock.now())
    except NoSuchCase as stranger:
        raise Http404 from stranger
    except NoSuchHold:
        messages.info(request, _("Somebody else has answered this meanwhile."))
    except AnotherMustAgree:
        messages.info(request, _("Somebody else must say this: it takes two people."))
    else:
        messages.success(request, said(held))
    return _to_list(request)


def _to_list(request: MemberRequest) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("kept"))
