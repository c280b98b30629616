"""What is asked afterwards: coded answers and a coded word of thanks; every one may be left out.

Belongs here: the questions. Does not belong here: a place for one's own words: there is none, so that nothing written
can point at anybody.
"""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from alongside.surveys.operations import Said
from alongside.vocabulary import labels
from alongside.vocabulary.evaluating import Helpful, InTime, Recommends, ThankYou, Trusted
from alongside.web.forms import KindForm

LISTS = {
    "helpful": "encounter.felt_helpful",
    "in_time": "evaluation.in_time",
    "trusted": "evaluation.trusted",
    "recommends": "evaluation.recommends",
}
"""Each question with the list of its answers in the vocabulary."""


class TicketForm(KindForm):
    """The three groups, typed in any spelling."""

    ticket = forms.CharField(
        label=_("Your three groups"),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "class": "input-code",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "maxlength": 60,
            }
        ),
        help_text=_("Three groups of four signs. Capitals, dashes and spaces do not matter."),
        error_messages={"required": _("Please type the three groups.")},
    )


class Questions(KindForm):
    """Four questions and a word of thanks."""

    ticket = forms.CharField(widget=forms.HiddenInput, max_length=60)
    thanks = forms.MultipleChoiceField(
        label=_("A word for the colleague who walked with you, if you like"),
        choices=lambda: labels.choices("evaluation.thanks"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: QueryDict | None = None, *, ticket: str = "") -> None:
        super().__init__(data, initial={"ticket": ticket})
        for name, list_code in LISTS.items():
            self.fields[name] = forms.ChoiceField(
                label=labels.label("evaluation.questions", name),
                choices=labels.choices(list_code),
                widget=forms.RadioSelect,
                required=False,
                error_messages={"invalid_choice": _("Please choose one of these.")},
            )
        self.order_fields([*LISTS, "thanks", "ticket"])

    def said(self) -> Said:
        """Return the answers as they are taken."""
        held = self.cleaned_data
        return Said(
            helpful=Helpful(held["helpful"]) if held["helpful"] else None,
            in_time=InTime(held["in_time"]) if held["in_time"] else None,
            trusted=Trusted(held["trusted"]) if held["trusted"] else None,
            recommends=Recommends(held["recommends"]) if held["recommends"] else None,
        )

    def thanking(self) -> list[ThankYou]:
        """Return the words of thanks."""
        return [ThankYou(each) for each in self.cleaned_data["thanks"]]
