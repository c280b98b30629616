"""What is asked, one form a page.

Belongs here: the questions and what must be mended in an answer.
Does not belong here: the event: there is nowhere to write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from alongside.tenancy import queries
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Urgency, Way, Wish
from alongside.web import soon
from alongside.web.asking.steps import Answers
from alongside.web.forms import KindForm

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import QueryDict

    from alongside.tenancy.queries import House
    from alongside.web.asking.shortlist import Listed

BY_TELEPHONE = frozenset({Way.PHONE_CALL, Way.TEXT_MESSAGE})
NO, YES = "no", "yes"
NOBODY_CARES = ""
"""The value of "it does not matter": nothing is kept."""


class Question(KindForm):
    """One page's form: made from the house and the answers so far, and giving back what to keep."""

    def __init__(self, data: QueryDict | None = None, *, house: House, answers: Answers, now: datetime) -> None:
        self.house, self.answers, self.now = house, answers, now
        super().__init__(data, initial=self.from_answers(answers))
        self.prepare()

    def from_answers(self, answers: Answers) -> dict[str, Any]:
        """Return the initial values of the fields."""
        return {name: answers[name] for name in self.base_fields if name in answers}

    def prepare(self) -> None:
        """Fill in what depends on the house."""

    def to_keep(self) -> Answers:
        """Return what goes into the draft; valid forms only."""
        return dict(self.cleaned_data)


class HowSoon(Question):
    """How soon; danger is an answer like the others."""

    urgency = forms.ChoiceField(
        label=_("How soon would you like to hear from someone?"),
        choices=[(urgency.value, urgency.value) for urgency in Urgency],
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how soon.")},
    )

    def prepare(self) -> None:
        """Name each answer by what it promises at this hour."""
        self.promises = soon.promises(self.house, now=self.now)
        _offer(self.fields["urgency"], soon.named(self.house, self.promises, now=self.now))

    def clean_urgency(self) -> str:
        """Refuse "now" outside the hours in which it is answered; the page shows the number that is."""
        urgency: str = self.cleaned_data["urgency"]
        if urgency == Urgency.NOW and not self.house.answers_now(now=self.now):
            raise forms.ValidationError(
                gettext("“Now” is not answered here at this hour. Please call the number, or choose another time.")
            )
        return urgency


