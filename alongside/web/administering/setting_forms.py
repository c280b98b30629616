"""What an administrator types about the program: its settings, places, clocks, words, numbers, going live.

Belongs here: fields, bounds and what must be mended. Does not belong here: what follows
(`journeys/running_the_program.py`), people (`forms.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from alongside.cases.rules import follow_ups
from alongside.directory import candidates
from alongside.paging.rules import ClockPreset
from alongside.paging.rules.clocks import Hours
from alongside.tenancy import queries as tenancy
from alongside.tenancy.operations import Settings
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.vocabulary.asking import Urgency
from alongside.web.administering.forms import DAY, NO_DAY, Initial, offer
from alongside.web.forms import KindForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_HOUR = {"invalid": _("Please write an hour, such as 07:00.")}
_NUMBER = {"invalid": _("Please write a number.")}
_UNDIALABLE = {"invalid": _("This number cannot be dialed as it is. Please write it with all its digits.")}
_HALF_HOURS = _("Please give both hours, or neither.")
LONGEST_LIMITS, LONGEST_WORD = 4000, 400


def _check_within(form: forms.Form, name: str, value: int | None, least: int, most: int) -> None:
    if value is not None and not least <= value <= most:
        some = gettext("Please write a number from %(least)d to %(most)d.")
        said = some if least < most else gettext("Only %(least)d fits here.")
        form.add_error(name, said % {"least": least, "most": most})


def _hour(label: str | _StrPromise, help_text: str | _StrPromise = "") -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=_HOUR, help_text=help_text)


def zones() -> list[tuple[str, str]]:
    """Return every time zone that a place may have, ready for a form."""
    usual = (
        zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/", "right/"))
    )
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in sorted(usual))]


class Basics(KindForm):
    """The organization's name, zone, languages, numbers and habits."""

    name = forms.CharField(label=_("Name of the organization"), max_length=120)
    timezone = forms.ChoiceField(label=_("Time zone"))
    languages = forms.MultipleChoiceField(label=_("Languages"), widget=forms.CheckboxSelectMultiple)
    fallback_line = PhoneNumberField(
        label=_("Fallback line"),
        required=False,
        error_messages=_UNDIALABLE,
        help_text=_("A number that a human answers at any hour. It is shown whenever nobody else has answered."),
    )
    calling_number = PhoneNumberField(
        label=_("The number that calls show"),
        required=False,
        error_messages=_UNDIALABLE,
        help_text=_("Said to whoever asks, so that they know who is calling."),
    )
    exit_address = forms.URLField(
        label=_("Where “Leave this page” leads"),
        max_length=200,
        assume_scheme="https",
        error_messages={"invalid": _("Please write a whole address, such as https://www.example.org/.")},
    )
    now_open_from = _hour(_("“Now” can be asked for from"), _("Leave both empty if somebody answers at any hour."))
    now_open_until = _hour(_("until"))
    small_agency = forms.BooleanField(label=_("We are a small agency: four test requests are enough"), required=False)
    names_of_supporters_shown = forms.BooleanField(
        label=_("Whoever asks may see who could be paged, and tick off names"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, house: House) -> None:
        super().__init__(data, _as_typed(house))
        self._country = house.country
        offer(self, "timezone", zones())
        offer(self, "languages", [(code, str(name)) for code, name in settings.LANGUAGES])
        for name in ("fallback_line", "calling_number"):
            field = self.fields[name]
            if isinstance(field, PhoneNumberField):
                field.region = house.country

    def clean(self) -> dict[str, Any]:
        """Check the hours, and that no number is one that must never be shown."""
        typed = super().clean() or {}
        if (typed.get("now_open_from") is None) != (typed.get("now_open_until") is None):
            self.add_error("now_open_until", _HALF_HOURS)
        for name in ("fallback_line", "calling_number"):
            if typed.get(name) and candidates.never_shown(self._country, str(typed[name])):
                self.add_error(name, _("This number is closed or misprinted elsewhere and must not be shown."))
        return typed

    def settings(self) -> Settings:
        """Return what was typed."""
        typed = self.cleaned_data
        numbers = {name: str(typed[name] or "") for name in ("fallback_line", "calling_number")}
        return Settings(**{**typed, **numbers, "languages": tuple(typed["languages"])})


def _as_typed(house: House) -> dict[str, Any]:
    same = {name: getattr(house, name) for name in Settings.__dataclass_fields__ if hasattr(house, name)}
    return {**same, "timezone": house.zone.key, "languages": list(house.languages)}


class NewSite(KindForm):
    """A site with its own zone."""

    name = forms.CharField(label=_("Name of the site"), max_length=120)
    timezone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, data: QueryDict | None = None, initial: Initial = None) -> None:
        super().__init__(data, initial)
        offer(self, "timezone", zones())


