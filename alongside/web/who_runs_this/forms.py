"""Asking about the program, and saying who leads it.

Belongs here: two forms. Does not belong here: what happens with them (`journeys/asking_about_the_program.py`).
"""

from __future__ import annotations

import secrets

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.questions.asked import LONGEST_QUESTION, LONGEST_REPLY, Asked
from alongside.questions.operations import WhoLeads
from alongside.questions.queries import Leader
from alongside.questions.rules import ANSWER_WITHIN_HOURS, LONGEST_HOURS, SHORTEST_HOURS
from alongside.web.forms import KindForm

ONCE = 32
"""Random bytes of each form: by them a second tap is known as one."""

HONEYPOT = "website"
"""A field no person sees; what fills it in is asked to wait."""


class Question(KindForm):
    """One question and, if an answer is wanted, where it may go. No name."""

    question = forms.CharField(
        label=_("Your question"),
        help_text=_("About the program only. Leave out names, patients and what happened: there is no need for them."),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": LONGEST_QUESTION, "dir": "auto"}),
        error_messages={"required": _("Please write your question.")},
    )
    reply_to = forms.CharField(
        label=_("Where may the answer go? (if you like)"),
        help_text=_("An email address or a telephone number. Without one nobody can write back, but it is read."),
        max_length=LONGEST_REPLY,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "maxlength": LONGEST_REPLY, "dir": "auto", "spellcheck": "false"}
        ),
    )
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2 * ONCE)
    ticket = forms.CharField(widget=forms.HiddenInput, required=False, max_length=800)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"once": secrets.token_hex(ONCE)})

    def to_send(self) -> Asked:
        """Return what was asked; valid forms only."""
        return Asked(self.cleaned_data["question"], self.cleaned_data["reply_to"])

    @property
    def token(self) -> bytes:
        """The form's random bytes, or fresh ones when somebody has changed them."""
        try:
            token = bytes.fromhex(self.cleaned_data["once"])
        except ValueError:
            token = b""
        return token if len(token) == ONCE else secrets.token_bytes(ONCE)

    def that_waits(self, *, ticket: str, once: bytes) -> Question:
        """Return the same form, everything typed kept, with a patience ticket of its own in it."""
        kept = QueryDict(mutable=True)
        for name in self.fields:
            kept[name] = str(self.data.get(name, ""))
        kept["ticket"], kept["once"] = ticket, once.hex()
        return Question(kept)


class Leading(KindForm):
    """Who leads the program, as everybody will read it."""

    name = forms.CharField(label=_("Name"), max_length=120, error_messages={"required": _("Please write a name.")})
    role = forms.CharField(label=_("Role, in English"), max_length=120, required=False)
    role_fr = forms.CharField(label=_("Role, in French"), max_length=120, required=False)
    telephone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("Please look at the email address again. It needs an @ and an ending.")},
    )
    hours = forms.CharField(label=_("When they can be reached, in English"), max_length=120, required=False)
    hours_fr = forms.CharField(label=_("When they can be reached, in French"), max_length=120, required=False)
    answer_within_hours = forms.IntegerField(
        label=_("Questions are answered within how many hours?"),
        help_text=_("Saturdays and Sundays are not counted. This is shown before anybody asks."),
        min_value=SHORTEST_HOURS,
        max_value=LONGEST_HOURS,
        initial=ANSWER_WITHIN_HOURS,
        error_messages={
            "invalid": _("Please write a number of hours."),
            "min_value": _("Please write at least %(limit_value)s hours."),
            "max_value": _("Please write at most %(limit_value)s hours."),
        },
    )

    def __init__(self, data: QueryDict | None = None, *, leader: Leader | None = None) -> None:
        super().__init__(data, initial=dict(leader.__dict__) if leader else None)

    def to_say(self) -> WhoLeads:
        """Return what the journey takes; valid forms only."""
        return WhoLeads(**self.cleaned_data)
