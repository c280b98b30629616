"""A few words with the colleague who said yes, for whoever came back with their code. No JavaScript.

Belongs here: these pages. Does not belong here: what may be written, and burning (`journeys/writing_to_each_other.py`).
Looking shows how many there are; the words stand only in the answer to a button, which is written down.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases.errors import HeldBack, NobodyReads, SentAlready, TooManyUnread
from alongside.journeys import writing_to_each_other as writing
from alongside.journeys.writing_to_each_other import Word
from alongside.web.returning.forms import HowToBeTold
from alongside.web.returning.visits import VisitRequest, visiting
from alongside.web.talking import MessageForm, shown


@require_safe
@visiting
def show(request: VisitRequest) -> HttpResponse:
    """Show how many there are, and where to write."""
    return _page(request, MessageForm(), clock.now())


@require_POST
@visiting
def read(request: VisitRequest) -> HttpResponse:
    """Show the words."""
    now = clock.now()
    return _page(request, MessageForm(), now, words=writing.they_read(**_own(request, now)))


@require_POST
@visiting
def send(request: VisitRequest) -> HttpResponse:
    """Send a few words and show the whole talk; or say kindly why not, and keep what was typed."""
    now, form = clock.now(), MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, form, now)
    try:
        writing.they_write(**_own(request, now), draft=form.as_draft())
    except SentAlready:
        pass  # A second tap: it went the first time.
    except HeldBack as held:
        form.hold_back(held)
    except TooManyUnread:
        form.too_many()
    except NobodyReads:
        return _page(request, MessageForm(), now)
    if form.errors:
        return _page(request, form, now)
    return _page(request, MessageForm(), now, words=writing.they_read(**_own(request, now)), sent=True)


@require_http_methods(["GET", "HEAD", "POST"])
@visiting
def telling(request: VisitRequest) -> HttpResponse:
    """Choose whether to hear by email that a message came, and in which hours not."""
    now = clock.now()
    told = writing.how_they_are_told(**_own(request, now))
    form = HowToBeTold(request.POST if request.method == "POST" else None, told=told)
    if form.is_bound and form.is_valid():
        writing.choose_how_they_are_told(**_own(request, now), how=form.as_choice())
        return HttpResponse(status=303, headers={"Location": f"{request.place.url('returning-talk')}?told=1"})
    return render(request, "returning/telling.html", {"form": form, "told": told})


def _page(
    request: VisitRequest, form: MessageForm, now: datetime, *, words: list[Word] | None = None, sent: bool = False
) -> HttpResponse:
    talk = writing.their_talk(**_own(request, now))
    saved = "told" in request.GET
    more = {"talk": talk, "words": words, "sent": sent, "saved": saved, "zone": ZoneInfo(talk.site_zone)}
    return render(request, "returning/talk.html", shown(form, **more))


def _own(request: VisitRequest, now: datetime) -> Mapping[str, Any]:
    return {"organization": request.place.organization.id, "token": request.visit, "now": now}
