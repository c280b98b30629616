"""What an administrator types about people.

Belongs here: fields and what must be mended. Does not belong here: what follows (`journeys`), the rota
(`rota_forms.py`), settings (`setting_forms.py`).
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from alongside.people.known import READ, languages
from alongside.people.rules import Details
from alongside.tenancy import queries as tenancy
from alongside.vocabulary import labels
from alongside.vocabulary.roles import Role
from alongside.web.forms import KindForm
from alongside.web.place import Place

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
Initial = dict[str, Any] | None
NO_DAY = {"invalid": _("Please choose a day.")}


def offer(form: forms.Form, name: str, options: list[tuple[str, Any]]) -> None:
    """Set what a field of choices offers."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = options


class Person(KindForm):
    """What is known of a person."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Work email"),
        required=False,
        max_length=254,
        help_text=_("Without one, invite them by telephone."),
        error_messages={"invalid": _("Please write the address as name@place.org.")},
    )
    phone = PhoneNumberField(
        label=_("Work phone"),
        required=False,
        error_messages={"invalid": _("This number cannot be dialed as it is. Please write it with all its digits.")},
    )
    unit = forms.TypedChoiceField(label=_("Unit"), required=False, coerce=UUID, empty_value=None)
    profession = forms.ChoiceField(label=_("Profession"))
    gender = forms.ChoiceField(
        label=_("Woman or man"), help_text=_("Only so that a wish to talk with a woman or a man can be met.")
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages they can talk in"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reads = forms.ChoiceField(label=_("Language of notices"))

    def __init__(self, data: QueryDict | None = None, *, place: Place, initial: Initial = None) -> None:
        super().__init__(data, initial)
        units = tenancy.units(place.organization.id)
        offer(self, "unit", [("", _("None")), *((str(unit.id), unit.name) for unit in units)])
        offer(self, "profession", labels.choices("profession"))
        offer(self, "gender", [("unsaid", _("Rather not say")), ("woman", _("Woman")), ("man", _("Man"))])
        offer(self, "languages", languages())
        offer(self, "reads", languages(READ))
        phone = self.fields["phone"]
        if isinstance(phone, PhoneNumberField):
            phone.region = place.organization.country

    def details(self, *, ways_to_talk: tuple[str, ...] = ()) -> Details:
        """Return what was typed as details; ways to talk stay each person's own business."""
        typed = self.cleaned_data
        return Details(
            name=typed["name"],
            email=typed["email"],
            phone=str(typed["phone"] or ""),
            unit=typed["unit"] or None,
            profession=typed["profession"],
            gender=typed["gender"],
            languages=tuple(typed["languages"]),
            ways_to_talk=ways_to_talk,
            reads=typed["reads"],
        )


class Spreadsheet(KindForm):
    """A spreadsheet of people, to be previewed."""

    table = forms.FileField(
        label=_("Spreadsheet"),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,.xlsx"}),
        help_text=_("CSV or XLSX, up to 2,000 lines. One column headed “name” is enough."),
        error_messages={"required": _("Please choose a file."), "empty": _("This file is empty.")},
    )


class NewRole(KindForm):
    """A role to give."""

    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, data: QueryDict | None = None, *, held: frozenset[Role] = frozenset()) -> None:
        super().__init__(data)
        free = [role for role in Role.of_staff() if role not in held]
        offer(self, "role", [(role.value, labels.label("role", role)) for role in free])


class Supervision(KindForm):
    """Who supervises in a unit group at a site."""

    group = forms.TypedChoiceField(label=_("Unit group"), coerce=UUID)
    site = forms.TypedChoiceField(label=_("Site"), coerce=UUID)
    starts_on = forms.DateField(label=_("From"), widget=DAY, error_messages=NO_DAY)
    ends_on = forms.DateField(label=_("Until, if known"), required=False, widget=DAY, error_messages=NO_DAY)

    def __init__(self, data: QueryDict | None = None, *, place: Place, initial: Initial = None) -> None:
        super().__init__(data, initial)
        organization = place.organization.id
        groups = [
            (str(group.id), labels.label("unit_group", group.code)) for group in tenancy.unit_groups(organization)
        ]
        sites = [(str(site.id), site.name) for site in tenancy.sites(organization)]
        offer(self, "group", groups)
        offer(self, "site", sites)

    def clean(self) -> dict[str, Any]:
        """Check that the days follow each other."""
        typed = super().clean() or {}
        if typed.get("starts_on") and typed.get("ends_on") and typed["ends_on"] < typed["starts_on"]:
            self.add_error("ends_on", _("This day lies before the first one."))
        return typed
