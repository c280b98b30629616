"""What is typed about a service: who, which number, when it answers, for whom.

Belongs here: fields and what must be mended; the week as a few rows of days and hours, which needs no script.
Does not belong here: what follows (`journeys/keeping_the_directory.py`), when a line is open (`directory.rules`).
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alongside.directory import candidates, known
from alongside.directory.rules import Span, Week, tel
from alongside.directory.rules.hours import MOST_DAYS_OFF, parse, write
from alongside.directory.rules.service import INTERNAL, Service
from alongside.people.known import languages
from alongside.tenancy import queries as tenancy
from alongside.tenancy.queries import House
from alongside.vocabulary import labels
from alongside.web.administering.forms import offer
from alongside.web.administering.setting_forms import zones
from alongside.web.forms import KindForm

if TYPE_CHECKING:
    from django.forms import BoundField
    from django.utils.functional import _StrPromise

FEWEST_ROWS, MOST_ROWS = 4, 21
EVERY_DAY, WORKING_DAYS, WEEKEND = tuple(range(7)), tuple(range(5)), (5, 6)
GROUPS = {"0-6": EVERY_DAY, "0-4": WORKING_DAYS, "5-6": WEEKEND, **{str(day): (day,) for day in EVERY_DAY}}
"""What may stand in one row: the code of a choice → weekdays, 0 is Monday."""

_UNDIALABLE = {"invalid": _("This number cannot be dialed as it is. Please write it with all its digits.")}
_NUMBER = r"\+?[0-9(][0-9 ().\-/]{1,29}"
TEXTS = ("name", "name_fr", "display", "hours", "hours_fr", "place", "place_fr")
NOTES = ("confidentiality", "confidentiality_fr", "note", "note_fr")


def _text(label: str | _StrPromise, longest: int, hint: str | _StrPromise = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=longest, help_text=hint, required=False)


def _number(label: str | _StrPromise, hint: str | _StrPromise = "") -> forms.RegexField:
    return forms.RegexField(
        _NUMBER, label=label, help_text=hint, required=False, max_length=30, error_messages=_UNDIALABLE
    )


def _hour(label: str | _StrPromise) -> forms.TimeField:
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    odd = {"invalid": _("Please write an hour, such as 07:00.")}
    return forms.TimeField(label=label, required=False, widget=widget, error_messages=odd)


class AService(KindForm):
    """A service of the house's own or a line outside."""

    kind = forms.ChoiceField(label=_("Where it stands"), widget=forms.RadioSelect)
    resource = forms.ChoiceField(label=_("What it is, if inside"), required=False)
    name = forms.CharField(label=_("Name"), max_length=160)
    name_fr = _text(_("Name in French, if another"), 160)
    country = forms.ChoiceField(label=_("Country"))
    dial = _number(_("Number to call"))
    display = _text(_("The number as it should read, if otherwise"), 40)
    text_to = _number(_("Number for text messages, if there is one"))
    sites = forms.TypedMultipleChoiceField(
        label=_("Only for these sites; none means all"),
        required=False,
        coerce=UUID,
        widget=forms.CheckboxSelectMultiple,
    )
    place = _text(_("Where it is found"), 160, _("A building, a floor, a room."))
    place_fr = _text(_("Where it is found, in French"), 160)
    when = forms.ChoiceField(label=_("When it answers"), widget=forms.RadioSelect)
    timezone = forms.ChoiceField(label=_("Time zone of these hours"))
    holidays_off = forms.BooleanField(label=_("Closed on public holidays"), required=False)
    days_off = _text(_("Other days on which it is closed"), 500, _("As 2026-12-24, with a comma between two."))
    hours = _text(_("Its hours in words"), 300)
    hours_fr = _text(_("Its hours in words, in French"), 300)
    audience = forms.ChoiceField(label=_("For whom"))
    professions = forms.MultipleChoiceField(
        label=_("Only for these professions; none means all"), required=False, widget=forms.CheckboxSelectMultiple
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    cost = forms.ChoiceField(label=_("Cost"), required=False)
    confidentiality = _text(
        _("Who will know of a call"), 300, _("What they promise and its limits, in a sentence. Nothing is too small.")
    )
    confidentiality_fr = _text(_("Who will know, in French"), 300)
    note = _text(_("What to know besides"), 300)
    note_fr = _text(_("What to know besides, in French"), 300)

    def __init__(self, data: QueryDict | None = None, *, house: House, service: Service | None = None) -> None:
        week = parse(service.hours_code) if service and service.hours_code else None
        filled = _rows_of(week)
        self.number_of_rows = _rows_typed(data) or min(max(FEWEST_ROWS, len(filled) + 1), MOST_ROWS)
        super().__init__(data, _as_typed(service, week, house))
        self._offer(house, service.country if service else house.country)
        self._add_rows(filled)

    def _offer(self, house: House, country: str) -> None:
        kinds = {
            "internal": _("Inside: one of our own services"),
            "staff": _("Outside: for people who work in health care"),
            "crisis": _("Outside: a crisis line for anybody"),
        }
        when = {
            "week": _("At the hours of a week"),
            "always": _("At any hour"),
            "words": _("Otherwise, in words"),
        }
        offer(self, "kind", list(kinds.items()))
        offer(self, "when", list(when.items()))
        offer(self, "resource", [("", _("None")), *labels.choices("internal_resource_kinds")])
        offer(self, "country", [(code, code) for code in sorted({house.country, country, *candidates.countries()})])
        offer(self, "sites", [(str(site.id), site.name) for site in tenancy.sites(house.id)])
        offer(self, "timezone", zones())
        offer(self, "audience", labels.choices("service_audiences"))
        offer(self, "professions", [(code, labels.label("profession_group", code)) for code in known.PROFESSIONS])
        offer(self, "languages", languages(candidates.LANGUAGES))
        offer(self, "cost", [("", _("Not known")), *labels.choices("service_costs")])

    def _add_rows(self, filled: list[tuple[str, time, time]]) -> None:
        days: list[tuple[str, Any]] = [
            ("", "\u2013"),
            ("0-4", gettext("%(first)s to %(last)s") % {"first": WEEKDAYS[0], "last": WEEKDAYS[4]}),
            ("5-6", gettext("%(first)s and %(last)s") % {"first": WEEKDAYS[5], "last": WEEKDAYS[6]}),
            ("0-6", _("Every day")),
            *((str(day), WEEKDAYS[day]) for day in EVERY_DAY),
        ]
        for number in range(self.number_of_rows):
            self.fields[f"days_{number}"] = forms.ChoiceField(label=_("Days"), required=False, choices=days)
            self.fields[f"from_{number}"] = _hour(_("from"))
            self.fields[f"until_{number}"] = _hour(_("until"))
            for name, value in zip(_of_row(number), filled[number] if number < len(filled) else (), strict=False):
                self.initial[name] = value
            for name in _of_row(number):
                self.fields[name].widget.attrs["class"] = "input"

    def rows(self) -> list[tuple[BoundField, ...]]:
        """Return the rows of the week, as bound fields."""
        return [tuple(self[name] for name in _of_row(number)) for number in range(self.number_of_rows)]

    def clean(self) -> dict[str, Any]:
        """Check what belongs together: what it is, a number, hours; and that the number may be shown."""
        typed = super().clean() or {}
        if typed.get("kind") == INTERNAL and not typed.get("resource"):
            self.add_error("resource", _("Please say what it is."))
        if not (typed.get("dial") or typed.get("text_to")) and not {"dial", "text_to"} & set(self.errors):
            self.add_error("dial", _("Please give a number to call, or one for text messages."))
        numbers = [typed.get(name) or "" for name in ("dial", "display", "text_to")]
        if candidates.never_shown(typed.get("country", ""), *numbers):
            self.add_error("dial", _("This number is closed or misprinted elsewhere and must not be shown."))
        typed["week"] = self._week(typed) if typed.get("when") == "week" else None
        if typed.get("when") == "words" and not typed.get("hours"):
            self.add_error("hours", _("Please write when it answers, or that nobody knows."))
        return typed

    def _week(self, typed: dict[str, Any]) -> str:
        spans: list[Span] = []
        for number in range(self.number_of_rows):
            days, starts, ends = (typed.get(name) for name in _of_row(number))
            if days and starts is not None and ends is not None:
                spans += [Span(day, starts, ends) for day in GROUPS[days]]
            elif (days or starts is not None or ends is not None) and not self._wrong(number):
                self.add_error(f"days_{number}", _("Please give the days and both hours, or leave this row empty."))
        if not spans and not any(self._wrong(number) for number in range(self.number_of_rows)):
            self.add_error("days_0", _("Please give the days and both hours."))
        week = Week(tuple(sorted(set(spans))), typed.get("holidays_off", False), self._days_off(typed))
        return write(week)

    def _wrong(self, number: int) -> bool:
        return bool(set(_of_row(number)) & set(self.errors))

    def _days_off(self, typed: dict[str, Any]) -> frozenset[date]:
        try:
            days = frozenset(map(date.fromisoformat, re.findall(r"[^,;\s]+", typed.get("days_off", ""))))
        except ValueError:
            self.add_error("days_off", _("Please write each day as 2026-12-24, with a comma between two."))
            return frozenset()
        if len(days) > MOST_DAYS_OFF:
            self.add_error("days_off", _("Please make this shorter."))
        return days

    def service(self) -> Service:
        """Return what was typed."""
        typed = self.cleaned_data
        when, inside = typed["when"], typed["kind"] == INTERNAL
        return Service(
            kind=typed["kind"],
            country=typed["country"],
            resource=typed["resource"] if inside else "",
            **{name: typed[name] for name in TEXTS if name != "display"},
            **{name: typed[name] for name in NOTES},
            dial=typed["dial"],
            display=self._display(typed),
            text_to=typed["text_to"],
            always_open=when == "always",
            hours_code=typed["week"] or "",
            timezone=typed["timezone"] if when == "week" else "",
            audience=typed["audience"],
            professions=tuple(sorted(typed["professions"])),
            languages=tuple(sorted(typed["languages"])),
            cost=typed["cost"],
            sites=frozenset(typed["sites"]),
        )

    def _display(self, typed: dict[str, Any]) -> str:
        """Return how the number reads; what was typed for another number does not outlive it."""
        display: str = typed["display"]
        before = self.initial.get("dial", "")
        outlived = before and display == self.initial.get("display") and tel(before) != tel(typed["dial"])
        return typed["dial"] if outlived or not display else display


def _as_typed(service: Service | None, week: Week | None, house: House) -> dict[str, Any]:
    if service is None:
        fresh = {"kind": INTERNAL, "when": "week", "audience": "everyone", "languages": list(house.languages)}
        return {**fresh, "country": house.country, "timezone": house.zone.key}
    same: dict[str, Any] = {name: getattr(service, name) for name in Service.__dataclass_fields__}
    return {
        **same,
        "when": "week" if week else "always" if service.always_open else "words",
        "timezone": service.timezone or house.zone.key,
        "holidays_off": bool(week and week.holidays_off),
        "days_off": ", ".join(day.isoformat() for day in sorted(week.days_off)) if week else "",
        "sites": [str(site) for site in service.sites],
    }


def _rows_of(week: Week | None) -> list[tuple[str, time, time]]:
    """Return a week as rows: stretches that hold on all working days, at the weekend or every day are one row."""
    found: dict[tuple[time, time], set[int]] = {}
    for span in week.spans if week else ():
        found.setdefault((span.starts, span.ends), set()).add(span.day)
    rows: list[tuple[str, time, time]] = []
    for (starts, ends), days in sorted(found.items()):
        left = set(days)
        for code, group in GROUPS.items():
            if left >= set(group):
                left -= set(group)
                rows.append((code, starts, ends))
    return rows


def _of_row(number: int) -> tuple[str, str, str]:
    return f"days_{number}", f"from_{number}", f"until_{number}"


def _rows_typed(data: QueryDict | None) -> int:
    """Return how many rows were sent, within bounds; 0 when nothing was."""
    numbers = [int(key[5:]) for key in data or () if re.fullmatch(r"days_\d{1,2}", key)]
    return min(max(numbers) + 1, MOST_ROWS) if numbers else 0


class DirectoryFile(KindForm):
    """A file of lines, to be previewed."""

    table = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"class": "input", "accept": ".csv,.xlsx,.yaml,.yml"}),
        help_text=_("CSV, XLSX or YAML, up to 2,000 lines."),
        error_messages={"required": _("Please choose a file."), "empty": _("This file is empty.")},
    )

    def __init__(
        self, data: QueryDict | None = None, *, files: MultiValueDict[str, UploadedFile[Any]] | None = None
    ) -> None:
        super().__init__(data, files=files)
