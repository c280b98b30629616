"""What somebody who comes back types.

Belongs here: the code, the new way to be reached, how soon again.
Does not belong here: whether the code is right (`journeys`).
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from alongside.cases.entrusted import ContactWish
from alongside.vocabulary.asking import Way
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
