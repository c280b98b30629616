"""Bringing a professional in: whom, on what ground, and who stays in touch.

Belongs here: these questions, in the words of the supporter. Does not belong here: what follows
(`journeys/handing_to_a_professional.py`).
"""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.cases.hand_offs import Asked
from alongside.paging.professionals import Professional
from alongside.vocabulary import labels
from alongside.vocabulary.passing_on import Consent
from alongside.web.forms import KindForm

ANYONE = "anyone"


class BringIn(KindForm):
    """Whom to ask, and whether the person said yes."""

    to = forms.ChoiceField(label=gettext_lazy("Whom do you ask first?"), widget=forms.RadioSelect)
    consent = forms.ChoiceField(label=gettext_lazy("Do they agree?"), widget=forms.RadioSelect)
    others = forms.ChoiceField(
        label=gettext_lazy("And if this professional cannot?"),
        widget=forms.RadioSelect,
        choices=[
            (ANYONE, gettext_lazy("Ask the next one: they said whoever can")),
            ("none", gettext_lazy("Nobody else: it comes back to me")),
        ],
    )
    in_touch = forms.BooleanField(
        label=gettext_lazy("I stay in touch"),
        required=False,
        help_text=gettext_lazy("Only if they would like that. You then still see how to reach them."),
    )

    def __init__(self, data: QueryDict | None, *, able: list[Professional], danger: bool) -> None:
        super().__init__(data)
        named = [(one.person.hex, _named(one)) for one in able]
        grounds = [one for one in Consent if danger or one is not Consent.TOLD_IN_DANGER]
        said = [(one.value, labels.label("hand_off_consents", one)) for one in grounds]
        self.fields["to"].choices = named  # type: ignore[attr-defined]
        self.fields["consent"].choices = said  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """Return the answers as the journey takes them."""
        given = self.cleaned_data
        return Asked(
            to=UUID(given["to"]),
            consent=Consent(given["consent"]),
            anyone=given["others"] == ANYONE,
            in_touch=given["in_touch"],
        )


def _named(one: Professional) -> str:
    return _("%(name)s, on call") % {"name": one.name} if one.on_call else one.name
