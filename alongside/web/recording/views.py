"""Writing a talk down in codes, and the lines to oneself.

Belongs here: showing the forms and passing their codes on. Does not belong here: what becomes of them
(`journeys/recording_an_encounter.py`, `journeys/notes_to_oneself.py`). Nothing here shows a record again: whoever wrote
it has seen the last of it.
"""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.cases.errors import NoSuchCase, NotTheirs
from alongside.journeys import notes_to_oneself, recording_an_encounter
from alongside.people import access
from alongside.rota.errors import NotAheadEnough, TooManyNotes
from alongside.vocabulary.stages import Stage
from alongside.web.gate import MemberRequest, needs
from alongside.web.recording.forms import FromCase, Note, Talk, WithLeader, WithTeam, on_day, which_contact
from alongside.web.supporting import case as supporting

READ_WRITE = ["GET", "HEAD", "POST"]


@needs(access.may_record)
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show what can be written down, and one's own lines."""
    return _index(request, Note(house=request.place.organization, now=clock.now()))


@needs(access.may_record)
@require_http_methods(READ_WRITE)
def talk(request: MemberRequest) -> HttpResponse:
    """A talk in the hallway, without a case."""
    return _without_case(request, Talk, "recording/talk.html")


@needs(access.may_record)
@require_http_methods(READ_WRITE)
def leader(request: MemberRequest) -> HttpResponse:
    """A talk with somebody who leads."""
    return _without_case(request, WithLeader, "recording/leader.html")


@needs(access.may_record)
@require_http_methods(READ_WRITE)
def team(request: MemberRequest) -> HttpResponse:
    """A session with a team that was not planned here."""
    return _without_case(request, WithTeam, "recording/team.html")


def _without_case(request: MemberRequest, asked: type[Talk | WithLeader], template: str) -> HttpResponse:
    now = clock.now()
    form = asked(request.POST if request.method == "POST" else None, house=request.place.organization, now=now)
    if request.method == "POST" and form.is_valid():
        own = request.member.organization
        once = form.cleaned_data["once"]
        recording_an_encounter.without_case(organization=own, record=form.to_record(), once=once, now=now)
        _thank(request)
        return HttpResponseRedirect(request.place.url("desk-record"))
    return render(request, template, {"form": form})


@needs(access.may_be_paged)
@require_http_methods(READ_WRITE)
def from_case(request: MemberRequest, case: UUID) -> HttpResponse:
    """A talk with somebody one walks with."""
    now = clock.now()
    theirs = supporting.mine(request, case, now=now)
    if theirs.stage is Stage.WITHDRAWN:
        raise Http404
    own = {"organization": request.member.organization, "case": case, "person": request.member.person}
    try:
        known = recording_an_encounter.what_is_known(**own, now=now)
        data = request.POST if request.method == "POST" else None
        form = FromCase(data, house=request.place.organization, known=known, now=now)
        if request.method == "POST" and form.is_valid():
            return _kept(request, form, own)
    except (NotTheirs, NoSuchCase) as gone:
        raise Http404 from gone
    return render(request, "recording/from_case.html", {"form": form, "case": theirs})


def _kept(request: MemberRequest, form: FromCase, own: dict[str, UUID]) -> HttpResponse:
    recording_an_encounter.from_case(
        **own, record=form.to_record(), as_asked=form.as_asked, once=form.cleaned_data["once"], now=clock.now()
    )
    _thank(request)
    return HttpResponseRedirect(request.place.url("desk-case", case=own["case"]))


def _thank(request: MemberRequest) -> None:
    messages.success(request, _("Thank you. It waits among others until nobody can tell whose it was."))


@needs(access.may_record)
@require_POST
def remind(request: MemberRequest) -> HttpResponse:
    """Keep a line to oneself."""
    now = clock.now()
    form = Note(request.POST, house=request.place.organization, now=now)
    if not form.is_valid():
        return _index(request, form)
    which, day = form.chosen()
    try:
        notes_to_oneself.remind_me(member=request.member, which=which, day=day, now=now)
    except NotAheadEnough:
        form.add_error("day", _("This day has passed by now. Please choose another one."))
    except TooManyNotes:
        form.add_error("which", _("You keep as many as can be told apart without names. Please let one go first."))
    else:
        messages.success(request, _("You will be reminded in the morning of that day."))
        return HttpResponseRedirect(request.place.url("desk-record"))
    return _index(request, form)


@needs(access.may_record)
@require_POST
def done(request: MemberRequest, note: UUID) -> HttpResponse:
    """Let a line go."""
    notes_to_oneself.done(member=request.member, note=note)
    return HttpResponseRedirect(request.place.url("desk-record"))


def _index(request: MemberRequest, form: Note) -> HttpResponse:
    notes = notes_to_oneself.mine(member=request.member, now=clock.now())
    named = [(note, which_contact(note.which), on_day(note.day)) for note in notes]
    told = {"form": form, "notes": named, "may_walk": access.may_be_paged(request.member)}
    return render(request, "recording/index.html", told)
