"""Asking for help, one question a page.

Belongs here: reading a page's answers, keeping them, showing the next.
Does not belong here: what is asked (`forms.py`), Send (`sending.py`), what happens at Send (`journeys`).
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.paging import queries as paging
from alongside.tenancy import queries
from alongside.vocabulary.asking import Urgency
from alongside.web import tokens
from alongside.web.asking import draft as drafts
from alongside.web.asking import forms, patience, shortlist, steps
from alongside.web.asking.draft import Draft
from alongside.web.place import PlacedRequest

View = Callable[..., HttpResponse]
FORMS: dict[str, type[forms.Question]] = {
    "soon": forms.HowSoon,
    "reach": forms.HowToReach,
    "wishes": forms.Wishes,
    "avoid": forms.PeopleToAvoid,
}

LEADS_TO_NAMES = frozenset({"reach", "wishes"})
"""After these the names of colleagues are one tap away."""


def while_open(view: View) -> View:
    """Show "call this number" instead of a question while asking is not open."""

    @wraps(view)
    def guarded(request: PlacedRequest, **kwargs: str) -> HttpResponse:
        house = request.place.organization
        if not house.open or not queries.sites(house.id):
            return render(request, "asking/closed.html", {"withdrawn": house.withdrawn})
        return view(request, **kwargs)

    return guarded


def engine_words(*, now: datetime) -> dict[str, Any]:
    """Return what every page of asking says when the engine is late: call this number now (hazard H04)."""
    return {"engine_late": paging.engine_is_late(now=now)}


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def start(request: PlacedRequest) -> HttpResponse:
    """Show the limits of confidentiality before anything is asked. A POST lets go of a request sent from here."""
    now, place = clock.now(), request.place
    if request.method == "POST":
        response = HttpResponseRedirect(place.url("asking-soon"))
        tokens.drop(response, settings.DRAFT_COOKIE_NAME)
        return response
    limits = queries.limits(place.organization.id, place.language)
    words = {"limits": limits, "draft": drafts.read(request, now=now), **engine_words(now=now)}
    return render(request, "asking/start.html", words)


@require_safe
@while_open
def sheet(request: PlacedRequest) -> HttpResponse:
    """Show the limits of confidentiality alone, to print."""
    limits = queries.limits(request.place.organization.id, request.place.language)
    return render(request, "asking/sheet.html", {"limits": limits})


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def question(request: PlacedRequest, *, step: str) -> HttpResponse:
    """Show one question, or keep its answer and go on."""
    now = clock.now()
    draft = drafts.read(request, now=now)
    if draft.sent:
        return HttpResponseRedirect(request.place.url("asking-code"))
    if step == "avoid" and steps.missing(draft.answers):
        return HttpResponseRedirect(request.place.url("asking-soon"))  # Names stand at their step only (T18).
    data = request.POST if request.method == "POST" else None
    form = _form(request, step, draft, data, now)
    if data is not None and form.is_valid():
        return _kept(request, step=step, draft=draft, form=form, now=now)
    return render(request, f"asking/{step}.html", _words(request, step, draft, form, now))


def _form(request: PlacedRequest, step: str, draft: Draft, data: QueryDict | None, now: datetime) -> forms.Question:
    house = request.place.organization
    given: dict[str, Any] = {"house": house, "answers": draft.answers, "now": now}
    if step == "avoid":
        group, held_back = draft.answers.get("unit_group", ""), patience.seconds_to_names(draft.answers, now=now)
        given["listed"] = [] if held_back else shortlist.listed(house=house, unit_group=group, now=now)
    return FORMS[step](data, **given)


def _kept(request: PlacedRequest, *, step: str, draft: Draft, form: forms.Question, now: datetime) -> HttpResponse:
    given = form.to_keep()
    if step in LEADS_TO_NAMES:
        given |= patience.names_held_back(request, draft.answers, given, now=now)
    answers = drafts.with_step(request, draft=draft, step=step, given=given, now=now)
    in_danger_now = step == "soon" and answers["urgency"] == Urgency.DANGER
    name = "asking-danger" if in_danger_now else f"asking-{_next(answers, step)}"
    response = HttpResponseRedirect(request.place.url(name))
    drafts.keep(request, response, draft=draft, answers=answers, now=now)
    return response


def _next(answers: steps.Answers, step: str) -> str:
    following = steps.following(answers)
    return following if following != step else steps.CHECK


def _words(request: PlacedRequest, step: str, draft: Draft, form: forms.Question, now: datetime) -> dict[str, Any]:
    answers, place = draft.answers, request.place
    before = steps.before(step, answers)
    number, total = steps.number(step, answers)
    return {
        "form": form,
        "answers": answers,
        "number": number,
        "total": total,
        "steps": [place <= number for place in range(1, total + 1)],
        "back": place.url(f"asking-{before}" if before else "asking-start"),
        "lost": step != "soon" and not draft.begun,
        "in_danger": answers.get("urgency") == Urgency.DANGER,
        "seconds_to_names": patience.seconds_to_names(answers, now=now) if step == "avoid" else 0,
        "now_open": place.organization.answers_now(now=now),
        **engine_words(now=now),
    }


@require_safe
@while_open
def danger(request: PlacedRequest) -> HttpResponse:
    """Show numbers before anything else to somebody in danger; then the one question that is needed."""
    now = clock.now()
    draft = drafts.read(request, now=now)
    if draft.sent:
        return HttpResponseRedirect(request.place.url("asking-code"))
    return render(request, "asking/danger.html", {"next": request.place.url("asking-reach"), **engine_words(now=now)})
