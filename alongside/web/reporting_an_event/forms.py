"""What a safety officer says: what kind, when, where, and who was there. There is no field for anything else.

Belongs here: the fields, rows that grow without JavaScript, finding people by name. Does not belong here: what follows
(`journeys/an_event_happened.py`).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.core.validators import RegexValidator
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy
from phonenumber_field.formfields import PhoneNumberField

from alongside.events import rules
from alongside.events.entrusted import Colleague, Report
from alongside.people import queries as people
from alongside.people.import_rules import fold
from alongside.people.known import SPOKEN, languages
from alongside.people.queries import PersonRow
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import Place
from alongside.vocabulary import labels
from alongside.vocabulary.happening import EventKind
from alongside.web.forms import KindForm
from alongside.web.place import Place as WebPlace

ROWS_AT_FIRST, ROWS_MORE, MOST_ROWS = 3, 3, 30
ONCE = 32
"""Random characters of each form: by them a second tap is known as one."""

_NAME = RegexValidator(
    re.compile(r"^[^0-9<>{}\[\]/|@#$%^*=+~_!?:;]+$"), gettext_lazy("Only the name, please: nothing else is kept here.")
)


@dataclass(frozen=True, repr=False)
class Shown:
    """One person as the check page repeats them: where they were found, or how they will be reached."""

    name: str
    found_in: str
    reach: str


class Happened(KindForm):
    """What kind, when and where."""

    kind = forms.ChoiceField(label=gettext_lazy("What kind of event?"))
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Please choose a day.")},
    )
    time = forms.TimeField(
        label=gettext_lazy("Time, about"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Please write a time, as 14:30.")},
    )
    site = forms.ChoiceField(label=gettext_lazy("Site"))
    unit = forms.ChoiceField(label=gettext_lazy("Unit"), required=False)
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)
    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=ONCE)

    def __init__(
        self, data: QueryDict | None = None, *, place: WebPlace, now: datetime, initial: dict[str, Any]
    ) -> None:
        self.now, self.sites = now, tenancy.sites(place.organization.id)
        self.units = tenancy.units(place.organization.id)
        super().__init__(data, {"once": secrets.token_hex(ONCE // 2), **initial})
        _offer(self, "kind", [("", gettext("Please choose")), *labels.choices("high_risk_event_kinds")])
        _offer(self, "unit", [("", gettext("Not known, or several")), *_named(self.units)])
        if len(self.sites) == 1:
            del self.fields["site"]
        else:
            _offer(self, "site", [("", gettext("Please choose")), *_named(self.sites)])

    def clean(self) -> dict[str, Any]:
        """See that the unit is at the site, and that it could have happened then."""
        held = super().clean() or {}
        site = self._site(held)
        unit = next((each for each in self.units if str(each.id) == held.get("unit")), None)
        if unit and site and unit.site != site.id:
            self.add_error("unit", gettext("This unit is at another site."))
        if site and held.get("day") and held.get("time"):
            held["at"] = datetime.combine(held["day"], held["time"], tzinfo=site.zone)
            if not rules.possible_time(held["at"], now=self.now):
                self.add_error("day", gettext("It lies in the future, or more than 30 days back."))
        return held

    def _site(self, held: Mapping[str, Any]) -> Place | None:
        if "site" not in self.fields:
            return self.sites[0]
        return next((site for site in self.sites if str(site.id) == held.get("site")), None)

    def report(self, colleagues: tuple[Colleague, ...]) -> Report:
        """Return what was said, as the journey takes it; a valid form only."""
        held, site = self.cleaned_data, self._site(self.cleaned_data)
        if site is None:
            raise LookupError  # A valid form has a site.
        unit = UUID(held["unit"]) if held["unit"] else None
        return Report(EventKind(held["kind"]), held["at"], site.id, unit, colleagues, came_by="form")

    @property
    def zone(self) -> ZoneInfo | None:
        """Return the zone of the only site, so that it can be said before anything is chosen."""
        return self.sites[0].zone if "site" not in self.fields else None


class Somebody(KindForm):
    """One person who was there: a name, and where the directory cannot help, a way to reach them."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        required=False,
        max_length=80,
        validators=[_NAME],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "dir": "auto"}),
    )
    unit = forms.ChoiceField(label=gettext_lazy("Their unit"), required=False)
    email = forms.EmailField(
        label=gettext_lazy("Work email"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Please write the address as name@place.org.")},
    )
    phone = PhoneNumberField(
        label=gettext_lazy("Work phone"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "invalid": gettext_lazy("This number cannot be dialed as it is. Please write it with all its digits.")
        },
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        number: int,
        place: WebPlace,
        units: list[Place],
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial, prefix=f"p{number}")
        self.number, self.units, self.found = number, units, None  # type: int, list[Place], PersonRow | None
        _offer(self, "unit", [("", gettext("As above")), *_named(units)])
        _offer(self, "language", [("", gettext("As usual here")), *languages(SPOKEN)])
        phone = self.fields["phone"]
        if isinstance(phone, PhoneNumberField):
            phone.region = place.organization.country

    @property
    def empty(self) -> bool:
        """Say whether nothing was written in this row."""
        return not any(self.data.get(self.add_prefix(name), "").strip() for name in ("name", "email", "phone"))

    @property
    def asks_the_directory(self) -> bool:
        """Say whether who is meant must be looked up: a name, and no way to reach them. After cleaning."""
        held = self.cleaned_data
        return bool(held.get("name") and not (self.errors or held.get("email") or held.get("phone")))

    def look_up(self, directory: list[PersonRow]) -> None:
        """Find who is meant when no way to reach them was written: homonyms are asked for by their unit."""
        held = self.cleaned_data
        if not held.get("name") and "name" not in self.errors:
            self.add_error("name", gettext("Please write their name."))
        if self.errors or held["email"] or held["phone"]:
            return
        named = [row for row in directory if fold(row.name) == fold(held["name"])]
        meant = [row for row in named if not held["unit"] or str(row.unit) == held["unit"]]
        self._settle(named, meant)

    def _settle(self, named: list[PersonRow], meant: list[PersonRow]) -> None:
        if not meant and not named:
            self.add_error(
                "email", gettext("The directory has nobody of this name. Please write an email or a number.")
            )
        elif not meant:
            self.add_error("unit", gettext("The directory has nobody of this name in this unit."))
        elif len(meant) > 1:
            asked = gettext("Several people have this name. Please choose their unit, or write an email or a number.")
            self.add_error("unit", asked)
        elif not (meant[0].email or meant[0].phone):
            self.add_error(
                "email", gettext("The directory has no way to reach them. Please write an email or a number.")
            )
        else:
            self.found = meant[0]

    def colleague(self) -> Colleague:
        """Return who was there, as the journey takes them; a valid row only."""
        held = self.cleaned_data
        return Colleague(
            name=self.found.name if self.found else held["name"],
            email=held["email"],
            phone=str(held["phone"] or ""),
            person=self.found.id if self.found else None,
            unit=UUID(held["unit"]) if held["unit"] else None,
            language=held["language"],
        )

    def shown(self) -> Shown:
        """Return what the check page repeats."""
        held = self.cleaned_data
        place = (self.found.unit_name or self.found.site_name) if self.found else ""
        return Shown(held["name"], place, held["email"] or str(held["phone"] or ""))


def people_here(organization: UUID, *, now: datetime) -> list[PersonRow]:
    """Return the people directory, to look names up in."""
    return people.people_of(organization=organization, now=now)


def _named(places: list[Place]) -> list[tuple[str, Any]]:
    return [(str(place.id), place.name) for place in places]


def _offer(form: forms.Form, name: str, options: list[tuple[str, Any]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = options
