"""What is asked here: one's own number, or a colleague's name. Nothing about anybody's state, nothing that happened.

Belongs here: the two forms. Does not belong here: what is done with them (`journeys`).
"""

from __future__ import annotations

import secrets

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from alongside.tenancy.queries import House
from alongside.web.forms import KindForm

ONCE = 32
"""Random bytes of each form: by them a second tap is known as one, and how it stands is shown again."""


class OwnNumber(KindForm):
    """The number on which the professional calls back."""

    phone = PhoneNumberField(
        label=_("Your own number"),
        help_text=_("One that you answer now. No name, neither yours nor theirs."),
        error_messages={"required": _("Please write the number we should call.")},
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "maxlength": 30, "inputmode": "tel"}),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * ONCE)

    def __init__(self, data: QueryDict | None = None, *, house: House) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(ONCE)})
        phone = self.fields["phone"]
        phone.region = house.country  # type: ignore[attr-defined]  # The field reads it when cleaning.
        phone.error_messages["invalid"] = _("Please look at the number again. One from another country begins with +.")

    def clean_once(self) -> str:
        """Take the form's own token, or a fresh one when somebody has changed it."""
        once: str = self.cleaned_data["once"]
        return once if len(once) == 2 * ONCE else secrets.token_hex(ONCE)


class Colleague(KindForm):
    """Who the letter goes to: a whole name or an address, as the people directory has it."""

    said = forms.CharField(
        label=_("Their name, or their email address at work"),
        help_text=_("The whole name. We ask you to confirm who it is before anything is sent."),
        max_length=120,
        error_messages={"required": _("Please write the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "maxlength": 120, "dir": "auto", "spellcheck": "false"}),
    )
