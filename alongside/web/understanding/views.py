"""Understanding: the guides, set as pages.

Belongs here: choosing a guide and handing it this place's numbers, words and addresses. Does not belong here: what a
guide says (`guidance`), or which number may be shown (`directory`). Nothing is stored and nobody is counted.
These pages hold no secret and no token, so they may be compressed; pages that hold either never are.
"""

from typing import cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from alongside.guidance import queries
from alongside.guidance.errors import UnknownGuide
from alongside.guidance.reading import Guide
from alongside.people import access
from alongside.web.gate import MemberRequest, needs
from alongside.web.place import PlacedRequest
from alongside.web.understanding import pages

STAGES = "the-six-stages"
WORRIED = "worried-about-a-colleague"


@require_safe
@gzip_page
def understanding(request: PlacedRequest) -> HttpResponse:
    """List the guides that everybody may read."""
    language = request.place.language
    told = {
        "first": queries.guides_for("caregiver", language=language),
        "managers": queries.guides_for("manager", language=language),
    }
    return _kept(render(request, "understanding/index.html", told))


@require_safe
@gzip_page
def guide(request: PlacedRequest, slug: str) -> HttpResponse:
    """Show one guide that everybody may read."""
    if slug == WORRIED:
        return HttpResponseRedirect(request.place.url("worried"))
    found = _found(request, slug, queries.PUBLIC)
    template = "understanding/stages.html" if slug == STAGES else "understanding/guide.html"
    return _kept(render(request, template, pages.told(request.place, found)))


@require_safe
@gzip_page
@csp_replace({"connect-src": [NONE]})
def self_check(request: HttpRequest) -> HttpResponse:
    """Show the reflection: a page to read or print, without a form, a name or a connection (threat T33)."""
    placed = cast("PlacedRequest", request)
    found = _found(placed, queries.SELF_CHECK, queries.PUBLIC)
    told = {**pages.told(placed.place, found), "check": queries.self_check(placed.place.language)}
    return _kept(render(request, "understanding/self_check.html", told))


@require_safe
@gzip_page
def worried(request: PlacedRequest) -> HttpResponse:
    """Show the door "I am worried about a colleague": first words, five signs, what to leave unsaid, when to act."""
    found = _found(request, WORRIED, queries.PUBLIC)
    told = {**pages.told(request.place, found), "managers": queries.guides_for("manager", language=found.language)}
    return _kept(render(request, "understanding/worried.html", told))


@needs(access.may_take_a_call)
def supporters_guides(request: MemberRequest) -> HttpResponse:
    """List the guides for those on duty."""
    found = queries.guides_for("supporter", language=request.place.language)
    return render(request, "understanding/supporters.html", {"guides": found})


@needs(access.may_take_a_call)
def conversation_guide(request: MemberRequest) -> HttpResponse:
    """Show the nine phases. A supporter's device keeps this page, so it holds nothing about anybody."""
    found = _found(request, queries.CONVERSATION, queries.FOR_SUPPORTERS)
    told = {**pages.told(request.place, found), "conversation": queries.conversation_guide(request.place.language)}
    return render(request, "understanding/conversation.html", told)


@needs(access.may_take_a_call)
def supporters_guide(request: MemberRequest, slug: str) -> HttpResponse:
    """Show one guide for those on duty."""
    if slug == queries.CONVERSATION:
        return HttpResponseRedirect(request.place.url("conversation-guide"))
    found = _found(request, slug, queries.FOR_SUPPORTERS)
    return render(request, "understanding/guide.html", pages.told(request.place, found))


def _found(request: PlacedRequest, slug: str, audiences: frozenset[str]) -> Guide:
    try:
        return queries.guide(slug, language=request.place.language, audiences=audiences)
    except UnknownGuide as missing:
        raise Http404 from missing


def _kept(response: HttpResponse) -> HttpResponse:
    """Let the browser keep the page but ask each time: it holds numbers."""
    response.headers["Cache-Control"] = "no-cache"
    return response
