"""What a returning person can change: how they are reached, whom to avoid, whether they spoke, stopping, going on.

Belongs here: these pages.
Does not belong here: what each of them does (`journeys/returning.py`). Nothing changes by GET.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.journeys import returning
from alongside.vocabulary.asking import Urgency
from alongside.vocabulary.stages import Stage
from alongside.web.asking import shortlist
from alongside.web.asking.forms import PeopleToAvoid
from alongside.web.returning.acknowledged import Told
from alongside.web.returning.forms import HowSoonAgain, NewContact
from alongside.web.returning.visits import VisitRequest, to_page, visiting

SPOKE = {Stage.WAITING: Told.NOBODY_YET, Stage.ACCEPTED: Told.SPOKE, Stage.ALONGSIDE: Told.SPOKE}
"""What "we spoke" does depends on whether anybody here has said yes."""


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def reach(request: VisitRequest) -> HttpResponse:
    """Change how to be reached; the way so far is shown masked."""
    now = clock.now()
    form = NewContact(_data(request), **_given(request, now))
    if form.is_bound and form.is_valid():
        returning.change_contact(organization=_house(request), token=request.visit, contact=form.as_wish(), now=now)
        return to_page(request, told=Told.REACHED_ANOTHER_WAY)
    standing = returning.where_things_stand(organization=_house(request), token=request.visit, now=now)
    return render(request, "returning/reach.html", {"form": form, "standing": standing})


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def avoid(request: VisitRequest) -> HttpResponse:
    """Name people who must not be called from now on."""
    now = clock.now()
    returning.where_things_stand(organization=_house(request), token=request.visit, now=now)
    listed = shortlist.listed(house=request.place.organization, unit_group="", now=now)
    form = PeopleToAvoid(_data(request), listed=listed, **_given(request, now))
    del form.fields["tell_me_who_first"]
    if form.is_bound and form.is_valid():
        people = frozenset(UUID(person) for person in form.cleaned_data.get("avoid", ()))
        if people:
            returning.avoid(organization=_house(request), token=request.visit, people=people, now=now)
        return to_page(request, told=Told.AVOIDED if people else None)
    return render(request, "returning/avoid.html", {"form": form})


@require_POST
@visiting
def who(request: VisitRequest) -> HttpResponse:
    """Say yes or no to the colleague named first, if it is still the one whose name was read."""
    agreed, to = request.POST.get("agreed") == "yes", request.POST.get("to", "")
    returning.confirm_who(organization=_house(request), token=request.visit, agreed=agreed, to=to, now=clock.now())
    return to_page(request)


@require_POST
@visiting
def spoke(request: VisitRequest) -> HttpResponse:
    """Say "we spoke", which stops the clock, or "nobody came", which pages more people at once.

    Once somebody walks with them it takes that colleague away, so the page asks first; an older page changes nothing.
    """
    own: dict[str, Any] = {"organization": _house(request), "token": request.visit, "now": clock.now()}
    stage = returning.where_things_stand(**own).stage
    if request.POST.get("spoke") == "yes":
        returning.we_spoke(**own)
        return to_page(request, told=SPOKE.get(stage))
    if stage is not Stage.ALONGSIDE or "sure" in request.POST:
        returning.nobody_came(**own)
    return to_page(request, told=Told.NOBODY_CAME if stage is Stage.WITH_PROFESSIONAL else None)


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def withdraw(request: VisitRequest) -> HttpResponse:
    """Take the request back; asked once, saying what happens."""
    now = clock.now()
    if request.method == "POST":
        returning.withdraw(organization=_house(request), token=request.visit, now=now)
        return to_page(request)
    standing = returning.where_things_stand(organization=_house(request), token=request.visit, now=now)
    return render(request, "returning/withdraw.html", {"standing": standing, "kept_for": standing.kept.days})


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def again(request: VisitRequest) -> HttpResponse:
    """It came back: ask again with the same code; only how soon is asked."""
    now, house = clock.now(), request.place.organization
    form = HowSoonAgain(_data(request), **_given(request, now))
    if form.is_bound and form.is_valid():
        urgency = Urgency(form.cleaned_data["urgency"])
        returning.it_came_back(organization=house.id, token=request.visit, urgency=urgency, now=now)
        return to_page(request)
    returning.where_things_stand(organization=house.id, token=request.visit, now=now)
    words = {"form": form, "now_open": house.answers_now(now=now)}
    return render(request, "returning/again.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def danger(request: VisitRequest) -> HttpResponse:
    """Show numbers first; a POST then pages professionals and coordinators too."""
    now = clock.now()
    if request.method == "POST":
        returning.raise_danger(organization=_house(request), token=request.visit, now=now)
        return to_page(request)
    returning.where_things_stand(organization=_house(request), token=request.visit, now=now)
    return render(request, "returning/danger.html")


def _data(request: VisitRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _given(request: VisitRequest, now: datetime) -> dict[str, Any]:
    return {"house": request.place.organization, "answers": {}, "now": now}


def _house(request: VisitRequest) -> UUID:
    return request.place.organization.id
