"""How it was, afterwards: type the ticket, answer, done. Without an account, the case's code, or a script.

Belongs here: these pages. Does not belong here: giving tickets (`giving.py`), what becomes of an answer
(`journeys/asking_how_it_was.py`). The ticket travels in the body of a form only, never in an address.
"""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from alongside.journeys import asking_how_it_was as journey
from alongside.surveys.errors import MistypedTicket, NotExpected, NothingSaid
from alongside.web.evaluating.forms import Questions, TicketForm
from alongside.web.place import PlacedRequest


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: PlacedRequest) -> HttpResponse:
    """Ask for the ticket; with one, ask the questions; with answers, take them."""
    if request.method != "POST":
        return _type_it(request, TicketForm())
    if "answering" in request.POST:
        return _answer(request)
    form = TicketForm(request.POST)
    if form.is_valid():
        try:
            ticket = journey.look(organization=request.place.organization.id, typed=form.cleaned_data["ticket"])
        except (MistypedTicket, NotExpected) as why:
            form.add_error("ticket", _why(why))
        else:
            return ask(request, Questions(ticket=ticket))
    return _type_it(request, form)


def _answer(request: PlacedRequest) -> HttpResponse:
    form = Questions(request.POST)
    if not form.is_valid():
        return ask(request, form)
    own = {"organization": request.place.organization.id, "text": form.cleaned_data["ticket"]}
    try:
        journey.answer(**own, said=form.said(), thanks=form.thanking())
    except NothingSaid:
        form.add_error(None, _("Nothing is chosen yet. One answer is enough."))
        return ask(request, form)
    except (MistypedTicket, NotExpected) as why:
        typed = TicketForm(request.POST)
        typed.add_error("ticket", _why(why))
        return _type_it(request, typed)
    return HttpResponseRedirect(request.place.url("afterwards-kept"), status=303)


def ask(request: PlacedRequest, form: Questions, *, fresh: str = "") -> HttpResponse:
    """Show the questions; `fresh` is a ticket that was given just now, to keep for later."""
    return render(request, "evaluating/questions.html", {"form": form, "fresh": fresh})


def _type_it(request: PlacedRequest, form: TicketForm) -> HttpResponse:
    return render(request, "evaluating/ticket.html", {"form": form})


def _why(why: Exception) -> str:
    if isinstance(why, MistypedTicket):
        return _("Please look at it again: it has three groups of four letters or numbers.")
    return _("Please compare it with what you wrote down. If it is the same, it has answered already: thank you.")


@require_safe
def kept(request: PlacedRequest) -> HttpResponse:
    """Say thank you; the page says the same to everybody."""
    return render(request, "evaluating/kept.html")
