"""Bringing a professional in, as the supporter sees it; and the professional's answer.

Belongs here: these pages and buttons. Does not belong here: what follows (`journeys/handing_to_a_professional.py`).
How to reach the person opens for whoever carries the case on its own page, and for the peer who stays in touch here.
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
from alongside.cases import hand_offs
from alongside.cases.errors import MovedMeanwhile, MoveRefused, NeedsTheirYes, NoSuchHandOff, NotTheirs
from alongside.cases.hand_offs import HandOffRow
from alongside.journeys import handing_to_a_professional as journey
from alongside.journeys import staying_in_touch
from alongside.paging.errors import MayNotBePaged
from alongside.people import access
from alongside.vocabulary import labels
from alongside.vocabulary.passing_on import Consent, HandOffState, Outside
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import again
from alongside.web.supporting import contact as contacts
from alongside.web.supporting.case import done, mine, own, subject_for
from alongside.web.walking.bringing_in import BringIn

UNANSWERED = frozenset({HandOffState.PROPOSED, HandOffState.ASKED})


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: MemberRequest, case: UUID) -> HttpResponse:
    """Choose whom to ask, and say whether the person agrees."""
    now = clock.now()
    theirs = mine(request, case, now=now)
    try:
        able = journey.those_who_can(**own(request, case), now=now)
    except NotTheirs as gone:
        raise Http404 from gone
    form = BringIn(request.POST if request.method == "POST" else None, able=able, danger=theirs.danger)
    if form.is_bound and form.is_valid():
        try:
            asked = form.asked()
            return done(request, case, partial(journey.bring_in, asked=asked), _said(asked.consent))
        except MayNotBePaged:
            form.add_error("to", _("This professional cannot be asked just now. Please choose somebody else."))
        except NeedsTheirYes:
            form.add_error("consent", _("Without danger it takes their yes. Please ask them first."))
    outside = [(one.value, labels.label("encounter.referral_kinds", one)) for one in Outside]
    noted = hand_offs.outside_of_case(case=case)
    words = {"case": theirs, "form": form, "able": able, "outside": outside, "noted": noted}
    return render(request, "walking/hand_off.html", words)


@needs(access.may_be_paged)
@require_POST
def outside(request: MemberRequest, case: UUID) -> HttpResponse:
    """Note by a code that somebody outside goes on with the person; the case stays."""
    said = request.POST.get("outside", "")
    if said not in set(Outside):
        mine(request, case, now=clock.now())
        return HttpResponseRedirect(request.place.url("desk-hand-off", case=case))
    return done(request, case, partial(journey.note_outside, outside=Outside(said)))


@needs(access.may_be_paged)
@require_safe
def show(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """Show how a hand-off stands, to the supporter who made it and to the professional who is asked."""
    return _page(request, _theirs(request, hand_off))


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """Show the peer how to reach the person: until somebody confirms, and afterwards if they stay in touch."""
    row, member, now = _theirs(request, hand_off), request.member, clock.now()
    back = request.place.url("desk-hand-off-given", hand_off=hand_off)
    if row.made_by != member.person:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(back)
    if not again.is_proved(request):
        to = request.place.url("desk-hand-off-contact", hand_off=hand_off)
        return again.ask_at(request, title=row.designation, back=back, to=to)
    house = request.place.organization
    try:
        card = staying_in_touch.open_contact(
            member=member, hand_off=hand_off, calling_number=house.calling_number, now=now
        )
    except MoveRefused:
        return HttpResponseRedirect(back)
    subject = subject_for(row.organization_id, row.language, now)
    return _page(request, row, contact=contacts.shown(card, house=house, subject=subject))


@needs(access.may_be_paged)
@require_POST
def take_back(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """The supporter takes back what nobody confirmed yet."""
    row = _theirs(request, hand_off)
    if row.made_by != request.member.person:
        raise Http404
    act = partial(journey.take_back, organization=request.member.organization, person=request.member.person)
    return _answered(request, row, act, "desk-case")


@needs(access.may_be_paged)
@require_POST
def confirm(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """The professional has it in hand."""
    return _answered(request, _asked(request, hand_off), partial(journey.confirm, member=request.member), "desk-case")


@needs(access.may_be_paged)
@require_POST
def decline(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """The professional cannot; nobody asks why."""
    said = _("That is fine. Somebody else is asked now.")
    return _answered(request, _asked(request, hand_off), partial(journey.decline, member=request.member), said=said)


@needs(access.may_be_paged)
@require_POST
def give_back(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """Back to peer support, as both agreed."""
    said = _("Thank you. Their supporter has been told that they are back.")
    return _answered(request, _asked(request, hand_off), partial(journey.give_back, member=request.member), said=said)


@needs(access.may_be_paged)
@require_POST
def end(request: MemberRequest, hand_off: UUID) -> HttpResponse:
    """Support ends with the professional, as both agreed."""
    act = partial(journey.end_with_professional, member=request.member)
    said = _("Ended, as you agreed. Their door stays open. Take a moment for yourself.")
    return _answered(request, _asked(request, hand_off), act, said=said)


def _said(consent: Consent) -> str:
    if consent is Consent.ASKED_ON_PAGE:
        return _("They are asked on their page first. You get a message when they have answered.")
    return _("The professional is asked now, and sees nothing of how to reach them before taking over.")


def _answered(
    request: MemberRequest, row: HandOffRow, act: Callable[..., object], to: str = "desk-now", said: str = ""
) -> HttpResponse:
    try:
        act(hand_off=row.hand_off, now=clock.now())
    except NoSuchHandOff as gone:
        raise Http404 from gone
    except (MoveRefused, MovedMeanwhile):
        messages.info(request, _("Things have moved on since this page was shown. This is how they stand now."))
        return HttpResponseRedirect(request.place.url("desk-now"))
    if said:
        messages.success(request, said)
    where = {"case": row.case} if to == "desk-case" else {}
    return HttpResponseRedirect(request.place.url(to, **where))


def _asked(request: MemberRequest, hand_off: UUID) -> HandOffRow:
    row = _theirs(request, hand_off)
    if row.to != request.member.person:
        raise Http404
    return row


def _theirs(request: MemberRequest, hand_off: UUID) -> HandOffRow:
    """Return a hand-off if this member made it or was asked, and it is not over; anything else does not exist."""
    row = hand_offs.row_of(organization=request.member.organization, hand_off=hand_off)
    if row is None or not access.may_see_hand_off(request.member, row):
        raise Http404
    return row


def _page(request: MemberRequest, row: HandOffRow, **more: object) -> HttpResponse:
    words = {"row": row, "gave": row.made_by == request.member.person, "unanswered": row.state in UNANSWERED}
    return render(request, "walking/hand_off_given.html", {"contact": None, **words, **more})