class NewUnit(KindForm):
    """A unit at a site."""

    name = forms.CharField(label=_("Name of the unit"), max_length=120)
    site = forms.TypedChoiceField(label=_("Site"), coerce=UUID)
    group = forms.ChoiceField(
        label=_("Unit group"), help_text=_("Whoever asks names the group, never the unit: it points at fewer people.")
    )

    def __init__(self, data: QueryDict | None = None, *, sites: Iterable[tenancy.Place]) -> None:
        super().__init__(data)
        offer(self, "site", [(str(site.id), site.name) for site in sites])
        offer(self, "group", labels.choices("unit_group"))


@dataclass(frozen=True)
class Bounds:
    """How far an organization may move one urgency's clock, in minutes: a promise must stay one."""

    least: int
    most: int
    longest_rung: int


_DAY = 24 * 60
BOUNDS: dict[Urgency, Bounds] = {
    Urgency.DANGER: Bounds(5, 60, 15),
    Urgency.NOW: Bounds(10, 120, 30),
    Urgency.TODAY: Bounds(60, _DAY, 4 * 60),
    Urgency.THIS_WEEK: Bounds(4 * 60, 7 * _DAY, _DAY),
}


class Clock(KindForm):
    """One urgency's clock. Minutes are elapsed minutes; hours are wall time at the site."""

    minutes = forms.IntegerField(label=_("Contact within, in minutes"), error_messages=_NUMBER)
    weekend_minutes = forms.IntegerField(label=_("Over a weekend, in minutes"), error_messages=_NUMBER)
    rung_minutes = forms.IntegerField(label=_("The next are paged after, in minutes"), error_messages=_NUMBER)
    day_starts = _hour(_("Pages go out from"), _("Leave both empty for any hour."))
    day_ends = _hour(pgettext_lazy("hour", "until"))
    working_days_only = forms.BooleanField(label=_("On working days only"), required=False)

    def __init__(self, data: QueryDict | None = None, *, clock: ClockPreset) -> None:
        start = {
            "minutes": clock.minutes,
            "weekend_minutes": clock.weekend_minutes,
            "rung_minutes": clock.rung_minutes,
            "day_starts": clock.hours.starts,
            "day_ends": clock.hours.ends,
            "working_days_only": clock.hours.working_days_only,
        }
        super().__init__(data, start, prefix=clock.urgency.value)
        self.urgency = clock.urgency

    def clean(self) -> dict[str, Any]:
        """Keep the clock within its bounds and running forward."""
        typed = super().clean() or {}
        bounds = BOUNDS[self.urgency]
        minutes, weekend, rung = (typed.get(name) for name in ("minutes", "weekend_minutes", "rung_minutes"))
        _check_within(self, "minutes", minutes, bounds.least, bounds.most)
        if minutes is not None:
            near = min(max(minutes, bounds.least), bounds.most)  # What it may become: the others are told their span.
            _check_within(self, "weekend_minutes", weekend, near, 2 * bounds.most)
            _check_within(self, "rung_minutes", rung, 1, min(bounds.longest_rung, near))
        self._check_hours(typed.get("day_starts"), typed.get("day_ends"))
        return typed

    def preset(self) -> ClockPreset:
        """Return what was typed."""
        typed = self.cleaned_data
        hours = Hours(typed["day_starts"], typed["day_ends"], typed["working_days_only"])
        return ClockPreset(self.urgency, typed["minutes"], typed["weekend_minutes"], typed["rung_minutes"], hours)

    def _check_hours(self, starts: time | None, ends: time | None) -> None:
        if (starts is None) != (ends is None):
            self.add_error("day_ends", _HALF_HOURS)
        elif starts is not None and ends is not None and ends <= starts:
            self.add_error("day_ends", _("This hour lies before the first one."))
        elif starts is not None and self.urgency in {Urgency.DANGER, Urgency.NOW}:
            self.add_error("day_starts", _("These pages go out at any hour. Please leave both hours empty."))


