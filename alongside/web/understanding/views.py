"""Understanding: the guides, set as pages, and finding one by a few words.

Belongs here: choosing a guide and handing it this place's numbers, words and addresses. Does not belong here: what a
guide says (`guidance`), or which number may be shown (`directory`). Nothing is stored and nobody is counted: what was
looked for is neither kept nor logged, and its answer is not stored by the browser either.
These pages hold no secret and no token, so they may be compressed; pages that hold either never are.
"""

from typing import cast

from csp.constants import NONE
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from alongside import clock
from alongside.directory import queries as directory
from alongside.guidance import queries
from alongside.guidance.errors import UnknownGuide
from alongside.guidance.queries import Guide
from alongside.guidance.search_rules import LONGEST, may_be_danger
from alongside.people import access
from alongside.web.gate import MemberRequest, needs
from alongside.web.place import PlacedRequest
from alongside.web.understanding import pages, stage_map

STAGES = "the-six-stages"
WORRIES = "the-worries"
WORRIED = "worried-about-a-colleague"
FOUND_AT_MOST = 8


@require_safe
@gzip_page
def understanding(request: PlacedRequest) -> HttpResponse:
    """List the guides that everybody may read; with `q`, those that hold the words asked for."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    if asked:
        return _found_page(request, asked)
    shelf = pages.shelf_of(request.place)
    told = {"first": shelf.of_audience("caregiver"), "managers": shelf.of_audience("manager"), "longest": LONGEST}
    return _kept(render(request, "understanding/index.html", told))


def _found_page(request: PlacedRequest, asked: str) -> HttpResponse:
    """Show what was found; the numbers first where nothing was, or where the words may be those of danger.

    Stored nowhere, so the default headers stay.
    """
    place = request.place
    found = queries.find(asked, pages.shelf_of(place), words=pages.own_words(place))[:FOUND_AT_MOST]
    results = [(guide, pages.guide_address(place, guide.slug)) for guide in found]
    shown = None if found and not may_be_danger(asked) else directory.lines_shown(place.organization, now=clock.now())
    told = {"asked": asked, "results": results, "longest": LONGEST}
    crisis = pages.crisis(place, shown) if shown else ""
    return render(request, "understanding/found.html", {**told, "crisis": crisis})


@require_safe
@gzip_page
def guide(request: PlacedRequest, slug: str) -> HttpResponse:
    """Show one guide that everybody may read."""
    if slug == WORRIED:
        return HttpResponseRedirect(request.place.url("worried"))
    found = _found(request, slug, queries.PUBLIC)
    told = pages.told(request.place, found)
    if slug == STAGES:
        return _kept(render(request, "understanding/stages.html", {**told, "map": stage_map.drawn()}))
    if slug == WORRIES:
        told["worries"] = pages.worries(request.place, found)
        return _kept(render(request, "understanding/worries.html", told))
    return _kept(render(request, "understanding/guide.html", told))


@require_safe
@gzip_page
@csp_replace({"connect-src": [NONE]})
def self_check(request: HttpRequest) -> HttpResponse:
    """Show the reflection: no form, no field, no name and no connection (threat T33).

    As it is sent, it is a page to read or print; a script of its own goes through it question by question.
    """
    placed = cast("PlacedRequest", request)
    found = _found(placed, queries.SELF_CHECK, queries.PUBLIC)
    check = found.extra
    links = {f"{part}_links": pages.links(placed.place, check[part]["links"]) for part in ("now", "closing")}
    told = {**pages.told(placed.place, found), "check": check, **links}
    return _kept(render(request, "understanding/self_check.html", told))


@needs(access.may_read_guides_at_work)
@require_safe
def supporters_guides(request: MemberRequest) -> HttpResponse:
    """List the guides for those on duty; for whoever trains or keeps the program theirs as well."""
    shelf = pages.shelf_of(request.place)
    groups = [(audience, shelf.of_audience(audience)) for audience in _audiences(request)]
    told = {
        "groups": groups,
        "may_review": access.may_review_guides(request.member),
        "on_duty": access.may_be_paged(request.member),
    }
    return render(request, "understanding/supporters.html", told)


@needs(access.may_read_guides_at_work)
def conversation_guide(request: MemberRequest) -> HttpResponse:
    """Show the nine phases. A supporter's device keeps this page, so it holds nothing about anybody."""
    found = _found(request, queries.CONVERSATION, queries.FOR_SUPPORTERS)
    told = {**pages.told(request.place, found), "conversation": pages.shelf_of(request.place).conversation}
    return render(request, "understanding/conversation.html", told)


def _audiences(request: MemberRequest) -> tuple[str, ...]:
    every = access.may_read_guides_of_the_program(request.member)
    return queries.AT_WORK if every else queries.AT_WORK[:1]


@needs(access.may_read_guides_at_work)
@require_safe
def supporters_guide(request: MemberRequest, slug: str) -> HttpResponse:
    """Show one guide for those on duty, or for whoever trains or keeps the program."""
    if slug == queries.CONVERSATION:
        return HttpResponseRedirect(request.place.url("conversation-guide"))
    found = _found(request, slug, frozenset(_audiences(request)))
    return render(request, "understanding/guide.html", pages.told(request.place, found))


def _found(request: PlacedRequest, slug: str, audiences: frozenset[str]) -> Guide:
    try:
        return pages.shelf_of(request.place).guide(slug, audiences=audiences)
    except UnknownGuide as missing:
        raise Http404 from missing


def _kept(response: HttpResponse) -> HttpResponse:
    """Let the browser keep the page but ask each time: it holds numbers."""
    response.headers["Cache-Control"] = "no-cache"
    return response
