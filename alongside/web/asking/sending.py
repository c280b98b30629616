"""Check, Send, and the return code.

Belongs here: the last pages of asking. Does not belong here: what Send does (`journeys/asking_for_help.py`).
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from alongside import clock
from alongside.cases.errors import NoDraft
from alongside.journeys import asking_for_help, returning
from alongside.vocabulary.asking import Urgency
from alongside.web import networks, tokens
from alongside.web.asking import draft as drafts
from alongside.web.asking import patience, shortlist, steps, summary
from alongside.web.asking.draft import Draft
from alongside.web.asking.views import engine_words, while_open
from alongside.web.forms import visible
from alongside.web.place import PlacedRequest

AT_ANY_HOUR = frozenset({Urgency.DANGER, Urgency.NOW})
"""What is paged at once, even at night; the rest waits for the hours that the organization chose."""


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def check(request: PlacedRequest) -> HttpResponse:
    """Show everything that will be sent; a POST sends it."""
    now = clock.now()
    draft = drafts.read(request, now=now)
    elsewhere = _elsewhere(draft)
    if elsewhere:
        return HttpResponseRedirect(request.place.url(elsewhere))
    if request.method == "POST":
        return _send(request, draft, now)
    return render(request, "asking/check.html", _words(request, draft, now))


def _elsewhere(draft: Draft) -> str | None:
    if draft.sent:
        return "asking-code"
    missing = steps.missing(draft.answers)
    return f"asking-{missing}" if missing else None


def _words(request: PlacedRequest, draft: Draft, now: datetime) -> dict[str, Any]:
    house, answers = request.place.organization, draft.answers
    listed = shortlist.listed(house=house, unit_group=answers.get("unit_group", ""), now=now)
    told = summary.told(answers, house=house, listed=listed, now=now)
    return {
        "told": [(line, request.place.url(f"asking-{line.step}")) for line in told],
        "more": [step for step in ("wishes", "avoid") if step not in answers.get("done", ())],
        "back": request.place.url(f"asking-{steps.before(steps.CHECK, answers)}"),
        "in_danger": answers["urgency"] == "danger",
        "at_once": answers["urgency"] in AT_ANY_HOUR,
        "honeypot": patience.HONEYPOT,
        **engine_words(now=now),
    }


def _send(request: PlacedRequest, draft: Draft, now: datetime) -> HttpResponse:
    waiting = patience.waited(request, draft.answers, now=now)
    if waiting is None and patience.must_wait(request, draft.answers, now=now):
        response = HttpResponseRedirect(request.place.url("asking-wait"))
        answers = {**draft.answers, "ticket": patience.ticket(request, now=now)}
        drafts.keep(request, response, draft=draft, answers=answers, now=now)
        return response
    if waiting is not None and not waiting.ready:
        return HttpResponseRedirect(request.place.url("asking-wait"))
    return _sent(request, draft, now)


def _sent(request: PlacedRequest, draft: Draft, now: datetime) -> HttpResponse:
    try:
        asking_for_help.send(
            organization=request.place.organization.id,
            token=draft.token or b"",
            now=now,
            address=networks.address_of(request),
            unsent=draft.answers,
        )
    except NoDraft:
        return HttpResponseRedirect(request.place.url("asking-soon"))
    return HttpResponseRedirect(request.place.url("asking-code"))


@require_safe
@while_open
def wait(request: PlacedRequest) -> HttpResponse:
    """Ask for twenty seconds of patience, numbers on top; then it offers Send. Nothing is sent by itself."""
    now = clock.now()
    draft = drafts.read(request, now=now)
    elsewhere = _elsewhere(draft)
    if elsewhere:
        return HttpResponseRedirect(request.place.url(elsewhere))
    waiting = patience.waited(request, draft.answers, now=now)
    if waiting is None:
        return HttpResponseRedirect(request.place.url("asking-check"))
    return render(request, "asking/wait.html", {"waiting": waiting, **engine_words(now=now)})


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: PlacedRequest) -> HttpResponse:
    """Show the return code to the browser that sent, for an hour; typed back, it leads to where things stand."""
    now, place = clock.now(), request.place
    token = tokens.read(request, settings.DRAFT_COOKIE_NAME)
    try:
        sent = asking_for_help.sent_already(organization=place.organization.id, token=token or b"", now=now)
    except NoDraft:
        return HttpResponseRedirect(place.url("returning-enter"))
    words: dict[str, Any] = {
        "sent": sent,
        "groups": sent.code.split("-"),
        "in_danger": sent.urgency == "danger",
        "at_once": sent.urgency in AT_ANY_HOUR,
        **engine_words(now=now),
    }
    if request.method != "POST":
        return render(request, "asking/code.html", words)
    typed = visible(request.POST.get("ending", ""))[:40]
    if not asking_for_help.code_was_kept(organization=place.organization.id, token=token or b"", typed=typed, now=now):
        return render(request, "asking/code.html", {**words, "typed": typed, "mistyped": True})
    return _enter(request, sent.code, now)


def _enter(request: PlacedRequest, code: str, now: datetime) -> HttpResponse:
    visit = returning.enter(organization=request.place.organization.id, typed=code, now=now)
    response = HttpResponseRedirect(request.place.url("returning-page"))
    tokens.keep(response, settings.VISIT_COOKIE_NAME, visit)
    return response