class HowToReach(Question):
    """By which way, whether a message may be left, when."""

    way = forms.ChoiceField(
        label=_("How can we reach you?"),
        choices=lambda: labels.choices("way"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose how we reach you.")},
    )
    phone = PhoneNumberField(
        label=_("Your telephone number"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "maxlength": 30, "inputmode": "tel"}),
    )
    email = forms.EmailField(
        label=_("Your email address"),
        required=False,
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
        error_messages={"invalid": _("Please look at the email address again. It needs an @ and an ending.")},
    )
    place = forms.CharField(
        label=_("The place, and how we find you there"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"maxlength": 80, "autocomplete": "off", "dir": "auto"}),
        help_text=_("For example “cafeteria, table by the window”. Please leave out what happened."),
    )
    may_leave_message = forms.ChoiceField(
        label=_("If you do not answer, may we leave a message?"),
        choices=[(NO, _("No")), (YES, _("Yes"))],
        widget=forms.RadioSelect,
        required=False,
        initial=NO,
    )
    times = forms.MultipleChoiceField(
        label=_("When is a good time?"),
        choices=lambda: labels.choices("time"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def from_answers(self, answers: Answers) -> dict[str, Any]:
        """Show the kept yes or no as a choice."""
        held = super().from_answers(answers)
        return {**held, "may_leave_message": YES if answers.get("may_leave_message") else NO}

    def prepare(self) -> None:
        """Read numbers as they are written in the organization's country."""
        phone = self.fields["phone"]
        phone.region = self.house.country  # type: ignore[attr-defined]  # The field reads it when cleaning.
        phone.error_messages["invalid"] = _(
            "Please look at the telephone number again. A number from another country begins with +."
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the one thing that the chosen way needs."""
        held = super().clean() or {}
        needed = _needed(held.get("way", ""))
        if needed and not held.get(needed) and needed not in self.errors:
            self.add_error(needed, _NEEDED[needed])
        for other in {"phone", "email", "place"} - {needed}:
            if held.get("way") and other in self.errors:
                del self.errors[other]  # What does not belong to the chosen way is not kept, so it need not be mended.
        return held

    def to_keep(self) -> Answers:
        """Keep only what the chosen way needs."""
        held, way = self.cleaned_data, self.cleaned_data["way"]
        needed = _needed(way)
        kept = {name: str(held.get(name) or "") if name == needed else "" for name in ("phone", "email", "place")}
        leave = held["may_leave_message"] == YES and way in BY_TELEPHONE
        return {"way": way, **kept, "may_leave_message": leave, "times": held["times"]}


def _needed(way: str) -> str:
    if way in BY_TELEPHONE:
        return "phone"
    return {Way.EMAIL.value: "email", Way.IN_PERSON.value: "place"}.get(way, "")


_NEEDED = {
    "phone": _("Please write the number we should use."),
    "email": _("Please write the email address we should use."),
    "place": _("Please write where we meet you."),
}


class Wishes(Question):
    """Whom they would rather talk with; all of it optional."""

    language = forms.ChoiceField(label=_("Language"), widget=forms.RadioSelect, required=False)
    unit = forms.ChoiceField(
        label=_("From which unit?"),
        choices=lambda: [(NOBODY_CARES, gettext("It does not matter")), *_wishes(Wish.OWN_UNIT, Wish.OTHER_UNIT)],
        widget=forms.RadioSelect,
        required=False,
    )
    gender = forms.ChoiceField(
        label=_("A woman or a man?"),
        choices=lambda: [(NOBODY_CARES, gettext("It does not matter")), *_wishes(Wish.WOMAN, Wish.MAN)],
        widget=forms.RadioSelect,
        required=False,
    )
    same_profession = forms.BooleanField(label=_("Someone of my profession"), required=False)
    site = forms.ChoiceField(label=_("Where you work"), required=False)
    unit_group = forms.ChoiceField(
        label=_("Your kind of unit"),
        required=False,
        help_text=_("So that nobody who supervises there is called."),
    )
    profession = forms.ChoiceField(
        label=_("Your profession"),
        choices=lambda: [
            ("", gettext("Rather not say")),
            *(one for one in labels.choices("profession") if one[0] != "unsaid"),
        ],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("If something happened: what kind?"),
        choices=lambda: [("", gettext("Rather not say")), *labels.choices("high_risk_event_kinds")],
        required=False,
        help_text=_("A word from a list is enough. There is no place here for the story, on purpose."),
    )
    coordinator_may_help = forms.BooleanField(
        label=_("The coordinator may help to choose"),
        required=False,
        help_text=_(
            "They then see your kind of unit and your profession, if you gave them. "
            "Never your name or how to reach you."
        ),
    )

    def from_answers(self, answers: Answers) -> dict[str, Any]:
        """Spread the kept wishes over their fields."""
        wishes = answers.get("wishes", ())
        return {
            **super().from_answers(answers),
            "unit": next((wish for wish in (Wish.OWN_UNIT, Wish.OTHER_UNIT) if wish in wishes), NOBODY_CARES),
            "gender": next((wish for wish in (Wish.WOMAN, Wish.MAN) if wish in wishes), NOBODY_CARES),
            "same_profession": Wish.SAME_PROFESSION in wishes,
            "site": answers.get("site_said", ""),
        }

    def prepare(self) -> None:
        """Offer the house's own languages, sites and unit groups; ask nothing that has one answer."""
        names = {code: str(name) for code, name in settings.LANGUAGES}
        _offer(self.fields["language"], [(code, names[code]) for code in self.house.languages if code in names])
        sites = [(site.id.hex, site.name) for site in queries.sites(self.house.id)]
        groups = [
            (group.id.hex, labels.label("unit_group", group.code)) for group in queries.unit_groups(self.house.id)
        ]
        rather_not = ("", gettext("Rather not say"))
        _offer(self.fields["site"], [rather_not, *sites])
        _offer(self.fields["unit_group"], [rather_not, *groups])
        for name, choices in (("language", self.house.languages), ("site", sites)):
            if len(choices) < 2:  # noqa: PLR2004  # One answer is no question.
                del self.fields[name]

    def to_keep(self) -> Answers:
        """Gather the wishes into one list."""
        held = self.cleaned_data
        wishes = [held["unit"], held["gender"], Wish.SAME_PROFESSION.value if held["same_profession"] else ""]
        kept = {name: held[name] for name in ("unit_group", "profession", "kind", "coordinator_may_help")}
        optional = {name: held[name] for name in ("language", "site") if held.get(name)}
        return {**kept, **optional, "site_said": held.get("site", ""), "wishes": [wish for wish in wishes if wish]}


def _wishes(*wishes: Wish) -> list[tuple[str, str]]:
    return [(wish.value, labels.label("wish", wish)) for wish in wishes]


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    field.choices = choices  # type: ignore[attr-defined]  # Only called with choice fields.


class PeopleToAvoid(Question):
    """Who must not be called: a list to tick off, or "tell me who first"."""

    avoid = forms.MultipleChoiceField(
        label=_("I would rather not talk with"), widget=forms.CheckboxSelectMultiple, required=False
    )
    tell_me_who_first = forms.BooleanField(
        label=_("Tell me first who would call"),
        required=False,
        help_text=_("You see the name here, with your code, and say yes or no. It can take a little longer."),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        listed: list[Listed],
        house: House,
        answers: Answers,
        now: datetime,
    ) -> None:
        self.listed = listed
        super().__init__(data, house=house, answers=answers, now=now)

    def prepare(self) -> None:
        """List who could be called, as the organization lets them be shown."""
        _offer(self.fields["avoid"], [(one.person.hex, one.shown) for one in self.listed])
        if not self.listed:
            del self.fields["avoid"]

    def to_keep(self) -> Answers:
        """Keep keys only, never a name."""
        held = self.cleaned_data
        return {"avoid": held.get("avoid", []), "tell_me_who_first": held["tell_me_who_first"]}
