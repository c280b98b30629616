"""They said yes, or there is danger: one form, and one page with the numbers first.

Belongs here: the two pages. Does not belong here: what a yes does (`journeys/saying_yes.py`). The name stands on
neither: it was on the list before, and is gone with it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.cases.entrusted import ContactWish
from alongside.cases.errors import NoDraft
from alongside.journeys import saying_yes
from alongside.journeys.asking_for_help import Sent
from alongside.people import access
from alongside.rounds import queries
from alongside.rounds.errors import MayNotCarry, NoSuchOffer, NoSuchRound, NoWayToReach
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Urgency, Way
from alongside.web.gate import MemberRequest, needs
from alongside.web.taking_a_call.forms import YES, Call

SENT = "offer_sent"
"""In the staff session: what was promised, and with whom. Never the code, never the case, never a name."""

ME, ANOTHER = "me", "another"


class SaidYes(Call):
    """What is noted when somebody says yes: with whom, how soon, and how to reach them where that is different."""

    with_whom = forms.ChoiceField(
        label=gettext_lazy("With whom would they like to talk?"),
        choices=[(ME, gettext_lazy("With me")), (ANOTHER, gettext_lazy("With somebody else"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please ask them with whom.")},
    )

    def __init__(self, data: QueryDict | None = None, *, house: House, language: str, now: datetime) -> None:
        super().__init__(data, house=house, language=language, own_site=None, now=now)
        self.fields.pop("site", None)
        self.fields["reach"].required = False
        self.fields["reach"].help_text = gettext_lazy("Leave it empty to use what was on the list.")

    def to_say(self) -> saying_yes.Yes:
        """Return it as the journey takes it; valid forms only."""
        held = self.cleaned_data
        way = Way(held["way"])
        by_telephone = way in {Way.PHONE_CALL, Way.TEXT_MESSAGE}
        contact = ContactWish(
            way=way,
            phone=held["reach"] if by_telephone else "",
            email=held["reach"] if way is Way.EMAIL else "",
            place=held["reach"] if way is Way.IN_PERSON else "",
            may_leave_message=by_telephone and held["may_leave_message"] == YES,
            times=(held["time"],) if held["time"] else (),
        )
        language = held["language"] or self.house.languages[0]
        with_me = held["with_whom"] == ME
        return saying_yes.Yes(with_me, Urgency(held["urgency"]), contact, language, held["wants_code"], self.token)


@needs(access.may_carry_offers)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest, round_id: UUID, case: UUID) -> HttpResponse:
    """Show the form, or make a request of their yes."""
    now = clock.now()
    form = SaidYes(
        request.POST if request.method == "POST" else None,
        house=request.place.organization,
        language=request.place.language,
        now=now,
    )
    if request.method == "POST" and form.is_valid():
        answer = _say(request, case, form, now)
        if answer is not None:
            return answer
    if not _carries(request, round_id, case, now):
        raise Http404
    house = request.place.organization
    context = {
        "form": form,
        "round_id": round_id,
        "case": case,
        "limits": tenancy.limits(house.id, request.place.language),
        "now_open": house.answers_now(now=now),
    }
    return render(request, "carrying/yes.html", context)


def _say(request: MemberRequest, case: UUID, form: SaidYes, now: datetime) -> HttpResponse | None:
    """Send it; None when something is to be mended first."""
    try:
        saved = saying_yes.said_yes(member=request.member, case=case, yes=form.to_say(), now=now)
    except NoWayToReach:
        form.add_error("reach", _("Nothing of this kind was on the list. Please ask them, and write it here."))
    except MayNotCarry:
        form.add_error("with_whom", _("You have no valid designation today. Please choose “With somebody else”."))
    except (NoSuchOffer, NoSuchRound, NoDraft) as gone:
        raise Http404 from gone
    else:
        return _sent(request, saved, with_me=form.cleaned_data["with_whom"] == ME)
    return None


def _sent(request: MemberRequest, saved: Sent, *, with_me: bool) -> HttpResponse:
    request.session[SENT] = {"due": saved.contact_due.isoformat(), "urgency": saved.urgency.value, "with_me": with_me}
    if saved.code:
        return render(request, "carrying/said_yes.html", {**_told(saved, with_me), "groups": saved.code.split("-")})
    return HttpResponseRedirect(request.place.url("desk-offer-sent"))


def _told(saved: Sent, with_me: bool) -> dict[str, Any]:  # noqa: FBT001  # Read beside its name by both callers.
    return {"due": saved.contact_due, "danger": saved.urgency is Urgency.DANGER, "with_me": with_me}


@needs(access.may_carry_offers)
@require_safe
def sent(request: MemberRequest) -> HttpResponse:
    """Say what was promised; nothing else is left here."""
    kept = request.session.get(SENT)
    if kept is None:
        return HttpResponseRedirect(request.place.url("desk-offers"))
    saved = Sent("", Urgency(kept["urgency"]), datetime.fromisoformat(kept["due"]))
    return render(request, "carrying/said_yes.html", _told(saved, kept["with_me"]))


@needs(access.may_carry_offers)
@require_http_methods(["GET", "HEAD", "POST"])
def danger(request: MemberRequest, round_id: UUID, case: UUID) -> HttpResponse:
    """Show the numbers and what to do; a POST pages those who can help further. The person stays with this member."""
    now = clock.now()
    if not _carries(request, round_id, case, now):
        raise Http404
    if request.method != "POST":
        todo = list(labels.rows("escalation_actions"))
        return render(request, "carrying/danger.html", {"round_id": round_id, "case": case, "todo": todo})
    try:
        saying_yes.raise_danger(member=request.member, case=case, now=now)
    except (NoSuchOffer, NoSuchRound) as gone:
        raise Http404 from gone
    return HttpResponseRedirect(request.place.url("desk-case-danger", case=case))


def _carries(request: MemberRequest, round_id: UUID, case: UUID, now: datetime) -> bool:
    member = request.member
    own = queries.round_of(organization=member.organization, carrier=member.person, round_id=round_id)
    offer = queries.offer_of(organization=member.organization, carrier=member.person, case=case, now=now)
    return own is not None and offer is not None
