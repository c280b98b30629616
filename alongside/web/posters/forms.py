"""Choosing a sheet: which, for which site, in which language, on which paper.

Belongs here: the one form. Does not belong here: what a sheet says.
"""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.printing import words
from alongside.printing.rules import Paper, Sheet, paper_of
from alongside.tenancy import queries
from alongside.tenancy.queries import House
from alongside.web.forms import KindForm
from alongside.web.middleware import offered_by


class Choice(KindForm):
    """Read from the address; without a site the sheet names the organization alone."""

    sheet = forms.ChoiceField(label=_("Which sheet?"), widget=forms.RadioSelect, initial=Sheet.POSTER.value)
    site = forms.ChoiceField(label=_("For which site?"), required=False)
    language = forms.ChoiceField(label=_("In which language?"))
    paper = forms.ChoiceField(
        label=_("On which paper?"),
        choices=[(Paper.LETTER.value, _("Letter, 8.5 × 11 in")), (Paper.A4.value, _("A4, 210 × 297 mm"))],
    )

    def __init__(self, data: QueryDict | None = None, *, house: House, language: str) -> None:
        super().__init__(data, initial={"language": language, "paper": paper_of(house.country).value})
        sites = [(site.id.hex, site.name) for site in queries.sites(house.id)]
        spoken = dict(settings.LANGUAGES)
        self._offer("sheet", [(sheet.value, name) for sheet, name in words.names().items()])
        self._offer("site", [("", gettext("All of it")), *sites])
        self._offer("language", [(code, gettext(str(spoken[code]))) for code in offered_by(house)])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # A choice field.

    def sheets(self) -> list[tuple[BoundWidget, str]]:
        """Return each sheet's button with the sentence that says what it is for."""
        about = words.about()
        return [(button, about[Sheet(button.data["value"])]) for button in self["sheet"]]

    @property
    def site_name(self) -> str:
        """The chosen site's name, or nothing."""
        chosen = self.cleaned_data["site"]
        return str(dict(self.fields["site"].choices)[chosen]) if chosen else ""  # type: ignore[attr-defined]  # As above.
