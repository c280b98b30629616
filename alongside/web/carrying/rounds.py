"""The supporter's list: rounds they carry, names opened by a POST, what came of each.

Belongs here: showing and passing on. Does not belong here: what an answer does (`journeys/carrying_an_offer.py`), the
yes (`yes.py`). A round that is not theirs, or not theirs any more, does not exist.
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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import carrying_an_offer, handing_on_offers
from alongside.people import access
from alongside.rounds import queries
from alongside.rounds import sessions as team_sessions
from alongside.rounds.errors import NoSuchOffer, NoSuchRound, NotYet, TooLateToUndo
from alongside.rounds.queries import RoundRow
from alongside.rounds.rules import Again, Said
from alongside.vocabulary import labels
from alongside.web.carrying import reach
from alongside.web.gate import MemberRequest, needs
from alongside.web.supporting import again

NOT_REACHED = "not_reached"


@needs(access.may_carry_offers)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """List the rounds and the team sessions of this member, in numbers."""
    own = {"organization": request.member.organization}
    context = {
        "rounds": queries.rounds_of(**own, carrier=request.member.person),
        "sessions": team_sessions.led_by(**own, person=request.member.person),
        "bands": labels.choices("encounter.group_size_bands"),
        "now": clock.now(),
    }
    return render(request, "carrying/index.html", context)


@needs(access.may_carry_offers)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """Show a round in numbers; a POST opens its names, once, and is noted."""
    row = _mine(request, round_id)
    if request.method == "POST":
        return _names(request, row, now=clock.now())
    return render(request, "carrying/round.html", {"round": row, "names": None})


@needs(access.may_carry_offers)
@require_POST
def said(request: MemberRequest, round_id: UUID, case: UUID) -> HttpResponse:
    """Note what came of it; it can be taken back for ten minutes. The list is shown again."""
    answer = request.POST.get("said", "")
    if answer == NOT_REACHED:
        return _done(request, round_id, partial(carrying_an_offer.not_reached, case=case))
    if answer in set(Said):
        return _done(request, round_id, partial(carrying_an_offer.reached, case=case, said=Said(answer)))
    return _to_round(request, round_id)


@needs(access.may_carry_offers)
@require_POST
def undo(request: MemberRequest, round_id: UUID, case: UUID) -> HttpResponse:
    """Take the last thing back."""
    return _done(request, round_id, partial(carrying_an_offer.take_back, case=case))


@needs(access.may_carry_offers)
@require_POST
def another(request: MemberRequest, round_id: UUID, case: UUID) -> HttpResponse:
    """I know them too well: another supporter takes this name."""
    thanks = _("Good that you said so. Another supporter takes this name.")
    return _handed(request, round_id, partial(handing_on_offers.knows_too_well, case=case), thanks)


@needs(access.may_carry_offers)
@require_POST
def give_back(request: MemberRequest, round_id: UUID) -> HttpResponse:
    """I was close to it: the whole round goes to others."""
    thanks = _("Good that you said so. Others carry this round now, and you are not asked for these people again.")
    return _handed(request, round_id, partial(handing_on_offers.give_back, round_id=round_id), thanks)


def _done(request: MemberRequest, round_id: UUID, act: Callable[..., None]) -> HttpResponse:
    """Do one act and show the list as it is then, opened: they are in the middle of it."""
    now, row = clock.now(), _mine(request, round_id)
    try:
        act(member=request.member, now=now)
    except NotYet as early:
        messages.info(request, _later(Again(early.again)))
    except TooLateToUndo:
        messages.info(request, _("Ten minutes have passed, so it stays as it is."))
    except NoSuchOffer:
        messages.info(request, _("Things have moved on since this page was shown. This is how they stand now."))
    except NoSuchRound as gone:
        raise Http404 from gone
    return _names(request, row, now=now)


def _later(again: Again) -> str:
    if again is Again.ANOTHER_DAY:
        return _("You tried today. Please try once more on another day, at another hour.")
    if again is Again.ANOTHER_HOUR:
        return _("You tried at this hour before. Please try once more at another hour.")
    return _("You tried twice, and that is enough. No answer is an answer.")


def _handed(request: MemberRequest, round_id: UUID, act: Callable[..., None], thanks: str) -> HttpResponse:
    _mine(request, round_id)
    try:
        act(member=request.member, now=clock.now())
    except (NoSuchOffer, NoSuchRound):
        messages.info(request, _("Things have moved on since this page was shown. This is how they stand now."))
    else:
        messages.success(request, thanks)
    return HttpResponseRedirect(request.place.url("desk-offers"))


def _names(request: MemberRequest, row: RoundRow, *, now: datetime) -> HttpResponse:
    """Open the names to whoever used their passkey just now, in this answer only; reloading shows numbers."""
    if not again.is_proved(request):
        here = request.place.url("desk-round", round_id=row.round)
        return again.ask_at(request, title=_("Offers you carry"), back=here, to=here)
    try:
        opened = carrying_an_offer.open_names(member=request.member, round_id=row.round, now=now)
    except NoSuchRound as gone:
        raise Http404 from gone
    shape = partial(reach.shown, place=request.place, sender=request.member.name, host=request.get_host(), now=now)
    fresh = queries.round_of(
        organization=request.member.organization, carrier=request.member.person, round_id=row.round
    )
    names = sorted((shape(named) for named in opened), key=lambda one: (one.row.done, one.name))
    return render(request, "carrying/round.html", {"round": fresh or row, "names": names})


def _mine(request: MemberRequest, round_id: UUID) -> RoundRow:
    member = request.member
    row = queries.round_of(organization=member.organization, carrier=member.person, round_id=round_id)
    if row is None:
        raise Http404
    return row


def _to_round(request: MemberRequest, round_id: UUID) -> HttpResponse:
    return HttpResponseRedirect(request.place.url("desk-round", round_id=round_id))
