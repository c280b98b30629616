"""A day that somebody chooses for a few words, and where these go.

Belongs here: these questions. Does not belong here: what the day is about: there is nowhere to write it.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from alongside.reminders import rules
from alongside.reminders.operations import Wish
from alongside.web.forms import KindForm

ONCE, YEARLY = "once", "yearly"


class ChosenDay(KindForm):
    """The day, once or each year, the address, and a yes to being written to there."""

    day = forms.DateField(
        label=gettext_lazy("Which day?"),
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        help_text=gettext_lazy("From tomorrow on, within five years."),
        error_messages={
            "required": gettext_lazy("Please choose a day, or type it as 2027-03-31."),
            "invalid": gettext_lazy("Please choose a day, or type it as 2027-03-31."),
        },
    )
    comes = forms.ChoiceField(
        label=gettext_lazy("How often?"),
        choices=[(ONCE, gettext_lazy("Once")), (YEARLY, gettext_lazy("Each year"))],
        widget=forms.RadioSelect,
        initial=ONCE,
    )
    email = forms.EmailField(
        label=gettext_lazy("Which email address?"),
        max_length=120,
        widget=forms.TextInput(
            attrs={
                "type": "email",
                "autocomplete": "email",
                "maxlength": 120,
                "inputmode": "email",
                "spellcheck": "false",
            }
        ),
        help_text=gettext_lazy(
            "A private one that you will still have then. It is used for this and for nothing else."
        ),
        error_messages={
            "required": gettext_lazy("Please give the address to write to."),
            "invalid": gettext_lazy("Please look at the email address again. It needs an @ and an ending."),
        },
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Yes, write to me there on that day."),
        error_messages={"required": gettext_lazy("Without this yes nothing is kept.")},
    )
    once = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    def __init__(self, data: QueryDict | None = None, *, today: date) -> None:
        self.today = today
        super().__init__(data, initial={"comes": ONCE, "once": secrets.token_hex(32)})

    def clean_day(self) -> date:
        """Refuse a day on which nothing could be sent any more, or that is too far away."""
        day: date = self.cleaned_data["day"]
        if not rules.possible(day, today=self.today):
            raise forms.ValidationError(gettext("Please choose a day from tomorrow on, within five years."))
        return day

    def as_token(self) -> bytes:
        """Return what tells a second tap, or a page sent again, from a second day."""
        return hashlib.sha256((self.cleaned_data["once"] or secrets.token_hex(32)).encode()).digest()

    def as_wish(self, language: str) -> Wish:
        """Return the answer as it is kept."""
        given: dict[str, Any] = self.cleaned_data
        return Wish(day=given["day"], yearly=given["comes"] == YEARLY, email=given["email"], language=language)
