"""What is agreed on while somebody is walked with: whether to call again, who goes on, why it ends.

Belongs here: these questions, in the words of whoever answers. Does not belong here: what follows (journeys).
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alongside.cases.rules import follow_ups as rules
from alongside.cases.rules.follow_ups import Answer
from alongside.journeys.handing_over import Able
from alongside.journeys.walking_alongside import Reason
from alongside.vocabulary import labels
from alongside.web.forms import KindForm

A_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
NO_DAY = {"invalid": gettext_lazy("Please choose a day.")}
IN_TURN = "in_turn"


class CallAgain(KindForm):
    """Whether they would like to be called again, as they say it themselves."""

    row = forms.UUIDField(widget=forms.HiddenInput)
    said = forms.ChoiceField(
        label=gettext_lazy("May your colleague get in touch again?"),
        widget=forms.RadioSelect,
        choices=[
            (Answer.YES.value, gettext_lazy("Yes, that suits me")),
            (Answer.ANOTHER_DAY.value, gettext_lazy("Yes, on another day")),
            (Answer.NO_MORE.value, gettext_lazy("No more calls, thank you")),
        ],
    )
    day = forms.DateField(
        label=gettext_lazy("Which day?"),
        required=False,
        widget=A_DAY,
        error_messages=NO_DAY,
        help_text=gettext_lazy("Only for another day: from tomorrow on, within four months."),
    )

    def __init__(self, data: QueryDict | None, *, zone: ZoneInfo, now: datetime, row: UUID | None, yes: bool) -> None:
        super().__init__(data, {"row": row})
        self.zone, self.now = zone, now
        if not yes:
            said = self.fields["said"]
            said.choices = [one for one in said.choices if one[0] != Answer.YES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Another day needs a day that can be chosen; what was typed beside another answer is not looked at."""
        given = super().clean() or {}
        if given.get("said") != Answer.ANOTHER_DAY:
            self.errors.pop("day", None)
        elif "day" not in self.errors:
            self._look_at(given)
        return given

    def _look_at(self, given: dict[str, Any]) -> None:
        day = given.get("day")
        if day is None:
            self.add_error("day", _("Please choose a day."))
        elif not rules.may_be_chosen(day, now=self.now, zone=self.zone):
            self.add_error("day", _("Please choose a day from tomorrow on, within four months."))

    def answer(self) -> dict[str, Any]:
        """Return the answer as the journeys take it."""
        given = self.cleaned_data
        return {"row": given["row"], "said": Answer(given["said"]), "day": given.get("day")}


class TheySaid(CallAgain):
    """The same, as the supporter writes down what they heard."""

    def __init__(self, data: QueryDict | None, *, zone: ZoneInfo, now: datetime, row: UUID | None, yes: bool) -> None:
        super().__init__(data, zone=zone, now=now, row=row, yes=yes)
        said = self.fields["said"]
        said.label = _("What did they say?")
        words = {
            Answer.YES.value: _("Yes, that suits me"),
            Answer.ANOTHER_DAY.value: _("Yes, on another day"),
            Answer.NO_MORE.value: _("They would rather not be called any more"),
        }
        said.choices = [(code, words[code]) for code, _label in said.choices]  # type: ignore[attr-defined]


class HandOver(KindForm):
    """Who goes on, from when, and whether they were asked."""

    to = forms.ChoiceField(label=gettext_lazy("Who should go on?"), widget=forms.RadioSelect)
    leaves_on = forms.DateField(
        label=gettext_lazy("From which day are you away?"),
        required=False,
        widget=A_DAY,
        error_messages=NO_DAY,
        help_text=gettext_lazy(
            "Leave it empty if you are not. If nobody has said yes by then, everybody who can is asked."
        ),
    )
    agreed = forms.ChoiceField(
        label=gettext_lazy("Did you ask them?"),
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Yes, and they agree")),
            ("ask", gettext_lazy("Not yet. They are asked on their page first")),
        ],
    )

    def __init__(self, data: QueryDict | None, *, able: list[Able], zone: ZoneInfo, now: datetime) -> None:
        super().__init__(data)
        self.zone, self.now = zone, now
        named = [(one.person.hex, one.name) for one in able]
        self.fields["to"].choices = [(IN_TURN, _("Whoever can: ask one after the other")), *named]  # type: ignore[attr-defined]

    def clean_leaves_on(self) -> object:
        """A leave begins today at the earliest, and within four months."""
        day = self.cleaned_data["leaves_on"]
        today = self.now.astimezone(self.zone).date()
        if day is not None and not today <= day <= today + rules.FURTHEST:
            raise forms.ValidationError(_("Please choose a day from today on, within four months."))
        return day

    def wish(self) -> dict[str, Any]:
        """Return the answers as the journey takes them."""
        given = self.cleaned_data
        day = given["leaves_on"]
        return {
            "chosen": None if given["to"] == IN_TURN else UUID(given["to"]),
            "they_agreed": given["agreed"] == "yes",
            "leaves_at": datetime.combine(day, time(), self.zone) if day else None,
        }


class Ending(KindForm):
    """Why it ends; they agreed on it before."""

    reason = forms.ChoiceField(label=gettext_lazy("How does it end?"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None) -> None:
        super().__init__(data, {"reason": Reason.BY_AGREEMENT.value})
        chosen = [(reason.value, labels.label("close_reasons", reason.value)) for reason in Reason]
        self.fields["reason"].choices = chosen  # type: ignore[attr-defined]
