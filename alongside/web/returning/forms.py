"""What somebody who comes back types.

Belongs here: the code, the new way to be reached, how soon again, how to hear of a message.
Does not belong here: whether the code is right (`journeys`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.cases.entrusted import ContactWish
from alongside.cases.messages import HowToTell
from alongside.journeys.writing_to_each_other import Telling
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Quiet, Way
from alongside.web.asking.forms import HowSoon, HowToReach
from alongside.web.asking.steps import Answers
from alongside.web.forms import KindForm


class CodeForm(KindForm):
    """The return code, typed in any spelling."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=80,
        widget=forms.TextInput(
            attrs={
                "class": "input-code-long",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "maxlength": 80,
            }
        ),
        help_text=_("Five groups of four. Capitals, dashes and spaces do not matter."),
        error_messages={"required": _("Please type your code.")},
    )
    ticket = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)


class NewContact(HowToReach):
    """How to be reached from now on; what was entrusted before is never filled in again."""

    def from_answers(self, answers: Answers) -> dict[str, Any]:
        """Begin with nothing but the safe answer."""
        return super().from_answers({name: value for name, value in answers.items() if name == "may_leave_message"})

    def as_wish(self) -> ContactWish:
        """Return the answer as it is entrusted."""
        kept = self.to_keep()
        return ContactWish(**{**kept, "way": Way(kept["way"]), "times": tuple(kept["times"])})


class HowSoonAgain(HowSoon):
    """How soon, when it came back."""


class HowToBeTold(KindForm):
    """Whether to hear by email that a message came, where, and in which hours not. Off until chosen."""

    tell = forms.ChoiceField(
        label=_("When a message comes"),
        choices=[("no", _("Tell me nothing. I look here myself.")), ("yes", _("Send me a short email"))],
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"type": "email", "autocomplete": "email", "maxlength": 120, "inputmode": "email"}
        ),
        error_messages={"invalid": _("Please look at the email address again. It needs an @ and an ending.")},
    )
    quiet = forms.ChoiceField(
        label=_("When not to tell you"), choices=lambda: labels.choices("quiet_hours"), widget=forms.RadioSelect
    )

    def __init__(self, data: QueryDict | None = None, *, told: Telling) -> None:
        self.told = told
        chosen = told.chosen
        quiet = chosen.quiet if chosen else Quiet.NIGHT
        super().__init__(data, initial={"tell": "yes" if chosen else "no", "quiet": quiet.value})

    def clean(self) -> dict[str, Any]:
        """Ask for an address where none is at hand; the one given before stays if none is typed."""
        cleaned = super().clean() or {}
        wanted = cleaned.get("tell") == "yes" and not cleaned.get("email") and "email" not in self.errors
        if wanted and not self.told.ending:
            self.add_error("email", _("Please give the address to write to."))
        return cleaned

    def as_choice(self) -> HowToTell | None:
        """Return the answer as it is kept; None: nothing is sent."""
        if self.cleaned_data["tell"] != "yes":
            return None
        kept = self.told.chosen.email if self.told.chosen else ""
        return HowToTell(quiet=Quiet(self.cleaned_data["quiet"]), email=self.cleaned_data["email"] or kept)
