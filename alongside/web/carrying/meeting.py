"""A supporter met somebody who should be offered support: a colleague does it. And the words to leave with people.

Belongs here: one short form, and a card to print. Does not belong here: what follows (`journeys/carrying_an_offer.py`).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe
from phonenumber_field.formfields import PhoneNumberField

from alongside import clock
from alongside.journeys import carrying_an_offer
from alongside.people import access
from alongside.rounds.reaching import ToReach
from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.web.carrying import reach
from alongside.web.forms import KindForm
from alongside.web.gate import MemberRequest, needs


class Met(KindForm):
    """Somebody met: a name to know them by and, if there is one, a way to reach them. Nothing of what happened."""

    name = forms.CharField(
        label=_("Their name"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 80}),
        help_text=_("So that your colleague knows whom to reach. It is sealed, and destroyed when they are done."),
    )
    phone = forms.CharField(
        label=_("A number, if you have one"),
        required=False,
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel", "maxlength": 32}),
    )
    email = forms.EmailField(
        label=_("An email address, if you have one"),
        required=False,
        max_length=120,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "maxlength": 120}),
        error_messages={"invalid": _("Please look at the email address again. It needs an @ and an ending.")},
    )
    site = forms.ChoiceField(label=_("Where do they work?"))
    unit_group = forms.ChoiceField(
        label=_("Their kind of unit, if you know it"),
        required=False,
        help_text=_("So that nobody’s chief is asked for them."),
    )
    language = forms.ChoiceField(label=_("Their language"))

    def __init__(self, data: QueryDict | None = None, *, house: House, language: str) -> None:
        super().__init__(data, initial={"language": language})
        self.house = house
        groups = {group.id.hex: labels.label("unit_groups", group.code) for group in queries.unit_groups(house.id)}
        names = {code: gettext(str(name)) for code, name in settings.LANGUAGES}
        self._offer("site", [(site.id.hex, site.name) for site in queries.sites(house.id)])
        self._offer("unit_group", [("", gettext("I do not know")), *groups.items()])
        self._offer("language", [(code, names[code]) for code in house.languages if code in names])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # A choice field.

    def clean_phone(self) -> str:
        """Read the number as it is dialed here."""
        said = self.cleaned_data["phone"]
        unread = gettext_lazy("Please look at the number again. One from another country begins with +.")
        field = PhoneNumberField(region=self.house.country, error_messages={"invalid": unread})
        return str(field.clean(said)) if said else ""

    def clean(self) -> dict[str, Any]:
        """Ask for one way by which they are known, so that nobody is offered to twice."""
        held = super().clean() or {}
        if not self.errors and not (held.get("phone") or held.get("email")):
            self.add_error("phone", _("Please write a number or an email address: by it nobody is asked twice."))
        return held

    def to_reach(self) -> ToReach:
        """Return it as the journey takes it; valid forms only."""
        held = self.cleaned_data
        group = held["unit_group"]
        return ToReach(
            name=held["name"],
            phone=held["phone"],
            email=held["email"],
            person=None,
            unit_group=UUID(group) if group else None,
            site=UUID(held["site"]),
            language=held["language"],
        )


@needs(access.may_carry_offers)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: MemberRequest) -> HttpResponse:
    """Show the form, or let a colleague offer them support. What is said then is the same, whatever becomes of it."""
    data = request.POST if request.method == "POST" else None
    form = Met(data, house=request.place.organization, language=request.place.language)
    if request.method == "POST" and form.is_valid():
        carrying_an_offer.offer_to_somebody_met(member=request.member, to=form.to_reach(), now=clock.now())
        said = gettext("Thank you. Unless somebody did so of late, a colleague offers them support in the next days.")
        messages.success(request, said)
        return HttpResponseRedirect(request.place.url("desk-offers"))
    return render(request, "carrying/met.html", {"form": form})


@needs(access.may_carry_offers)
@require_safe
def card(request: MemberRequest) -> HttpResponse:
    """Show the words to leave with somebody, with number and address, ready to print."""
    here = reach.door_of(request.place, language=request.place.language, host=request.get_host(), now=clock.now())
    return render(request, "carrying/card.html", {"door": here, "copies": range(4)})