class Ladder(KindForm):
    """How wide each rung is, and how much one supporter carries."""

    widening = forms.IntegerField(
        label=_("How many more are paged at each further step"), min_value=1, max_value=10, error_messages=_NUMBER
    )
    load_cap = forms.IntegerField(
        label=_("How many requests one supporter carries at most"), min_value=1, max_value=10, error_messages=_NUMBER
    )
    rest_hours = forms.IntegerField(
        label=_("Hours of rest after a hard one"), min_value=12, max_value=336, error_messages=_NUMBER
    )


class Course(KindForm):
    """On which days after the first talk the next three are proposed."""

    first_from = forms.IntegerField(label=_("First: from day"), error_messages=_NUMBER)
    first_until = forms.IntegerField(label=_("First: until day"), error_messages=_NUMBER)
    second_from = forms.IntegerField(label=_("Second: from day"), error_messages=_NUMBER)
    second_until = forms.IntegerField(label=_("Second: until day"), error_messages=_NUMBER)
    third_from = forms.IntegerField(label=_("Third: from day"), error_messages=_NUMBER)
    third_until = forms.IntegerField(label=_("Third: until day"), error_messages=_NUMBER)

    PLACES = ("first", "second", "third")

    def __init__(self, data: QueryDict | None = None, *, course: follow_ups.Course) -> None:
        days = zip(self.PLACES, course, strict=True)
        start = {f"{name}_{end}": day for name, one in days for end, day in (("from", one.first), ("until", one.last))}
        super().__init__(data, start)

    def clean(self) -> dict[str, Any]:
        """Keep each talk within its bounds, ending no sooner than it begins."""
        typed = super().clean() or {}
        for name, bounds in zip(self.PLACES, follow_ups.BOUNDS, strict=True):
            starts, ends = typed.get(f"{name}_from"), typed.get(f"{name}_until")
            _check_within(self, f"{name}_from", starts, bounds.first, bounds.last)
            least = min(max(starts or 0, bounds.first), bounds.last)
            _check_within(self, f"{name}_until", ends, least, bounds.last)
        return typed

    def course(self) -> follow_ups.Course:
        """Return what was typed."""
        typed = self.cleaned_data
        first, second, third = (
            follow_ups.Window(typed[f"{name}_from"], typed[f"{name}_until"]) for name in self.PLACES
        )
        return first, second, third


class OwnWords(KindForm):
    """The organization's own words for one key, a field for each of its languages. Empty: the house's words."""

    def __init__(self, data: QueryDict | None = None, *, languages: Iterable[str], initial: Initial = None) -> None:
        super().__init__(data, initial)
        names = {code: str(name) for code, name in settings.LANGUAGES}
        for code in languages:
            widget = forms.TextInput(attrs={"class": "input", "lang": code})
            field = forms.CharField(label=names.get(code, code), required=False, max_length=LONGEST_WORD, widget=widget)
            field.error_messages["max_length"] = _("Please make this shorter.")
            self.fields[code] = field


class SignLimits(KindForm):
    """Counsel's words in one language, and who answers for them."""

    text = forms.CharField(
        label=_("The text"),
        max_length=LONGEST_LIMITS,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("It names the two limits: danger to anyone, and what the law or a court requires."),
    )
    signed_by = forms.CharField(label=_("Signed by"), max_length=120)
    signed_role = forms.CharField(label=_("Their function"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=DAY, error_messages=NO_DAY)

    def __init__(
        self, data: QueryDict | None = None, *, today: date, initial: Initial = None, auto_id: str = "id_%s"
    ) -> None:
        super().__init__(data, initial, auto_id=auto_id)
        self._today = today

    def clean_signed_on(self) -> date:
        """Refuse a day that has not come."""
        return _not_ahead(self.cleaned_data["signed_on"], self._today)


class Check(KindForm):
    """A named person saw a condition of going live hold."""

    seen_on = forms.DateField(label=_("On which day"), widget=DAY, error_messages=NO_DAY)
    detail = forms.CharField(
        label=_("Who answered, in a few words"),
        required=False,
        max_length=200,
        help_text=_("A function or a service. Nothing about anybody who asked for help."),
    )

    def __init__(self, data: QueryDict | None = None, *, today: date, initial: Initial = None) -> None:
        super().__init__(data, initial)
        self._today = today

    def clean_seen_on(self) -> date:
        """Refuse a day that has not come."""
        return _not_ahead(self.cleaned_data["seen_on"], self._today)


def _not_ahead(day: date, today: date) -> date:
    if day > today:
        raise forms.ValidationError(_("This day has not come yet."))
    return day
