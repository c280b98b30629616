"""Who runs this: for everybody, without an account; and the questions, for whoever leads the program.

Belongs here: showing, sending, opening, marking. Does not belong here: what these do
(`journeys/asking_about_the_program.py`). The page says first that it is not for support, and leads there.
"""

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from alongside import clock
from alongside.journeys import asking_about_the_program as journey
from alongside.people import access
from alongside.questions import queries, rules
from alongside.questions.errors import NoSuchQuestion
from alongside.vault.errors import CannotOpen
from alongside.web.gate import MemberRequest, needs
from alongside.web.middleware import offered_by
from alongside.web.place import PlacedRequest
from alongside.web.who_runs_this import patience
from alongside.web.who_runs_this.forms import HONEYPOT, Leading, Question

_SALT = "alongside.questions.receipt"


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: PlacedRequest) -> HttpResponse:
    """Say who leads the program, where it stands and how to ask about it; a POST asks."""
    now = clock.now()
    if request.method != "POST":
        return _page(request, Question(), now)
    form = Question(request.POST)
    if not form.is_valid():
        return _page(request, form, now)
    once, ticket = form.token, form.cleaned_data["ticket"]
    waiting = patience.state(request, ticket=ticket, once=once.hex(), now=now)
    if waiting.state == "wait":
        fresh = form.that_waits(ticket=ticket or patience.ticket(request, once=once.hex(), now=now), once=once)
        return _page(request, fresh, now, seconds=waiting.seconds)
    return _ask(request, form, once, now)


def _ask(request: PlacedRequest, form: Question, once: bytes, now: datetime) -> HttpResponse:
    place = request.place
    due = journey.ask(
        organization=place.organization.id,
        asked=form.to_send(),
        language=place.language,
        once=once,
        zone=place.zone,
        now=now,
    )
    receipt = signing.Signer(salt=_SALT).sign_object([due.timestamp(), bool(form.cleaned_data["reply_to"])])
    return HttpResponseRedirect(f"{place.url('who-runs-this-asked')}?by={receipt}", status=303)


def _page(request: PlacedRequest, form: Question, now: datetime, *, seconds: int = 0) -> HttpResponse:
    place = request.place
    leader = queries.leader(place.organization.id)
    hours = queries.answer_within(place.organization.id)
    told = {
        "form": form,
        "leader": leader,
        "role": leader.role_in(place.language) if leader else "",
        "reached": leader.hours_in(place.language) if leader else "",
        "answer_by": rules.answer_by(now, hours=hours, zone=place.zone),
        "languages": [_own_name(code) for code in offered_by(place.organization)],
        "seconds": seconds,
        "honeypot": HONEYPOT,
    }
    return render(request, "who_runs_this/page.html", told)


def _own_name(code: str) -> str:
    with override(code):
        return _(str(dict(settings.LANGUAGES)[code]))


@require_safe
def asked(request: PlacedRequest) -> HttpResponse:
    """Say that a question was kept, and by when it is answered. The moment is signed: nobody can make up a promise."""
    try:
        seconds, can_be_answered = signing.Signer(salt=_SALT).unsign_object(request.GET.get("by", ""))
    except signing.BadSignature:
        return HttpResponseRedirect(request.place.url("who-runs-this"))
    told = {"answer_by": datetime.fromtimestamp(seconds, UTC), "can_be_answered": can_be_answered}
    return render(request, "who_runs_this/asked.html", told)


@needs(access.may_read_questions)
@require_safe
def questions(request: MemberRequest) -> HttpResponse:
    """List the questions, closed, the most pressing first."""
    house = request.place.organization.id
    told = {"questions": queries.questions(house, now=clock.now()), "hours": queries.answer_within(house)}
    return render(request, "who_runs_this/questions.html", told)


@needs(access.may_read_questions)
@require_POST
def open_one(request: MemberRequest, question: UUID) -> HttpResponse:
    """Show one question; that it was shown is written down."""
    try:
        said = journey.open_question(member=request.member, question=question, now=clock.now())
    except NoSuchQuestion as gone:
        raise Http404 from gone
    except CannotOpen:
        messages.info(request, _("This question cannot be opened: its key is lost."))
        return HttpResponseRedirect(request.place.url("questions"))
    return render(request, "who_runs_this/question.html", {"said": said, "question": question})


@needs(access.may_read_questions)
@require_POST
def answered(request: MemberRequest, question: UUID) -> HttpResponse:
    """Say that it was answered, or seen to."""
    try:
        journey.mark_answered(member=request.member, question=question, now=clock.now())
    except NoSuchQuestion as gone:
        raise Http404 from gone
    messages.info(request, _("Noted. It will be erased in 30 days."))
    return HttpResponseRedirect(request.place.url("questions"))


@needs(access.may_say_who_leads)
@require_http_methods(["GET", "HEAD", "POST"])
def lead(request: MemberRequest) -> HttpResponse:
    """Show or change who leads the program."""
    leader = queries.leader(request.place.organization.id)
    form = Leading(request.POST if request.method == "POST" else None, leader=leader)
    if request.method == "POST" and form.is_valid():
        journey.say_who_leads(member=request.member, who=form.to_say(), now=clock.now())
        messages.info(request, _("Kept. Everybody reads it now."))
        return HttpResponseRedirect(request.place.url("who-leads"))
    return render(request, "who_runs_this/lead.html", {"form": form})
