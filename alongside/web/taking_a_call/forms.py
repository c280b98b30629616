"""What is written down for somebody who calls or stops a colleague in the hallway: one form, a minute.

Belongs here: how to reach them, how soon, their yes. Does not belong here: a name, a unit, the event: there is nowhere
to write them.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from alongside.journeys.asking_for_help import Answers
from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Urgency, Way
from alongside.web import soon
from alongside.web.forms import KindForm

NO, YES = "no", "yes"
ONCE = 32
"""Random bytes of each form: by them a second tap is known as one."""

_WAYS = {
    Way.PHONE_CALL: _("A call"),
    Way.TEXT_MESSAGE: _("A text"),
    Way.EMAIL: _("An email"),
    Way.IN_PERSON: _("In person"),
}
_FIELD_OF = {Way.PHONE_CALL: "phone", Way.TEXT_MESSAGE: "phone", Way.EMAIL: "email", Way.IN_PERSON: "place"}


class Call(KindForm):
    """The one form. `to_send()` gives what the journey takes; valid forms only."""

    consent = forms.BooleanField(
        label=_("They said yes"),
        error_messages={"required": _("Please ask them first. Nothing is sent without their yes.")},
    )
    way = forms.ChoiceField(
        label=_("How would they like to be reached?"),
        choices=[(way.value, said) for way, said in _WAYS.items()],
        widget=forms.RadioSelect,
        initial=Way.PHONE_CALL.value,
    )
    reach = forms.CharField(
        label=_("Number, address or place"),
        help_text=_("Ask for one where they can talk. No name."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 120, "dir": "auto", "spellcheck": "false"}),
        error_messages={"required": _("Please write how to reach them.")},
    )
    may_leave_message = forms.ChoiceField(
        label=_("May we leave a message?"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
        required=False,
        initial=NO,
    )
    urgency = forms.ChoiceField(
        label=_("How soon?"),
        choices=[(urgency.value, urgency.value) for urgency in Urgency],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how soon.")},
    )
    site = forms.ChoiceField(label=_("Where do they work?"))
    time = forms.ChoiceField(label=_("A good time"), choices=lambda: labels.choices("time"), required=False)
    language = forms.ChoiceField(label=_("Their language"), required=False)
    wants_code = forms.BooleanField(label=_("They want a return code"), required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * ONCE)

    def __init__(
        self, data: QueryDict | None = None, *, house: House, language: str, own_site: UUID | None, now: datetime
    ) -> None:
        self.house, self.now = house, now
        fresh = secrets.token_hex(ONCE)
        given = {"language": language, "site": own_site.hex if own_site else "", "once": fresh}
        super().__init__(data, initial=given)
        self._offer_places()
        self._offer_languages()
        self.promises = soon.promises(house, now=now)
        self.fields["urgency"].choices = soon.named(house, self.promises, now=now)  # type: ignore[attr-defined]  # A choice field.

    def _offer_places(self) -> None:
        sites = [(site.id.hex, site.name) for site in queries.sites(self.house.id)]
        self.only_site = sites[0][0] if len(sites) == 1 else ""
        if self.only_site:
            del self.fields["site"]
        else:
            self.fields["site"].choices = [("", gettext("Please choose")), *sites]  # type: ignore[attr-defined]  # A choice field.

    def _offer_languages(self) -> None:
        names = {code: gettext(str(name)) for code, name in settings.LANGUAGES}
        offered = [(code, names[code]) for code in self.house.languages if code in names] or list(names.items())
        self.fields["language"].choices = offered  # type: ignore[attr-defined]  # A choice field.

    def clean_urgency(self) -> str:
        """Refuse "now" outside the hours in which it is answered; the page shows the number that is."""
        urgency: str = self.cleaned_data["urgency"]
        if urgency == Urgency.NOW and not self.house.answers_now(now=self.now):
            raise ValidationError(
                gettext("“Now” is not answered here at this hour. Call the number, or choose another.")
            )
        return urgency

    def clean(self) -> dict[str, Any]:
        """Read what was written as the chosen way needs it."""
        held = super().clean() or {}
        if held.get("way") and held.get("reach"):
            try:
                held["reach"] = self._read(Way(held["way"]), held["reach"])
            except ValidationError as unread:
                self.add_error("reach", unread)
        return held

    def _read(self, way: Way, said: str) -> str:
        if _FIELD_OF[way] == "phone":
            field = PhoneNumberField(region=self.house.country, error_messages={"invalid": _PHONE})
            return str(field.clean(said))
        if way is Way.EMAIL:
            validate_email.__class__(message=_EMAIL)(said)
        return said

    def to_send(self) -> Answers:
        """Return the answers as the journey takes them; a message may be left only where a telephone rings."""
        held = self.cleaned_data
        way = Way(held["way"])
        by_telephone = _FIELD_OF[way] == "phone"
        return {
            "site": held.get("site") or self.only_site,
            "urgency": held["urgency"],
            "way": way.value,
            _FIELD_OF[way]: held["reach"],
            "may_leave_message": by_telephone and held["may_leave_message"] == YES,
            "times": [held["time"]] if held["time"] else [],
            "language": held["language"] or self.house.languages[0],
        }

    @property
    def token(self) -> bytes:
        """The form's random bytes, or fresh ones when somebody has changed them."""
        try:
            token = bytes.fromhex(self.cleaned_data["once"])
        except ValueError:
            token = b""
        return token if len(token) == ONCE else secrets.token_bytes(ONCE)


_PHONE = gettext_lazy("Please look at the number again. One from another country begins with +.")
_EMAIL = gettext_lazy("Please look at the email address again. It needs an @ and an ending.")
