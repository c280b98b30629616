"""One person whom a supporter carries: reach them, say what came of it, hand back, end.

Belongs here: showing the case and its buttons. Does not belong here: what each does (`journeys/answering_a_page.py`),
danger (`danger.py`). Whatever is not theirs, or not theirs any more, does not exist.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases import erasing, hand_offs
from alongside.cases import queries as cases
from alongside.cases.errors import (
    MovedMeanwhile,
    MoveRefused,
    NoMoreCalls,
    NoSuchCase,
    NotTheirs,
    TooLateToUndo,
    WaitsForReceipt,
    WaitsForTheirYes,
)
from alongside.cases.queries import OwnCase
from alongside.guidance import queries as guidance
from alongside.journeys import answering_a_page, writing_to_each_other
from alongside.people import access
from alongside.tenancy import words
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Outcome
from alongside.vocabulary.stages import Stage
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import again, inbox, spoken
from alongside.web.supporting import contact as contacts

ONGOING = frozenset({Stage.ACCEPTED, Stage.ALONGSIDE})


@needs(access.may_be_paged)
@require_safe
def show(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show where things stand. How to reach the person is never in it."""
    now = clock.now()
    try:
        theirs = mine(request, case, now=now)
    except Http404:
        if not inbox.handed_over(request.member, case, now=now):
            raise
        messages.info(request, _("Somebody else goes on with them now, so this page is theirs."))
        return HttpResponseRedirect(request.place.url("desk-now"))
    return _page(request, theirs, now=now)


@needs(access.may_be_paged)
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: MemberRequest, case: UUID) -> HttpResponse:
    """Show how to reach the person, in the answer to a POST only, to whoever used their passkey just now.

    The caregiver reads that it was opened.
    """
    now = clock.now()
    theirs = mine(request, case, now=now)
    if request.method != "POST":
        return to_case(request, case)
    if not again.is_proved(request):
        return again.ask(request, theirs)
    house = request.place.organization
    try:
        card = answering_a_page.open_contact(**own(request, case), calling_number=house.calling_number, now=now)
    except (WaitsForTheirYes, WaitsForReceipt, NoMoreCalls):
        return to_case(request, case)
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    subject = subject_for(theirs.organization_id, theirs.language, now)
    return _page(request, theirs, now=now, contact=contacts.shown(card, house=house, subject=subject))


@needs(access.may_be_paged)
@require_POST
def outcome(request: MemberRequest, case: UUID) -> HttpResponse:
    """Write down what came of a try; it can be taken back for ten minutes."""
    said = request.POST.get("outcome", "")
    if said not in set(Outcome):
        return to_case(request, case)
    return done(request, case, partial(answering_a_page.record_outcome, outcome=Outcome(said)))


@needs(access.may_be_paged)
@require_POST
def undo(request: MemberRequest, case: UUID) -> HttpResponse:
    """Take the last outcome back."""
    try:
        return done(request, case, answering_a_page.undo_outcome)
    except TooLateToUndo:
        messages.info(request, _("Ten minutes have passed, so it stays as it is. Write down what came after instead."))
        return to_case(request, case)


@needs(access.may_be_paged)
@require_POST
def release(request: MemberRequest, case: UUID) -> HttpResponse:
    """Hand back, without a reason."""
    said = _("Thank you for having been there. Somebody else is asked now.")
    return done(request, case, partial(answering_a_page.release, conflict=False), said)


@needs(access.may_be_paged)
@require_POST
def conflict(request: MemberRequest, case: UUID) -> HttpResponse:
    """Hand back, because one is their chief or was there."""
    said = _("Good that you said so. Somebody else is asked now, and you are not asked about this one again.")
    return done(request, case, partial(answering_a_page.release, conflict=True), said)


def mine(request: MemberRequest, case: UUID, *, now: datetime) -> OwnCase:
    """Return the case if this member carries it now; anything else does not exist."""
    member = request.member
    found = cases.own_case(organization=member.organization, person=member.person, case=case, now=now)
    if found is None or not access.may_open_case(member, found):
        raise Http404
    return found


def done(request: MemberRequest, case: UUID, act: Callable[..., None], said: str = "") -> HttpResponse:
    """Do one act of a journey on the member's own case and show what is true then."""
    now = clock.now()
    mine(request, case, now=now)
    try:
        act(**own(request, case), now=now)
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    except (MoveRefused, MovedMeanwhile):
        messages.info(request, _("Things have moved on since this page was shown. This is how they stand now."))
        return to_case(request, case)
    if said:
        messages.success(request, said)
        return HttpResponseRedirect(request.place.url("desk-now"))
    return to_case(request, case)


def _page(
    request: MemberRequest, theirs: OwnCase, *, now: datetime, contact: contacts.Shown | None = None
) -> HttpResponse:
    language = request.place.language
    return render(
        request,
        "supporting/case.html",
        {
            "case": theirs,
            "contact": contact,
            "overdue": theirs.stage is Stage.ACCEPTED and theirs.contact_due <= now,
            "may_try": theirs.stage in ONGOING
            and not theirs.waits_for_their_yes
            and not (theirs.said.settling or theirs.said.ending),
            "undo_for": _left(theirs, now),
            "their_language": spoken.language(theirs.language) if theirs.language != language else "",
            "guide": guidance.shelf(
                organization=request.place.organization.id, language=language, now=now
            ).conversation,
            "erased_after": erasing.days_kept(organization=request.place.organization.id, case=theirs.case),
            "hand_off": hand_offs.last_of_case(organization=theirs.organization_id, case=theirs.case),
            "talk": writing_to_each_other.our_talk(**own(request, theirs.case), now=now),
        },
    )


def _left(theirs: OwnCase, now: datetime) -> int:
    """Return for how many seconds the last outcome can still be taken back: a page left open offers it no longer."""
    last = theirs.said.undoable
    return max(0, int((last.undo_until - now).total_seconds())) if last else 0


def subject_for(organization: UUID, language: str, now: datetime) -> str:
    """Return the neutral subject line in the language of whoever will read it."""
    own_words = words.own_words(organization=organization, language=language, now=now)
    with override(language):
        return own_words.get("neutral_subject") or labels.word("neutral_subject")


def own(request: MemberRequest, case: UUID) -> dict[str, UUID]:
    """Return who does it to which case, as the journeys are told."""
    return {"organization": request.member.organization, "person": request.member.person, "case": case}


def to_case(request: MemberRequest, case: UUID) -> HttpResponse:
    """Lead to the case as it stands now."""
    return HttpResponseRedirect(request.place.url("desk-case", case=case))
