"""How events are reported by machines, and what holds them: tokens, the brake, the kinds that alarm.

Belongs here: showing and passing on; a fresh token stands in one answer and nowhere else. Does not belong here: what a
token opens (`api`), events (nobody sees any).
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from alongside import clock
from alongside.events import queries as events
from alongside.events.queries import Choices
from alongside.journeys import an_event_happened, keeping_machines
from alongside.people import access, machine_keys
from alongside.people.errors import UnknownMachine
from alongside.tenancy import queries as tenancy
from alongside.vocabulary import labels
from alongside.vocabulary.happening import EventKind
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs

LIVES = {"90": gettext_lazy("Three months"), "180": gettext_lazy("Six months"), "365": gettext_lazy("A year")}
_MOST = 5000


class NewToken(KindForm):
    """A name for the machine, and for how long."""

    name = forms.CharField(
        label=gettext_lazy("Which system will use it?"),
        max_length=40,
        help_text=gettext_lazy("A name for yourselves, as “Incident forms, test”."),
    )
    days = forms.ChoiceField(
        label=gettext_lazy("It ends by itself after"),
        choices=list(LIVES.items()),
        widget=forms.RadioSelect,
        initial="365",
    )


class Brake(KindForm):
    """How many people an hour go out by themselves, and which kinds alarm."""

    people_an_hour = forms.IntegerField(
        label=gettext_lazy("Hold reports when more people than this are named within an hour"),
        min_value=1,
        max_value=_MOST,
        help_text=gettext_lazy("A coordinator then looks first. Sixty is usual."),
    )
    alarming = forms.MultipleChoiceField(
        label=gettext_lazy("Alarm the coordinators for these kinds"),
        help_text=gettext_lazy("Everybody named is offered support after any kind."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: labels.choices("high_risk_event_kinds"),
    )

    def __init__(self, data: QueryDict | None = None, *, chosen: Choices) -> None:
        start = {"people_an_hour": chosen.people_an_hour, "alarming": [kind.value for kind in chosen.alarming]}
        super().__init__(data, start)


@needs(access.may_administer)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest) -> HttpResponse:
    """Show the tokens and the brake, or keep what was chosen for the brake."""
    chosen = events.choices(organization=request.place.organization.id)
    brake = Brake(request.POST if request.method == "POST" else None, chosen=chosen)
    if brake.is_bound and brake.is_valid():
        kinds = [EventKind(code) for code in brake.cleaned_data["alarming"]]
        most = brake.cleaned_data["people_an_hour"]
        an_event_happened.choose(member=request.member, people_an_hour=most, alarming=kinds, now=clock.now())
        messages.success(request, _("Saved."))
        return HttpResponseRedirect(request.place.url("machines"))
    return _page(request, brake=brake)


@needs(access.may_administer)
@require_POST
def make(request: MemberRequest) -> HttpResponse:
    """Make a token and show it, once: it stands in this answer and nowhere else."""
    form = NewToken(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    now = clock.now()
    expires_at = now + timedelta(days=int(form.cleaned_data["days"]))
    token = keeping_machines.make(member=request.member, name=form.cleaned_data["name"], expires_at=expires_at, now=now)
    return _page(request, token=token)


@needs(access.may_administer)
@require_POST
def revoke(request: MemberRequest, key: UUID) -> HttpResponse:
    """End a token at once."""
    try:
        keeping_machines.revoke(member=request.member, key=key, now=clock.now())
    except UnknownMachine as unknown:
        raise Http404 from unknown
    messages.success(request, _("It opens nothing any more."))
    return HttpResponseRedirect(request.place.url("machines"))


def _page(
    request: MemberRequest, *, form: NewToken | None = None, brake: Brake | None = None, token: str = ""
) -> HttpResponse:
    organization, now = request.place.organization.id, clock.now()
    rows = machine_keys.machines(organization=organization)
    sites = tenancy.sites(organization)
    units = tenancy.units(organization)
    shown = {
        "form": form or NewToken(),
        "brake": brake or Brake(chosen=events.choices(organization=organization)),
        "token": token,
        "rows": [(row, row.holds(now=now)) for row in rows],
        "places": [(site, [unit for unit in units if unit.site == site.id]) for site in sites],
    }
    wrong = bool((form and form.errors) or (brake and brake.errors))
    return render(request, "administering/machines.html", shown, status=422 if wrong else 200)
